"""The figures of the tower's cards, and what needs a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.insight.queries.promisable import WITH_PROMISABLE
from packhaus.kernel import rows
from packhaus.terms.queries.list_registrations import IS_LAST
from packhaus.terms.types.registrations import TOLD_DAYS


@dataclass(frozen=True, slots=True)
class TowerFigures:
    """Open shorts, holds and backorders; Units: base units, minor units of the currency named."""

    shorts: int
    shorts_oldest_at: datetime | None
    shorts_over_limit: int
    holds: int
    holds_oldest_at: datetime | None
    holds_total_minor: int
    holds_currency: str | None
    backordered_units: int
    backordered_skus: int
    backordered_covered: int
    backordered_uncounted: int
    backordered_overdue: int


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """Everything that waits for a person for one cause: shorts or holds of a reason, totes, problems, requests.

    Totes that stand aside are `held` by the reason of their order's hold, `aside` by what the bench reported.
    `subjects` are a few of them by name: items, or numbers of orders. Of requests, `reason` is the site
    and `since` the first deadline; of registrations, `since` is the first end and `subjects` are merchants. Of disputed
    lines of deliveries they are merchants with their deliveries, of shelf labels the places that are counted, of
    parcels with a problem that nobody looks after their numbers. Of recalls, `units` are not set apart yet, `orders`
    were sent some and not told; `ship_by` is their beginning: they come first.
    """

    kind: str
    reason: str
    count: int
    orders: int
    units: int
    to_backorder: int
    since: datetime
    ship_by: datetime | None
    subjects: list[str]


_FIGURES = f"""
WITH short AS (
    SELECT count(*) AS n, min(s.happened_at) AS oldest,
           count(*) FILTER (WHERE s.happened_at < %(now)s - interval '30 minutes') AS over_limit
    FROM outbound_short AS s
    WHERE (%(site_id)s::uuid IS NULL OR s.site_id = %(site_id)s::uuid) AND s.resolved_at IS NULL
      AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s::uuid)
), held AS (
    SELECT h.order_id, count(*) AS n, min(h.placed_at) AS since FROM orders_orderhold AS h
    WHERE h.lifted_at IS NULL AND (%(merchant_id)s::uuid IS NULL OR h.merchant_id = %(merchant_id)s::uuid)
    GROUP BY 1
), hold AS (
    SELECT coalesce(sum(h.n), 0)::bigint AS n, min(h.since) AS oldest, sum(o.total_minor) AS total,
           CASE WHEN min(o.currency) = max(o.currency) THEN min(o.currency) END AS currency
    FROM held AS h JOIN orders_order AS o ON o.id = h.order_id
), waiting AS (
    SELECT d.merchant_id, d.sku_id, sum(d.quantity) AS units,
           coalesce(sum(d.quantity) FILTER (WHERE d.pegged_to <> ''), 0) AS pegged,
           count(*) FILTER (WHERE d.promised_on < %(today)s::date) AS overdue
    FROM orders_backorderdemand AS d
    WHERE (%(site_id)s::uuid IS NULL OR d.site_id = %(site_id)s::uuid)
      AND (%(merchant_id)s::uuid IS NULL OR d.merchant_id = %(merchant_id)s::uuid)
    GROUP BY d.merchant_id, d.sku_id
), {WITH_PROMISABLE}, owed AS (
    SELECT coalesce(sum(w.units), 0)::bigint AS units, count(*) AS skus,
           coalesce(sum(least(w.units, w.pegged + coalesce(p.free, 0))), 0)::bigint AS covered,
           coalesce(sum(least(w.units - least(w.units, w.pegged + coalesce(p.free, 0)), p.uncounted)), 0)::bigint
               AS uncounted, coalesce(sum(w.overdue), 0)::bigint AS overdue
    FROM waiting AS w LEFT JOIN promisable AS p ON p.sku_id = w.sku_id
)
SELECT short.n AS shorts, short.oldest AS shorts_oldest_at, short.over_limit AS shorts_over_limit,
       hold.n AS holds, hold.oldest AS holds_oldest_at, coalesce(hold.total, 0)::bigint AS holds_total_minor,
       hold.currency AS holds_currency, owed.units AS backordered_units, owed.skus AS backordered_skus,
       owed.covered AS backordered_covered, owed.uncounted AS backordered_uncounted,
       owed.overdue AS backordered_overdue
