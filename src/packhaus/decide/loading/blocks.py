"""Blocks: boxes that stand together as (nearly) a cuboid and are loaded in one step.

Simple blocks are grids of one kind as it stands; general blocks join two blocks side by side or one on top of the
other. Source: Fanslau & Bortfeldt (2010), INFORMS Journal on Computing 22.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from packhaus.decide.compiled import compiled, compiled_within
from packhaus.decide.loading.spaces import Floats, Ints, Longs, copy_row
from packhaus.decide.loading.types import BoxKind, Hold

BLOCKS_AT_MOST = 10_000
SHAPE_SPREAD = 0.2
"""How much less a block of many boxes counts: worth * boxes ** -0.2 (Araya, Guerrero & Nuñez 2017)."""
_SLOTS = 1 << 16


class Stands(NamedTuple):
    """Every way in which a box of each kind may stand. Shapes: kind, volume (stands); size (stands, 3)."""

    kind: Ints
    size: Ints
    quantity: Ints
    carries: Ints


class Blocks(NamedTuple):
    """All blocks. Shapes: extent (blocks, 3), top (blocks, 2): what of its upper side carries, content (blocks, kinds).

    `parts`: (-1, stand, along, across, up) of a simple block, (axis, lower block, upper block, 0, 0) of a general one.
    """

    extent: Ints
    top: Ints
    content: Ints
    parts: Ints
    volume: Longs
    boxes: Ints


class Offer(NamedTuple):
    """Blocks as the search reads them, the best bound first; row b holds `kinds[first[b]:first[b + 1]]`."""

    extent: Ints
    top: Ints
    worth: Floats
    weight: Floats
    bound: Floats
    first: Ints
    kinds: Ints
    counts: Ints


def list_stands(kinds: Sequence[BoxKind], hold: Hold) -> Stands:
    """List the ways in which boxes stand that fit the hold."""
    fitting = [
        (index, size)
        for index, kind in enumerate(kinds)
        for size in kind.stands
        if kind.quantity > 0 and all(side <= room for side, room in zip(size, hold.size, strict=True))
    ]
    return Stands(
        np.array([index for index, _ in fitting], np.int32),
        np.array([size for _, size in fitting], np.int32).reshape(-1, 3),
        np.array([kind.quantity for kind in kinds], np.int32),
        np.array([not kind.carries_nothing for kind in kinds], np.int32),
    )


def build_blocks(*, stands: Stands, hold: Hold, supported: bool, least_fill: float = 0.98) -> Blocks:
    """Build blocks that fill their cuboid to `least_fill`, simple ones first, at most BLOCKS_AT_MOST.

    Supported, every box of a block stands wholly on others or on the block's floor.
    """
    kinds = len(stands.quantity)
    blocks = Blocks(
        np.zeros((BLOCKS_AT_MOST, 3), np.int32),
        np.zeros((BLOCKS_AT_MOST, 2), np.int32),
        np.zeros((BLOCKS_AT_MOST, kinds), np.int32),
        np.zeros((BLOCKS_AT_MOST, 5), np.int32),
        np.zeros(BLOCKS_AT_MOST, np.int64),
        np.zeros(BLOCKS_AT_MOST, np.int32),
    )
    size = np.array(hold.size, np.int32)
    slots = np.full(_SLOTS, -1, np.int32)
    simple = _add_simple(blocks, stands, size, slots)
    count = _add_general(blocks, stands.quantity, size, slots, simple, supported, least_fill)
    return Blocks(
        blocks.extent[:count].copy(),
        blocks.top[:count].copy(),
        blocks.content[:count].copy(),
        blocks.parts[:count].copy(),
        blocks.volume[:count].copy(),
        blocks.boxes[:count].copy(),
    )


def offer_blocks(*, blocks: Blocks, worths: Sequence[float], weights: Sequence[float]) -> tuple[Offer, Longs]:
    """Sort blocks by the most that they can count in a space; also tell each one's row among the blocks."""
    worth: Floats = np.asarray(blocks.content @ np.array(worths, np.float64), np.float64)
    weight: Floats = np.asarray(blocks.content @ np.array(weights, np.float64), np.float64)
    bound = worth * blocks.boxes.astype(np.float64) ** -SHAPE_SPREAD
    order = np.argsort(-bound, kind="stable")
    rows, columns = np.nonzero(blocks.content[order])
    offer = Offer(
        blocks.extent[order],
        blocks.top[order],
        worth[order],
        weight[order],
        bound[order],
        np.searchsorted(rows, np.arange(len(order) + 1)).astype(np.int32),
        columns.astype(np.int32),
        blocks.content[order][rows, columns],
    )
    return offer, order


