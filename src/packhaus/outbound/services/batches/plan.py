"""Which orders walk together, and in which order their stops come; nothing is written here."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

from packhaus.decide.batching import Cart, Oversize, PickOrder, WalkOrder, build_batches, count_totes
from packhaus.decide.batching import plan_walks as search_walks
from packhaus.decide.tours import Grid, Stop, Tour
from packhaus.outbound.queries.open_picks import OpenPick
from packhaus.outbound.queries.site_ground import Ground
from packhaus.outbound.services.batches.route import Route, find_route, measure_alone_mm
from packhaus.outbound.services.batches.searching import is_search_ready
from packhaus.outbound.types import MIXING, FloorRules, PickMethod

Picks = Mapping[UUID, Sequence[OpenPick]]
NO_TURNS: Mapping[str, int] = {}


class _Walk(NamedTuple):
    orders: Sequence[UUID]
    tour: Tour | None


class PlannedTask(NamedTuple):
    """One stop of a walk."""

    sequence: int
    slot: int
    pick: OpenPick


@dataclass(frozen=True, slots=True)
class PlannedBatch:
    """One walk: its orders by slot, its way, each order's own way as a comparison, and its stops in walking order.

    `totes`: which slots share a tote, by a number for each. `turns`: in which turn zones are picked, where one after
    the other is.
    """

    slots: dict[int, UUID]
    route: Route
    alone_mm: dict[UUID, int | None]
    method: PickMethod = PickMethod.CLUSTER
    totes: dict[int, int] = field(default_factory=dict)
    turns: Mapping[str, int] = field(default_factory=dict)
    tasks: list[PlannedTask] = field(default_factory=list)

    @property
    def baseline_mm(self) -> int | None:
        """How far the orders would be one by one; None where one of them cannot be measured."""
        lengths = [self.alone_mm[order] for order in self.slots.values()]
        known = [length for length in lengths if length is not None]
        return sum(known) if len(known) == len(lengths) else None


def plan_walks(
    picks: Sequence[OpenPick],
    *,
    max_totes: int,
    rules: FloorRules,
    ground: Ground,
    share_spent: Callable[[], float],
    turns: Mapping[str, int] = NO_TURNS,
) -> list[PlannedBatch]:
    """Plan walks of at most so many totes; an order that needs more walks alone. Slots count from 1.

    An order of several totes stands at its first slot, the next order behind them. In aisles whole walks are searched
    until `share_spent` says that the time is over; elsewhere orders that lie near each other walk together. Where
    people stay in their zones each order's tote is a walk, zone by zone in their turn.
    """
    by_order: defaultdict[UUID, list[OpenPick]] = defaultdict(list)
    for pick in picks:
        by_order[pick.fulfillment_id].append(pick)
    cart = Cart(max_totes, rules.tote_volume_mm3, rules.tote_weight_grams)
    totes = {order: count_totes(order=_as_order(order, own), cart=cart) for order, own in by_order.items()}
    if rules.pick_method in {PickMethod.DISCRETE, PickMethod.ZONE}:
        walks = [_Walk((order,), None) for order in by_order]
    elif ground.grid and is_search_ready():
        walks = _search(by_order, totes, cart, rules, ground.grid, share_spent)
    else:
        walks = _gather(by_order, cart)
    plans = [_plan_batch(walk, totes, by_order, ground, rules.pick_method, cart) for walk in walks]
    return [replace(plan, turns=turns) for plan in plans] if turns else plans


def put_in_order(batch: PlannedBatch, picks: Picks) -> PlannedBatch:
    """Give a batch the stops of what is to be picked now; orders of which nothing is leave it."""
    slots = {slot: order for slot, order in batch.slots.items() if picks.get(order)}
    places, turns = batch.route.places, batch.turns
    found = [(slot, pick) for slot, order in slots.items() for pick in picks[order]]
    found.sort(key=lambda item: (places.get(item[1].location_id, len(places)), str(item[1].sku_id), item[0]))
    if turns:
        found.sort(key=lambda item: (turns.get(item[1].zone, len(turns)), item[1].zone))
    tasks = [PlannedTask(number, slot, pick) for number, (slot, pick) in enumerate(found, start=1)]
    return replace(batch, slots=slots, tasks=tasks)


def _search(
    by_order: Picks,
    totes: Mapping[UUID, int],
    cart: Cart,
    rules: FloorRules,
    grid: Grid,
    share_spent: Callable[[], float],
) -> list[_Walk]:
    orders = [
        WalkOrder(order, _list_stops(own, grid), (totes[order], _weigh(own)))
        for order, own in by_order.items()
    ]
    plan = search_walks(
        layout=grid.layout,
        orders=orders,
        limits=(cart.totes, rules.cart_weight_grams),
        share_spent=share_spent,
    )
    return [
        *(_Walk(walk.orders, walk.tour) for walk in plan.walks),
        *(_Walk((order,), None) for order in plan.left_out),
    ]


def _gather(by_order: Picks, cart: Cart) -> list[_Walk]:
    orders = [_as_order(order, own) for order, own in by_order.items()]
    plan = build_batches(orders=orders, cart=cart, oversize=Oversize.ALONE)
    return [_Walk(batch.orders, None) for batch in plan.batches]


def _plan_batch(
    walk: _Walk,
    totes: Mapping[UUID, int],
    by_order: Picks,
    ground: Ground,
    method: PickMethod,
    cart: Cart,
) -> PlannedBatch:
    orders, tour = walk
    slots: dict[int, UUID] = {}
    slot = 1
    for order in orders:
        slots[slot] = order
        slot += totes[order]
    route = find_route(ground=ground, picks=[pick for order in orders for pick in by_order[order]], tour=tour)
    alone = {order: measure_alone_mm(ground=ground, picks=by_order[order]) for order in orders}
    shared = _share_totes(slots, by_order, cart) if method in MIXING else {slot: slot for slot in slots}
    return PlannedBatch(slots, route, alone, method, shared)


def _share_totes(slots: Mapping[int, UUID], by_order: Picks, cart: Cart) -> dict[int, int]:
    """Put orders of one merchant into common totes, first fit; an order of several totes has its own."""
    shared: dict[int, int] = {}
    room: dict[int, tuple[UUID, int, int]] = {}
    for slot, order in slots.items():
        own, merchant_id = _as_order(order, by_order[order]), by_order[order][0].merchant_id
        fits = (
            tote
            for tote, (owner, volume, weight) in room.items()
            if owner == merchant_id and own.volume_mm3 <= volume and own.weight_grams <= weight
        )
        tote = next(fits, slot)
        owner, volume, weight = room.get(tote, (merchant_id, cart.tote_volume_mm3, cart.tote_weight_grams))
        room[tote] = (owner, volume - own.volume_mm3, weight - own.weight_grams)
        shared[slot] = tote
    return shared


def _list_stops(picks: Sequence[OpenPick], grid: Grid) -> tuple[Stop, ...]:
    return tuple(sorted({stop for pick in picks if (stop := grid.stops.get(pick.location_id))}))


def _weigh(picks: Sequence[OpenPick]) -> int:
    return sum(pick.weight_grams * pick.quantity for pick in picks)


def _as_order(order: UUID, picks: Sequence[OpenPick]) -> PickOrder:
    first = min(picks, key=lambda pick: (pick.x_mm, pick.y_mm))
    return PickOrder(
        order,
        sum(pick.volume_mm3 * pick.quantity for pick in picks),
        _weigh(picks),
        len(picks),
        first.x_mm,
        first.y_mm,
    )
