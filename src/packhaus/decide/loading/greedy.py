"""Which block goes into a space, and what a hold takes when the best one is taken every time.

The score of a block in a space is VCS: worth * (share of its surface in contact) ** 4 * (1 - share of the space that
can no longer be used) * boxes ** -0.2. Source: Araya, Guerrero & Nuñez (2017), Computers & Operations Research 82.
Contact is taken from the space alone: the three sides at its corner, and those that come as near to its end as 4%.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from packhaus.decide.compiled import compiled_within
from packhaus.decide.loading.blocks import Offer
from packhaus.decide.loading.spaces import (
    Floats,
    Ints,
    State,
    choose_space,
    cut_spaces,
    drop_space,
    find_corner,
)

_NEAR = 0.04
_PIECES_AT_MOST = 4_000


class Task(NamedTuple):
    """What stays the same during a search; `closeness` is the power that the share in contact counts with.

    Shapes: size (3), stand_kind (stands), stand_size (stands, 3).
    """

    offer: Offer
    size: Ints
    stand_kind: Ints
    stand_size: Ints
    supported: bool
    closeness: int


class Desk(NamedTuple):
    """Room to work in.

    Shapes: pieces (n, 6), block (6), corner (3), least (3), active (blocks); reach (3, longest side + 1), the longest
    row of boxes within a length.
    """

    pieces: Ints
    block: Ints
    corner: Ints
    least: Ints
    active: Ints
    reach: Ints
    chosen: Ints
    scores: Floats


def make_desk(task: Task) -> Desk:
    """Make room for one search at a time."""
    blocks = len(task.offer.worth)
    return Desk(
        np.zeros((_PIECES_AT_MOST, 6), np.int32),
        np.zeros(6, np.int32),
        np.zeros(3, np.int32),
        np.ones(3, np.int32),
        np.zeros(blocks, np.int32),
        np.zeros((3, int(task.size.max()) + 1), np.int32),
        np.zeros(1, np.int32),
        np.zeros(1, np.float64),
    )


@compiled_within
def measure_reach(task: Task, left: Ints, reach: Ints, least: Ints) -> None:
    """Fill in, per axis, the longest row of boxes that are left within each length, and the shortest side."""
    for axis in range(3):
        room = task.size[axis]
        row = reach[axis]
        for length in range(1, room + 1):
            row[length] = 0
        row[0] = 1
        least[axis] = room + 1
        for stand in range(len(task.stand_kind)):
            side = task.stand_size[stand, axis]
            if left[task.stand_kind[stand]] <= 0:
                continue
            least[axis] = min(least[axis], side)
            _add_side(row, side, left[task.stand_kind[stand]], room)
        longest = 0
        for length in range(room + 1):
            if row[length]:
                longest = length
            row[length] = longest


@compiled_within
def _add_side(row: Ints, side: int, quantity: int, room: int) -> None:
    """Mark the lengths that up to `quantity` more sides reach; a mark counts the sides used, plus one."""
    for length in range(room + 1):
        if row[length]:
            row[length] = 1
    for length in range(side, room + 1):
        if not row[length] and row[length - side] and row[length - side] <= quantity:
            row[length] = row[length - side] + 1


@compiled_within
def list_active(task: Task, state: State, active: Ints) -> int:
    """List the blocks whose boxes are left."""
    count = 0
    for block in range(len(task.offer.worth)):
        if has_boxes(task.offer, block, state):
            active[count] = block
            count += 1
    return count


@compiled_within
def keep_active(task: Task, state: State, active: Ints, count: int, kept: Ints) -> int:
    """Keep of the active blocks those whose boxes are still left; `kept` may be the same array."""
    found = 0
    for place in range(count):
        if has_boxes(task.offer, active[place], state):
            kept[found] = active[place]
            found += 1
    return found


@compiled_within
def has_boxes(offer: Offer, block: int, state: State) -> bool:
    """Tell whether a block's boxes are left and may be added by weight."""
    for entry in range(offer.first[block], offer.first[block + 1]):
        if state.left[offer.kinds[entry]] < offer.counts[entry]:
            return False
    return bool(offer.weight[block] <= state.sums[1])


