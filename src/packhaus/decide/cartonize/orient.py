"""How a cuboid may stand, as tuples and as the compiled loops read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import permutations
from operator import le, mul
from typing import TYPE_CHECKING, TypeAlias

from packhaus.decide.cartonize.types import Item, Placement, Size
from packhaus.decide.keys import Key

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Longs: TypeAlias = "npt.NDArray[np.int64]"
WAYS_AT_MOST = 6
ANYTHING = 1 << 60
"""What may stand on a ware that carries anything, in grams."""
LONGEST_MM = 1_000_000
"""A container's longer sides count as one kilometre: no volume within is beyond 64 bits then."""
_BEYOND_MM3 = 1 << 62


@lru_cache(maxsize=20_000)
def list_orientations(size: Size, *, keep_upright: bool) -> tuple[Size, ...]:
    """List the distinct ways in which a cuboid may stand."""
    length, width, height = size
    if keep_upright:
        return tuple(dict.fromkeys([(length, width, height), (width, length, height)]))
    return tuple(dict.fromkeys(permutations(size, 3)))


def fits(item: Item, inside: Size) -> bool:
    """Tell whether an item goes into an empty container; nothing beyond a kilometre does."""
    length, width, height = item.size
    if max(item.size) > LONGEST_MM:
        return False
    if item.keep_upright:
        if height > inside[2]:
            return False
        if length > width:
            length, width = width, length
        return length <= min(inside[:2]) and width <= max(inside[:2])
    return all(map(le, sorted(item.size), sorted(inside)))


def lay_out_stands(stands: Sequence[tuple[Size, ...]]) -> tuple[Longs, Longs]:
    """Lay out how each ware may stand. Shapes: (wares, 6, 3); (wares) how many of the 6 count."""
    filled = [side for ways in stands for side in _flatten(ways)]
    return as_longs(filled).reshape(-1, WAYS_AT_MOST, 3), as_longs([len(ways) for ways in stands])


@lru_cache(maxsize=20_000)
def _flatten(ways: tuple[Size, ...]) -> tuple[int, ...]:
    sides = tuple(side for size in ways for side in size)
    return sides + (0,) * (3 * WAYS_AT_MOST - len(sides))


def as_longs(numbers: Sequence[object]) -> Longs:
    """Return an array of whole numbers."""
    import numpy as np  # a fifth of a second for whoever plans no carton

    return np.array(numbers, np.int64)


def sum_products(ones: Iterable[int], others: Iterable[int]) -> int:
    """Sum up what two rows of numbers make multiplied in pairs: volumes or weights of so many units."""
    return sum(map(mul, ones, others))


def limit_volume(mm3: int) -> int:
    """Limit a volume to what an array takes; what is cut fits no container anyway."""
    return min(mm3, _BEYOND_MM3)


def limit_size(size: Size) -> Size:
    """Limit a container's sides to what the loops count with."""
    return min(size[0], LONGEST_MM), min(size[1], LONGEST_MM), min(size[2], LONGEST_MM)


def name_blocks(blocks: Longs, lines: Sequence[Key]) -> tuple[Placement, ...]:
    """Return blocks as the loops write them as placements of the lines."""
    make = Placement._make
    rows, *columns = blocks.T.tolist()
    return tuple(map(make, zip([lines[row] for row in rows], *columns, strict=True)))
