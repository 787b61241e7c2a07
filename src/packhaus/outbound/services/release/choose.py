"""Which fulfillment orders a rule takes, and the statement that claims them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from packhaus.catalog.queries.registration_gate import SHIP_GAPS
from packhaus.decide.freshness import find_earliest_expiry
from packhaus.kernel import rows
from packhaus.orders.queries.freshness import EARLIEST
from packhaus.orders.states import RELEASE
from packhaus.outbound.queries.floor_room import ROOM
from packhaus.outbound.types import LineMix, ReleaseRule

MAX_CHUNK_LINES = 5000
"""Lines of one transaction: release takes milliseconds per thousand, and no transaction may run longer than 2 s."""

FITTING = """
    FROM orders_fulfillmentorder AS f JOIN orders_order AS o ON o.id = f.order_id
    WHERE f.site_id = %(site_id)s::uuid AND f.status = 'planned' AND NOT f.is_blocked AND NOT f.cancel_requested
      AND (f.request_status = 'none' OR f.request_status IN ('accepted', 'cancel_refused') AND EXISTS (
          SELECT FROM network_site AS p WHERE p.id = f.site_id AND p.stock_policy = 'own')) AND f.unit_count > 0
      AND (%(cut_off)s::timestamptz IS NULL OR f.ship_by <= %(cut_off)s)
      AND (%(min_priority)s::smallint IS NULL OR f.priority <= %(min_priority)s)
      AND (cardinality(%(carrier_codes)s::text[]) = 0 OR f.carrier_code = ANY(%(carrier_codes)s)
           OR f.carrier_code = '' AND EXISTS (
               SELECT FROM shipping_service AS s JOIN shipping_carrier AS c ON c.id = s.carrier_id
               WHERE c.code = ANY(%(carrier_codes)s) AND s.is_active AND o.service_code IN ('', s.code)
                 AND (cardinality(s.countries) = 0 OR o.country = ANY(s.countries))
                 AND (s.can_collect_cash OR o.payment_term <> 'cod')))
      AND (cardinality(%(merchant_ids)s::uuid[]) = 0 OR f.merchant_id = ANY(%(merchant_ids)s))
      AND (cardinality(%(countries)s::text[]) = 0 OR o.country = ANY(%(countries)s))
      AND (cardinality(%(order_ids)s::uuid[]) = 0 OR f.order_id = ANY(%(order_ids)s))
      AND CASE %(line_mix)s::text WHEN 'single_line' THEN f.line_count = 1 WHEN 'multi_line' THEN f.line_count > 1
          ELSE true END
      AND f.id <> ALL(%(skipped)s::uuid[])
      AND (cardinality(%(zones)s::text[]) = 0 OR NOT EXISTS (
          SELECT FROM orders_fulfillmentline AS z
          WHERE z.fulfillment_id = f.id AND z.promised > coalesce((
              SELECT sum(b.on_hand - b.allocated) FROM inventory_balance AS b
              JOIN inventory_location AS p ON p.id = b.location_id
              WHERE b.sku_id = z.sku_id AND b.condition = 'sellable' AND p.site_id = f.site_id
                AND p.zone = ANY(%(zones)s) AND p.can_be_allocated AND NOT p.is_blocked), 0)))
"""
_IS_GATED = """
    ((f.merchant_id, o.country) IN (SELECT merchant_id, country FROM gap WHERE sku_id IS NULL)
     OR EXISTS (SELECT FROM gap WHERE sku_id IS NOT NULL) AND EXISTS (
        SELECT FROM orders_fulfillmentline AS l
        WHERE l.fulfillment_id = f.id AND l.promised > 0
          AND (l.sku_id, o.country) IN (SELECT sku_id, country FROM gap WHERE sku_id IS NOT NULL)))
