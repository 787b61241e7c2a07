"""Which orders walk together, and in which order their stops come; nothing is written here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.decide.batching import Cart, Oversize, PickOrder
from packhaus.decide.batching import build_batches as plan_batches
from packhaus.decide.walking import Stop, order_walk
from packhaus.outbound.queries.open_picks import OpenPick

TOTE_VOLUME_MM3 = 600 * 400 * 280
TOTE_WEIGHT_GRAMS = 25_000


class PlannedTask(NamedTuple):
    """One stop of a walk."""

    sequence: int
    slot: int
    pick: OpenPick


class PlannedBatch(NamedTuple):
    """One walk: its orders by slot, and its stops in walking order."""

    slots: dict[int, UUID]
    tasks: list[PlannedTask]


def plan_walks(picks: Sequence[OpenPick], *, max_totes: int) -> list[PlannedBatch]:
    """Plan walks of at most so many totes; an order that needs more walks alone. Slots count from 1.

    An order of several totes stands at its first slot, the next order behind them.
    """
    by_order: defaultdict[UUID, list[OpenPick]] = defaultdict(list)
    for pick in picks:
        by_order[pick.fulfillment_id].append(pick)
    plan = plan_batches(
        orders=[_as_order(order, own) for order, own in by_order.items()],
        cart=Cart(max_totes, TOTE_VOLUME_MM3, TOTE_WEIGHT_GRAMS),
        oversize=Oversize.ALONE,
    )
    return [_plan_batch(batch.totes, by_order) for batch in plan.batches]


def order_stops(picks: Iterable[OpenPick]) -> dict[int, int]:
    """Return each location's place in the walk."""
    stops = {pick.location_id: _as_stop(pick) for pick in picks}
    return {location: place for place, location in enumerate(order_walk(stops=stops.values()))}


def _plan_batch(totes: Sequence[tuple[UUID, ...]], by_order: dict[UUID, list[OpenPick]]) -> PlannedBatch:
    slots: dict[int, UUID] = {}
    for slot, (order,) in enumerate(totes, start=1):
        if order not in slots.values():
            slots[slot] = order
    picks = [(slot, pick) for slot, order in slots.items() for pick in by_order[order]]
    places = order_stops(pick for _, pick in picks)
    picks.sort(key=lambda item: (places[item[1].location_id], str(item[1].sku_id), item[0]))
    return PlannedBatch(
        slots, [PlannedTask(number, slot, pick) for number, (slot, pick) in enumerate(picks, start=1)]
    )


def _as_order(order: UUID, picks: Sequence[OpenPick]) -> PickOrder:
    first = min(picks, key=lambda pick: (pick.x_mm, pick.y_mm))
    return PickOrder(
        order,
        sum(pick.volume_mm3 * pick.quantity for pick in picks),
        sum(pick.weight_grams * pick.quantity for pick in picks),
        len(picks),
        first.x_mm,
        first.y_mm,
    )


def _as_stop(pick: OpenPick) -> Stop:
    has_point = bool(pick.x_mm or pick.y_mm)
    return Stop(
        pick.location_id, pick.zone, pick.aisle, pick.bay, pick.level, pick.bin,
        pick.x_mm if has_point else None, pick.y_mm if has_point else None,
    )  # fmt: skip
