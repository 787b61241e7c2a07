"""Which fulfillment orders are picked together in one walk."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias

import numpy as np

from packhaus.decide.keys import Key

Numbers: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


class PickOrder(NamedTuple):
    """A fulfillment order to be picked; `x_mm`, `y_mm` is its first location, `share` whose orders share a tote."""

    order: Key
    volume_mm3: int
    weight_grams: int
    lines: int
    x_mm: int
    y_mm: int
    share: Key = None


class Cart(NamedTuple):
    """How many totes go on one walk, and what one tote takes."""

    totes: int
    tote_volume_mm3: int
    tote_weight_grams: int


class Oversize(StrEnum):
    """What happens to an order that needs more totes than a cart has."""

    LEAVE_OUT = "leave_out"
    ALONE = "alone"


class LeftOut(NamedTuple):
    """An order that no cart takes, and the totes that it would need."""

    order: Key
    totes: int


class PickBatch(NamedTuple):
    """One walk: per tote the orders in it; an order of several totes stands in each of them."""

    totes: tuple[tuple[Key, ...], ...]

    @property
    def orders(self) -> tuple[Key, ...]:
        return tuple(dict.fromkeys(order for tote in self.totes for order in tote))


class BatchPlan(NamedTuple):
    """The walks, and what no cart takes."""

    batches: list[PickBatch]
    left_out: list[LeftOut]


class Load(NamedTuple):
    """Orders that travel together in the same totes."""

    orders: tuple[Key, ...]
    totes: int
    x_mm: int
    y_mm: int


WINDOW = 256
"""Among so many loads, next by x, the nearest are searched: a walk does not skip whole aisles anyway."""


def build_batches(
    *, orders: Sequence[PickOrder], cart: Cart, oversize: Oversize = Oversize.LEAVE_OUT
) -> BatchPlan:
    """Build batches of at most the cart's totes, single-line orders apart from the others.

    A batch starts at the remaining load that lies first (x, then y) and takes the nearest first locations that
    still fit. An order takes as many totes as its volume or weight needs; small orders with the same `share`
    go into one tote. What no cart takes is left out and named, or walks alone (several trips).
    Units: mm, mm3, grams. O(loads log loads). In aisles `plan_walks` finds shorter walks; this is for where there
    are none, or while its search is not loaded.
    """
    assert cart.totes > 0
    assert min(cart.tote_volume_mm3, cart.tote_weight_grams) > 0
    plan = BatchPlan([], [])
    fitting: list[PickOrder] = []
    for order in orders:
        totes = count_totes(order=order, cart=cart)
        if totes <= cart.totes:
            fitting.append(order)
        elif oversize is Oversize.ALONE:
            plan.batches.append(PickBatch(((order.order,),) * totes))
        else:
            plan.left_out.append(LeftOut(order.order, totes))
    for rows in (
        [order for order in fitting if order.lines == 1],
        [order for order in fitting if order.lines != 1],
    ):
        plan.batches.extend(_walk(_list_loads(rows, cart), cart))
    return plan


def count_totes(*, order: PickOrder, cart: Cart) -> int:
    """Count the totes that an order takes by volume and by weight; at least one."""
    by_volume = -(-order.volume_mm3 // cart.tote_volume_mm3)
    by_weight = -(-order.weight_grams // cart.tote_weight_grams)
    return max(1, by_volume, by_weight)


def _list_loads(orders: Sequence[PickOrder], cart: Cart) -> list[Load]:
    """List loads by their first location; orders of one `share` fill a tote first fit, in the order given."""
    loads: list[Load] = []
    shared: dict[Key, list[list[PickOrder]]] = {}
    for order in orders:
        if order.share is None or count_totes(order=order, cart=cart) > 1:
            loads.append(_load([order], count_totes(order=order, cart=cart)))
            continue
        totes = shared.setdefault(order.share, [])
        tote = next((tote for tote in totes if _has_room(tote, order, cart)), None)
        if tote is None:
            totes.append([order])
        else:
            tote.append(order)
    loads.extend(_load(tote, 1) for totes in shared.values() for tote in totes)
    return sorted(loads, key=lambda load: (load.x_mm, load.y_mm))


def _load(orders: list[PickOrder], totes: int) -> Load:
    first = min(orders, key=lambda order: (order.x_mm, order.y_mm))
    return Load(tuple(order.order for order in orders), totes, first.x_mm, first.y_mm)


def _has_room(tote: list[PickOrder], order: PickOrder, cart: Cart) -> bool:
    volume = sum(other.volume_mm3 for other in tote) + order.volume_mm3
    weight = sum(other.weight_grams for other in tote) + order.weight_grams
    return volume <= cart.tote_volume_mm3 and weight <= cart.tote_weight_grams


def _walk(loads: Sequence[Load], cart: Cart) -> list[PickBatch]:
    batches: list[PickBatch] = []
    points = np.array([(load.x_mm, load.y_mm) for load in loads], dtype=np.int64).reshape(-1, 2)
    remaining = np.arange(len(loads))
    while remaining.size:
        window = remaining[:WINDOW]
        distances = np.abs(points[window] - points[window[0]]).sum(axis=1)
        places = _take_nearest(loads, window, distances, cart.totes)
        taken = [loads[window[place]] for place in places]
        batches.append(PickBatch(tuple(load.orders for load in taken for _ in range(load.totes))))
        remaining = np.delete(remaining, places)
    return batches


def _take_nearest(loads: Sequence[Load], window: Numbers, distances: Numbers, totes: int) -> list[int]:
    """Take the places of the nearest loads that still fit; ties by place, so that a plan can be repeated."""
    taken: list[int] = []
    for place in np.argsort(distances, kind="stable").tolist():
        needed = loads[window[place]].totes
        if needed <= totes:
            taken.append(place)
            totes -= needed
            if not totes:
                break
    return taken
