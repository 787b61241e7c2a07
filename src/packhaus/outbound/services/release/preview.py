"""What a wave would take, and what would be short, before anybody releases it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.outbound.services.release.choose import FREE, SEQUENCE, WITH_GAPS, as_parameters
from packhaus.outbound.services.release.held_back import HeldBack, preview_held_back
from packhaus.outbound.types import ReleaseRule

# What a rule that is bounded would take of what fits, the soonest due first.
_TAKEN = f"""(
    SELECT n.* FROM (
        SELECT f.*, row_number() OVER turn AS place, sum(f.line_count) OVER turn - f.line_count AS before {FREE}
        WINDOW turn AS (ORDER BY {SEQUENCE})
    ) AS n
    WHERE n.place <= %(max_orders)s AND (%(max_lines)s::int IS NULL OR n.before < %(max_lines)s)
) AS f
"""  # noqa: S608 - made of a constant

_TOTALS = f"""
{WITH_GAPS}
SELECT count(*) AS order_count, coalesce(sum(f.line_count), 0)::bigint AS line_count,
       coalesce(sum(f.unit_count), 0)::bigint AS unit_count, count(*) FILTER (WHERE f.ship_by < %(now)s) AS late_count,
       min(f.ship_by) AS first_ship_by,
       EXISTS (SELECT FROM gap) AS has_gaps
{FREE}
"""  # noqa: S608 - made of a constant
_TOTALS_TAKEN = _TOTALS.replace(FREE, f"FROM {_TAKEN}")

_SHORTS = f"""
{WITH_GAPS}, demand AS (
    SELECT l.sku_id, sum(l.promised)::bigint AS wanted
    FROM orders_fulfillmentline AS l
    WHERE l.promised > 0 AND l.fulfillment_id IN (SELECT f.id {FREE})
    GROUP BY 1
), shelved AS (
    SELECT b.sku_id,
           sum(b.on_hand - b.allocated) FILTER (WHERE p.can_be_allocated AND NOT p.is_blocked)::bigint AS free,
           sum(b.on_hand) FILTER (WHERE p.is_blocked)::bigint AS blocked,
           sum(b.on_hand) FILTER (WHERE p.counts_as_on_hand AND NOT p.can_be_allocated)::bigint AS elsewhere
    FROM inventory_balance AS b JOIN inventory_location AS p ON p.id = b.location_id
    WHERE p.site_id = %(site_id)s::uuid AND b.condition = 'sellable' AND b.sku_id IN (SELECT sku_id FROM demand)
    GROUP BY 1
)
SELECT d.sku_id, k.merchant_id, k.code AS sku_code, d.wanted, coalesce(s.free, 0) AS free,
       d.wanted - coalesce(s.free, 0) AS missing,
       CASE WHEN s.blocked > 0 THEN 'bin_blocked' WHEN s.elsewhere > 0 THEN 'not_put_away' ELSE 'no_bin' END AS reason
FROM demand AS d JOIN catalog_sku AS k ON k.id = d.sku_id LEFT JOIN shelved AS s ON s.sku_id = d.sku_id
WHERE d.wanted > coalesce(s.free, 0)
ORDER BY missing DESC, d.sku_id LIMIT 200
"""  # noqa: S608 - made of a constant
_SHORTS_TAKEN = _SHORTS.replace(FREE, f"FROM {_TAKEN}")


@dataclass(frozen=True, slots=True)
class PreviewTotals:
    """How much a wave would be; `has_gaps` when some merchant lacks a registration, here or elsewhere."""

    order_count: int
    line_count: int
    unit_count: int
    late_count: int
    first_ship_by: datetime | None
    has_gaps: bool


@dataclass(frozen=True, slots=True)
class PreviewShort:
    """A SKU of which the bins hold less than the wave wants, and where the rest may be."""

    sku_id: UUID
    merchant_id: UUID
    sku_code: str
    wanted: int
    free: int
    missing: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReleasePreview:
    """What a wave would take; `shorts` are the 200 largest. Missing registrations hold so many more orders back."""

    totals: PreviewTotals
    shorts: tuple[PreviewShort, ...]
    held_back: tuple[HeldBack, ...] = ()


def preview_release(*, scope: Scope, site_id: UUID, rule: ReleaseRule, now: datetime) -> ReleasePreview:
    """Return what a rule would release at a site and which SKUs would be short before picking.

    Queries: 2, and 1 when registrations are missing.
    """
    parameters = as_parameters(site_id, rule, (), now.date())
    totals_sql, shorts_sql = _TOTALS, _SHORTS
    if rule.is_capped:
        totals_sql, shorts_sql = _TOTALS_TAKEN, _SHORTS_TAKEN
        parameters |= {"max_orders": rule.max_orders, "max_lines": rule.max_lines}
    with transaction(scope):
        totals = rows.fetch_one(PreviewTotals, totals_sql, {**parameters, "now": now})
        shorts = rows.fetch_rows(PreviewShort, shorts_sql, parameters)
        held = preview_held_back(site_id=site_id, rule=rule, on=now.date()) if totals.has_gaps else []
    return ReleasePreview(totals, tuple(shorts), tuple(held))
