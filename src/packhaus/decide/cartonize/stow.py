"""Stow units into one carton, standing on its floor or on what carries them."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from packhaus.decide.cartonize.types import Placement, Size
from packhaus.decide.keys import Key

Span: TypeAlias = tuple[int, int, int, int, int, int]
"""From corner and to corner: x, y, z, x, y, z."""
_ANYTHING = 1 << 60


class Ware(NamedTuple):
    """An item as the stowing loop needs it; `carries_grams` is a number even when anything may stand on it."""

    line: Key
    stands: tuple[Size, ...]
    weight_grams: int
    volume: int
    carries_grams: int
    hazard: Key
    apart: frozenset[Key]


class Stowed(NamedTuple):
    """What went in: blocks, and units per ware."""

    placements: list[Placement]
    units: list[int]


class Spot(NamedTuple):
    """Where a block of equal units may stand: better the smaller it sorts."""

    rank: tuple[int, ...]
    space: Span
    stand: Size
    grid: Size


class Body(NamedTuple):
    """A block that stands in the carton: where, what it weighs, and what it rests on (indexes)."""

    span: Span
    weight_grams: int
    rests_on: frozenset[int]


class Stow:
    """A carton that is being filled. Everything above a space is free: nothing hangs over."""

    def __init__(self, size: Size, max_content_grams: int) -> None:
        self.spaces: list[Span] = [(0, 0, 0, *size)]
        self.weight_left = max_content_grams
        self.bodies: list[Body] = []
        self.spare: list[int] = []  # what may still come to stand on each body
        self.placements: list[Placement] = []
        self.apart: frozenset[Key] = frozenset()
        self.hazards: set[Key] = set()

    def add(self, ware: Ware, need: int) -> int:
        """Add as many units as go in, and return how many."""
        if ware.hazard in self.apart or not self.hazards.isdisjoint(ware.apart):
            return 0
        if ware.weight_grams:
            need = min(need, self.weight_left // ware.weight_grams)
        added = 0
        while added < need:
            spot = self._find_spot(ware, need - added)
            if spot is None:
                break
            self._put(ware, spot)
            added += spot.grid[0] * spot.grid[1] * spot.grid[2]
        if added:
            self.apart |= ware.apart
            if ware.hazard is not None:
                self.hazards.add(ware.hazard)
        return added

    def _find_spot(self, ware: Ware, need: int) -> Spot | None:
        best: Spot | None = None
        for space in self.spaces:
            if best is not None and space[2] > best.space[2]:
                break  # the lowest place wins, and they are sorted by height
            room = (space[3] - space[0], space[4] - space[1], space[5] - space[2])
            for stand in ware.stands:
                if stand[0] > room[0] or stand[1] > room[1] or stand[2] > room[2]:
                    continue
                grid = self._shape(ware, space, stand, need)
                if grid is None:
                    continue
                rank = _rank(space, room, stand, grid)
                if best is None or rank < best.rank:
                    best = Spot(rank, space, stand, grid)
        return best

    def _shape(self, ware: Ware, space: Span, stand: Size, need: int) -> Size | None:
        """Shape the block: a row, then rows side by side, then as many layers as its lowest units carry."""
        along = min(need, (space[3] - space[0]) // stand[0])
        across = min(need // along, (space[4] - space[1]) // stand[1])
        most = (space[5] - space[2]) // stand[2]
        if ware.weight_grams:
            most = min(most, 1 + ware.carries_grams // ware.weight_grams)
        grid = (along, across, max(1, min(need // (along * across), most)))
        if space[2] == 0:
            return grid
        bears = self._bears(space, stand, grid)
        if bears >= ware.weight_grams * grid[0] * grid[1] * grid[2]:
            return grid
        return (1, 1, 1) if self._bears(space, stand, (1, 1, 1)) >= ware.weight_grams else None

    def _bears(self, space: Span, stand: Size, grid: Size) -> int:
        below = self._list_below(_span(space, stand, grid))
        return min((self.spare[body] for body in below), default=_ANYTHING)

    def _list_below(self, span: Span) -> frozenset[int]:
        """List the bodies under a span, those under them too."""
        below: set[int] = set()
        for number, body in enumerate(self.bodies):
            x, y, _, x2, y2, z2 = body.span
            if z2 == span[2] and x < span[3] and span[0] < x2 and y < span[4] and span[1] < y2:
                below.add(number)
                below |= body.rests_on
        return frozenset(below)

    def _put(self, ware: Ware, spot: Spot) -> None:
        span = _span(spot.space, spot.stand, spot.grid)
        along, across, up = spot.grid
        weight = ware.weight_grams * along * across * up
        below = self._list_below(span) if span[2] else frozenset()
        for body in below:
            self.spare[body] -= weight
        self.bodies.append(Body(span, weight, below))
        self.spare.append(ware.carries_grams - (up - 1) * ware.weight_grams)
        self.placements.append(Placement(ware.line, *span[:3], *spot.stand, *spot.grid))
        self.weight_left -= weight
        self.spaces = cut_spaces(self.spaces, span)


def stow_all(
    *,
    size: Size,
    max_content_grams: int,
    wares: Sequence[Ware],
    wanted: Sequence[int],
    only_all: bool = False,
) -> Stowed:
    """Stow wares in the order given, each as far as it goes in; `only_all` gives up at the first that does not.

    Every block takes the lowest place, there the one that leaves the least beside it. A body may carry what its
    weakest units carry, and everything above it counts with its whole weight: more careful than statics asks.
    Units: mm, grams.
    """
    stow = Stow(size, max_content_grams)
    units = [0] * len(wares)
    for row, need in enumerate(wanted):
        units[row] = stow.add(wares[row], need) if need else 0
        if only_all and units[row] < need:
            break
    return Stowed(stow.placements, units)


def cut_spaces(spaces: Sequence[Span], span: Span) -> list[Span]:
    """Take a block out of the free spaces: what is left beside it, and above it no wider than itself; lowest first."""
    x, y, z, x2, y2, z2 = span
    kept: list[Span] = []
    pieces: list[Span] = []
    for space in spaces:
        a, b, c, a2, b2, c2 = space
        if a >= x2 or x >= a2 or b >= y2 or y >= b2 or c >= z2 or z >= c2:
            kept.append(space)
            continue
        if a < x:
            pieces.append((a, b, c, x, b2, c2))
        if x2 < a2:
            pieces.append((x2, b, c, a2, b2, c2))
        if b < y:
            pieces.append((a, b, c, a2, y, c2))
        if y2 < b2:
            pieces.append((a, y2, c, a2, b2, c2))
        if z2 < c2:
            pieces.append((max(a, x), max(b, y), z2, min(a2, x2), min(b2, y2), c2))
    pieces = _widen_tops(pieces, kept)
    for piece in sorted(set(pieces), key=_measure, reverse=True):
        if not any(_is_inside(piece, other) for other in kept):
            kept.append(piece)
    kept.sort(key=itemgetter(2))
    return kept


def _widen_tops(pieces: list[Span], kept: list[Span]) -> list[Span]:
    """Join spaces over tops of one height that touch: what is wider than either stands on both."""
    joined: list[Span] = []
    for one in pieces:
        for other in kept:
            if one[2] == other[2] and one[2]:
                joined += _join(one, other)
    return pieces + joined


def _join(one: Span, other: Span) -> list[Span]:
    x, y, x2, y2 = max(one[0], other[0]), max(one[1], other[1]), min(one[3], other[3]), min(one[4], other[4])
    joined: list[Span] = []
    if y < y2 and x == x2:
        joined.append((min(one[0], other[0]), y, one[2], max(one[3], other[3]), y2, one[5]))
    if x < x2 and y == y2:
        joined.append((x, min(one[1], other[1]), one[2], x2, max(one[4], other[4]), one[5]))
    return joined


def _measure(span: Span) -> int:
    return (span[3] - span[0]) * (span[4] - span[1]) * (span[5] - span[2])


def _is_inside(inner: Span, outer: Span) -> bool:
    return (
        inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] >= outer[2]
        and inner[3] <= outer[3]
        and inner[4] <= outer[4]
        and inner[5] <= outer[5]
    )


def _span(space: Span, stand: Size, grid: Size) -> Span:
    x, y, z = space[:3]
    return x, y, z, x + stand[0] * grid[0], y + stand[1] * grid[1], z + stand[2] * grid[2]


def _rank(space: Span, room: Size, stand: Size, grid: Size) -> tuple[int, ...]:
    """Rank a spot: low first, then many units at once, then little left beside, then near the corner."""
    units = grid[0] * grid[1] * grid[2]
    beside = min(room[0] - stand[0] * grid[0], room[1] - stand[1] * grid[1])
    return space[2], -units, beside, room[2] - stand[2] * grid[2], space[0] + space[1]
