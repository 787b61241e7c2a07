"""The locations of a site as a file that can be imported again."""

from collections.abc import Iterator
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

LOCATION_COLUMNS = (
    "site", "location", "kind", "zone", "aisle", "bay", "level", "bin", "x_mm", "y_mm", "walk_sequence",
    "max_weight_grams", "max_volume_mm3", "max_pallets", "mixing",
)  # fmt: skip
CHUNK = 1_000

_ROWS = """
SELECT l.id, n.code, l.code, l.kind, l.zone, l.aisle, l.bay, l.level, l.bin, l.x_mm, l.y_mm, l.walk_sequence,
       l.max_weight_grams, l.max_volume_mm3, l.max_pallets, l.mixing
FROM inventory_location AS l JOIN network_site AS n ON n.id = l.site_id
WHERE l.id > %(after)s AND (%(site_id)s::uuid IS NULL OR l.site_id = %(site_id)s)
  AND l.kind NOT IN ('supplier', 'customer', 'in_transit', 'adjustment')
ORDER BY l.id LIMIT %(limit)s
"""


def read_locations(*, scope: Scope, site_id: UUID | None) -> Iterator[tuple[object, ...]]:
    """Yield the real locations of a site, or of all, under LOCATION_COLUMNS.

    Every CHUNK of them is read in a transaction of its own. Queries: 1 per CHUNK.
    """
    after = 0
    while True:
        with transaction(scope):
            found = rows.fetch_tuples(_ROWS, {"after": after, "site_id": site_id, "limit": CHUNK})
        for _id, *cells in found:
            yield tuple(cells)
        if len(found) < CHUNK:
            return
        after = int(found[-1][0])
