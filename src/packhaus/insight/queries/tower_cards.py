"""The figures of the tower's cards, and what needs a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

DECISIONS_SHOWN = 10


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
    backordered_overdue: int


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """Something that waits for a person: a short or a hold, with what it is about."""

    kind: str
    key: str
    order_number: str
    merchant_code: str
    order_id: UUID
    subject: str
    quantity: int
    since: datetime
    ship_by: datetime | None
    reason: str
    to_backorder: int


_FIGURES = """
WITH short AS (
    SELECT count(*) AS n, min(s.happened_at) AS oldest,
           count(*) FILTER (WHERE s.happened_at < %(now)s - interval '30 minutes') AS over_limit
    FROM outbound_short AS s
    WHERE s.site_id = ANY(%(site_ids)s::uuid[]) AND s.resolved_at IS NULL
      AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s::uuid)
), held AS (
    SELECT h.order_id, min(h.placed_at) AS since FROM orders_orderhold AS h
    WHERE h.lifted_at IS NULL AND (%(merchant_id)s::uuid IS NULL OR h.merchant_id = %(merchant_id)s::uuid)
    GROUP BY 1
), hold AS (
    SELECT count(*) AS n, min(h.since) AS oldest, sum(o.total_minor) AS total,
           CASE WHEN min(o.currency) = max(o.currency) THEN min(o.currency) END AS currency
    FROM held AS h JOIN orders_order AS o ON o.id = h.order_id
), waiting AS (
    SELECT coalesce(sum(d.quantity), 0) AS units, count(DISTINCT d.sku_id) AS skus,
           coalesce(sum(d.quantity) FILTER (WHERE d.pegged_to <> ''), 0) AS covered,
           count(*) FILTER (WHERE d.promised_on < %(today)s::date) AS overdue
    FROM orders_backorderdemand AS d
    WHERE d.site_id = ANY(%(site_ids)s::uuid[])
      AND (%(merchant_id)s::uuid IS NULL OR d.merchant_id = %(merchant_id)s::uuid)
)
SELECT short.n AS shorts, short.oldest AS shorts_oldest_at, short.over_limit AS shorts_over_limit,
       hold.n AS holds, hold.oldest AS holds_oldest_at, coalesce(hold.total, 0)::bigint AS holds_total_minor,
       hold.currency AS holds_currency, waiting.units::bigint AS backordered_units, waiting.skus AS backordered_skus,
       waiting.covered::bigint AS backordered_covered, waiting.overdue AS backordered_overdue
FROM short, hold, waiting
"""

_PROBLEMS = """
SELECT * FROM (
    (SELECT 'short' AS kind, s.id::text AS key, o.number AS order_number, m.code AS merchant_code,
            o.id AS order_id, k.name AS subject, s.missing AS quantity, s.happened_at AS since, f.ship_by, s.reason,
            s.to_backorder
     FROM outbound_short AS s
     JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
     JOIN orders_order AS o ON o.id = f.order_id
     JOIN catalog_sku AS k ON k.id = s.sku_id
     JOIN access_merchant AS m ON m.id = s.merchant_id
     WHERE s.site_id = ANY(%(site_ids)s::uuid[]) AND s.resolved_at IS NULL
       AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s::uuid)
     ORDER BY f.ship_by, s.id LIMIT %(limit)s)
    UNION ALL
    (SELECT 'hold', h.id::text, o.number, m.code, o.id, h.reason, o.total_minor, h.placed_at, o.ship_by, h.reason, 0
     FROM orders_orderhold AS h JOIN orders_order AS o ON o.id = h.order_id
     JOIN access_merchant AS m ON m.id = h.merchant_id
     WHERE h.lifted_at IS NULL AND h.placed_at < %(now)s - interval '4 hours'
       AND (%(merchant_id)s::uuid IS NULL OR h.merchant_id = %(merchant_id)s::uuid)
     ORDER BY o.ship_by, h.id LIMIT %(limit)s)
) AS p ORDER BY p.ship_by, p.quantity DESC, p.kind, p.key LIMIT %(limit)s
"""


def get_tower_figures(
    *, scope: Scope, site_ids: Sequence[UUID], merchant_id: UUID | None, today: date, now: datetime
) -> TowerFigures:
    """Return the figures of the cards; the value on hold only when it is of one currency. Queries: 1."""
    parameters = {"site_ids": list(site_ids), "merchant_id": merchant_id, "today": today, "now": now}
    with transaction(scope):
        return rows.fetch_one(TowerFigures, _FIGURES, parameters)


def list_open_problems(
    *, scope: Scope, site_ids: Sequence[UUID], merchant_id: UUID | None, now: datetime
) -> list[OpenProblem]:
    """Return the ten problems that hurt first, by date and then size. Queries: 1."""
    parameters = {
        "site_ids": list(site_ids),
        "merchant_id": merchant_id,
        "now": now,
        "limit": DECISIONS_SHOWN,
    }
    with transaction(scope):
        return rows.fetch_rows(OpenProblem, _PROBLEMS, parameters)
