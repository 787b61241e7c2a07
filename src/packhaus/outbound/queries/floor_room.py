"""How much more a site's floor takes."""

from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

ROOM = """
    SELECT s.max_open_lines - (
        SELECT coalesce(sum(r.line_count), 0) FROM orders_fulfillmentorder AS r
        WHERE r.site_id = s.site_id AND r.status IN ('released', 'picking'))
    FROM outbound_sitefloor AS s WHERE s.site_id = %(site_id)s::uuid AND s.max_open_lines IS NOT NULL
"""
"""How many more lines may go to a site's floor; no row and null where any number may."""


def find_room(*, site_id: UUID) -> int | None:
    """Return how many more lines may go to a site's floor; None: any. Queries: 1."""
    with transaction(Scope.operator()):
        room = rows.fetch_value(ROOM, {"site_id": site_id})
    return None if room is None else int(room)


_OPEN_LINES = """
SELECT coalesce(sum(line_count), 0)::bigint FROM orders_fulfillmentorder
WHERE site_id = %(site_id)s::uuid AND status IN ('released', 'picking')
"""


def count_open_lines(*, site_id: UUID) -> int:
    """Return how many lines of a site are released and not wholly picked. Queries: 1."""
    with transaction(Scope.operator()):
        return int(rows.fetch_value(_OPEN_LINES, {"site_id": site_id}))
