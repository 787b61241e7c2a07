"""Write promises that come after placing: units join the order's planned fulfillment order at a site, or open one."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.network.queries.calendars import get_calendar
from packhaus.network.queries.sourcing import list_sourcing_sites
from packhaus.shipping.queries.service_choice import list_services


class NewPromise(NamedTuple):
    """Units of a line that a site promises now."""

    order_id: UUID
    line_id: int
    sku_id: UUID
    site_id: UUID
    quantity: int


_OPEN_FULFILLMENTS = """
INSERT INTO orders_fulfillmentorder (id, merchant_id, order_id, site_id, number, status, request_status, answer_by,
    is_blocked, cancel_requested, priority, ship_by, carrier_code, service_code, line_count, unit_count, explanation,
    placed_at)
SELECT n.id, o.merchant_id, o.id, n.site_id,
       o.number || '-' || (1 + (SELECT count(*) FROM orders_fulfillmentorder AS f WHERE f.order_id = o.id)
                           + row_number() OVER (PARTITION BY o.id ORDER BY n.site_id) - 1),
       'planned', CASE WHEN s.run_by = 'partner' THEN 'requested' ELSE 'none' END,
       CASE WHEN s.run_by = 'partner' THEN %(now)s::timestamptz + s.partner_answer_minutes * interval '1 minute' END,
       o.is_held, false, o.priority,
       (SELECT t.ship_by FROM unnest(%(truck_sites)s::uuid[], %(carriers)s::text[], %(ship_bys)s::timestamptz[])
            AS t(site_id, carrier, ship_by)
        WHERE t.site_id = n.site_id AND t.carrier IN (coalesce(c.code, ''), '') ORDER BY t.carrier DESC LIMIT 1),
       coalesce(c.code, ''), coalesce(v.code, ''), 0, 0, '[]', o.placed_at
FROM unnest(%(ids)s::uuid[], %(order_ids)s::uuid[], %(site_ids)s::uuid[]) AS n(id, order_id, site_id)
JOIN orders_order AS o ON o.id = n.order_id
JOIN network_site AS s ON s.id = n.site_id
LEFT JOIN LATERAL (
    SELECT v.code, v.carrier_id FROM shipping_service AS v
    WHERE v.is_active AND CASE WHEN o.service_code <> '' THEN v.code = o.service_code
        ELSE (cardinality(v.countries) = 0 OR o.country = ANY(v.countries))
             AND (v.can_collect_cash OR o.payment_term <> 'cod') END
    ORDER BY v.rank, v.code LIMIT 1
) AS v ON true
LEFT JOIN shipping_carrier AS c ON c.id = v.carrier_id
WHERE NOT EXISTS (
    SELECT FROM orders_fulfillmentorder AS f
    WHERE f.order_id = n.order_id AND f.site_id = n.site_id AND f.status = 'planned' AND f.request_status = 'none'
)
"""

_ADD_LINES = """
WITH wanted AS (
    SELECT p.order_id, p.line_id, p.sku_id, p.site_id, p.quantity, f.id AS fulfillment_id, f.merchant_id
    FROM unnest(%(order_ids)s::uuid[], %(line_ids)s::bigint[], %(sku_ids)s::uuid[], %(site_ids)s::uuid[],
                %(quantities)s::bigint[]) AS p(order_id, line_id, sku_id, site_id, quantity)
    JOIN LATERAL (
        SELECT f.id, f.merchant_id FROM orders_fulfillmentorder AS f
        WHERE f.order_id = p.order_id AND f.site_id = p.site_id AND f.status = 'planned'
          AND (f.request_status = 'none' OR f.id = ANY(%(ids)s::uuid[]))
        ORDER BY f.number LIMIT 1
    ) AS f ON true
), raised AS (
    UPDATE orders_fulfillmentline AS l SET promised = l.promised + w.quantity
    FROM wanted AS w WHERE l.fulfillment_id = w.fulfillment_id AND l.line_id = w.line_id
    RETURNING l.fulfillment_id, l.line_id
), added AS (
    INSERT INTO orders_fulfillmentline (merchant_id, fulfillment_id, line_id, sku_id, site_id, promised, allocated,
        picked, packed, shipped)
    SELECT w.merchant_id, w.fulfillment_id, w.line_id, w.sku_id, w.site_id, w.quantity, 0, 0, 0, 0
    FROM wanted AS w
    WHERE NOT EXISTS (SELECT FROM raised AS r WHERE r.fulfillment_id = w.fulfillment_id AND r.line_id = w.line_id)
    RETURNING fulfillment_id
), counts AS (
    SELECT fulfillment_id, sum(quantity) AS units FROM wanted GROUP BY 1
)
UPDATE orders_fulfillmentorder AS f
SET unit_count = f.unit_count + c.units,
    line_count = f.line_count + (SELECT count(*) FROM added AS a WHERE a.fulfillment_id = f.id)
FROM counts AS c WHERE f.id = c.fulfillment_id
"""


def add_promises(*, promises: Sequence[NewPromise], now: datetime) -> None:
    """Give promised units to planned fulfillment orders, new ones where an order has none at the site.

    A partner answers for what it was asked: more is asked in a new one. One promise a line and site. The caller has
    reserved the stock and moves the line's counter. Locks: the orders must be locked. Queries: 2.
    """
    assert promises
    pairs = sorted({(promise.order_id, promise.site_id) for promise in promises})
    ids = [new_id() for _ in pairs]
    rows.execute(
        _OPEN_FULFILLMENTS,
        {
            "ids": ids,
            "order_ids": [order_id for order_id, _ in pairs],
            "site_ids": [site_id for _, site_id in pairs],
            **_list_trucks({site_id for _, site_id in pairs}, now),
            "now": now,
        },
    )
    rows.execute(
        _ADD_LINES,
        {
            "ids": ids,
            "order_ids": [promise.order_id for promise in promises],
            "line_ids": [promise.line_id for promise in promises],
            "sku_ids": [promise.sku_id for promise in promises],
            "site_ids": [promise.site_id for promise in promises],
            "quantities": [promise.quantity for promise in promises],
        },
    )


def _list_trucks(site_ids: Iterable[UUID], now: datetime) -> dict[str, list[Any]]:
    """Return when what is promised now leaves each site, with each carrier that calls there, and with any."""
    handling = {site.id: timedelta(minutes=site.handling_minutes) for site in list_sourcing_sites()}
    carriers = sorted({service.carrier_code for service in list_services()})
    sites: list[UUID] = []
    codes: list[str] = []
    leaves: list[datetime] = []
    for site_id in sorted(site_ids):
        calendar = get_calendar(site_id)
        ready_at = now + handling.get(site_id, timedelta(0))
        for code in ("", *(one for one in carriers if calendar.find_calling(one))):
            sites.append(site_id)
            codes.append(code)
            leaves.append(calendar.find_ship_by(placed_at=ready_at, carrier_code=code))
    return {"truck_sites": sites, "carriers": codes, "ship_bys": leaves}
