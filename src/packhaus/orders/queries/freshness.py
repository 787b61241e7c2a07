"""What orders with a shelf-life rule ask of stock, and which units there last how long."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.freshness import (
    DatedItem,
    DatedUnits,
    FreshNeed,
    FreshShelf,
    ShelfRule,
    choose_rule,
    find_earliest_expiry,
)
from packhaus.decide.keys import Key as RuleKey
from packhaus.kernel import rows

EARLIEST = "greatest(n.earliest_expiry, %(today)s::date + n.lasting_days)"
"""The day until which units of a fresh line `n` must last that leave today or as they were promised."""

# In one statement: bins that cover promises meanwhile are seen in both halves or in none. Places are the operator's;
# a merchant's orders are told only at which site a bin counts.
_SHELF = f"""
SELECT true, s.site_id, s.sku_id, s.expires_on, sum(s.units)::bigint
FROM (
    SELECT inventory_site_of_stock(b.location_id) AS site_id, b.sku_id, b.expires_on, b.on_hand - b.allocated AS units
    FROM inventory_balance AS b
    WHERE b.sku_id = ANY(%(sku_ids)s::uuid[]) AND b.condition = 'sellable' AND b.owner_id = b.merchant_id
      AND b.on_hand > b.allocated
) AS s WHERE s.site_id IS NOT NULL
GROUP BY 2, 3, 4
UNION ALL
SELECT false, f.site_id, f.sku_id, {EARLIEST}, sum(f.promised)::bigint
FROM orders_fulfillmentline AS f JOIN orders_freshline AS n ON n.line_id = f.line_id
WHERE f.sku_id = ANY(%(sku_ids)s::uuid[]) AND f.promised > 0
GROUP BY 2, 3, 4
"""  # noqa: S608 - made of a constant
_DATED = """
SELECT id, code, minimum_shelf_life_days, life_days FROM catalog_sku WHERE id = ANY(%(sku_ids)s::uuid[]) AND has_expiry
"""
_FRESH_LINES = f"""
SELECT n.line_id, {EARLIEST} FROM orders_freshline AS n WHERE n.line_id = ANY(%(line_ids)s::bigint[])
"""  # noqa: S608 - made of a constant
_TOLD = f"""
SELECT l.position, k.code AS sku, r.name AS rule, n.lasting_days, n.transit_days, n.is_by_lane,
       {EARLIEST} AS earliest_expiry,
       coalesce((
           SELECT sum(b.on_hand - b.allocated) FROM inventory_balance AS b
           WHERE l.backordered > 0 AND b.sku_id = n.sku_id AND b.condition = 'sellable'
             AND b.owner_id = b.merchant_id AND b.on_hand > b.allocated AND b.expires_on < {EARLIEST}
             AND inventory_site_of_stock(b.location_id) IS NOT NULL), 0)::bigint AS too_early
FROM orders_freshline AS n JOIN orders_orderline AS l ON l.id = n.line_id
JOIN catalog_sku AS k ON k.id = n.sku_id
LEFT JOIN terms_shelfrule AS r ON r.id = n.rule_id
WHERE n.order_id = %(order_id)s::uuid ORDER BY l.position
"""  # noqa: S608 - made of constants


class AskedFreshness(NamedTuple):
    """What a rule asks of an item's units: how long they last from the day they leave, and at least until when.

    Of these days they are some on the way, as the carrier's lane says or else the rule.
    """

    rule_id: RuleKey
    lasting_days: int
    earliest: date
    transit_days: int
    is_by_lane: bool


@dataclass(frozen=True, slots=True)
class FreshLineRow:
    """A line with a rule: until when its units must last, and of what it waits for how many units end before.

    They last `lasting_days` from the day they leave, `transit_days` of them on the way: as the carrier's lane says, or
    else the rule. None: from before that was kept.
    """

    position: int
    sku: str
    rule: str | None
    lasting_days: int
    transit_days: int | None
    is_by_lane: bool
    earliest_expiry: date
    too_early: int


def read_fresh_shelf(*, sku_ids: Collection[UUID], today: date) -> FreshShelf:
    """Return how long the units of items last at every site, and who was promised them with a rule. Queries: 1."""
    found = rows.fetch_tuples(_SHELF, {"sku_ids": list(sku_ids), "today": today})
    return FreshShelf(
        [DatedUnits(*row[1:]) for row in found if row[0]],
        [FreshNeed(*row[1:]) for row in found if not row[0]],
    )


def list_asked(
    *,
    sku_ids: Collection[UUID],
    on: date,
    rules: Iterable[ShelfRule],
    transit_days: Mapping[str, int | None],
) -> dict[tuple[str, UUID], AskedFreshness]:
    """Return until when units of items must last that a site sends on a day for an order that rules fit.

    `transit_days`: by the site's key, what the lane to the order says. Items that do not expire, and those that no rule
    asks of, are absent. Queries: 1.
    """
    rules, asked = tuple(rules), {}
    for id_, *traits in rows.fetch_tuples(_DATED, {"sku_ids": list(sku_ids)}):
        item = DatedItem(*traits)
        if rule := choose_rule(rules, item):
            for site, days in transit_days.items():
                asked[site, id_] = _ask(rule, item, on, days)
    return asked


def _ask(rule: ShelfRule, item: DatedItem, on: date, transit_days: int | None) -> AskedFreshness:
    lasting = rule.count_days(item.life_days, transit_days=transit_days)
    day = find_earliest_expiry(on=on, own_days=item.own_days, lasting_days=lasting)
    assert day is not None
    on_the_way = rule.transit_days if transit_days is None else transit_days
    return AskedFreshness(rule.id, lasting, day, on_the_way, transit_days is not None)


def list_fresh_lines(*, line_ids: Collection[int], today: date) -> dict[int, date]:
    """Return until when units of lines must last, of those that have a rule. Queries: 1."""
    return dict(rows.fetch_tuples(_FRESH_LINES, {"line_ids": list(line_ids), "today": today}))


def list_freshness(*, scope: Scope, order_id: UUID, now: datetime) -> Sequence[FreshLineRow]:
    """Return the lines of an order that a shelf-life rule holds for. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(FreshLineRow, _TOLD, {"order_id": order_id, "today": now.date()})