@compiled_within
def score_block(extent: Ints, space: Ints, reach: Ints, bound: float, closeness: int) -> float:
    """Score a block that fits a space; at most `bound`."""
    contact, surface, used, room = 0.0, 0.0, 1.0, 1.0
    for axis in range(3):
        side = extent[axis]
        length = space[axis + 3] - space[axis]
        face = float(extent[(axis + 1) % 3]) * extent[(axis + 2) % 3]
        rest = length - side
        surface += 2 * face
        contact += 2 * face if rest <= _NEAR * length else face
        used *= side + reach[axis, rest]
        room *= length
    share = contact / surface
    score = bound * used / room
    for _ in range(closeness):
        score *= share
    return score


@compiled_within
def choose_blocks(
    task: Task, state: State, space: Ints, desk: Desk, active: Ints, count: int, chosen: Ints, scores: Floats
) -> int:
    """Choose the best blocks for a space, as many as `chosen` has room for, the best first."""
    offer, wanted, found = task.offer, len(chosen), 0
    length, width, height = space[3] - space[0], space[4] - space[1], space[5] - space[2]
    for place in range(count):
        block = active[place]
        if found == wanted and offer.bound[block] <= scores[found - 1]:
            break
        extent = offer.extent[block]
        if (
            extent[0] > length
            or extent[1] > width
            or extent[2] > height
            or not has_boxes(offer, block, state)
        ):
            continue
        score = score_block(extent, space, desk.reach, offer.bound[block], task.closeness)
        if found < wanted or score > scores[found - 1]:
            found = _insert(chosen, scores, found, block, score)
    return found


@compiled_within
def _insert(chosen: Ints, scores: Floats, found: int, block: int, score: float) -> int:
    place = min(found, len(chosen) - 1)
    while place > 0 and scores[place - 1] < score:
        chosen[place], scores[place] = chosen[place - 1], scores[place - 1]
        place -= 1
    chosen[place], scores[place] = block, score
    return min(found + 1, len(chosen))


@compiled_within
def load_block(task: Task, state: State, space: int, block: int, desk: Desk) -> None:
    """Load a block into a space."""
    offer = task.offer
    find_corner(state.spaces[space], task.size, offer.extent[block], desk.corner, task.supported)
    for axis in range(3):
        desk.block[axis] = desk.corner[axis]
        desk.block[axis + 3] = desk.corner[axis] + offer.extent[block, axis]
    for entry in range(offer.first[block], offer.first[block + 1]):
        state.left[offer.kinds[entry]] -= offer.counts[entry]
    row = state.sizes[1]
    state.path[row, 0] = block
    for axis in range(3):
        state.path[row, axis + 1] = desk.corner[axis]
    state.sizes[1] = row + 1
    state.sums[0] += offer.worth[block]
    state.sums[1] -= offer.weight[block]
    cut_spaces(state, desk.block, offer.top[block], desk.least, desk.pieces, task.supported)


@compiled_within
def find_choices(
    task: Task, state: State, desk: Desk, active: Ints, count: int, chosen: Ints, scores: Floats
) -> tuple[int, int]:
    """Find the next space into which anything goes, and how many blocks were chosen for it; 0 at the end."""
    while state.sizes[0]:
        space = choose_space(state.spaces, state.sizes[0], task.size, task.supported)
        found = choose_blocks(task, state, state.spaces[space], desk, active, count, chosen, scores)
        if found:
            return space, found
        drop_space(state, space)
    return -1, 0


@compiled_within
def load_greedily(task: Task, state: State, desk: Desk, count: int) -> None:
    """Load the best of the desk's first `count` blocks into the next space until nothing goes in."""
    steps = 0
    while True:
        space, found = find_choices(task, state, desk, desk.active, count, desk.chosen, desk.scores)
        if not found:
            return
        load_block(task, state, space, desk.chosen[0], desk)
        steps += 1
        if steps % 4 == 0:
            count = keep_active(task, state, desk.active, count, desk.active)
