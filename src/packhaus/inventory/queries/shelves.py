"""Where bins stand to each other: aisle, bay, level and place, as the site's plan says, not as a code looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_SHELVES = """
SELECT code, zone, aisle, bay, level FROM inventory_location
WHERE site_id = %(site_id)s::uuid AND code = ANY(%(codes)s::text[])
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The place of a bin; a part that the plan leaves out is empty."""

    code: str
    zone: str
    aisle: str
    bay: str
    level: str


def find_shelves(*, scope: Scope, site_id: UUID, codes: Sequence[str]) -> dict[str, Shelf]:
    """Return the places of these bins by their codes; what is no bin of the site is absent. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_rows(Shelf, _SHELVES, {"site_id": site_id, "codes": list(codes)})
    return {one.code: one for one in found}
