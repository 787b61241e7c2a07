"""Units that a partner's site does not send: promised by other sites, ranked as at intake, or waiting for stock."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.decide import promising
from packhaus.inventory.events import StockFreed
from packhaus.journal.services import record
from packhaus.journal.types import Fact
from packhaus.kernel import rows
from packhaus.network.queries.sourcing import list_sourcing_sites
from packhaus.orders.events import OrderBackordered
from packhaus.orders.locks import FreeUnits, lock_free_units
from packhaus.orders.queries.asked import AskedLine
from packhaus.orders.queries.freshness import list_fresh_lines, read_fresh_shelf
from packhaus.orders.services.blocks import refresh_blocks
from packhaus.orders.services.demote import OwedUnits, write_demands
from packhaus.orders.services.plan_sites import as_plan_site
from packhaus.orders.services.promise_more import NewPromise, add_promises
from packhaus.orders.services.requests.write import write_cuts
from packhaus.orders.types import RejectReason, Rerouted
from packhaus.terms.queries.get_terms import get_terms

# What the partner says it has not is not given to the next order; its next feed tells what there is.
_NOT_THERE = frozenset({RejectReason.OUT_OF_STOCK, RejectReason.DAMAGED, RejectReason.DISCONTINUED})

_ORDERS = """
SELECT o.id, o.merchant_id, a.latitude, a.longitude,
       ARRAY(SELECT f.site_id FROM orders_fulfillmentorder AS f WHERE f.order_id = o.id AND f.reject_reason <> '')
FROM orders_order AS o LEFT JOIN parties_address AS a ON a.id = o.address_id
WHERE o.id = ANY(%(ids)s::uuid[]) ORDER BY o.priority, o.placed_at, o.id
"""


class Cut(NamedTuple):
    """Units of a line that its site does not send, and why not."""

    line: AskedLine
    quantity: int
    reason: RejectReason

    @property
    def is_there(self) -> bool:
        """Tell whether the site may promise the units to somebody else."""
        return self.reason not in _NOT_THERE


class _Order(NamedTuple):
    id: UUID
    merchant_id: UUID
    latitude: float | None
    longitude: float | None
    refused_by: list[UUID]


class _Part(NamedTuple):
    """Units of a line with a site: the one that promises them now, or where they wait."""

    order_id: UUID
    line_id: int
    sku_id: UUID
    site_id: UUID
    quantity: int


class _Plan(NamedTuple):
    promised: list[_Part]
    owed: list[_Part]


def reroute(*, scope: Scope, cuts: Sequence[Cut], now: datetime, actor: Actor) -> dict[UUID, Rerouted]:
    """Take units out of their promises and promise them at sites that have not refused any of the order.

    The sites that refuse must be marked, so that they are not asked again. What nobody has becomes a backorder,
    whatever the limit: the order was accepted. Locks: the orders must be locked; site_stock of the SKUs, ascending.
    Emits: OrderBackordered per order, StockFreed. Queries: 10 at most, beside terms and calendars not known yet.
    """
    if not cuts:
        return {}
    found = rows.fetch_tuples(_ORDERS, {"ids": list({cut.line.order_id for cut in cuts})})
    free = lock_free_units(sku_ids=sorted({cut.line.sku_id for cut in cuts}))
    plan = _plan(scope, cuts, [_Order._make(row) for row in found], free, now)
    _write(cuts, plan, free, now)
    record(_list_facts(cuts, plan), happened_at=now, actor=actor)
    return _share(cuts, plan)


def _plan(
    scope: Scope, cuts: Sequence[Cut], orders: Sequence[_Order], free: Sequence[FreeUnits], now: datetime
) -> _Plan:
    shelves = {(str(row.site_id), str(row.sku_id)): row.free for row in free}
    by_order = defaultdict(list)
    for cut in cuts:
        by_order[cut.line.order_id].append(cut)
    demands = [_demand(order, by_order[order.id], _list_sites(scope, order, now)) for order in orders]
    fresh = list_fresh_lines(line_ids=[cut.line.line_id for cut in cuts], today=now.date())
    outcomes = _promise(demands, shelves, fresh, now)
    plan = _Plan([], [])
    for order, outcome in zip(orders, outcomes, strict=True):
        lines = {cut.line.line_id: cut.line for cut in by_order[order.id]}
        plan.promised.extend(_list_parts(outcome.promised, lines))
        plan.owed.extend(_list_owed(outcome, by_order[order.id], lines, shelves))
    return plan


def _promise(
    demands: Sequence[promising.Demand],
    shelves: Mapping[tuple[str, str], int],
    fresh: Mapping[int, date],
    now: datetime,
) -> list[promising.PromiseOutcome]:
    """Promise orders in the order given; with shelf-life rules one after the other, each what lasts for it."""
    sites = [as_plan_site(site=site, now=now) for site in list_sourcing_sites()]
    if not fresh:
        return promising.plan_promises(demands=demands, sites=sites, free=shelves, explain=False)
    days = [_find_days(demand, fresh) for demand in demands]
    dated = {UUID(sku) for own in days for sku in own}
    shelf, left = read_fresh_shelf(sku_ids=dated, today=now.date()), dict(shelves)
    outcomes = []
    for demand, own in zip(demands, days, strict=True):
        free = {
            (site, sku): min(units, shelf.count(UUID(site), UUID(sku), earliest=day))
            if (day := own.get(sku))
            else units
            for (site, sku), units in left.items()
        }
        (outcome,) = promising.plan_promises(demands=[demand], sites=sites, free=free, explain=False)
        outcomes.append(outcome)
        skus = {line.line: str(line.sku) for line in demand.lines}
        for line, site, units in outcome.promised:
            sku = skus[line]
            left[site, sku] -= units
            if day := own.get(sku):
                shelf.take(UUID(site), UUID(sku), earliest=day, units=units)
    return outcomes


def _find_days(demand: promising.Demand, fresh: Mapping[int, date]) -> dict[str, date]:
    """Return until when units of an order's items must last, the latest where its lines differ."""
    days: dict[str, date] = {}
    for line in demand.lines:
        if day := fresh.get(int(line.line)):
            days[line.sku] = max(day, days.get(line.sku, day))
    return days


