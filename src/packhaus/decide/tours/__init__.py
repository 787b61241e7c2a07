"""In which order the stops of a walk come, and how long it is: rectangular warehouses of one or more blocks."""

from packhaus.decide.tours.baselines import walk_largest_gap, walk_return, walk_s_shape
from packhaus.decide.tours.derive import Grid, Spot, derive_grid
from packhaus.decide.tours.exact import find_shortest_tour
from packhaus.decide.tours.heuristics import find_good_tour
from packhaus.decide.tours.near import walk_nearest
from packhaus.decide.tours.route import BLOCKS_EXACT, find_tour
from packhaus.decide.tours.types import Layout, Point, Stop, Tour

__all__ = [
    "BLOCKS_EXACT",
    "Grid",
    "Layout",
    "Point",
    "Spot",
    "Stop",
    "Tour",
    "derive_grid",
    "find_good_tour",
    "find_shortest_tour",
    "find_tour",
    "walk_largest_gap",
    "walk_nearest",
    "walk_return",
    "walk_s_shape",
]
