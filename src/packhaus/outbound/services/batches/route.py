"""The way of one walk, and how far its orders would be one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from packhaus.decide.tours import BLOCKS_EXACT, Grid, Layout, Tour, find_tour, walk_nearest, walk_s_shape
from packhaus.decide.walking import Stop as CodedStop
from packhaus.decide.walking import measure_walk_mm, order_walk, sort_naturally
from packhaus.outbound.queries.open_picks import OpenPick
from packhaus.outbound.queries.site_ground import Ground
from packhaus.outbound.types import Routing


class Route(NamedTuple):
    """In which place of the walk each location comes, how far the walk is, and how that was found."""

    places: dict[int, int]
    length_mm: int | None
    routing: Routing


def find_route(*, ground: Ground, picks: Iterable[OpenPick], tour: Tour | None = None) -> Route:
    """Find the way of a walk: best in aisles, good between places that form none, else by the codes of the bins.

    A tour of these stops that is known is not looked for again.
    """
    at = {pick.location_id: pick for pick in picks}
    if ground.grid and any(location in ground.grid.stops for location in at):
        return _route_in_aisles(ground.grid, at, tour)
    if all(pick.x_mm or pick.y_mm for pick in at.values()):
        return _route_between(ground, at)
    walk = order_walk(stops=[_as_coded(pick, has_point=False) for pick in at.values()])
    return Route({location: place for place, location in enumerate(walk)}, None, Routing.CODES)


def measure_alone_mm(*, ground: Ground, picks: Sequence[OpenPick]) -> int | None:
    """Measure an order picked alone along an S from the depot and back: what a plan is compared with.

    In several blocks the S goes through whole aisles. Units: mm; None where bins have no places.
    """
    if ground.grid:
        stops = [stop for pick in picks if (stop := ground.grid.stops.get(pick.location_id))]
        if stops:
            return walk_s_shape(layout=_join_blocks(ground.grid.layout), stops=stops).length_mm
    if not all(pick.x_mm or pick.y_mm for pick in picks):
        return None
    points = {pick.location_id: (pick.x_mm, pick.y_mm) for pick in picks}
    walk = order_walk(stops=[_as_coded(pick, has_point=True) for pick in picks])
    return measure_walk_mm(points=[ground.depot, *(points[location] for location in walk), ground.depot])


@lru_cache(maxsize=8)  # a few houses, each asked for all orders of a wave
def _join_blocks(layout: Layout) -> Layout:
    return replace(layout, crosses_y_mm=(layout.crosses_y_mm[0], layout.crosses_y_mm[-1]))


def _route_in_aisles(grid: Grid, at: dict[int, OpenPick], tour: Tour | None) -> Route:
    if tour is None:
        stops = {grid.stops[location] for location in at if location in grid.stops}
        tour = find_tour(layout=grid.layout, stops=sorted(stops))
    order = {stop: place for place, stop in enumerate(tour.stops)}

    def rank(location: int) -> tuple[object, ...]:
        # A bin that nobody measured comes last; at one place levels from the floor up.
        pick, stop = at[location], grid.stops.get(location)
        place = order[stop] if stop else len(order)
        return place, sort_naturally(pick.level), sort_naturally(pick.bin), location

    routing = Routing.SHORTEST if grid.layout.blocks <= BLOCKS_EXACT else Routing.GOOD
    places = {location: place for place, location in enumerate(sorted(at, key=rank))}
    return Route(places, tour.length_mm, routing)


def _route_between(ground: Ground, at: dict[int, OpenPick]) -> Route:
    length_mm, walk = walk_nearest(depot=ground.depot, points=[(one.x_mm, one.y_mm) for one in at.values()])
    order = {point: place for place, point in enumerate(walk)}
    ranked = sorted(
        at, key=lambda location: (order.get((at[location].x_mm, at[location].y_mm), -1), location)
    )
    return Route({location: place for place, location in enumerate(ranked)}, length_mm, Routing.NEAR)


def _as_coded(pick: OpenPick, *, has_point: bool) -> CodedStop:
    return CodedStop(
        pick.location_id, pick.zone, pick.aisle, pick.bay, pick.level, pick.bin,
        pick.x_mm if has_point else None, pick.y_mm if has_point else None,
    )  # fmt: skip
