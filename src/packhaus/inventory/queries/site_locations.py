"""The one location of each kind that a site's work goes through: where goods come in, wait and leave."""

from uuid import UUID

from packhaus.inventory.errors import UnknownLocation
from packhaus.inventory.types import LocationKind
from packhaus.kernel import rows
from packhaus.kernel.kept import forgets

_FIRST = """
SELECT DISTINCT ON (kind) kind, id FROM inventory_location
WHERE site_id = %(site_id)s ORDER BY kind, walk_sequence, id
"""

_known: dict[UUID, dict[str, int]] = {}


def get_site_location(*, site_id: UUID, kind: LocationKind) -> int:
    """Return the site's first location of a kind. Queries: 1, or 0 once known. Raises: UnknownLocation."""
    known = _known.get(site_id)
    if known is None or kind not in known:
        known = _known[site_id] = dict(rows.fetch_tuples(_FIRST, {"site_id": site_id}))
    if kind not in known:
        raise UnknownLocation(f"the site has no {kind.value} location", site=site_id, kind=kind.value)
    return known[kind]


@forgets
def forget_site_locations() -> None:
    """Read them anew: after locations were made here, and between tests."""
    _known.clear()
