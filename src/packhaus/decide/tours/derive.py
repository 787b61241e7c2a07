"""The rectangular warehouse that the places of a site's bins show, if they show one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median_low
from typing import NamedTuple, TypeAlias

from packhaus.decide.keys import Key
from packhaus.decide.tours.types import Layout, Point, Stop

SAME_AISLE_MM = 500
"""Aisles whose middles lie closer are one: blocks of shelves behind each other."""
WIDEST_AISLE_MM = 4_000
"""Bins of one aisle lie on both its sides, no farther apart than this."""
NARROWEST_CROSS_MM = 1_800
LEAST_MARGIN_MM = 500


class Spot(NamedTuple):
    """A bin that can be picked from; (0, 0) says that nobody measured where it is."""

    location: Key
    zone: str
    aisle: str
    x_mm: int
    y_mm: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A warehouse and the stop of each bin in it."""

    layout: Layout
    stops: dict[Key, Stop]


Aisle: TypeAlias = list[Spot]


def derive_grid(*, spots: Iterable[Spot], depots: Sequence[Point] = ()) -> Grid | None:
    """Derive aisles, cross aisles and the depot from where bins lie; None where they lie in no aisles.

    Bins of one aisle share its name, or without names their x. A cross aisle is a band along which no aisle has a bin,
    wider than the bins' usual distance; the outer ones run half of that distance before the first bin and behind the
    last. Where aisles of one block end at different places, only neighbours that end alike are joined there. The depot
    is the middle one of `depots`, moved onto the nearer outer cross aisle; without any, the leftmost aisle's front.
    Units: mm.
    """
    known = [spot for spot in spots if spot.x_mm or spot.y_mm]
    aisles = _merge(_group(known))
    if not _is_grid(aisles):
        return None
    is_behind = _is_depot_behind(known, depots)
    turned = [[_turn(spot) for spot in aisle] for aisle in aisles] if is_behind else aisles
    layout = _lay_out(turned, depots)
    stops = {spot.location: Stop(number, spot.y_mm) for number, aisle in enumerate(turned) for spot in aisle}
    return Grid(layout, stops)


def _group(spots: Sequence[Spot]) -> list[Aisle]:
    def name(spot: Spot) -> tuple[str, str, int]:
        return (spot.zone, spot.aisle, 0) if spot.aisle else ("", "", spot.x_mm)

    return [list(aisle) for _, aisle in groupby(sorted(spots, key=name), key=name)]


def _merge(groups: Iterable[Aisle]) -> list[Aisle]:
    aisles: list[Aisle] = []
    for group in sorted(groups, key=_find_middle):
        if aisles and _find_middle(group) - _find_middle(aisles[-1]) < SAME_AISLE_MM:
            aisles[-1] = aisles[-1] + group
        else:
            aisles.append(group)
    return aisles


def _find_middle(aisle: Aisle) -> int:
    return (min(spot.x_mm for spot in aisle) + max(spot.x_mm for spot in aisle)) // 2


def _is_grid(aisles: Sequence[Aisle]) -> bool:
    """Tell whether bins stand in rows: aisles are narrow, and most have more than one place."""
    narrow = all(
        max(spot.x_mm for spot in aisle) - min(spot.x_mm for spot in aisle) <= WIDEST_AISLE_MM
        for aisle in aisles
    )
    places = sum(len({spot.y_mm for spot in aisle}) for aisle in aisles)
    return bool(aisles) and narrow and places >= 2 * len(aisles)


def _is_depot_behind(spots: Sequence[Spot], depots: Sequence[Point]) -> bool:
    if not depots:
        return False
    ys_mm = [spot.y_mm for spot in spots]
    return median_low(y_mm for _, y_mm in depots) > (min(ys_mm) + max(ys_mm)) / 2


def _turn(spot: Spot) -> Spot:
    """Turn the site around, so that the depot lies in front."""
    return spot._replace(y_mm=-spot.y_mm)


def _lay_out(aisles: Sequence[Aisle], depots: Sequence[Point]) -> Layout:
    rows = [sorted({spot.y_mm for spot in aisle}) for aisle in aisles]
    pitch_mm = max((median_low(_list_gaps(row)) for row in rows if len(row) > 1), default=0)
    margin_mm = max(LEAST_MARGIN_MM, pitch_mm // 2)
    every = sorted({y_mm for row in rows for y_mm in row})
    inner = [
        (front + back) // 2
        for front, back in pairwise(every)
        if back - front >= max(NARROWEST_CROSS_MM, 3 * pitch_mm // 2)
    ]
    crosses = (every[0] - margin_mm, *inner, every[-1] + margin_mm)
    ends = () if inner else _list_ends([row[-1] + margin_mm for row in rows], 2 * margin_mm)
    xs_mm = tuple(_find_middle(aisle) for aisle in aisles)
    depot_x_mm = median_low(x_mm for x_mm, _ in depots) if depots else xs_mm[0]
    return Layout(xs_mm, crosses, depot_x_mm, ends_y_mm=ends)


def _list_gaps(row: Sequence[int]) -> list[int]:
    return [back - front for front, back in pairwise(row)]


def _list_ends(ends_mm: Sequence[int], near_mm: int) -> tuple[int, ...]:
    """List where aisles end; neighbours that end nearly alike end alike. Nothing where all do."""
    found: list[int] = []
    run: list[int] = []
    for end_mm in ends_mm:
        if run and abs(end_mm - run[0]) > near_mm:
            found += [max(run)] * len(run)
            run = []
        run.append(end_mm)
    found += [max(run)] * len(run)
    return tuple(found) if len(set(found)) > 1 else ()