"""
SEQUENCE = "f.ship_by, o.deliver_by NULLS LAST, f.priority, f.id"
"""What must leave first: by cut-off; of what leaves together, what was promised for the earlier day; by priority."""
WITH_GAPS = f"WITH gap AS MATERIALIZED ({SHIP_GAPS})"
"""Begins every statement that has FREE or GATED."""
FREE = f"{FITTING} AND NOT {_IS_GATED}"
"""What fits and may be sent: no law asks for a registration that its merchant has not got."""
GATED = f"{FITTING} AND {_IS_GATED}"

_CHOOSE = f"""
{WITH_GAPS}, candidate AS (
    SELECT f.id, f.line_count, f.ship_by, o.deliver_by, f.priority {FREE}
    ORDER BY {SEQUENCE} LIMIT %(limit)s
), counted AS (
    SELECT f.id, sum(f.line_count) OVER (ORDER BY f.ship_by, f.deliver_by NULLS LAST, f.priority, f.id) - f.line_count
        AS before
    FROM candidate AS f
)
SELECT id, (SELECT count(*) FROM counted), EXISTS (SELECT FROM gap) FROM counted
WHERE before < least(%(max_lines)s, ({ROOM}))
"""  # noqa: S608 - made of a constant

# The wave's row comes first: it says how many there are of what, and another chunk adds to it.
_CLAIM = f"""
WITH claimed AS (
    UPDATE orders_fulfillmentorder AS f
    SET status = %(target)s, wave_id = %(wave_id)s, released_at = %(now)s
    FROM orders_order AS o
    WHERE f.id = ANY(%(ids)s::uuid[]) AND o.id = f.order_id AND f.status = ANY(%(sources)s::text[])
      AND NOT f.is_blocked AND NOT o.is_held
    RETURNING f.id, f.order_id, f.ship_by, f.priority, o.number, o.policy
), line AS MATERIALIZED (
    SELECT l.id, l.line_id, l.merchant_id, l.sku_id, l.promised, l.fulfillment_id, c.order_id, c.number, c.policy,
           k.minimum_shelf_life_days, {EARLIEST} AS promised_expiry, c.ship_by, c.priority
    FROM claimed AS c
    JOIN orders_fulfillmentline AS l ON l.fulfillment_id = c.id
    JOIN catalog_sku AS k ON k.id = l.sku_id
    LEFT JOIN orders_freshline AS n ON n.line_id = l.line_id
    WHERE l.promised > 0
), counts AS (
    SELECT count(DISTINCT fulfillment_id) AS orders, count(*) AS lines, coalesce(sum(promised), 0)::bigint AS units
    FROM line
), wave AS (
    INSERT INTO outbound_wave AS w (id, number, site_id, status, rule, cut_off_at, released_at, order_count, line_count,
        unit_count, policy_id)
    SELECT %(wave_id)s, CASE %(number)s::text WHEN '' THEN 'W-' || nextval('outbound_number') ELSE %(number)s::text END,
           %(site_id)s, 'released', %(rule)s::jsonb, %(cut_off)s, %(now)s, orders, lines, units, %(policy_id)s
    FROM counts WHERE orders > 0
    ON CONFLICT (id) DO UPDATE SET order_count = w.order_count + excluded.order_count,
        line_count = w.line_count + excluded.line_count, unit_count = w.unit_count + excluded.unit_count
    RETURNING w.number
)
SELECT id, line_id, merchant_id, sku_id, promised, fulfillment_id, order_id, line.number, policy,
       minimum_shelf_life_days, promised_expiry, wave.number
FROM line, wave ORDER BY priority, ship_by, fulfillment_id, id
"""  # noqa: S608 - made of a constant


class ClaimedLine(NamedTuple):
    """Promised units of a fulfillment order that is released now."""

    id: int
    line_id: int
    merchant_id: UUID
    sku_id: UUID
    promised: int
    fulfillment_id: UUID
    order_id: UUID
    order_number: str
    policy: str
    minimum_shelf_life_days: int
    promised_expiry: date | None
    wave_number: str

    def earliest_expiry(self, today: date) -> date | None:
        """Return the day until which the units must last."""
        return find_earliest_expiry(
            on=today, own_days=self.minimum_shelf_life_days, promised=self.promised_expiry
        )


class Chosen(NamedTuple):
    """Fulfillment orders to release next, whether the rule takes no others, and whether registrations are missing.

    Where it takes none, they may be missing.
    """

    ids: list[UUID]
    is_last: bool
    has_gaps: bool


def as_parameters(site_id: UUID, rule: ReleaseRule, skipped: Sequence[UUID], on: date) -> dict[str, Any]:
    """Return a rule on a day as the parameters of FITTING, FREE and GATED."""
    return {
        "on": on,
        "site_id": site_id,
        "cut_off": rule.cut_off,
        "min_priority": rule.min_priority,
        "carrier_codes": list(rule.carrier_codes),
        "merchant_ids": list(rule.merchant_ids),
        "countries": list(rule.countries),
        "order_ids": list(rule.order_ids),
        "line_mix": LineMix(rule.line_mix).value,
        "zones": list(rule.zones),
        "skipped": list(skipped),
    }


def choose_fulfillments(
    *, site_id: UUID, rule: ReleaseRule, skipped: Sequence[UUID], limit: int, max_lines: int, on: date
) -> Chosen:
    """Return the next fulfillment orders of a rule, a chunk of them, the soonest due first. Queries: 1."""
    parameters = as_parameters(site_id, rule, skipped, on)
    found = rows.fetch_tuples(_CHOOSE, {**parameters, "limit": limit, "max_lines": max_lines})
    total = found[0][1] if found else 0
    return Chosen([row[0] for row in found], len(found) == total < limit, not found or found[0][2])


def claim_fulfillments(
    *,
    ids: Sequence[UUID],
    wave_id: UUID,
    number: str,
    site_id: UUID,
    rule: ReleaseRule,
    rule_json: str,
    policy_id: UUID | None,
    now: datetime,
) -> list[ClaimedLine]:
    """Release those that are still planned and free, and return their lines, the most urgent first. Queries: 1.

    Without a number the wave is given one, which every line carries.
    """
    found = rows.fetch_tuples(
        _CLAIM,
        {
            "ids": list(ids),
            "wave_id": wave_id,
            "number": number,
            "site_id": site_id,
            "cut_off": rule.cut_off,
            "rule": rule_json,
            "policy_id": policy_id,
            "now": now,
            "today": now.date(),
            "target": RELEASE.target,
            "sources": list(RELEASE.sources),
        },
    )
    return [ClaimedLine._make(row) for row in found]
