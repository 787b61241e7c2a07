"""Put half-done work down at a place, and take it up again."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.errors import UnknownLocation
from packhaus.inventory.types import LOCATION_RULES
from packhaus.kernel import rows

_PARK = """
INSERT INTO inventory_parkedwork (kind, key, location_id, parked_by, parked_at)
SELECT %(kind)s, %(key)s, l.id, %(person_id)s, %(now)s
FROM inventory_location AS l
WHERE l.site_id = %(site_id)s AND l.code = %(place)s AND l.kind <> ALL(%(virtual)s::text[])
ON CONFLICT (kind, key) DO UPDATE
SET location_id = excluded.location_id, parked_by = excluded.parked_by, parked_at = excluded.parked_at
"""

_TAKE_UP = "DELETE FROM inventory_parkedwork WHERE kind = %(kind)s AND key = %(key)s"


def park_work(*, kind: str, key: str, site_id: UUID, place: str, person_id: UUID, now: datetime) -> None:
    """Note where the cart or the goods of a task were put down; said again, the later place holds. Queries: 1.

    Raises: UnknownLocation (no place of the site where goods can stand; nothing is noted).
    """
    found = {
        "kind": kind, "key": key, "site_id": site_id, "place": place, "person_id": person_id, "now": now,
        "virtual": [name.value for name, rule in LOCATION_RULES.items() if rule.is_virtual],
    }  # fmt: skip
    with transaction(Scope.operator()):
        if not rows.execute(_PARK, found):
            raise UnknownLocation(f"{place} is no place of this site", place=place)


def take_up_work(*, kind: str, key: str) -> None:
    """Forget where a task's goods stood: somebody has them in hand, or they are where they were. Queries: 1."""
    with transaction(Scope.operator()):
        rows.execute(_TAKE_UP, {"kind": kind, "key": key})