def _list_sites(scope: Scope, order: _Order, now: datetime) -> frozenset[str]:
    codes = get_terms(scope, merchant_id=order.merchant_id, at=now).ship_from
    return frozenset(
        site.key
        for site in list_sourcing_sites()
        if site.id not in order.refused_by and (not codes or site.code in codes)
    )


def _demand(order: _Order, cuts: Sequence[Cut], sites: frozenset[str]) -> promising.Demand:
    units: defaultdict[int, int] = defaultdict(int)
    for cut in cuts:
        units[cut.line.line_id] += cut.quantity
    lines = {cut.line.line_id: cut.line for cut in cuts}
    kits = _count_kits(lines, units)
    point = None
    if order.latitude is not None and order.longitude is not None:
        point = (order.latitude, order.longitude)
    wants = tuple(
        promising.DemandLine(
            str(id_), str(line.sku_id), units[id_], kit=str(line.kit_line_id), kits=kits[line.kit_line_id]
        )
        if line.kit_line_id in kits
        else promising.DemandLine(str(id_), str(line.sku_id), units[id_])
        for id_, line in lines.items()
    )
    return promising.Demand(str(order.id), promising.Policy.SHIP_AVAILABLE, wants, point, sites)


def _count_kits(lines: Mapping[int, AskedLine], units: Mapping[int, int]) -> dict[int | None, int]:
    """Return how many whole kits of each kit's line are refused; loose parts go their own ways."""
    parts: defaultdict[int, list[AskedLine]] = defaultdict(list)
    for line in lines.values():
        if line.kit_line_id is not None:
            parts[line.kit_line_id].append(line)
    kits: dict[int | None, int] = {}
    for kit_line_id, own in parts.items():
        counts = {units[line.line_id] * line.kits_ordered / line.ordered for line in own}
        if len(own) == own[0].kit_parts and len(counts) == 1 and (count := counts.pop()).is_integer():
            kits[kit_line_id] = int(count)
    return kits


