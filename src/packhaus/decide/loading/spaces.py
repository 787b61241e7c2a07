"""Free space as the set of maximal empty cuboids, which may overlap.

Source: Lai & Chan (1997), Computers & Industrial Engineering 32; "cover representation" in Zhu & Lim (2012),
European Journal of Operational Research 222.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from packhaus.decide.compiled import compiled, compiled_within

Ints: TypeAlias = npt.NDArray[np.int32]
Longs: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

SPACES_AT_MOST = 600
"""Cuboids kept for one hold; what comes later is not loaded into. BR15 stays below 300."""


class State(NamedTuple):
    """A hold that is being loaded.

    Shapes: spaces (SPACES_AT_MOST, 6) with from and to corner; left (kinds); path (boxes, 4) with block and corner;
    sizes (2) with the number of spaces and of blocks; sums (2) with the worth loaded and the weight that may follow.
    """

    spaces: Ints
    left: Ints
    path: Ints
    sizes: Longs
    sums: Floats


def make_states(count: int, kinds: int, boxes: int) -> State:
    """Make empty states, one per row."""
    return State(
        np.zeros((count, SPACES_AT_MOST, 6), np.int32),
        np.zeros((count, kinds), np.int32),
        np.zeros((count, max(1, boxes), 4), np.int32),
        np.zeros((count, 2), np.int64),
        np.zeros((count, 2), np.float64),
    )


@compiled
def take_state(states: State, row: int) -> State:
    """Take one row of the states, as a view."""
    return State(states.spaces[row], states.left[row], states.path[row], states.sizes[row], states.sums[row])


@compiled
def copy_state(source: State, target: State) -> None:
    """Copy the part of a state that is in use."""
    for row in range(source.sizes[0]):
        copy_row(source.spaces[row], target.spaces[row])
    for row in range(source.sizes[1]):
        copy_row(source.path[row], target.path[row])
    copy_row(source.left, target.left)
    for place in range(2):
        target.sizes[place] = source.sizes[place]
        target.sums[place] = source.sums[place]


@compiled_within
def copy_row(source: Ints, target: Ints) -> None:
    """Copy a row: an assignment of slices takes ten times as long to compile."""
    for place in range(len(source)):
        target[place] = source[place]


@compiled_within
def choose_space(spaces: Ints, count: int, size: Ints, supported: bool) -> int:
    """Choose the space whose corner is nearest to a corner of the hold, the largest among equals.

    Source: Manhattan anchor distance, Araya & Riff (2014), Computers & Operations Research 43.
    """
    best, nearest, largest = -1, 0, 0.0
    for row in range(count):
        x, y, z = spaces[row, 0], spaces[row, 1], spaces[row, 2]
        x2, y2, z2 = spaces[row, 3], spaces[row, 4], spaces[row, 5]
        above = z if supported else min(z, size[2] - z2)
        distance = min(x, size[0] - x2) + min(y, size[1] - y2) + above
        volume = float(x2 - x) * (y2 - y) * (z2 - z)
        if best < 0 or distance < nearest or (distance == nearest and volume > largest):
            best, nearest, largest = row, distance, volume
    return best


@compiled_within
def find_corner(space: Ints, size: Ints, extent: Ints, corner: Ints, supported: bool) -> None:
    """Find where a block of this extent stands in the space: at the end that is nearer to the hold's wall."""
    for axis in range(3):
        is_low = space[axis] <= size[axis] - space[axis + 3] or (supported and axis == 2)
        corner[axis] = space[axis] if is_low else space[axis + 3] - extent[axis]


@compiled_within
def drop_space(state: State, row: int) -> None:
    """Drop a space into which nothing goes."""
    last = state.sizes[0] - 1
    copy_row(state.spaces[last], state.spaces[row])
    state.sizes[0] = last


@compiled_within
def cut_spaces(state: State, block: Ints, top: Ints, least: Ints, scratch: Ints, supported: bool) -> None:
    """Take a block (from and to corner) out of every space that it meets.

    `top` is the part of its upper side (length, width, from its corner) that can carry; `least` are the extents
    below which nothing is left to go in.
    """
    spaces = state.spaces
    count, found, row = state.sizes[0], 0, 0
    while row < count:
        if _is_apart(spaces[row], block):
            row += 1
            continue
        found = _list_pieces(spaces[row], block, top, least, scratch, found, supported)
        count -= 1
        copy_row(spaces[count], spaces[row])
    for piece in range(found):
        if count < SPACES_AT_MOST and not _is_covered(scratch, piece, found, spaces, count):
            copy_row(scratch[piece], spaces[count])
            count += 1
    state.sizes[0] = count


@compiled_within
def _is_apart(space: Ints, block: Ints) -> bool:
    return bool(
        space[0] >= block[3]
        or block[0] >= space[3]
        or space[1] >= block[4]
        or block[1] >= space[4]
        or space[2] >= block[5]
        or block[2] >= space[5]
    )


@compiled_within
def _list_pieces(
    space: Ints,
    block: Ints,
    top: Ints,
    least: Ints,
    scratch: Ints,
    found: int,
    supported: bool,
) -> int:
    """Append what is left of a space: up to six cuboids around the block; supported, none below or overhanging."""
    for axis in range(3):
        is_up = supported and axis == 2
        if not is_up and block[axis] - space[axis] >= least[axis] and found < len(scratch):
            copy_row(space, scratch[found])
            scratch[found, axis + 3] = block[axis]
            found += 1
        if space[axis + 3] - block[axis + 3] >= least[axis] and found < len(scratch):
            copy_row(space, scratch[found])
            scratch[found, axis] = block[axis + 3]
            if is_up:
                for side in range(2):
                    scratch[found, side] = max(space[side], block[side])
                    scratch[found, side + 3] = min(space[side + 3], block[side] + top[side])
            if not is_up or _has_floor(scratch[found], least):
                found += 1
    return found


@compiled_within
def _has_floor(piece: Ints, least: Ints) -> bool:
    return bool(piece[3] - piece[0] >= least[0] and piece[4] - piece[1] >= least[1])


@compiled_within
def _is_covered(scratch: Ints, piece: int, found: int, spaces: Ints, count: int) -> bool:
    """Tell whether a piece lies in a kept space, or in another piece (in an earlier one when they are equal)."""
    for row in range(count):
        if _is_inside(scratch[piece], spaces[row]):
            return True
    for other in range(piece + 1, found):
        if _is_inside(scratch[piece], scratch[other]):
            return True
    return False


@compiled_within
def _is_inside(inner: Ints, outer: Ints) -> bool:
    return bool(
        inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] >= outer[2]
        and inner[3] <= outer[3]
        and inner[4] <= outer[4]
        and inner[5] <= outer[5]
    )
