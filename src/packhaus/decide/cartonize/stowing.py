"""Stow one carton: the compiled loop."""

from __future__ import annotations

import numpy as np

from packhaus.decide.cartonize.orient import Longs
from packhaus.decide.cartonize.room import ROWS, make_room, write_block
from packhaus.decide.cartonize.spans import cut_spaces
from packhaus.decide.cartonize.spots import Goods, add_body, find_spot, make_bodies, measure_span
from packhaus.decide.compiled import compiled, compiled_within


@compiled
def stow(
    size: tuple[int, int, int],
    max_content_grams: int,
    stands: Longs,
    ways: Longs,
    weight_grams: Longs,
    carries_grams: Longs,
    apart: Longs,
    order: Longs,
    wanted: Longs,
    only_all: bool,
) -> tuple[Longs, Longs]:
    """Stow wares in an order; see `stow_all`. `apart` (wares, wares): 1 where two never share a carton.

    Returns blocks as `write_block` writes them, and units per ware.
    """
    spaces, blocks = np.zeros((ROWS, 6), np.int64), np.empty((ROWS, 10), np.int64)
    units, shape, block = np.zeros(len(wanted), np.int64), np.zeros(6, np.int64), np.empty(6, np.int64)
    bodies, free, count, weight_left = make_bodies(), 1, 0, max_content_grams
    for axis in range(3):
        spaces[0, 3 + axis] = size[axis]
    for row in order:
        ware = Goods(stands[row], ways[row], weight_grams[row], carries_grams[row])
        need = 0 if _is_refused(apart[row], units) else wanted[row]
        if ware.weight_grams:
            need = min(need, weight_left // ware.weight_grams)
        while units[row] < need:
            space = find_spot(spaces, free, bodies, count, ware, need - units[row], shape)
            if space < 0:
                break
            blocks = make_room(blocks, count, 1)
            write_block(blocks, count, row, spaces[space], shape)
            measure_span(spaces[space], shape[:3], shape[3:], block)
            added = shape[3] * shape[4] * shape[5]
            spare = ware.carries_grams - (shape[5] - 1) * ware.weight_grams
            bodies = add_body(bodies, count, block, ware.weight_grams * added, spare)
            spaces, free = cut_spaces(spaces, free, block)
            units[row] += added
            weight_left -= ware.weight_grams * added
            count += 1
        if only_all and units[row] < wanted[row]:
            break
    return blocks[:count], units


@compiled_within
def _is_refused(apart: Longs, units: Longs) -> bool:
    """Tell whether something is in the carton that a ware never shares one with."""
    for other in range(len(units)):
        if units[other] and apart[other]:
            return True
    return False