def _list_parts(promises: Sequence[promising.Promise], lines: Mapping[int, AskedLine]) -> Iterator[_Part]:
    for line_id, site, units in promises:
        line = lines[int(str(line_id))]
        yield _Part(line.order_id, line.line_id, line.sku_id, UUID(str(site)), units)


def _list_owed(
    outcome: promising.PromiseOutcome,
    cuts: Sequence[Cut],
    lines: Mapping[int, AskedLine],
    shelves: Mapping[tuple[str, str], int],
) -> Iterator[_Part]:
    """Say where units wait: at the site of the plan, or where they were promised if no other site lists the SKU."""
    if outcome.is_refused:
        for cut in cuts:
            yield _Part(cut.line.order_id, cut.line.line_id, cut.line.sku_id, cut.line.site_id, cut.quantity)
        return
    for part in _list_parts(outcome.backordered, lines):
        is_listed = (str(part.site_id), str(part.sku_id)) in shelves
        yield part if is_listed else part._replace(site_id=lines[part.line_id].site_id)


def _write(cuts: Sequence[Cut], plan: _Plan, free: Sequence[FreeUnits], now: datetime) -> None:
    stock_ids = {(row.site_id, row.sku_id): row.stock_id for row in free}
    write_cuts(
        lines=[(cut.line.id, cut.line.fulfillment_id, cut.quantity) for cut in cuts],
        leaving=[
            (stock_ids[cut.line.site_id, cut.line.sku_id], cut.quantity, 0 if cut.is_there else cut.quantity)
            for cut in cuts
        ],
        promised=[(stock_ids[part.site_id, part.sku_id], part.quantity) for part in plan.promised],
        owed=[(stock_ids[part.site_id, part.sku_id], part.line_id, part.quantity) for part in plan.owed],
    )
    if plan.owed:
        write_demands([OwedUnits(*part) for part in plan.owed])
    if plan.promised:
        add_promises(promises=[NewPromise(*part) for part in plan.promised], now=now)
    refresh_blocks(order_ids={cut.line.order_id for cut in cuts})


def _list_facts(cuts: Sequence[Cut], plan: _Plan) -> list[Fact]:
    merchants = {cut.line.order_id: cut.line.merchant_id for cut in cuts}
    owed: defaultdict[UUID, int] = defaultdict(int)
    for part in plan.owed:
        owed[part.order_id] += part.quantity
    freed: defaultdict[tuple[UUID, UUID, UUID], int] = defaultdict(int)
    for cut in cuts:
        if cut.is_there:
            freed[cut.line.merchant_id, cut.line.sku_id, cut.line.site_id] += cut.quantity
    return [
        *(
            OrderBackordered(merchant_id=merchants[order_id], aggregate_id=order_id, units=units)
            for order_id, units in owed.items()
        ),
        *(
            StockFreed(merchant_id=merchant_id, aggregate_id=sku_id, site_id=str(site_id), units=units)
            for (merchant_id, sku_id, site_id), units in freed.items()
        ),
    ]


def _share(cuts: Sequence[Cut], plan: _Plan) -> dict[UUID, Rerouted]:
    """Say for each fulfillment order how many of its units other sites promise, and how many wait."""
    left: defaultdict[int, int] = defaultdict(int)
    for part in plan.promised:
        left[part.line_id] += part.quantity
    shares: dict[UUID, Rerouted] = {}
    for cut in cuts:
        id_, elsewhere = cut.line.fulfillment_id, min(cut.quantity, left[cut.line.line_id])
        left[cut.line.line_id] -= elsewhere
        _, before, owed = shares.get(id_, Rerouted(id_, 0, 0))
        shares[id_] = Rerouted(id_, before + elsewhere, owed + cut.quantity - elsewhere)
    return shares
