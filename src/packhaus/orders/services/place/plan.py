"""Read what there is and decide what each draft gets; nothing is written here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, get_open_scope
from packhaus.access.types import Actor
from packhaus.catalog.types import KnownVas
from packhaus.decide import promising
from packhaus.decide.distance import Point
from packhaus.kernel.errors import FieldProblem
from packhaus.network.queries.places import Located, locate
from packhaus.network.queries.sourcing import SourcingSite, list_sourcing_sites
from packhaus.orders.locks import lock_stock_of
from packhaus.orders.queries import intake
from packhaus.orders.services.place.costs import find_costs, find_lane
from packhaus.orders.services.place.fresh import FreshAsk
from packhaus.orders.services.place.prepare import (
    PreparedLine,
    SkuRow,
    Stock,
    find_unknown,
    index_stock,
    list_demand_lines,
    prepare_lines,
)
from packhaus.orders.services.place.records import PlannedOrder
from packhaus.orders.services.place.surroundings import Surroundings
from packhaus.orders.services.plan_sites import as_plan_site
from packhaus.orders.types import OrderDraft, OrderOutcome, RefusedOrder
from packhaus.terms.queries.get_terms import get_terms

Kits = Mapping[str, Sequence[intake.KitPart]]


@dataclass(slots=True)
class Attempt:
    """One try at placing drafts, and what has been found out about each so far."""

    merchant_id: UUID
    now: datetime
    actor: Actor
    outcomes: dict[str, OrderOutcome]
    is_locked: bool = False
    vas: dict[str, KnownVas] = field(default_factory=dict)
    fresh: FreshAsk | None = None

    def refuse(self, draft: OrderDraft, problems: Sequence[FieldProblem]) -> None:
        """Remember why a draft is not taken."""
        self.outcomes[draft.external_number] = RefusedOrder(draft.external_number, tuple(problems))


def read_stock(attempt: Attempt, codes: set[str]) -> tuple[Stock, Kits]:
    """Return the SKUs of these codes with free stock, and the parts of kits. Queries: 1, 3 with kits, 2 more locked.

    A second attempt locks once, when it knows every part: in two statements it would not be in the global order.
    """
    found = intake.fetch_stock(merchant_id=attempt.merchant_id, codes=sorted(codes))
    kits: defaultdict[str, list[intake.KitPart]] = defaultdict(list)
    kit_ids = {row.sku_id for row in found if row.kind == "kit"}
    if kit_ids:
        for part in intake.fetch_kit_parts(kit_ids=list(kit_ids)):
            kits[part.kit_id].append(part)
    asked = sorted(codes | {part.code for parts in kits.values() for part in parts})
    if attempt.is_locked:
        lock_stock_of(merchant_id=attempt.merchant_id, codes=asked)
    if kit_ids or attempt.is_locked:
        found = intake.fetch_stock(merchant_id=attempt.merchant_id, codes=asked)
    stock = index_stock(found)
    if stock.unlisted:
        _list_everywhere(attempt, stock)
    return stock, kits


def _list_everywhere(attempt: Attempt, stock: Stock) -> None:
    """Let items that no site has ever had wait at any own site, as far as the merchant's terms go."""
    scope = get_open_scope() or Scope.merchant(attempt.merchant_id)
    limit = get_terms(scope, merchant_id=attempt.merchant_id, at=attempt.now).backorder_limit
    for site in list_sourcing_sites() if limit else ():
        if site.stock_policy == "own":
            for sku_id in stock.unlisted:
                stock.free[site.key, sku_id], stock.headroom[site.key, sku_id] = 0, limit


def list_missing_shelves(
    planned: Iterable[tuple[Sequence[PreparedLine], promising.PromiseOutcome]], stock: Stock
) -> list[tuple[str, str]]:
    """Return the (site, SKU) pairs at which something is to wait and that have no row yet."""
    missing: set[tuple[str, str]] = set()
    for lines, outcome in planned:
        if outcome.backordered:
            skus = {line.position: line.sku_id for line in lines}
            missing |= {(str(site), skus[line]) for line, site, _ in outcome.backordered} - stock.rows.keys()
    return sorted(missing)


def plan_drafts(
    attempt: Attempt, drafts: Sequence[OrderDraft], stock: Stock, kits: Kits, surroundings: Surroundings
) -> list[PlannedOrder]:
    """Return the drafts that can be taken with what each line gets; the others are refused in the attempt."""
    sites = surroundings.sites.values()
    ready: list[tuple[OrderDraft, list[PreparedLine], Located]] = []
    for draft in drafts:
        unknown = find_unknown(draft.lines, stock.skus)
        if unknown:
            attempt.refuse(draft, unknown)
        else:
            ready.append((draft, prepare_lines(draft.lines, stock.skus, kits), _locate(draft)))
    lanes = [find_lane(draft) for draft, _, _ in ready]
    costs = find_costs(merchant_id=attempt.merchant_id, lanes=lanes, surroundings=surroundings)
    demands = [
        _demand(
            draft.external_number, draft.policy, lines, _find_point(place), _find_keys(draft.ship_from, sites),
            costs.get(lane),
        )
        for (draft, lines, place), lane in zip(ready, lanes, strict=True)
    ]  # fmt: skip
    plan = _promise(attempt, demands, stock, sites)
    planned = []
    for (draft, lines, place), outcome in zip(ready, plan, strict=True):
        if outcome.is_refused:
            attempt.refuse(draft, _name_shorts(outcome, lines, stock, attempt.fresh))
        else:
            planned.append(PlannedOrder(draft, lines, outcome, place))
    return planned


