"""Where the bins of a site lie, and the warehouse that they show: derived once per site and kept."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from packhaus.decide.tours import Grid, Point, Spot, derive_grid
from packhaus.kernel import rows
from packhaus.kernel.kept import forgets

# What any of it hangs on in one number: other processes move bins too.
_STAMP = """
SELECT count(*), bit_xor(hash_record_extended(ROW(l.id, l.zone, l.aisle, l.x_mm, l.y_mm), 0))
FROM inventory_location AS l WHERE l.site_id = %(site_id)s AND (l.can_be_allocated OR l.kind = 'packing')
"""

_SPOTS = """
SELECT l.id, l.zone, l.aisle, l.x_mm, l.y_mm, l.kind = 'packing'
FROM inventory_location AS l WHERE l.site_id = %(site_id)s AND (l.can_be_allocated OR l.kind = 'packing')
ORDER BY l.id
"""


@dataclass(frozen=True, slots=True)
class Ground:
    """A site's warehouse, if its bins stand in aisles, and where walks begin and end."""

    grid: Grid | None
    depot: Point


class _Kept(NamedTuple):
    stamp: tuple[int, int]
    ground: Ground


_kept: dict[UUID, _Kept] = {}


def get_ground(*, site_id: UUID) -> Ground:
    """Return the ground that walks of a site are planned on. Queries: 1, or 2 after a bin was made or moved."""
    stamp = rows.fetch_tuples(_STAMP, {"site_id": site_id})[0]
    kept = _kept.get(site_id)
    if kept is None or kept.stamp != stamp:
        kept = _kept[site_id] = _Kept(stamp, _derive(site_id))
    return kept.ground


def _derive(site_id: UUID) -> Ground:
    found = rows.fetch_tuples(_SPOTS, {"site_id": site_id})
    spots = [Spot(*row[:5]) for row in found if not row[5]]
    depots = [(x_mm, y_mm) for *_, x_mm, y_mm, is_packing in found if is_packing and (x_mm or y_mm)]
    return Ground(derive_grid(spots=spots, depots=depots), depots[len(depots) // 2] if depots else (0, 0))


@forgets
def forget_grounds() -> None:
    """Derive them anew."""
    _kept.clear()
