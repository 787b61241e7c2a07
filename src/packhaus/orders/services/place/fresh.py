"""Orders that ask for units which last: what may be promised to them, and what they asked for, written beside them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from packhaus.decide.freshness import OrderTraits, ShelfRule, list_fitting
from packhaus.kernel import rows
from packhaus.network.queries.sourcing import list_sourcing_sites
from packhaus.orders.queries.freshness import AskedFreshness, list_asked, read_fresh_shelf
from packhaus.orders.services.place.prepare import Stock
from packhaus.orders.services.place.surroundings import read_surroundings
from packhaus.orders.types import OrderDraft

_WRITE = """
INSERT INTO orders_freshline (merchant_id, order_id, line_id, sku_id, rule_id, lasting_days, earliest_expiry)
SELECT %(merchant_id)s, f.* FROM unnest(%(order_ids)s::uuid[], %(line_ids)s::bigint[], %(sku_ids)s::uuid[],
    %(rule_ids)s::uuid[], %(lasting_days)s::int[], %(days)s::date[]) AS f
"""


@dataclass(slots=True)
class FreshAsk:
    """Rules that fit an order: what they ask of each item's units, and how many end before."""

    rules: tuple[ShelfRule, ...]
    asked: dict[str, AskedFreshness] = field(default_factory=dict)
    ending: dict[str, int] = field(default_factory=dict)


def find_rules(rules: Sequence[ShelfRule], draft: OrderDraft) -> tuple[ShelfRule, ...]:
    """Return the shelf-life rules that fit a draft, for whatever items."""
    if not rules:
        return ()
    return list_fitting(
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
        if not find_rules(rules, draft):
            together.append(draft)
            continue
        if together:
            yield together
        yield [draft]
        together = []
    if together:
        yield together


def keep_fresh(*, rules: tuple[ShelfRule, ...], stock: Stock, now: datetime) -> FreshAsk:
    """Leave in the stock that was read only what lasts as long as the rules ask; return what that was.

    The stock must be locked. What partners have is left out: nobody knows how long it lasts. Queries: 2, 1 without
    items that expire.
    """
    asked = list_asked(
        sku_ids=[UUID(sku.id) for sku in stock.skus.values()], on=find_ships_on(now=now), rules=rules
    )
    ask = FreshAsk(rules, {str(id_): one for id_, one in asked.items()})
    if not asked:
        return ask
    shelf = read_fresh_shelf(sku_ids=asked, today=now.date())
    own = {site.key for site in list_sourcing_sites() if site.stock_policy == "own"}
    for site, sku in list(stock.free):
        if sku not in ask.asked:
            continue
        if site not in own:
            del stock.free[site, sku]
            stock.headroom.pop((site, sku), None)
            continue
        key, day = (UUID(site), UUID(sku)), ask.asked[sku].earliest
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
    asked = [(order, line, sku, *ask.asked[sku]) for order, line, sku in lines if sku in ask.asked]
    if not asked:
        return
    names = ("order_ids", "line_ids", "sku_ids", "rule_ids", "lasting_days", "days")
    columns = dict(zip(names, rows.as_columns(asked, 6), strict=True))
    rows.execute(_WRITE, {"merchant_id": merchant_id, **columns})
