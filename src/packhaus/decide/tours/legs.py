"""The parts that aisles fall into between cross aisles, and what walking them costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from packhaus.decide.tours.states import Way
from packhaus.decide.tours.types import Layout, Stop


@dataclass(frozen=True, slots=True)
class Leg:
    """One aisle within one block, with the places to be visited there from front to back."""

    front_mm: int
    back_mm: int
    places_mm: tuple[int, ...]

    @property
    def length_mm(self) -> int:
        return self.back_mm - self.front_mm

    def list_ways(self) -> list[tuple[Way, int]]:
        """List how the leg may be walked in a shortest tour, and how far that is."""
        ways = [(Way.THROUGH, self.length_mm), (Way.TWICE, 2 * self.length_mm)]
        if not self.places_mm:
            return [(Way.NOT, 0), *ways]
        ways.append((Way.FROM_FRONT, 2 * (self.places_mm[-1] - self.front_mm)))
        ways.append((Way.FROM_BACK, 2 * (self.back_mm - self.places_mm[0])))
        if len(self.places_mm) > 1:
            ways.append((Way.FROM_BOTH, 2 * (self.length_mm - self._widest()[0])))
        return ways

    def split(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Split the places at the widest gap between two of them: those reached from the front, from the back."""
        _, after = self._widest()
        return self.places_mm[:after], self.places_mm[after:]

    def split_at_largest_gap(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Split the places at the widest gap of all, those to the cross aisles included."""
        marks = (self.front_mm, *self.places_mm, self.back_mm)
        gaps = [back - front for front, back in pairwise(marks)]
        after = max(range(len(gaps)), key=gaps.__getitem__)
        return self.places_mm[:after], self.places_mm[after:]

    def _widest(self) -> tuple[int, int]:
        gaps = [
            (back - front, after) for after, (front, back) in enumerate(pairwise(self.places_mm), start=1)
        ]
        return max(gaps, key=lambda gap: gap[0])


@dataclass(frozen=True, slots=True)
class Column:
    """An aisle with its legs, or the depot's place between two aisles: there are no legs."""

    x_mm: int
    aisle: int | None
    legs: tuple[Leg, ...]


def list_columns(layout: Layout, stops: Iterable[Stop]) -> list[Column]:
    """List the columns from the leftmost to the rightmost that a tour must reach; farther ones cannot shorten it."""
    places = _list_places(layout, stops)
    reached = {layout.aisles_x_mm[aisle] for aisle, _ in places} | {layout.depot_x_mm}
    columns = [
        Column(x_mm, aisle, _list_legs(layout, aisle, places))
        for aisle, x_mm in enumerate(layout.aisles_x_mm)
        if min(reached) <= x_mm <= max(reached)
    ]
    if layout.depot_x_mm not in layout.aisles_x_mm:
        columns.append(Column(layout.depot_x_mm, None, ()))
    return sorted(columns, key=lambda column: column.x_mm)


def list_visited_columns(layout: Layout, stops: Iterable[Stop]) -> list[Column]:
    """List the columns with stops from left to right."""
    places = _list_places(layout, stops)
    return [
        Column(layout.aisles_x_mm[aisle], aisle, _list_legs(layout, aisle, places))
        for aisle in sorted({aisle for aisle, _ in places})
    ]


def _list_places(layout: Layout, stops: Iterable[Stop]) -> dict[tuple[int, int], set[int]]:
    """List the places to be visited by aisle and block."""
    places: dict[tuple[int, int], set[int]] = {}
    for stop in stops:
        places.setdefault((stop.aisle, layout.find_block(stop.y_mm)), set()).add(stop.y_mm)
    return places


def _list_legs(layout: Layout, aisle: int, places: dict[tuple[int, int], set[int]]) -> tuple[Leg, ...]:
    return tuple(
        Leg(front, back, tuple(sorted(places.get((aisle, block), ()))))
        for block, (front, back) in enumerate(pairwise(layout.list_crosses(aisle)))
    )
