"""Where a block of equal units may stand in a carton, and on what: compiled loops."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from packhaus.decide.cartonize.orient import Longs
from packhaus.decide.cartonize.room import ROWS, make_room
from packhaus.decide.compiled import compiled_within

_UNLIMITED_GRAMS = 1 << 62


class Bodies(NamedTuple):
    """Blocks that stand in the carton.

    Shapes: span (room, 6) from and to corner; spare (room, 1), what may still come to stand on it, in grams; first
    (room, 1), where the bodies that it rests on begin in `rests` (room, 1): all below it, also indirectly.
    """

    span: Longs
    spare: Longs
    first: Longs
    rests: Longs


class Goods(NamedTuple):
    """A ware whose spot is looked for. Shape: stands (6, 3), of which `ways` count."""

    stands: Longs
    ways: int
    weight_grams: int
    carries_grams: int


@compiled_within
def make_bodies() -> Bodies:
    """Make an empty carton's."""
    first = np.empty((ROWS, 1), np.int64)
    first[0, 0] = 0
    return Bodies(
        np.empty((ROWS, 6), np.int64), np.empty((ROWS, 1), np.int64), first, np.empty((ROWS, 1), np.int64)
    )


@compiled_within
def find_spot(
    spaces: Longs, free: int, bodies: Bodies, count: int, ware: Goods, need: int, shape: Longs
) -> int:
    """Find the space for the next block, or -1. Writes `shape`: a unit as it stands, and how many each way.

    Low first, then many units at once, then little left beside, then little above, then near the corner.
    """
    best, best_rank = -1, (0, 0, 0, 0)
    grid, block = np.empty(3, np.int64), np.empty(6, np.int64)
    for space in range(free):
        if best >= 0 and spaces[space, 2] > spaces[best, 2]:
            break  # the lowest place wins, and they are sorted by height
        x, y = spaces[space, 3] - spaces[space, 0], spaces[space, 4] - spaces[space, 1]
        z, near = spaces[space, 5] - spaces[space, 2], spaces[space, 0] + spaces[space, 1]
        for way in range(ware.ways):
            stand = ware.stands[way]
            if stand[0] > x or stand[1] > y or stand[2] > z:
                continue
            if not _make_grid(spaces[space], bodies, count, ware, stand, need, grid, block):
                continue
            units, above = grid[0] * grid[1] * grid[2], z - stand[2] * grid[2]
            beside = min(x - stand[0] * grid[0], y - stand[1] * grid[1])
            rank = (-units, beside, above, near)
            if best < 0 or rank < best_rank:
                best, best_rank = space, rank
                for axis in range(3):
                    shape[axis], shape[3 + axis] = stand[axis], grid[axis]
    return best


@compiled_within
def _make_grid(
    space: Longs, bodies: Bodies, count: int, ware: Goods, stand: Longs, need: int, grid: Longs, block: Longs
) -> bool:
    """Shape the block: a row, then rows side by side, then as many layers as its lowest units carry."""
    grid[0] = min(need, (space[3] - space[0]) // stand[0])
    grid[1] = min(need // grid[0], (space[4] - space[1]) // stand[1])
    most = (space[5] - space[2]) // stand[2]
    if ware.weight_grams:
        most = min(most, 1 + ware.carries_grams // ware.weight_grams)
    grid[2] = max(1, min(need // (grid[0] * grid[1]), most))
    if space[2] == 0:
        return True
    measure_span(space, stand, grid, block)
    if _bears(bodies, count, block) >= ware.weight_grams * grid[0] * grid[1] * grid[2]:
        return True
    grid[0], grid[1], grid[2] = 1, 1, 1
    measure_span(space, stand, grid, block)
    return bool(_bears(bodies, count, block) >= ware.weight_grams)


@compiled_within
def measure_span(space: Longs, stand: Longs, grid: Longs, block: Longs) -> None:
    """Write where a block at a space's corner begins and ends."""
    for axis in range(3):
        block[axis] = space[axis]
        block[3 + axis] = space[axis] + stand[axis] * grid[axis]


@compiled_within
def _is_right_below(bodies: Bodies, body: int, block: Longs) -> bool:
    span = bodies.span
    return bool(
        span[body, 5] == block[2]
        and span[body, 0] < block[3]
        and block[0] < span[body, 3]
        and span[body, 1] < block[4]
        and block[1] < span[body, 4]
    )


@compiled_within
def _bears(bodies: Bodies, count: int, block: Longs) -> int:
    """Tell what may stand where the block does: no more than the weakest of all that is below it."""
    least = _UNLIMITED_GRAMS
    for body in range(count):
        if _is_right_below(bodies, body, block):
            least = min(least, bodies.spare[body, 0])
            for place in range(bodies.first[body, 0], bodies.first[body + 1, 0]):
                least = min(least, bodies.spare[bodies.rests[place, 0], 0])
    return int(least)


@compiled_within
def add_body(bodies: Bodies, count: int, block: Longs, weight_grams: int, spare_grams: int) -> Bodies:
    """Stand a block on what is below it: everything there carries its whole weight."""
    is_below, rests, end = np.zeros(count, np.bool_), bodies.rests, bodies.first[count, 0]
    for body in range(count if block[2] else 0):
        if _is_right_below(bodies, body, block):
            is_below[body] = True
            for place in range(bodies.first[body, 0], bodies.first[body + 1, 0]):
                is_below[rests[place, 0]] = True
    for body in range(count):
        if is_below[body]:
            rests = make_room(rests, end, 1)
            rests[end, 0] = body
            bodies.spare[body, 0] -= weight_grams
            end += 1
    span, spare = make_room(bodies.span, count, 1), make_room(bodies.spare, count, 1)
    first = make_room(bodies.first, count + 1, 1)
    for column in range(6):
        span[count, column] = block[column]
    spare[count, 0], first[count + 1, 0] = spare_grams, end
    return Bodies(span, spare, first, rests)
