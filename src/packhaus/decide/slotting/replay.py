"""Recent walks once more, with items where they lie or where they might."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from packhaus.decide.batching.arrays import Ground, lay_out
from packhaus.decide.batching.measure import Scratch, make_scratch, measure_places
from packhaus.decide.batching.tables import Numbers
from packhaus.decide.batching.types import WalkOrder
from packhaus.decide.compiled import compiled
from packhaus.decide.tours import Layout, Stop


class Replay:
    """Walks over items whose stops may change; tours are shortest ones, as walks are planned. Units: mm."""

    def __init__(self, *, layout: Layout, stops: Sequence[Stop], walks: Sequence[Sequence[int]]) -> None:
        orders = [WalkOrder(at, (stop,), (0,)) for at, stop in enumerate(stops)]
        self._ground, singles = lay_out(layout=layout, orders=orders, limits=(0,))
        self.places: Numbers = singles.places
        """Per stop, in the order given, its number along the aisles."""
        self._start = np.array(list(accumulate((len(walk) for walk in walks), initial=0)), dtype=np.int64)
        self._items = np.array([item for walk in walks for item in walk], dtype=np.int64)
        longest = max((len(walk) for walk in walks), default=0)
        self._scratch = make_scratch(self._ground, singles)._replace(
            places=np.zeros(longest + 1, dtype=np.int64)
        )

    def measure_mm(self, *, positions: Numbers, walks: Numbers) -> int:
        """Measure these walks (their numbers) with each item at a position (a number of `places`)."""
        return int(_measure(self._ground, self._scratch, self._start, self._items, positions, walks))


@compiled
def _measure(
    ground: Ground, scratch: Scratch, start: Numbers, items: Numbers, positions: Numbers, walks: Numbers
) -> int:
    whole = 0
    for at in range(walks.size):
        count = 0
        for place in range(start[walks[at]], start[walks[at] + 1]):
            position = positions[items[place]]
            hole = count
            while hole > 0 and scratch.places[hole - 1] > position:
                scratch.places[hole] = scratch.places[hole - 1]
                hole -= 1
            scratch.places[hole] = position
            count += 1
        if count:
            whole += measure_places(ground, scratch, count)
    return whole
