"""How far each place is from what an item is picked together with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from packhaus.decide.batching.tables import Numbers
from packhaus.decide.tours import Layout, Stop

ROWS_KEPT = 2_000


class Ways:
    """Ways from stops to all other stops, as far as they were asked for. Units: mm."""

    def __init__(self, *, layout: Layout, stops: Sequence[Stop]) -> None:
        points = [layout.locate(stop) for stop in stops]
        self._x = np.array([x_mm for x_mm, _ in points], dtype=np.int64)
        self._y = np.array([y_mm for _, y_mm in points], dtype=np.int64)
        self._crosses = layout.crosses_y_mm
        self.from_depot: Numbers = self._measure(*layout.depot)
        self._kept: dict[int, Numbers] = {}

    def find(self, stop: int) -> Numbers:
        """Find the ways from a stop to every stop."""
        if stop not in self._kept:
            if len(self._kept) >= ROWS_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[stop] = self._measure(int(self._x[stop]), int(self._y[stop]))
        return self._kept[stop]

    def _measure(self, x_mm: int, y_mm: int) -> Numbers:
        around = np.min([np.abs(self._y - cross) + abs(y_mm - cross) for cross in self._crosses], axis=0)
        along = np.where(self._x == x_mm, np.abs(self._y - y_mm), around)
        way: Numbers = np.abs(self._x - x_mm) + along
        return way

    def sum_detours(self, *, walks: Iterable[Sequence[int]]) -> Numbers:
        """Sum per stop the way to the nearest of each walk's other stops, or to the depot, there and back.

        It says where an item that all these walks pick belongs: near what it is picked with, or near the depot.
        """
        total = np.zeros_like(self.from_depot)
        for others in walks:
            nearest = self.from_depot
            for stop in others:
                nearest = np.minimum(nearest, self.find(stop))
            total += 2 * nearest
        return total
