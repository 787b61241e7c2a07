"""Where somebody is, by what was scanned last."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_LAST = """
SELECT l.id, l.code, l.x_mm, l.y_mm
FROM unnest(%(codes)s::text[]) WITH ORDINALITY AS c(code, place)
JOIN inventory_location AS l ON l.site_id = %(site_id)s::uuid AND l.code = c.code
ORDER BY c.place LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place on the floor."""

    id: int
    code: str
    x_mm: int
    y_mm: int


def find_last_place(*, scope: Scope, site_id: UUID, codes: Sequence[str]) -> Whereabouts | None:
    """Return the first of these codes that is a place of the site; codes are given the latest first. Queries: 1."""
    with transaction(scope):
        return rows.find_row(Whereabouts, _LAST, {"site_id": site_id, "codes": list(codes)})
