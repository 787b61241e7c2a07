"""Orders that ask for units which last: what may be promised to them, and what they asked for, written beside them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.decide.delivery import Place
from packhaus.decide.freshness import OrderTraits, ShelfRule, list_fitting
from packhaus.kernel import rows
from packhaus.orders.queries.freshness import AskedFreshness, list_asked, read_fresh_shelf
from packhaus.orders.services.place.prepare import Stock
from packhaus.orders.services.place.surroundings import read_surroundings
from packhaus.orders.types import OrderDraft
from packhaus.shipping.queries.service_choice import ServiceRow, find_service
from packhaus.shipping.queries.transit_times import as_place

_WRITE = """
INSERT INTO orders_freshline (merchant_id, order_id, line_id, sku_id, rule_id, lasting_days, earliest_expiry,
    transit_days, is_by_lane)
SELECT %(merchant_id)s, f.* FROM unnest(%(order_ids)s::uuid[], %(line_ids)s::bigint[], %(sku_ids)s::uuid[],
    %(rule_ids)s::uuid[], %(lasting_days)s::int[], %(days)s::date[], %(transit_days)s::smallint[], %(by_lane)s::bool[])
    AS f
"""


class Journey(NamedTuple):
    """What an order goes with, and where to."""

    service: ServiceRow | None
    to: Place


class FreshLineDraft(NamedTuple):
    """A line of an order, and the sites that it was promised from or waits at."""

    order_id: str | UUID
    line_id: int
    sku_id: str
    sites: Collection[str]


@dataclass(slots=True)
class FreshAsk:
    """Rules that fit an order: what they ask of each item's units by (site, item), and how many end before."""

    rules: tuple[ShelfRule, ...]
    asked: dict[tuple[str, str], AskedFreshness] = field(default_factory=dict)
    ending: dict[str, int] = field(default_factory=dict)

    def find(self, sku_id: str, sites: Collection[str] = ()) -> AskedFreshness | None:
        """Return the most that is asked of an item at these sites, at any with none; None where nothing is."""
        found = [
            one for (site, sku), one in self.asked.items() if sku == sku_id and (not sites or site in sites)
        ]
        return max(found, key=lambda one: (one.earliest, one.lasting_days), default=None)


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


def find_journey(draft: OrderDraft) -> Journey:
    """Return where an order goes and what it will probably go with."""
    address = draft.address
    return Journey(
        find_service(wanted=draft.service_code, country=address.country, is_cod=draft.payment_term == "cod"),
        as_place(country=address.country, postal_code=address.postal_code, region=address.region),
    )


def ask_of(
    *, rules: tuple[ShelfRule, ...], sku_ids: Collection[UUID], journey: Journey, now: datetime
) -> FreshAsk:
    """Return what rules ask of items at each site: where the carrier says how long it takes from there, with that.

    Queries: 1, a few while what a process keeps is not fresh.
    """
    surroundings = read_surroundings(now=now)
    transit_days = {
        site: surroundings.count_transit_days(site, service=journey.service, to=journey.to)
        for site in surroundings.sites
    }
    asked = list_asked(sku_ids=sku_ids, on=find_ships_on(now=now), rules=rules, transit_days=transit_days)
    return FreshAsk(rules, {(site, str(sku_id)): one for (site, sku_id), one in asked.items()})


def keep_fresh(*, rules: tuple[ShelfRule, ...], stock: Stock, journey: Journey, now: datetime) -> FreshAsk:
    """Leave in the stock that was read only what lasts as long as the rules ask; return what that was.

    The stock must be locked. What partners have is left out: nobody knows how long it lasts. Queries: 2, 1 without
    items that expire.
    """
    sku_ids = [UUID(sku.id) for sku in stock.skus.values()]
    ask = ask_of(rules=rules, sku_ids=sku_ids, journey=journey, now=now)
    if not ask.asked:
        return ask
    dated = {sku for _, sku in ask.asked}
    shelf = read_fresh_shelf(sku_ids=[UUID(sku) for sku in dated], today=now.date())
    sites = read_surroundings(now=now).sites
    for site, sku in list(stock.free):
        if sku not in dated:
            continue
        if site not in sites or sites[site].stock_policy != "own":
            del stock.free[site, sku]
            stock.headroom.pop((site, sku), None)
            continue
        key, day = (UUID(site), UUID(sku)), ask.asked[site, sku].earliest
        stock.free[site, sku] = min(stock.free[site, sku], shelf.count(*key, earliest=day))
        ask.ending[sku] = ask.ending.get(sku, 0) + shelf.count_ending(*key, earliest=day)
    return ask


def find_ships_on(*, now: datetime) -> date:
    """Return the day on which what is placed now leaves, wherever it leaves from."""
    surroundings = read_surroundings(now=now)
    own = [key for key, site in surroundings.sites.items() if site.stock_policy == "own"]
    return max((surroundings.find_ship_by(key).date() for key in own), default=now.date())


def write_fresh_lines(*, merchant_id: UUID, ask: FreshAsk, lines: Collection[FreshLineDraft]) -> None:
    """Write what lines ask for. Queries: 1, 0 without items that expire."""
    asked = [
        (*line[:3], *found) for line in lines if (found := ask.find(line.sku_id, line.sites)) is not None
    ]
    if not asked:
        return
    names = (
        "order_ids", "line_ids", "sku_ids", "rule_ids", "lasting_days", "days", "transit_days", "by_lane"
    )  # fmt: skip
    columns = dict(zip(names, rows.as_columns(asked, len(names)), strict=True))
    rows.execute(_WRITE, {"merchant_id": merchant_id, **columns})
