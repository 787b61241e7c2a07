"""How many identical units stand as one block in an empty cuboid."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from typing import NamedTuple, TypeAlias

from packhaus.decide.cartonize.types import Size

Space: TypeAlias = tuple[int, int, int, int, int, int, int]
"""Volume, corner x, y, z and extent in x, y, z: sorts by volume. Everything below it is full."""


class Block(NamedTuple):
    """A grid of units in a space: how many each way, and how large a unit is as it stands."""

    units: int
    grid: Size
    unit: Size


def list_orientations(size: Size, *, keep_upright: bool) -> tuple[Size, ...]:
    """List the distinct ways in which a cuboid may stand."""
    length, width, height = size
    if keep_upright:
        return tuple(dict.fromkeys([(length, width, height), (width, length, height)]))
    standing = permutations((length, width, height), 3)
    return tuple(dict.fromkeys((one, two, three) for one, two, three in standing))


def choose_block(
    spaces: Iterable[Space], orientations: tuple[Size, ...], thinnest: int, need: int
) -> tuple[Space, Block] | None:
    """Choose the smallest space that holds all units, else the one that holds most.

    Spaces come smallest first; `thinnest` is the unit's shortest side. In a space that holds all units the block
    is chosen that is one grid of most units and leaves the largest cuboid free.
    """
    best: tuple[Space, Size] | None = None
    most = 0
    unit_volume = orientations[0][0] * orientations[0][1] * orientations[0][2]
    for space in spaces:
        volume, _, _, _, x, y, z = space
        if x < thinnest or y < thinnest or z < thinnest or volume < most * unit_volume:
            continue
        for unit in orientations:
            units = (x // unit[0]) * (y // unit[1]) * (z // unit[2])
            if units > most:
                most, best = units, (space, unit)
                if units >= need:
                    return space, _choose_in(space, orientations, need)
    if best is None:
        return None
    (_, _, _, _, x, y, z), (dx, dy, dz) = best
    grid = (x // dx, y // dy, z // dz)
    return best[0], Block(most, grid, best[1])


def split_space(space: Space, extent: Size) -> list[Space]:
    """Split what a block at the corner leaves into three cuboids: above it, and beside it the larger way round.

    Nothing overhangs: the space above is as wide as the block, so all that stands in it stands on the block.
    """
    _, x, y, z, length, width, height = space
    dx, dy, dz = extent
    pieces = [(x, y, z + dz, dx, dy, height - dz)]
    if _is_cut_along_y(length, width, dx, dy):
        pieces += [(x + dx, y, z, length - dx, width, height), (x, y + dy, z, dx, width - dy, height)]
    else:
        pieces += [(x + dx, y, z, length - dx, dy, height), (x, y + dy, z, length, width - dy, height)]
    return [(a * b * c, px, py, pz, a, b, c) for px, py, pz, a, b, c in pieces if a and b and c]


def _is_cut_along_y(length: int, width: int, dx: int, dy: int) -> bool:
    """Tell which way leaves the larger floor in one piece."""
    return max((length - dx) * width, dx * (width - dy)) >= max((length - dx) * dy, length * (width - dy))


def _choose_in(space: Space, orientations: tuple[Size, ...], need: int) -> Block:
    best: tuple[Size, Size] | None = None
    most = largest = -1
    _, _, _, _, length, width, height = space
    for unit in orientations:
        dx, dy, dz = unit
        x, y, z = length // dx, width // dy, height // dz
        if x * y * z < need:
            continue
        for grid in _list_grids(x, y, z, need):
            nx, ny, nz = grid
            units = nx * ny * nz
            if units < most:
                continue
            a, b = nx * dx, ny * dy
            free = max(
                (length - a) * width * height, length * (width - b) * height, a * b * (height - nz * dz)
            )
            if units > most or free > largest:
                most, largest, best = units, free, (grid, unit)
    assert best is not None, "the caller found a fitting orientation"
    return Block(most, *best)


def _list_grids(x: int, y: int, z: int, need: int) -> tuple[Size, ...]:
    """List the grids that grow as walls along x, as walls along y and as layers, of at most `need` units.

    `x`, `y`, `z`: how many units have room each way. Only whole rows, and of these only whole walls or layers.
    """
    if need == 1:
        return ((1, 1, 1),)
    if need < z:
        walls: tuple[Size, ...] = ((1, 1, need),)
    else:
        walls = (
            (min(x, need // (z * y)), y, z) if need >= z * y else (1, need // z, z),
            (x, min(y, need // (z * x)), z) if need >= z * x else (need // z, 1, z),
        )
    if need >= x * y:
        return (*walls, (x, y, min(z, need // (x * y))))
    return (*walls, (x, need // x, 1) if need >= x else (need, 1, 1))
