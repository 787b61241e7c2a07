"""Remember when the installation was last looked after."""

import json
from collections.abc import Mapping
from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_NOTE = """
INSERT INTO insight_lastrun (kind, happened_at, is_good, seconds, figures)
VALUES (%(kind)s, %(now)s, %(is_good)s, %(seconds)s, %(figures)s::jsonb)
ON CONFLICT (kind) DO UPDATE
SET happened_at = excluded.happened_at, is_good = excluded.is_good, seconds = excluded.seconds,
    figures = excluded.figures
WHERE insight_lastrun.happened_at <= excluded.happened_at
"""


def note_run(
    *, kind: str, is_good: bool, seconds: float, figures: Mapping[str, str | int | bool], now: datetime
) -> None:
    """Remember a check, backup, restore or upkeep as the last of its kind; an older one than the noted is not.

    `figures` are for people and hold nothing of any merchant. Queries: 1.
    """
    with transaction(Scope.operator()):
        rows.execute(
            _NOTE,
            {
                "kind": kind,
                "now": now,
                "is_good": is_good,
                "seconds": float(seconds),
                "figures": json.dumps(dict(figures)),
            },
        )
