"""Free space that may overlap: cuboids from corner to corner, of which everything above is free."""

from __future__ import annotations

import numpy as np

from packhaus.decide.cartonize.orient import Longs
from packhaus.decide.cartonize.room import ROWS, copy_row, make_room
from packhaus.decide.compiled import compiled_within


@compiled_within
def cut_spaces(spaces: Longs, count: int, block: Longs) -> tuple[Longs, int]:
    """Take a block out of the free spaces: what is left beside it, and above it no wider than itself; lowest first.

    Shapes: spaces (room, 6) with from and to corner, of which `count` are in use; block (6). Returns them again.
    """
    pieces, found, kept = np.empty((ROWS, 6), np.int64), 0, 0
    for row in range(count):
        if _is_apart(spaces[row], block):
            copy_row(spaces, row, spaces, kept)
            kept += 1
            continue
        pieces = make_room(pieces, found, 5)
        found = _list_pieces(spaces, row, block, pieces, found)
    pieces, found = _widen_tops(pieces, found, spaces, kept)
    largest, uncovered = _rank_uncovered(pieces, found, spaces, kept)
    for place in range(uncovered):
        spaces = make_room(spaces, kept, 1)
        _insert(spaces, kept, pieces, largest[place])
        kept += 1
    return spaces, kept


@compiled_within
def _is_apart(space: Longs, block: Longs) -> bool:
    return bool(
        space[0] >= block[3]
        or block[0] >= space[3]
        or space[1] >= block[4]
        or block[1] >= space[4]
        or space[2] >= block[5]
        or block[2] >= space[5]
    )


@compiled_within
def _list_pieces(spaces: Longs, space: int, block: Longs, pieces: Longs, found: int) -> int:
    """Append what is left of a space: four cuboids beside the block, and one above it."""
    for axis in range(2):
        if spaces[space, axis] < block[axis]:
            copy_row(spaces, space, pieces, found)
            pieces[found, 3 + axis] = block[axis]
            found += 1
        if block[3 + axis] < spaces[space, 3 + axis]:
            copy_row(spaces, space, pieces, found)
            pieces[found, axis] = block[3 + axis]
            found += 1
    if block[5] < spaces[space, 5]:
        copy_row(spaces, space, pieces, found)
        pieces[found, 2] = block[5]
        for axis in range(2):
            pieces[found, axis] = max(spaces[space, axis], block[axis])
            pieces[found, 3 + axis] = min(spaces[space, 3 + axis], block[3 + axis])
        found += 1
    return found


@compiled_within
def _widen_tops(pieces: Longs, found: int, spaces: Longs, kept: int) -> tuple[Longs, int]:
    """Join spaces over tops of one height that touch: what is wider than either stands on both."""
    joined = found
    for piece in range(found):
        for space in range(kept):
            if pieces[piece, 2] and pieces[piece, 2] == spaces[space, 2]:
                pieces = make_room(pieces, joined, 1)
                joined = _join(pieces, piece, spaces, space, joined)
    return pieces, joined


@compiled_within
def _join(pieces: Longs, piece: int, spaces: Longs, space: int, joined: int) -> int:
    x, y = max(pieces[piece, 0], spaces[space, 0]), max(pieces[piece, 1], spaces[space, 1])
    x2, y2 = min(pieces[piece, 3], spaces[space, 3]), min(pieces[piece, 4], spaces[space, 4])
    if y < y2 and x == x2:
        x, x2 = min(pieces[piece, 0], spaces[space, 0]), max(pieces[piece, 3], spaces[space, 3])
    elif x < x2 and y == y2:
        y, y2 = min(pieces[piece, 1], spaces[space, 1]), max(pieces[piece, 4], spaces[space, 4])
    else:
        return joined
    copy_row(pieces, piece, pieces, joined)
    pieces[joined, 0], pieces[joined, 1], pieces[joined, 3], pieces[joined, 4] = x, y, x2, y2
    return joined + 1


@compiled_within
def _rank_uncovered(pieces: Longs, found: int, spaces: Longs, kept: int) -> tuple[Longs, int]:
    """List the pieces that lie in no kept space and in no other piece, the largest first."""
    ranked, volume, count = np.empty(found, np.int64), np.empty(found, np.int64), 0
    for piece in range(found):
        if _is_covered(pieces, piece, found, spaces, kept):
            continue
        volume[piece] = _measure(pieces[piece])
        place = count
        while place > 0 and volume[ranked[place - 1]] < volume[piece]:
            ranked[place] = ranked[place - 1]
            place -= 1
        ranked[place] = piece
        count += 1
    return ranked, count


@compiled_within
def _is_covered(pieces: Longs, piece: int, found: int, spaces: Longs, kept: int) -> bool:
    """Tell whether a piece lies in a kept space, or in another piece (of equal ones the first counts)."""
    for space in range(kept):
        if _is_inside(pieces[piece], spaces[space]):
            return True
    for other in range(found):
        if (
            other != piece
            and _is_inside(pieces[piece], pieces[other])
            and (other < piece or not _is_inside(pieces[other], pieces[piece]))
        ):
            return True
    return False


@compiled_within
def _is_inside(inner: Longs, outer: Longs) -> bool:
    return bool(
        inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] >= outer[2]
        and inner[3] <= outer[3]
        and inner[4] <= outer[4]
        and inner[5] <= outer[5]
    )


@compiled_within
def _measure(span: Longs) -> int:
    return int((span[3] - span[0]) * (span[4] - span[1]) * (span[5] - span[2]))


@compiled_within
def _insert(spaces: Longs, count: int, pieces: Longs, piece: int) -> None:
    """Insert a piece behind the spaces that are as low."""
    place = count
    while place > 0 and spaces[place - 1, 2] > pieces[piece, 2]:
        copy_row(spaces, place - 1, spaces, place)
        place -= 1
    copy_row(pieces, piece, spaces, place)
