"""What is announced and ordered of items that are waited for, by the day it comes."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from packhaus.inbound.queries.expected import IS_EXPECTED, UNITS_LEFT
from packhaus.inbound.queries.purchases.filled import FILLED
from packhaus.kernel import rows
from packhaus.terms.queries.agreed_limit import write_agreed_dates

# What is late tells nothing about a day; what is being received comes today. Of an order only those units count that no
# delivery brought or announces.
_SUPPLIES = f"""
SELECT l.sku_id, sum({UNITS_LEFT})::bigint,
       CASE a.status WHEN 'receiving' THEN %(today)s::date ELSE a.expected_on END, a.number
FROM inbound_asnline AS l JOIN inbound_asn AS a ON a.id = l.asn_id
WHERE l.sku_id = ANY(%(sku_ids)s::uuid[]) AND {IS_EXPECTED}
  AND (a.status = 'receiving' OR a.expected_on >= %(today)s::date)
GROUP BY l.sku_id, a.id HAVING sum({UNITS_LEFT}) > 0
UNION ALL
SELECT f.sku_id, f.open_units::bigint, f.expected_on, o.number
FROM inbound_purchaseorder AS o CROSS JOIN LATERAL ({FILLED}) AS f
WHERE o.status = 'open' AND o.id IN (
    SELECT p.order_id FROM inbound_purchaseline AS p WHERE p.sku_id = ANY(%(sku_ids)s::uuid[]))
  AND f.sku_id = ANY(%(sku_ids)s::uuid[]) AND f.open_units > 0 AND f.expected_on >= %(today)s::date
  AND {write_agreed_dates(merchant="o.merchant_id")}
"""  # noqa: S608 - constants
_WAITING = """
SELECT DISTINCT l.sku_id FROM inbound_asnline AS l JOIN orders_backorderdemand AS d ON d.sku_id = l.sku_id
WHERE l.asn_id = ANY(%(asn_ids)s::uuid[])
UNION
SELECT DISTINCT p.sku_id FROM inbound_purchaseline AS p JOIN orders_backorderdemand AS d ON d.sku_id = p.sku_id
WHERE p.order_id = ANY(%(purchase_ids)s::uuid[])
UNION
SELECT DISTINCT d.sku_id FROM orders_backorderdemand AS d WHERE d.order_id = ANY(%(order_ids)s::uuid[])
"""
_WAITING_OF_MERCHANTS = """
SELECT DISTINCT d.sku_id FROM orders_backorderdemand AS d WHERE d.merchant_id = ANY(%(merchant_ids)s::uuid[])
"""


def list_supplies(*, sku_ids: Sequence[UUID], now: datetime) -> list[tuple[UUID, int, date, str]]:
    """Return SKU, units, day and number of what deliveries still bring, and after them of what is only ordered.

    Orders count where the merchant's terms say so. In the caller's transaction. Queries: 1.
    """
    parameters = {"sku_ids": list(sku_ids), "today": now.date(), "agreed_at": now}
    found = rows.fetch_tuples(_SUPPLIES, parameters)
    return [(sku_id, units, arrives_on, number) for sku_id, units, arrives_on, number in found]


def list_waited_for(
    *, asn_ids: Sequence[UUID], order_ids: Sequence[UUID], purchase_ids: Sequence[UUID] = ()
) -> list[UUID]:
    """Return the items of these deliveries, orders and purchase orders that somebody waits for. Queries: 1."""
    parameters = {
        "asn_ids": list(asn_ids), "order_ids": list(order_ids), "purchase_ids": list(purchase_ids),
    }  # fmt: skip
    return [sku_id for (sku_id,) in rows.fetch_tuples(_WAITING, parameters)]


def list_waiting_skus(*, merchant_ids: Sequence[UUID]) -> list[UUID]:
    """Return all items of these merchants that somebody waits for. Queries: 1."""
    found = rows.fetch_tuples(_WAITING_OF_MERCHANTS, {"merchant_ids": list(merchant_ids)})
    return [sku_id for (sku_id,) in found]
