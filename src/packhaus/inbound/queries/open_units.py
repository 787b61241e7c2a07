"""What announced deliveries still bring."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.inbound.queries.expected import IS_EXPECTED, UNITS_LEFT
from packhaus.kernel import rows

_OPEN = f"""
SELECT a.id, a.merchant_id, a.site_id, l.sku_id, sum({UNITS_LEFT})::bigint
FROM inbound_asn AS a JOIN inbound_asnline AS l ON l.asn_id = a.id
WHERE a.id = ANY(%(asn_ids)s::uuid[]) AND {IS_EXPECTED}
GROUP BY a.id, l.sku_id ORDER BY a.id, l.sku_id
"""  # noqa: S608 - constants


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
