"""Arrays of the compiled loops that grow."""

from __future__ import annotations

import numpy as np

from packhaus.decide.cartonize.orient import Longs
from packhaus.decide.compiled import compiled_within

ROWS = 64
"""Rows that an array starts with."""


@compiled_within
def make_room(rows: Longs, count: int, more: int) -> Longs:
    """Return the rows, in a larger array where it has no room for `more` beyond the `count` in use."""
    if count + more <= len(rows):
        return rows
    larger = np.empty((2 * len(rows) + more, rows.shape[1]), np.int64)
    for row in range(count):
        copy_row(rows, row, larger, row)
    return larger


@compiled_within
def copy_row(source: Longs, row: int, target: Longs, place: int) -> None:
    """Copy a row: an assignment of slices takes ten times as long to compile."""
    for column in range(source.shape[1]):
        target[place, column] = source[row, column]


@compiled_within
def write_block(blocks: Longs, place: int, ware: int, corner: Longs, shape: Longs) -> None:
    """Write down a block: its ware, its corner, a unit as it stands, and how many each way."""
    blocks[place, 0] = ware
    for axis in range(3):
        blocks[place, 1 + axis] = corner[axis]
        blocks[place, 4 + axis] = shape[axis]
        blocks[place, 7 + axis] = shape[3 + axis]
