"""A batching task as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from packhaus.decide.batching.tables import Numbers, Tables, build_tables
from packhaus.decide.batching.types import WalkOrder
from packhaus.decide.tours import Layout, Stop

CROSSES_MEASURED = 4
"""Tours are measured with so many cross aisles at most; leaving inner ones out makes them longer, never shorter."""


class Ground(NamedTuple):
    """The places of all orders in the order of legs (an aisle within a block), and how legs lie to each other.

    `leg_mm` is per leg, `width_mm` and `is_joined` (the far ends of its two aisles) per gap between columns.
    """

    leg: Numbers
    offset_mm: Numbers
    leg_mm: Numbers
    width_mm: Numbers
    is_joined: Numbers
    is_open: Numbers
    depot_column: int
    blocks: int
    tables: Tables


class Orders(NamedTuple):
    """Per order its places (`places[start[i]:start[i + 1]]`, ascending), its needs, and the cart's limits."""

    start: Numbers
    places: Numbers
    needs: Numbers
    limits: Numbers


def lay_out(*, layout: Layout, orders: Sequence[WalkOrder], limits: Sequence[int]) -> tuple[Ground, Orders]:
    """Lay out a task as arrays. Units: mm, and the limits' own."""
    layout = _leave_out_crosses(layout)
    xs_mm = sorted({*layout.aisles_x_mm, layout.depot_x_mm})
    stops = sorted(
        {stop for order in orders for stop in order.stops}, key=lambda stop: _rank(layout, xs_mm, stop)
    )
    number = {stop: at for at, stop in enumerate(stops)}
    ranks = [_rank(layout, xs_mm, stop) for stop in stops]
    places = [sorted({number[stop] for stop in order.stops}) for order in orders]
    ground = Ground(
        leg=_numbers([leg for leg, _ in ranks]),
        offset_mm=_numbers([offset for _, offset in ranks]),
        leg_mm=_numbers([length for x_mm in xs_mm for length in _measure_legs(layout, x_mm)]),
        width_mm=np.diff(_numbers(xs_mm)),
        is_joined=_numbers([int(layout.is_joined_behind(*gap)) for gap in pairwise(xs_mm)]),
        is_open=_numbers([int(x_mm in layout.aisles_x_mm) for x_mm in xs_mm]),
        depot_column=xs_mm.index(layout.depot_x_mm),
        blocks=layout.blocks,
        tables=build_tables(len(layout.crosses_y_mm), layout.depot_cross),
    )
    start = _numbers(list(accumulate((len(row) for row in places), initial=0)))
    needs = np.array([order.needs for order in orders], dtype=np.int64).reshape(len(orders), len(limits))
    return ground, Orders(start, _numbers([at for row in places for at in row]), needs, _numbers(limits))


def _measure_legs(layout: Layout, x_mm: int) -> list[int]:
    crosses = layout.crosses_y_mm
    if x_mm in layout.aisles_x_mm:
        crosses = layout.list_crosses(layout.aisles_x_mm.index(x_mm))
    return [back - front for front, back in pairwise(crosses)]


def _rank(layout: Layout, xs_mm: list[int], stop: Stop) -> tuple[int, int]:
    block = layout.find_block(stop.y_mm)
    column = xs_mm.index(layout.aisles_x_mm[stop.aisle])
    return column * layout.blocks + block, stop.y_mm - layout.crosses_y_mm[block]


def _leave_out_crosses(layout: Layout) -> Layout:
    """Leave out inner cross aisles, those nearest to another first, but for the depot's."""
    if len(layout.crosses_y_mm) <= CROSSES_MEASURED:
        return layout
    crosses = list(layout.crosses_y_mm)
    depot_mm = layout.depot[1]
    while len(crosses) > CROSSES_MEASURED:
        inner = [at for at in range(1, len(crosses) - 1) if crosses[at] != depot_mm]
        nearest = min(inner, key=lambda at: crosses[at + 1] - crosses[at - 1])
        del crosses[nearest]
    return Layout(layout.aisles_x_mm, tuple(crosses), layout.depot_x_mm, crosses.index(depot_mm))


def _numbers(values: Sequence[int]) -> Numbers:
    return np.array(values, dtype=np.int64)
