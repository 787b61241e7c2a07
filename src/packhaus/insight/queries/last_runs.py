"""When the installation was last looked after."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_LAST = "SELECT kind, happened_at, is_good, seconds, figures FROM insight_lastrun ORDER BY kind"


@dataclass(frozen=True, slots=True)
class LastRunRow:
    """The newest check, backup, restore or upkeep."""

    kind: str
    happened_at: datetime
    is_good: bool
    seconds: float
    figures: dict[str, Any]


def list_last_runs(scope: Scope) -> list[LastRunRow]:
    """Return the newest run of each kind; what never ran is absent. Only the operator sees them. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(LastRunRow, _LAST)
