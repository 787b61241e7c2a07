"""Units between two sites: they have left the one and are not booked in at the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_ON_THE_WAY = """
SELECT l.sku_id, t.number, m.code AS merchant_code, f.code AS from_site, o.code AS to_site, t.expected_on,
       l.shipped - l.received - l.damaged - l.settled AS units
FROM transfers_transfer AS t
JOIN transfers_transferline AS l ON l.transfer_id = t.id
JOIN access_merchant AS m ON m.id = t.merchant_id
JOIN network_site AS f ON f.id = t.from_site_id
JOIN network_site AS o ON o.id = t.to_site_id
WHERE t.status IN ('in_transit', 'partially_received') AND l.sku_id = ANY(%(sku_ids)s::uuid[])
  AND (%(site_id)s::uuid IS NULL OR t.to_site_id = %(site_id)s::uuid)
  AND l.shipped > l.received + l.damaged + l.settled
ORDER BY t.expected_on, t.number, l.id
"""


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Units of an item on a transfer, by the day they are expected where they go."""

    sku_id: UUID
    number: str
    merchant_code: str
    from_site: str
    to_site: str
    expected_on: date
    units: int


def list_on_the_way(*, scope: Scope, sku_ids: Sequence[UUID], site_id: UUID | None = None) -> list[OnTheWay]:
    """Return what is on its way between sites of these items, or to one site. Units: base units. Queries: 1, or 0."""
    if not sku_ids:
        return []
    with transaction(scope):
        return rows.fetch_rows(OnTheWay, _ON_THE_WAY, {"sku_ids": list(sku_ids), "site_id": site_id})
