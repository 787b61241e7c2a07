"""Fill one container with as many units as go in."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import NamedTuple

from packhaus.decide.cartonize.blocks import Block, Space, choose_block, list_orientations, split_space
from packhaus.decide.cartonize.types import Item, Placement, Size
from packhaus.decide.keys import Key


class Row(NamedTuple):
    """An item as the filling loop needs it."""

    line: Key
    orientations: tuple[Size, ...]
    weight_grams: int
    volume: int
    thinnest: int


class Filling(NamedTuple):
    """What went in: blocks, and units per row."""

    placements: list[Placement]
    units: list[int]


def sort_rows(items: Sequence[Item]) -> tuple[list[Row], list[int]]:
    """Sort items for first fit decreasing (volume, then longest side, then weight); rows and their quantities."""
    ordered = sorted(
        (item for item in items if item.quantity > 0),
        key=lambda item: (measure_volume(item.size), max(item.size), item.weight_grams),
        reverse=True,
    )
    rows = [
        Row(
            item.line,
            list_orientations(item.size, keep_upright=item.keep_upright),
            item.weight_grams,
            measure_volume(item.size),
            min(item.size),
        )
        for item in ordered
    ]
    return rows, [item.quantity for item in ordered]


def measure_volume(size: Size) -> int:
    """Measure a cuboid in cubic millimetres."""
    return size[0] * size[1] * size[2]


def fill_container(
    size: Size, max_weight_grams: int, rows: Sequence[Row], wanted: Sequence[int], *, only_all: bool = False
) -> Filling:
    """Fill a container, rows in order, each as blocks into the smallest free cuboid that takes it.

    First fit decreasing over extreme corners: free cuboids are disjoint and start where a block ends, so what is
    placed can neither overlap nor stick out, and always stands on the floor or on a full block. With `only_all`
    it gives up at the first row that does not go in whole.
    Units: mm, grams without the container's own weight. O(blocks x free cuboids x orientations).
    """
    spaces: list[Space] = [(measure_volume(size), 0, 0, 0, *size)]
    thinnest = min((row.thinnest for row in rows), default=1)
    filling = Filling([], [0] * len(rows))
    weight_left = max_weight_grams
    for index, row in enumerate(rows):
        need = wanted[index]
        if row.weight_grams:
            need = min(need, weight_left // row.weight_grams)
        placed = _place_row(spaces, row, need, filling.placements, thinnest) if need else 0
        filling.units[index] = placed
        weight_left -= placed * row.weight_grams
        if only_all and placed < wanted[index]:
            break
    return filling


def _place_row(spaces: list[Space], row: Row, need: int, placements: list[Placement], thinnest: int) -> int:
    placed = 0
    while placed < need:
        first = bisect_left(spaces, (row.volume,))
        chosen = choose_block(spaces[first:], row.orientations, row.thinnest, need - placed)
        if chosen is None:
            break
        space, block = chosen
        placements.append(_put(spaces, space, block, row.line, thinnest))
        placed += block.units
    return placed


def _put(spaces: list[Space], space: Space, block: Block, line: Key, thinnest: int) -> Placement:
    (nx, ny, nz), (dx, dy, dz) = block.grid, block.unit
    spaces.remove(space)
    for piece in split_space(space, (nx * dx, ny * dy, nz * dz)):
        if min(piece[4:]) >= thinnest:
            insort(spaces, piece)
    _, x, y, z, _, _, _ = space
    return Placement(line, x, y, z, dx, dy, dz, nx, ny, nz)
