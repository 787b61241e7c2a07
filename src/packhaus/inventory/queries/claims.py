"""Who is at work that several may share."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

MOST = 12

_OTHERS = """
SELECT u.name, coalesce(c.last_scan_at, c.claimed_at) AS touched_at
FROM inventory_workclaim AS c JOIN access_user AS u ON u.id = c.claimed_by
WHERE c.kind = %(kind)s AND c.key = %(key)s AND c.done_at IS NULL AND c.claimed_by <> %(person_id)s
ORDER BY touched_at DESC, c.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else who is at the same work, and when she last touched it."""

    name: str
    touched_at: datetime


def list_others(*, scope: Scope, kind: str, key: str, person_id: UUID) -> list[Colleague]:
    """Return who else is at it, the last one first. Queries: 1."""
    parameters = {"kind": kind, "key": key, "person_id": person_id, "most": MOST}
    with transaction(scope):
        return rows.fetch_rows(Colleague, _OTHERS, parameters)
