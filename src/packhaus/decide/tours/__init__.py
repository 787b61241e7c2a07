"""In which order the stops of a walk come, and how long it is: rectangular warehouses of one or more blocks."""

from packhaus.decide.tours.baselines import walk_largest_gap, walk_return, walk_s_shape
from packhaus.decide.tours.exact import find_shortest_tour
from packhaus.decide.tours.heuristics import find_good_tour
from packhaus.decide.tours.route import find_tour
from packhaus.decide.tours.types import Layout, Stop, Tour

__all__ = [
    "Layout",
    "Stop",
    "Tour",
    "find_good_tour",
    "find_shortest_tour",
    "find_tour",
    "walk_largest_gap",
    "walk_return",
    "walk_s_shape",
]
