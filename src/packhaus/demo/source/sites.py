"""Where the demo's goods lie and how they leave: two sites of our own, a partner with a feed, cartons and carriers.

Everything here is made up; the tables are CSV files in ``demo/data``. The grid is plain: zones stand side by side, an
aisle runs away from the dock at y = 0, bays lie on it, walking goes up one aisle and down the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from packhaus.demo.source.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

AISLE_PITCH_MM = 3_200
ZONE_GAP_MM = 4_000
# Places for what orders wait for stand in an aisle of their own beside the first.
CROSS_DOCK_FROM_MM = 6_000
CROSS_DOCK_WIDTH_MM = 1_300
# What fits of a bin's volume once goods do not stack perfectly.
FILL_PERCENT = 75
# Numbers of the walk given to one zone; more than any zone has bins.
WALK_PER_ZONE = 100_000


@dataclass(frozen=True, slots=True)
class DemoLocation:
    """One spot; bins have coordinates of their front in millimetres, the dock is at the origin."""

    site: str
    code: str
    kind: str
    zone: str = ""
    aisle: str = ""
    bay: str = ""
    level: str = ""
    bin: str = ""
    x_mm: int = 0
    y_mm: int = 0
    walk_sequence: int = 0
    max_weight_grams: int | None = None
    max_volume_mm3: int | None = None
    max_pallets: int | None = None
    mixing: str = "mixed"


@dataclass(frozen=True, slots=True)
class Grid:
    """One zone of a site as the table gives it."""

    site: str
    zone: str
    kind: str
    aisles: int
    bays: int
    levels: int
    bins: int
    bay_width_mm: int
    depth_mm: int
    level_height_mm: int
    start_y_mm: int
    max_weight_grams: int


@cache
def list_locations() -> tuple[DemoLocation, ...]:
    """Return every location of the sites that we run: bins in walking order, then the working places."""
    bins: list[DemoLocation] = []
    left: dict[str, int] = {}
    for number, grid in enumerate(_list_grids()):
        start = left.get(grid.site, 0)
        bins.extend(_lay_out(grid, start_x_mm=start, walk_from=(number + 1) * WALK_PER_ZONE))
        left[grid.site] = start + grid.aisles * AISLE_PITCH_MM + ZONE_GAP_MM
    return (*bins, *_list_working_places())


def _list_grids() -> list[Grid]:
    texts = {"site", "zone", "kind"}
    return [
        Grid(**{name: value if name in texts else int(value) for name, value in row.items()})  # type: ignore[arg-type]
        for row in read_table("location_grids.csv")
    ]


def _lay_out(grid: Grid, *, start_x_mm: int, walk_from: int) -> Iterator[DemoLocation]:
    width = grid.bay_width_mm // grid.bins
    volume = width * grid.depth_mm * grid.level_height_mm * FILL_PERCENT // 100
    walk = walk_from
    for aisle in range(grid.aisles):
        bays = range(grid.bays) if aisle % 2 == 0 else reversed(range(grid.bays))
        for bay in bays:
            for level in range(grid.levels):
                for position in range(grid.bins):
                    walk += 1
                    yield _make_bin(
                        grid,
                        aisle=aisle,
                        bay=bay,
                        level=level,
                        position=position,
                        x_mm=start_x_mm + aisle * AISLE_PITCH_MM,
                        y_mm=grid.start_y_mm + bay * grid.bay_width_mm + position * width,
                        walk=walk,
                        volume=volume,
                    )


def _make_bin(
    grid: Grid,
    *,
    aisle: int,
    bay: int,
    level: int,
    position: int,
    x_mm: int,
    y_mm: int,
    walk: int,
    volume: int,
) -> DemoLocation:
    names = (f"{aisle + 1:02d}", f"{bay + 1:02d}", "ABCDEF"[level], str(position + 1))
    return DemoLocation(
        grid.site,
        "-".join((grid.zone, *names)),
        grid.kind,
        grid.zone,
        *names,
        x_mm=x_mm,
        y_mm=y_mm,
        walk_sequence=walk,
        max_weight_grams=grid.max_weight_grams // grid.bins,
        max_volume_mm3=volume,
    )


def _list_working_places() -> Iterator[DemoLocation]:
    for row in read_table("service_locations.csv"):
        for number in range(1, int(row["count"]) + 1):
            code = row["code"].format(number)
            x_mm, y_mm = number * AISLE_PITCH_MM, 0
            if row["kind"] == "cross_dock":
                x_mm, y_mm = -AISLE_PITCH_MM, CROSS_DOCK_FROM_MM + number * CROSS_DOCK_WIDTH_MM
            yield DemoLocation(row["site"], code, row["kind"], x_mm=x_mm, y_mm=y_mm)