def plan_whole(draft: OrderDraft, surroundings: Surroundings, merchant_id: UUID) -> PlannedOrder | None:
    """Return the draft as the site that comes first for it would ship it, were everything there; None without a site.

    Nothing is read: SKUs go by their codes, and each counts as one of the kind that is in stock.
    """
    skus = {line.sku_code: SkuRow(line.sku_code, "stock") for line in draft.lines}
    lines, place = prepare_lines(draft.lines, skus, {}), _locate(draft)
    sites, lane = surroundings.sites.values(), find_lane(draft)
    costs = find_costs(merchant_id=merchant_id, lanes=[lane], surroundings=surroundings)
    demand = _demand(
        draft.external_number, draft.policy, lines, _find_point(place), _find_keys(draft.ship_from, sites),
        costs.get(lane),
    )  # fmt: skip
    promised_from = [as_plan_site(site=site, now=surroundings.now) for site in sites]
    outcome = promising.promise_from_first(demand=demand, sites=promised_from)
    return None if outcome is None else PlannedOrder(draft, lines, outcome, place)


def plan_addition(
    attempt: Attempt,
    *,
    policy: str,
    lines: Sequence[PreparedLine],
    point: Point | None,
    stock: Stock,
    ship_from: Collection[str],
) -> promising.PromiseOutcome:
    """Return what lines that join an order get; `ship_from` as in a draft."""
    sites = list_sourcing_sites()
    demand = _demand("", policy, lines, point, _find_keys(ship_from, sites))
    (outcome,) = _promise(attempt, [demand], stock, sites)
    return outcome


def _promise(
    attempt: Attempt, demands: Sequence[promising.Demand], stock: Stock, sites: Collection[SourcingSite]
) -> list[promising.PromiseOutcome]:
    for site in sites:
        for sku in stock.skus.values():
            stock.headroom.setdefault((site.key, sku.id), 0)  # a site that does not stock it owes none of it
    return promising.plan_promises(
        demands=demands,
        sites=[as_plan_site(site=site, now=attempt.now) for site in sites],
        free=stock.free,
        headroom=stock.headroom,
    )


def sum_changes(
    planned: Iterable[tuple[Sequence[PreparedLine], promising.PromiseOutcome]], stock: Stock
) -> dict[str, list[int]]:
    """Return how many units each site_stock row gives and owes, as the statement's parameters."""
    take: defaultdict[int, int] = defaultdict(int)
    owe: defaultdict[int, int] = defaultdict(int)
    for lines, outcome in planned:
        skus = {line.position: line.sku_id for line in lines}
        for line, site, units in outcome.promised:
            take[stock.rows[site, skus[line]]] += units
        for line, site, units in outcome.backordered:
            owe[stock.rows[site, skus[line]]] += units
    ids = list(take.keys() | owe.keys())
    return {
        "stock_ids": ids,
        "takes": [take.get(id_, 0) for id_ in ids],
        "owes": [owe.get(id_, 0) for id_ in ids],
    }


def _locate(draft: OrderDraft) -> Located:
    address = draft.address
    return locate(
        country=address.country, postal_code=address.postal_code, city=address.city, region=address.region
    )


def _find_point(place: Located) -> Point | None:
    return None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)


def _demand(
    order: str,
    policy: str,
    lines: Sequence[PreparedLine],
    point: Point | None,
    sites: frozenset[str] | None,
    costs: promising.Costs | None = None,
) -> promising.Demand:
    return promising.Demand(order, promising.Policy(policy), list_demand_lines(lines), point, sites, costs)


def _find_keys(codes: Collection[str], sites: Iterable[SourcingSite]) -> frozenset[str] | None:
    """Return the keys of the sites of these codes, None when every site will do."""
    return frozenset(site.key for site in sites if site.code in codes) if codes else None


def _name_shorts(
    outcome: promising.PromiseOutcome, lines: Sequence[PreparedLine], stock: Stock, fresh: FreshAsk | None
) -> list[FieldProblem]:
    """Name every short line with what it wants, what is there, and what ends too early for it."""
    codes = {sku.id: code for code, sku in stock.skus.items()}
    by_position = {line.position: line for line in lines}
    problems = []
    for short in outcome.shorts:
        path, code = f"lines.{_own_index(by_position[short.line], lines)}", codes[short.sku]
        told = {"sku": code, "wanted": short.wanted, "free": short.free, "short": short.short}
        text = f"{code}: {short.wanted} wanted, {short.free} free, {short.short} short"
        problems.append(FieldProblem(path, "short", text, told))
        asked = fresh and fresh.find(short.sku)
        if fresh and asked and fresh.ending.get(short.sku):
            units, day = fresh.ending[short.sku], asked.earliest.isoformat()
            text = f"{code}: {units} more end before {day}"
            problems.append(
                FieldProblem(path, "ends_too_early", text, {"sku": code, "units": units, "day": day})
            )
    return problems


def _own_index(line: PreparedLine, lines: Sequence[PreparedLine]) -> int:
    """Return the index of the draft's line: a kit's part is named by its kit."""
    own = [other.position for other in lines if other.parent_position is None]
    return own.index(line.parent_position or line.position)
