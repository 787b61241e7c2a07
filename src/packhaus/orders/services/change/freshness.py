"""An order that goes elsewhere is judged by the shelf-life rules again, and keeps of its promises what lasts there."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.decide.freshness import OrderTraits, ShelfRule, list_fitting
from packhaus.kernel import rows
from packhaus.network.queries.sourcing import list_sourcing_sites
from packhaus.orders.locks import lock_free_units
from packhaus.orders.queries.asked import AskedLine, list_asked_lines
from packhaus.orders.queries.freshness import AskedFreshness, read_fresh_shelf
from packhaus.orders.services.free_units import close_empty
from packhaus.orders.services.place.fresh import FreshAsk, FreshLineDraft, Journey, ask_of, write_fresh_lines
from packhaus.orders.services.requests.reroute import Cut, reroute
from packhaus.orders.types import RejectReason
from packhaus.shipping.queries.service_choice import find_service
from packhaus.shipping.queries.transit_times import as_place
from packhaus.terms.queries.shelf_rules import get_shelf_rules

_ORDER = """
SELECT o.merchant_id, o.placed_at, o.channel, o.country, o.tags, coalesce(c.reference, ''),
       coalesce(a.postal_code, ''), coalesce(a.region, ''), o.service_code, o.payment_term = 'cod',
       ARRAY(SELECT f.site_id::text FROM orders_fulfillmentorder AS f
             WHERE f.order_id = o.id AND f.status = 'planned'
             UNION SELECT d.site_id::text FROM orders_backorderdemand AS d WHERE d.order_id = o.id)
FROM orders_order AS o LEFT JOIN parties_contact AS c ON c.id = o.contact_id
LEFT JOIN parties_address AS a ON a.id = o.address_id WHERE o.id = %(order_id)s::uuid
"""
_LINES = """
SELECT l.id, l.sku_id, n.rule_id, n.lasting_days, n.earliest_expiry
FROM orders_orderline AS l LEFT JOIN orders_freshline AS n ON n.line_id = l.id
WHERE l.order_id = %(order_id)s::uuid AND l.sku_kind = 'stock' AND l.promised + l.backordered > 0 ORDER BY l.id
"""
_FORGET = "DELETE FROM orders_freshline WHERE line_id = ANY(%(line_ids)s::bigint[])"
_FULFILLMENTS = (
    "SELECT id FROM orders_fulfillmentorder WHERE order_id = %(order_id)s::uuid AND status = 'planned'"
)


class _Line(NamedTuple):
    id: int
    sku_id: UUID
    rule_id: UUID | None
    lasting_days: int | None
    earliest: date | None

    def asks_as(self, asked: AskedFreshness | None) -> bool:
        """Tell whether the line asks already what the rules ask of it now."""
        if asked is None:
            return self.rule_id is None
        return (self.rule_id, self.lasting_days) == (asked.rule_id, asked.lasting_days)


def ask_freshness_anew(*, scope: Scope, order_id: UUID, now: datetime, actor: Actor) -> set[UUID]:
    """Choose shelf-life rules again for an order whose traits or way changed; return items that it asks less of now.

    Promised units that do not last as long as a rule now asks are promised anew, at whatever site has some that do, or
    wait. Runs in the caller's transaction. Locks: the order must be locked; site_stock of its items, ascending.
    Emits: OrderBackordered, StockFreed. Queries: 2, 0 to 16 more with a rule.
    """
    lines = [_Line._make(row) for row in rows.fetch_tuples(_LINES, {"order_id": order_id})]
    order = _read_order(scope, order_id)
    if not order.rules and all(line.rule_id is None for line in lines):
        return set()
    asked = _list_asked(order, {line.sku_id for line in lines}, now)
    changed = [line for line in lines if not line.asks_as(asked.get(line.sku_id))]
    if not changed:
        return set()
    lock_free_units(sku_ids=sorted({line.sku_id for line in changed}))
    rows.execute(_FORGET, {"line_ids": [line.id for line in changed]})
    stricter = {line.id: asked[line.sku_id].earliest for line in changed if _is_stricter(line, asked)}
    cuts = list(_list_cuts(order_id, stricter, now)) if stricter else []
    write_fresh_lines(
        merchant_id=order.merchant_id,
        ask=FreshAsk(order.rules, {("", str(sku_id)): one for sku_id, one in asked.items()}),
        lines=[FreshLineDraft(order_id, line.id, str(line.sku_id), ()) for line in changed],
    )
    reroute(scope=scope, cuts=cuts, now=now, actor=actor)
    close_empty({cut.line.fulfillment_id for cut in cuts})
    return {line.sku_id for line in changed if line.id not in stricter}


class _Order(NamedTuple):
    merchant_id: UUID
    rules: tuple[ShelfRule, ...]
    journey: Journey
    sites: list[str]


def _read_order(scope: Scope, order_id: UUID) -> _Order:
    (
        (
            merchant_id,
            placed_at,
            channel,
            country,
            tags,
            shopper,
            postal_code,
            region,
            service,
            is_cod,
            sites,
        ),
    ) = rows.fetch_tuples(_ORDER, {"order_id": order_id})
    traits = OrderTraits(placed_at.date(), channel, country, frozenset(tags), shopper)
    journey = Journey(
        find_service(wanted=service, country=country, is_cod=is_cod),
        as_place(country=country, postal_code=postal_code, region=region),
    )
    rules = list_fitting(get_shelf_rules(scope, merchant_id=merchant_id), traits)
    return _Order(merchant_id, rules, journey, sites)


def _list_asked(order: _Order, sku_ids: Collection[UUID], now: datetime) -> dict[UUID, AskedFreshness]:
    """Return what is asked of items at those sites of the order that ask the most."""
    if not order.rules:
        return {}
    ask = ask_of(rules=order.rules, sku_ids=sku_ids, journey=order.journey, now=now)
    found = {sku_id: ask.find(str(sku_id), order.sites) for sku_id in sku_ids}
    return {sku_id: one for sku_id, one in found.items() if one}


def _is_stricter(line: _Line, asked: Mapping[UUID, AskedFreshness]) -> bool:
    one = asked.get(line.sku_id)
    return one is not None and (line.earliest is None or one.earliest > line.earliest)


def _list_cuts(order_id: UUID, days: Mapping[int, date], now: datetime) -> Iterator[Cut]:
    """Find the promised units of lines for which their site has none that last; nobody knows what partners' do."""
    promises = _list_promises(order_id, days)
    own = {site.id for site in list_sourcing_sites() if site.stock_policy == "own"}
    shelf = read_fresh_shelf(sku_ids={one.sku_id for one in promises}, today=now.date())
    for one in promises:
        earliest = days[one.line_id]
        kept = min(one.promised, shelf.count(one.site_id, one.sku_id, earliest=earliest))
        kept = kept if one.site_id in own else 0
        shelf.take(one.site_id, one.sku_id, earliest=earliest, units=kept)
        if kept < one.promised:
            yield Cut(one, one.promised - kept, RejectReason.OTHER)


def _list_promises(order_id: UUID, lines: Collection[int]) -> list[AskedLine]:
    planned = [id_ for (id_,) in rows.fetch_tuples(_FULFILLMENTS, {"order_id": order_id})]
    return [one for one in list_asked_lines(planned) if one.line_id in lines]
