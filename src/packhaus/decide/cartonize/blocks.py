"""How many identical units stand as one block in an empty cuboid: compiled loops."""

from __future__ import annotations

from packhaus.decide.cartonize.orient import Longs
from packhaus.decide.cartonize.room import copy_row
from packhaus.decide.compiled import compiled_within


@compiled_within
def choose_block(
    spaces: Longs, count: int, stands: Longs, ways: int, volume: int, thinnest: int, need: int, shape: Longs
) -> int:
    """Choose the smallest space that holds all units, else the one that holds most; -1 where none holds any.

    Spaces come smallest first; `thinnest` is the unit's shortest side. In a space that holds all units the block
    is chosen that is one grid of most units and leaves the largest cuboid free. Writes `shape`: a unit as it stands,
    and how many each way.
    """
    best, best_way, most, first = -1, 0, 0, 0
    while first < count and spaces[first, 0] < volume:
        first += 1
    for space in range(first, count):
        x, y, z = spaces[space, 4], spaces[space, 5], spaces[space, 6]
        if x < thinnest or y < thinnest or z < thinnest or spaces[space, 0] < most * volume:
            continue
        for way in range(ways):
            units = (x // stands[way, 0]) * (y // stands[way, 1]) * (z // stands[way, 2])
            if units > most:
                best, best_way, most = space, way, units
                if units >= need:
                    _shape_whole(x, y, z, stands, ways, need, shape)
                    return space
    if best >= 0:
        for axis in range(3):
            shape[axis] = stands[best_way, axis]
            shape[3 + axis] = spaces[best, 4 + axis] // stands[best_way, axis]
    return best


@compiled_within
def split_space(spaces: Longs, count: int, space: int, shape: Longs, thinnest: int, piece: Longs) -> int:
    """Split what a block at the corner leaves into three cuboids: above it, and beside it the larger way round.

    Nothing overhangs: the space above is as wide as the block, so all that stands in it stands on the block. Needs room
    for two more spaces; returns how many there are then, in order still. `piece` is room to work in.
    """
    x, y, z = spaces[space, 1], spaces[space, 2], spaces[space, 3]
    length, width, height = spaces[space, 4], spaces[space, 5], spaces[space, 6]
    dx, dy, dz = shape[0] * shape[3], shape[1] * shape[4], shape[2] * shape[5]
    for row in range(space, count - 1):
        copy_row(spaces, row + 1, spaces, row)
    count = _insert(spaces, count - 1, (x, y, z + dz), (dx, dy, height - dz), thinnest, piece)
    if _is_cut_along_y(length, width, dx, dy):
        count = _insert(spaces, count, (x + dx, y, z), (length - dx, width, height), thinnest, piece)
        return _insert(spaces, count, (x, y + dy, z), (dx, width - dy, height), thinnest, piece)
    count = _insert(spaces, count, (x + dx, y, z), (length - dx, dy, height), thinnest, piece)
    return _insert(spaces, count, (x, y + dy, z), (length, width - dy, height), thinnest, piece)


@compiled_within
def _is_cut_along_y(length: int, width: int, dx: int, dy: int) -> bool:
    """Tell which way leaves the larger floor in one piece."""
    along = max((length - dx) * width, dx * (width - dy))
    return bool(along >= max((length - dx) * dy, length * (width - dy)))


@compiled_within
def _insert(
    spaces: Longs,
    count: int,
    corner: tuple[int, int, int],
    extent: tuple[int, int, int],
    thinnest: int,
    piece: Longs,
) -> int:
    """Insert a space where it belongs by volume, corner and extent, unless it is too thin for anything."""
    if min(extent[0], extent[1], extent[2]) < thinnest:
        return count
    piece[0, 0] = extent[0] * extent[1] * extent[2]
    for axis in range(3):
        piece[0, 1 + axis] = corner[axis]
        piece[0, 4 + axis] = extent[axis]
    place = count
    while place > 0 and _is_before(piece, spaces, place - 1):
        copy_row(spaces, place - 1, spaces, place)
        place -= 1
    copy_row(piece, 0, spaces, place)
    return count + 1


@compiled_within
def _is_before(piece: Longs, spaces: Longs, row: int) -> bool:
    for column in range(7):
        if piece[0, column] != spaces[row, column]:
            return bool(piece[0, column] < spaces[row, column])
    return False


@compiled_within
def _shape_whole(
    length: int, width: int, height: int, stands: Longs, ways: int, need: int, shape: Longs
) -> None:
    """Shape the block of most units in a space that holds all of them, the largest cuboid left among equals."""
    most = largest = -1
    for way in range(ways):
        dx, dy, dz = stands[way, 0], stands[way, 1], stands[way, 2]
        x, y, z = length // dx, width // dy, height // dz
        if x * y * z < need:
            continue
        for number in range(3):
            nx, ny, nz = _make_grid(number, x, y, z, need)
            units, a, b = nx * ny * nz, nx * dx, ny * dy
            if units < most:
                continue
            free = max(
                (length - a) * width * height, length * (width - b) * height, a * b * (height - nz * dz)
            )
            if units > most or free > largest:
                most, largest = units, free
                shape[0], shape[1], shape[2] = dx, dy, dz
                shape[3], shape[4], shape[5] = nx, ny, nz


@compiled_within
def _make_grid(number: int, x: int, y: int, z: int, need: int) -> tuple[int, int, int]:
    """Make the grid that grows as walls along x (0), as walls along y (1) or as layers (2), of at most `need` units.

    `x`, `y`, `z`: how many units have room each way. Only whole rows, and of these only whole walls or layers.
    """
    if number == 2:
        if need >= x * y:
            return x, y, min(z, need // (x * y))
        return (x, need // x, 1) if need >= x else (need, 1, 1)
    if need < z:
        return 1, 1, need
    if number == 0:
        return (min(x, need // (z * y)), y, z) if need >= z * y else (1, need // z, z)
    return (x, min(y, need // (z * x)), z) if need >= z * x else (need // z, 1, z)
