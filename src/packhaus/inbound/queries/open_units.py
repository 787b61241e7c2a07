"""What announced deliveries still bring."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows

_OPEN = """
SELECT a.id, a.merchant_id, a.site_id, l.sku_id, sum(greatest(l.expected - l.received - l.damaged, 0))::bigint
FROM inbound_asn AS a JOIN inbound_asnline AS l ON l.asn_id = a.id
WHERE a.id = ANY(%(asn_ids)s::uuid[]) AND a.status IN ('announced', 'arriving', 'receiving')
GROUP BY a.id, l.sku_id ORDER BY a.id, l.sku_id
"""


class OpenUnits(NamedTuple):
    """Units of an item that one delivery has not brought yet."""

    asn_id: UUID
    merchant_id: UUID
    site_id: UUID
    sku_id: UUID
    units: int


def list_open_units(*, asn_ids: Sequence[UUID]) -> list[OpenUnits]:
    """Return what these deliveries still bring, in the caller's transaction. Queries: 1."""
    return [OpenUnits._make(row) for row in rows.fetch_tuples(_OPEN, {"asn_ids": list(asn_ids)})]