FROM short, hold, owed
"""  # noqa: S608 - made of constants

_PROBLEMS = f"""
SELECT * FROM (
    SELECT 'short' AS kind, s.reason, count(*) AS count, count(DISTINCT f.order_id) AS orders,
           sum(s.missing)::bigint AS units, sum(s.to_backorder)::bigint AS to_backorder, min(s.happened_at) AS since,
           min(f.ship_by) AS ship_by, (array_agg(DISTINCT k.name::text))[1:3] AS subjects
    FROM outbound_short AS s
    JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
    JOIN catalog_sku AS k ON k.id = s.sku_id
    WHERE (%(site_id)s::uuid IS NULL OR s.site_id = %(site_id)s::uuid) AND s.resolved_at IS NULL
      AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s::uuid)
    GROUP BY s.reason
    UNION ALL
    SELECT 'hold', h.reason, count(*), count(DISTINCT h.order_id), 0, 0, min(h.placed_at), min(o.ship_by),
           (array_agg(o.number::text ORDER BY h.placed_at, h.id))[1:3]
    FROM orders_orderhold AS h JOIN orders_order AS o ON o.id = h.order_id
    WHERE h.lifted_at IS NULL AND (%(merchant_id)s::uuid IS NULL OR h.merchant_id = %(merchant_id)s::uuid)
    GROUP BY h.reason HAVING min(h.placed_at) < %(now)s - interval '4 hours'
    UNION ALL
    SELECT 'tote', '', count(*), count(DISTINCT f.order_id), sum(f.unit_count)::bigint, 0, min(f.released_at),
           min(f.ship_by), (array_agg(o.number::text ORDER BY f.ship_by, f.id))[1:3]
    FROM orders_fulfillmentorder AS f JOIN orders_order AS o ON o.id = f.order_id
    WHERE f.site_id = ANY(%(site_ids)s::uuid[]) AND f.status = 'picked' AND NOT f.cancel_requested
      AND f.ship_by IS NOT NULL
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
      AND NOT o.is_held AND o.policy <> 'ship_available' AND EXISTS (
          SELECT FROM orders_orderline AS l WHERE l.order_id = o.id AND l.backordered > 0)
    HAVING count(*) > 0
    UNION ALL
    SELECT 'held', h.reason, count(*), count(DISTINCT f.order_id), sum(f.unit_count)::bigint, 0, min(h.placed_at),
           min(f.ship_by), (array_agg(o.number::text ORDER BY f.ship_by, f.id))[1:3]
    FROM orders_orderhold AS h
    JOIN orders_order AS o ON o.id = h.order_id
    JOIN orders_fulfillmentorder AS f ON f.order_id = o.id AND f.status = 'picked' AND NOT f.cancel_requested
    WHERE h.lifted_at IS NULL AND f.site_id = ANY(%(site_ids)s::uuid[])
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
    GROUP BY h.reason
    UNION ALL
    SELECT 'aside', b.reason, count(*), count(DISTINCT f.order_id), sum(f.unit_count)::bigint, 0, min(b.reported_at),
           min(f.ship_by), (array_agg(o.number::text ORDER BY f.ship_by, f.id))[1:3]
    FROM outbound_packproblem AS b
    JOIN orders_fulfillmentorder AS f ON f.id = b.fulfillment_id AND f.status = 'picked' AND NOT f.cancel_requested
    JOIN orders_order AS o ON o.id = f.order_id
    WHERE b.solved_at IS NULL AND f.site_id = ANY(%(site_ids)s::uuid[])
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
    GROUP BY b.reason
    UNION ALL
    SELECT 'request', n.code, count(*), count(DISTINCT f.order_id), sum(f.unit_count)::bigint, 0, min(f.answer_by),
           min(f.ship_by), (array_agg(o.number::text ORDER BY f.answer_by, f.id))[1:3]
    FROM orders_fulfillmentorder AS f JOIN orders_order AS o ON o.id = f.order_id
    JOIN network_site AS n ON n.id = f.site_id
    WHERE f.request_status <> 'none' AND f.request_status = 'requested' AND f.status = 'planned'
      AND (%(site_id)s::uuid IS NULL OR f.site_id = %(site_id)s::uuid)
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
    GROUP BY n.code
    UNION ALL
    SELECT 'registration', '', count(*), 0, 0, 0, min(g.valid_to)::timestamptz, NULL,
           (array_agg(DISTINCT m.code::text))[1:3]
    FROM terms_registration AS g JOIN access_merchant AS m ON m.id = g.merchant_id
    WHERE g.withdrawn_at IS NULL AND g.valid_to BETWEEN %(now)s::date AND %(now)s::date + {TOLD_DAYS}
      AND g.valid_from <= %(now)s::date AND {IS_LAST}
      AND (%(merchant_id)s::uuid IS NULL OR g.merchant_id = %(merchant_id)s::uuid)
    HAVING count(*) > 0
    UNION ALL
    SELECT 'note', '', count(*), count(DISTINCT n.order_id), 0, 0, min(n.answer_by), NULL,
           (array_agg(o.number::text ORDER BY n.answer_by, n.id))[1:3]
    FROM care_shoppernote AS n JOIN orders_order AS o ON o.id = n.order_id
    WHERE n.status = 'open' AND (%(merchant_id)s::uuid IS NULL OR n.merchant_id = %(merchant_id)s::uuid)
    HAVING count(*) > 0
    UNION ALL
    SELECT 'dispute', '', count(*), 0, 0, 0, min(d.said_at), NULL,
           (array_agg(DISTINCT m.code::text || ' ' || a.number))[1:3]
    FROM inbound_difference AS d
    JOIN inbound_asn AS a ON a.id = d.asn_id
    JOIN access_merchant AS m ON m.id = d.merchant_id
    WHERE d.status = 'disputed' AND (%(site_id)s::uuid IS NULL OR a.site_id = %(site_id)s::uuid)
      AND (%(merchant_id)s::uuid IS NULL OR d.merchant_id = %(merchant_id)s::uuid)
    HAVING count(*) > 0
    UNION ALL
    SELECT 'label', '', count(*), 0, 0, 0, min(c.planned_at), NULL,
           (array_agg(l.code::text ORDER BY c.planned_at, c.id))[1:3]
    FROM inventory_count AS c JOIN inventory_location AS l ON l.id = c.location_id
    WHERE c.trigger = 'wrong_label' AND c.status IN ('planned', 'recount', 'counting', 'counted')
      AND %(merchant_id)s::uuid IS NULL AND (%(site_id)s::uuid IS NULL OR c.site_id = %(site_id)s::uuid)
    HAVING count(*) > 0
    UNION ALL
    SELECT 'parcel', x.kind, count(*), 0, 0, 0, min(x.since), NULL,
           (array_agg(p.tracking_number::text ORDER BY x.since, x.id))[1:3]
    FROM shipping_parcelproblem AS x
    JOIN shipping_parcel AS p ON p.id = x.parcel_id
    JOIN shipping_shipment AS s ON s.id = p.shipment_id
    WHERE x.closed_at IS NULL AND x.owner_id IS NULL AND (%(site_id)s::uuid IS NULL OR s.site_id = %(site_id)s::uuid)
      AND (%(merchant_id)s::uuid IS NULL OR x.merchant_id = %(merchant_id)s::uuid)
    GROUP BY x.kind
    UNION ALL
    SELECT 'recall', '', count(*), sum(r.untold)::bigint, sum(r.loose)::bigint, 0, min(r.begun_at), min(r.begun_at),
           (array_agg(r.number::text ORDER BY r.begun_at, r.number))[1:3]
    FROM (
        SELECT r.number, r.begun_at,
               (SELECT count(*) FROM recalls_recallorder AS i WHERE i.recall_id = r.id AND i.told_at IS NULL) AS untold,
               coalesce((
                   SELECT sum(b.on_hand) FROM inventory_balance AS b
                   WHERE b.on_hand > 0 AND b.condition NOT IN ('quarantine', 'damaged')
                     AND b.sku_id IN (SELECT s.sku_id FROM recalls_recallscope AS s WHERE s.recall_id = r.id)
                     AND EXISTS (
                         SELECT FROM recalls_recallscope AS s WHERE s.recall_id = r.id
                           AND (s.lot_id = b.lot_id OR s.lot_id IS NULL AND s.sku_id = b.sku_id
                                AND length(b.serial) = length(s.first_serial)
                                AND b.serial BETWEEN s.first_serial AND s.last_serial))), 0) AS loose
        FROM recalls_recall AS r
        WHERE r.status = 'open' AND (%(merchant_id)s::uuid IS NULL OR r.merchant_id = %(merchant_id)s::uuid)
    ) AS r
    WHERE r.untold > 0 OR r.loose > 0
    HAVING count(*) > 0
) AS p ORDER BY p.ship_by, p.orders DESC, p.kind, p.reason
"""  # noqa: S608 - made of constants


def get_tower_figures(
    *, scope: Scope, site_id: UUID | None, merchant_id: UUID | None, today: date, now: datetime
) -> TowerFigures:
    """Return the figures of the cards; the value on hold only when it is of one currency. Queries: 1.

    They count what the lists behind them show: shorts and backorders of the site asked for, or of all; holds are an
    order's, whatever its sites.
    """
    parameters = {"site_id": site_id, "merchant_id": merchant_id, "today": today, "now": now}
    with transaction(scope):
        return rows.fetch_one(TowerFigures, _FIGURES, parameters)


def list_open_problems(
    *, scope: Scope, site_id: UUID | None, site_ids: Sequence[UUID], merchant_id: UUID | None, now: datetime
) -> list[OpenProblem]:
    """Return what waits for a person by its cause, the soonest date first; holds once one is four hours old.

    A group counts all that the list behind its cause shows. Queries: 1.
    """
    parameters = {"site_id": site_id, "site_ids": list(site_ids), "merchant_id": merchant_id, "now": now}
    with transaction(scope):
        return rows.fetch_rows(OpenProblem, _PROBLEMS, parameters)
