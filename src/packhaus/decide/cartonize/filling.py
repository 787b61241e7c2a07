"""Fill one container: the compiled loop."""

from __future__ import annotations

import numpy as np

from packhaus.decide.cartonize.blocks import choose_block, split_space
from packhaus.decide.cartonize.orient import Longs
from packhaus.decide.cartonize.room import ROWS, make_room, write_block
from packhaus.decide.compiled import compiled, compiled_within


@compiled
def fill(
    size: tuple[int, int, int],
    max_weight_grams: int,
    stands: Longs,
    ways: Longs,
    weight_grams: Longs,
    volume: Longs,
    thinnest: Longs,
    wanted: Longs,
    only_all: bool,
) -> tuple[Longs, Longs]:
    """Fill a container, rows in order; see `fill_container`.

    Returns blocks as `write_block` writes them, and units per row. A space holds its volume, corner and extent: in this
    order they are sorted. Everything below it is full.
    """
    spaces, blocks = np.empty((ROWS, 7), np.int64), np.empty((ROWS, 10), np.int64)
    units, shape = np.zeros(len(wanted), np.int64), np.zeros(6, np.int64)
    piece = np.empty((1, 7), np.int64)
    free, placed, weight_left = 1, 0, max_weight_grams
    spaces[0, 0] = size[0] * size[1] * size[2]
    for axis in range(3):
        spaces[0, 1 + axis] = 0
        spaces[0, 4 + axis] = size[axis]
    least = _find_thinnest(thinnest, wanted)
    for row in range(len(wanted)):
        need = wanted[row]
        if weight_grams[row]:
            need = min(need, weight_left // weight_grams[row])
        while units[row] < need:
            space = choose_block(
                spaces, free, stands[row], ways[row], volume[row], thinnest[row], need - units[row], shape
            )
            if space < 0:
                break
            blocks, spaces = make_room(blocks, placed, 1), make_room(spaces, free, 2)
            write_block(blocks, placed, row, spaces[space, 1:4], shape)
            placed += 1
            free = split_space(spaces, free, space, shape, least, piece)
            units[row] += shape[3] * shape[4] * shape[5]
        weight_left -= units[row] * weight_grams[row]
        if only_all and units[row] < wanted[row]:
            break
    return blocks[:placed], units


@compiled_within
def _find_thinnest(thinnest: Longs, wanted: Longs) -> int:
    """Find the shortest side of what is wanted: no thinner space is of use."""
    least = 0
    for row in range(len(wanted)):
        if wanted[row] and (least == 0 or thinnest[row] < least):
            least = thinnest[row]
    return max(1, least)
