"""A warehouse of parallel aisles, what is to be visited in it, and the walk that visits it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeAlias

Point: TypeAlias = tuple[int, int]
"""x and y in mm; y grows from the front cross aisle to the back."""


class Stop(NamedTuple):
    """A place in an aisle: the aisle's number from the left, and how far up it lies."""

    aisle: int
    y_mm: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Parallel aisles between cross aisles; one block has two of these, the front one and the back one.

    Picks are made from the middle of an aisle, both sides alike. The depot lies on a cross aisle, at an aisle or
    between two. In one block aisles may end before the back: `ends_y_mm` says where each does. Neighbours that end
    alike are joined there, others only in front.
    """

    aisles_x_mm: tuple[int, ...]
    crosses_y_mm: tuple[int, ...]
    depot_x_mm: int
    depot_cross: int = 0
    ends_y_mm: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        assert self.aisles_x_mm
        assert len(self.crosses_y_mm) > 1
        assert all(left < right for left, right in pairwise(self.aisles_x_mm))
        assert all(front < back for front, back in pairwise(self.crosses_y_mm))
        assert 0 <= self.depot_cross < len(self.crosses_y_mm)
        if self.ends_y_mm:
            assert len(self.ends_y_mm) == len(self.aisles_x_mm)
            assert (len(self.crosses_y_mm), self.depot_cross) == (2, 0)
            assert self.crosses_y_mm[0] < min(self.ends_y_mm) <= max(self.ends_y_mm) == self.crosses_y_mm[1]

    @property
    def blocks(self) -> int:
        """How many blocks of shelves stand behind each other."""
        return len(self.crosses_y_mm) - 1

    @property
    def depot(self) -> Point:
        """Where walks begin and end."""
        return self.depot_x_mm, self.crosses_y_mm[self.depot_cross]

    def list_crosses(self, aisle: int) -> tuple[int, ...]:
        """List where an aisle meets cross aisles."""
        return (self.crosses_y_mm[0], self.ends_y_mm[aisle]) if self.ends_y_mm else self.crosses_y_mm

    def is_joined_behind(self, left_x_mm: int, right_x_mm: int) -> bool:
        """Tell whether the aisles beside a gap between two columns are joined at their far ends."""
        if not self.ends_y_mm:
            return True
        left = bisect_right(self.aisles_x_mm, left_x_mm) - 1
        right = bisect_left(self.aisles_x_mm, right_x_mm)
        return left >= 0 and right < len(self.aisles_x_mm) and self.ends_y_mm[left] == self.ends_y_mm[right]

    def locate(self, stop: Stop) -> Point:
        """Give the point of a stop."""
        return self.aisles_x_mm[stop.aisle], stop.y_mm

    def find_block(self, y_mm: int) -> int:
        """Find the block that a place in an aisle belongs to; a cross aisle counts to the block before it."""
        front, back = self.crosses_y_mm[0], self.crosses_y_mm[-1]
        assert front <= y_mm <= back, f"{y_mm} is not between {front} and {back}"
        return max(0, bisect_left(self.crosses_y_mm, y_mm) - 1)


@dataclass(frozen=True, slots=True)
class Tour:
    """A closed walk from the depot: its length, the stops as they are reached, the corners that it is drawn by."""

    length_mm: int
    stops: tuple[Stop, ...]
    path: tuple[Point, ...]


def measure_path_mm(path: tuple[Point, ...]) -> int:
    """Measure a way whose legs run along an aisle or a cross aisle."""
    return sum(abs(to[0] - start[0]) + abs(to[1] - start[1]) for start, to in pairwise(path))
