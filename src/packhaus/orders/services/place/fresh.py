"""Orders that ask for units which last: what may be promised to them, and what they asked for, written beside them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from packhaus.decide.freshness import OrderTraits, ShelfRule, choose_rule
from packhaus.kernel import rows
from packhaus.network.queries.sourcing import list_sourcing_sites
from packhaus.orders.queries.freshness import find_earliest_expiries, read_fresh_shelf
from packhaus.orders.services.place.prepare import Stock
from packhaus.orders.services.place.surroundings import read_surroundings
from packhaus.orders.types import OrderDraft

_WRITE = """
INSERT INTO orders_freshline (merchant_id, order_id, line_id, sku_id, rule_id, lasting_days, earliest_expiry)
SELECT %(merchant_id)s, f.order_id, f.line_id, f.sku_id, %(rule_id)s, %(lasting_days)s, f.earliest_expiry
FROM unnest(%(order_ids)s::uuid[], %(line_ids)s::bigint[], %(sku_ids)s::uuid[], %(days)s::date[])
    AS f(order_id, line_id, sku_id, earliest_expiry)
"""


@dataclass(slots=True)
class FreshAsk:
    """A rule that holds for an order: until when units of each item must last, and how many end before."""

    rule: ShelfRule
    days: dict[str, date] = field(default_factory=dict)
    ending: dict[str, int] = field(default_factory=dict)


def find_rule(rules: Sequence[ShelfRule], draft: OrderDraft) -> ShelfRule | None:
    """Return the shelf-life rule that holds for a draft."""
    if not rules:
        return None
    return choose_rule(
        rules,
        OrderTraits(
            draft.placed_at.date(),
            draft.channel,
            draft.address.country,
            frozenset(draft.tags),
            draft.contact.reference,
        ),
    )


def split_by_rule(rules: Sequence[ShelfRule], drafts: Sequence[OrderDraft]) -> Iterator[list[OrderDraft]]:
    """Yield drafts in the order given: each that a rule holds for alone, those between them together."""
    together: list[OrderDraft] = []
    for draft in drafts:
        if find_rule(rules, draft) is None:
            together.append(draft)
            continue
        if together:
            yield together
        yield [draft]
        together = []
    if together:
        yield together


def keep_fresh(*, rule: ShelfRule, stock: Stock, now: datetime) -> FreshAsk:
    """Leave in the stock that was read only what lasts as long as the rule asks; return what that was.

    The stock must be locked. What partners have is left out: nobody knows how long it lasts. Queries: 2, 1 without
    items that expire.
    """
    ask = FreshAsk(rule)
    ask.days = {
        str(id_): day
        for id_, day in find_earliest_expiries(
            sku_ids=[UUID(sku.id) for sku in stock.skus.values()],
            on=find_ships_on(now=now),
            lasting_days=rule.lasting_days,
        ).items()
    }
    if not ask.days:
        return ask
    shelf = read_fresh_shelf(sku_ids=[UUID(id_) for id_ in ask.days], today=now.date())
    own = {site.key for site in list_sourcing_sites() if site.stock_policy == "own"}
    for site, sku in list(stock.free):
        if sku not in ask.days:
            continue
        if site not in own:
            del stock.free[site, sku]
            stock.headroom.pop((site, sku), None)
            continue
        key, day = (UUID(site), UUID(sku)), ask.days[sku]
        stock.free[site, sku] = min(stock.free[site, sku], shelf.count(*key, earliest=day))
        ask.ending[sku] = ask.ending.get(sku, 0) + shelf.count_ending(*key, earliest=day)
    return ask


def find_ships_on(*, now: datetime) -> date:
    """Return the day on which what is placed now leaves, wherever it leaves from."""
    surroundings = read_surroundings(now=now)
    own = [key for key, site in surroundings.sites.items() if site.stock_policy == "own"]
    return max((surroundings.find_ship_by(key).date() for key in own), default=now.date())


def write_fresh_lines(
    *, merchant_id: UUID, ask: FreshAsk, lines: Collection[tuple[str | UUID, int, str]]
) -> None:
    """Write what lines of (order, line, item) ask for. Queries: 1, 0 without items that expire."""
    asked = [(order, line, sku, ask.days[sku]) for order, line, sku in lines if sku in ask.days]
    if not asked:
        return
    order_ids, line_ids, sku_ids, days = rows.as_columns(asked, 4)
    rows.execute(
        _WRITE,
        {
            "merchant_id": merchant_id,
            "rule_id": ask.rule.id,
            "lasting_days": ask.rule.lasting_days,
            "order_ids": order_ids,
            "line_ids": line_ids,
            "sku_ids": sku_ids,
            "days": days,
        },
    )
