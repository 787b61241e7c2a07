"""What is announced of items that are waited for, by the day it comes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from packhaus.inbound.queries.expected import IS_EXPECTED, UNITS_LEFT
from packhaus.kernel import rows

# What is late tells nothing about a day; what is being received comes today.
_SUPPLIES = f"""
SELECT l.sku_id, sum({UNITS_LEFT})::bigint,
       CASE a.status WHEN 'receiving' THEN %(today)s::date ELSE a.expected_on END, a.number
FROM inbound_asnline AS l JOIN inbound_asn AS a ON a.id = l.asn_id
WHERE l.sku_id = ANY(%(sku_ids)s::uuid[]) AND {IS_EXPECTED}
  AND (a.status = 'receiving' OR a.expected_on >= %(today)s::date)
GROUP BY l.sku_id, a.id HAVING sum({UNITS_LEFT}) > 0
"""  # noqa: S608 - constants
_WAITING = """
SELECT DISTINCT l.sku_id FROM inbound_asnline AS l JOIN orders_backorderdemand AS d ON d.sku_id = l.sku_id
WHERE l.asn_id = ANY(%(asn_ids)s::uuid[])
UNION
SELECT DISTINCT d.sku_id FROM orders_backorderdemand AS d WHERE d.order_id = ANY(%(order_ids)s::uuid[])
"""


def list_supplies(*, sku_ids: Sequence[UUID], today: date) -> list[tuple[UUID, int, date, str]]:
    """Return SKU, units, day and number of what deliveries still bring, in the caller's transaction. Queries: 1."""
    found = rows.fetch_tuples(_SUPPLIES, {"sku_ids": list(sku_ids), "today": today})
    return [(sku_id, units, arrives_on, number) for sku_id, units, arrives_on, number in found]


def list_waited_for(*, asn_ids: Sequence[UUID], order_ids: Sequence[UUID]) -> list[UUID]:
    """Return the items of these deliveries and orders that somebody waits for. Queries: 1."""
    parameters = {"asn_ids": list(asn_ids), "order_ids": list(order_ids)}
    return [sku_id for (sku_id,) in rows.fetch_tuples(_WAITING, parameters)]