@compiled
def _add_simple(blocks: Blocks, stands: Stands, size: Ints, slots: Ints) -> int:
    count = 0
    for stand in range(len(stands.kind)):
        kind = stands.kind[stand]
        length, width, height = stands.size[stand, 0], stands.size[stand, 1], stands.size[stand, 2]
        quantity = stands.quantity[kind]
        for along in range(1, min(quantity, size[0] // length) + 1):
            for across in range(1, min(quantity // along, size[1] // width) + 1):
                most = min(quantity // (along * across), size[2] // height)
                if not stands.carries[kind]:
                    most = min(most, 1)
                for up in range(1, most + 1):
                    if count == BLOCKS_AT_MOST:
                        return count
                    _set_simple(blocks, count, kind, stand, stands.size[stand], (along, across, up))
                    if not stands.carries[kind]:
                        blocks.top[count, 0] = 0
                    count += _keep_new(blocks, count, slots)
    return count


@compiled_within
def _set_simple(
    blocks: Blocks, row: int, kind: int, stand: int, size: Ints, grid: tuple[int, int, int]
) -> None:
    blocks.extent[row, 0] = grid[0] * size[0]
    blocks.extent[row, 1] = grid[1] * size[1]
    blocks.extent[row, 2] = grid[2] * size[2]
    blocks.top[row, 0] = blocks.extent[row, 0]
    blocks.top[row, 1] = blocks.extent[row, 1]
    for other in range(blocks.content.shape[1]):
        blocks.content[row, other] = 0
    blocks.content[row, kind] = grid[0] * grid[1] * grid[2]
    blocks.boxes[row] = grid[0] * grid[1] * grid[2]
    blocks.volume[row] = np.int64(blocks.extent[row, 0]) * blocks.extent[row, 1] * blocks.extent[row, 2]
    blocks.parts[row, 0] = -1
    blocks.parts[row, 1] = stand
    blocks.parts[row, 2] = grid[0]
    blocks.parts[row, 3] = grid[1]
    blocks.parts[row, 4] = grid[2]


@compiled
def _add_general(
    blocks: Blocks,
    quantity: Ints,
    size: Ints,
    slots: Ints,
    simple: int,
    supported: bool,
    least_fill: float,
) -> int:
    """Join each block with those before it that are about as wide as it; a chain per axis and width finds them."""
    longest = max(size[0], size[1], size[2])
    heads = np.full((3, longest + 1), -1, np.int32)
    chains = np.full((3, BLOCKS_AT_MOST), -1, np.int32)
    count, upper = simple, 0
    while upper < count:
        for axis in range(3):
            width = blocks.extent[upper, (axis + 1) % 3]
            chains[axis, upper] = heads[axis, width]
            heads[axis, width] = upper
            widest = min(longest, int(width / least_fill))
            for other in range(math.ceil(width * least_fill), widest + 1):
                lower = heads[axis, other]
                while lower >= 0 and count < BLOCKS_AT_MOST:
                    count += _join(
                        blocks, count, lower, upper, axis, quantity, size, slots, supported, least_fill
                    )
                    if supported and axis == 2 and lower != upper and count < BLOCKS_AT_MOST:
                        count += _join(
                            blocks, count, upper, lower, axis, quantity, size, slots, supported, least_fill
                        )
                    lower = chains[axis, lower]
        upper += 1
    return count


@compiled_within
def _join(
    blocks: Blocks, row: int, one: int, other: int, axis: int, quantity: Ints, size: Ints, slots: Ints,
    supported: bool, least_fill: float,
) -> int:  # fmt: skip
    """Join two blocks along an axis as block `row`; 1 when it is a new one, else 0."""
    bounding = 1.0
    for side in range(3):
        low, high = blocks.extent[one, side], blocks.extent[other, side]
        joined = low + high if side == axis else max(low, high)
        if joined > size[side]:
            return 0
        bounding *= joined
        blocks.extent[row, side] = joined
    volume = blocks.volume[one] + blocks.volume[other]
    if volume < least_fill * bounding:
        return 0
    if supported and not _set_top(blocks, row, one, other, axis):
        return 0
    for kind in range(len(quantity)):
        wanted = blocks.content[one, kind] + blocks.content[other, kind]
        if wanted > quantity[kind]:
            return 0
        blocks.content[row, kind] = wanted
    blocks.volume[row] = volume
    blocks.boxes[row] = blocks.boxes[one] + blocks.boxes[other]
    blocks.parts[row, 0] = axis
    blocks.parts[row, 1] = one
    blocks.parts[row, 2] = other
    return _keep_new(blocks, row, slots)


@compiled_within
def _set_top(blocks: Blocks, row: int, one: int, other: int, axis: int) -> bool:
    """Tell whether the joined block is supported, and set what of its upper side carries."""
    extent, top = blocks.extent, blocks.top
    if axis == 2:
        copy_row(top[other], top[row])
        return bool(extent[other, 0] <= top[one, 0] and extent[other, 1] <= top[one, 1])
    if extent[one, 2] != extent[other, 2]:
        return False
    across = 1 - axis
    copy_row(top[one], top[row])
    if top[one, axis] == extent[one, axis]:
        shared = min(top[one, across], top[other, across])
        together = top[one, axis] + top[other, axis]
        if shared * together > top[one, 0] * top[one, 1]:
            top[row, axis] = together
            top[row, across] = shared
    return True


@compiled_within
def _keep_new(blocks: Blocks, row: int, slots: Ints) -> int:
    """Enter block `row` into the table of those known (open addressing); 1 when it was not there."""
    mixed = np.int64(1469598103934665603)
    for side in range(3):
        mixed = (mixed ^ np.int64(blocks.extent[row, side])) * np.int64(1099511628211)
    for kind in range(blocks.content.shape[1]):
        mixed = (mixed ^ np.int64(blocks.content[row, kind])) * np.int64(1099511628211)
    mixed ^= mixed >> 29
    slot = mixed & (_SLOTS - 1)
    while slots[slot] >= 0:
        if _is_same(blocks, slots[slot], row):
            return 0
        slot = (slot + 1) & (_SLOTS - 1)
    slots[slot] = row
    return 1


@compiled_within
def _is_same(blocks: Blocks, one: int, other: int) -> bool:
    for side in range(3):
        if blocks.extent[one, side] != blocks.extent[other, side]:
            return False
    for side in range(2):
        if blocks.top[one, side] != blocks.top[other, side]:
            return False
    for kind in range(blocks.content.shape[1]):
        if blocks.content[one, kind] != blocks.content[other, kind]:
            return False
    return True
