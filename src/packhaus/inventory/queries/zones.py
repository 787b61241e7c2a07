"""The zones of a site's shelves."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_ZONES = """
SELECT zone, count(*) AS places, CASE WHEN count(DISTINCT mixing) = 1 THEN min(mixing) ELSE '' END AS mixing
FROM inventory_location
WHERE site_id = %(site_id)s AND kind IN ('pick_face', 'reserve', 'cross_dock')
GROUP BY zone ORDER BY zone
"""


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone, how many places it has, and what may lie together there (empty where its places differ)."""

    zone: str
    places: int
    mixing: str


def list_zones(*, scope: Scope, site_id: UUID) -> list[ZoneRow]:
    """Return the zones of a site's shelves. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(ZoneRow, _ZONES, {"site_id": site_id})
