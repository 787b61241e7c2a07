"""Locations by the codes that files and scanners use."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows

_IDS = """
SELECT l.site_id, l.code, l.id, l.kind, l.is_blocked
FROM unnest(%(site_ids)s::uuid[], %(codes)s::text[]) AS u(site_id, code)
JOIN inventory_location AS l ON l.site_id = u.site_id AND l.code = u.code
"""


class LocationId(NamedTuple):
    """A location as a file means it."""

    id: int
    kind: str
    is_blocked: bool


def get_location_ids(*, places: Iterable[tuple[UUID, str]]) -> dict[tuple[UUID, str], LocationId]:
    """Return the locations that there are by site and code. Queries: 1."""
    wanted = sorted(set(places))
    site_ids, codes = rows.as_columns(wanted, 2)
    found = rows.fetch_tuples(_IDS, {"site_ids": site_ids, "codes": codes})
    return {
        (site_id, code): LocationId(id_, kind, is_blocked) for site_id, code, id_, kind, is_blocked in found
    }
