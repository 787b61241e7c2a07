"""The tour that is walked: a shortest one where that is quick, else a good one."""

from __future__ import annotations

from collections.abc import Sequence

from packhaus.decide.tours.exact import find_shortest_tour
from packhaus.decide.tours.heuristics import find_good_tour
from packhaus.decide.tours.types import Layout, Stop, Tour

BLOCKS_EXACT = 3
"""With three blocks a shortest tour of 30 stops takes a tenth of a second; each more multiplies that by about ten."""


def find_tour(*, layout: Layout, stops: Sequence[Stop]) -> Tour:
    """Find a closed walk from the depot that visits these stops: a shortest one in up to three blocks."""
    if layout.blocks <= BLOCKS_EXACT:
        return find_shortest_tour(layout=layout, stops=stops)
    return find_good_tour(layout=layout, stops=stops)
