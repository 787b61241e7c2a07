"""Fill one container with as many units as go in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from packhaus.decide.cartonize.orient import (
    Longs,
    as_longs,
    lay_out_stands,
    limit_size,
    limit_volume,
    list_orientations,
    name_blocks,
)
from packhaus.decide.cartonize.types import Item, Placement, Size
from packhaus.decide.keys import Key


class Row(NamedTuple):
    """An item as it is packed."""

    line: Key
    orientations: tuple[Size, ...]
    weight_grams: int
    volume: int
    thinnest: int


class Rows(NamedTuple):
    """Rows in packing order; as arrays: how each stands and in how many ways, weight, volume, shortest side."""

    rows: tuple[Row, ...]
    volumes: tuple[int, ...]
    weights: tuple[int, ...]
    arrays: tuple[Longs, Longs, Longs, Longs, Longs]


class Filling(NamedTuple):
    """What went in: blocks, and units per row."""

    placements: tuple[Placement, ...]
    units: list[int]


def sort_rows(items: Sequence[Item]) -> tuple[Rows, list[int]]:
    """Sort items for first fit decreasing (volume, then longest side, then weight); rows and their quantities."""
    ordered = sorted(
        (item for item in items if item.quantity > 0),
        key=lambda item: (measure_volume(item.size), max(item.size), item.weight_grams),
        reverse=True,
    )
    rows = [
        Row(
            item.line,
            list_orientations(item.size, keep_upright=item.keep_upright),
            item.weight_grams,
            measure_volume(item.size),
            min(item.size),
        )
        for item in ordered
    ]
    return lay_out_rows(rows), [item.quantity for item in ordered]


def lay_out_rows(rows: Sequence[Row]) -> Rows:
    """Lay rows out as the filling loop reads them."""
    volumes, weights = tuple(row.volume for row in rows), tuple(row.weight_grams for row in rows)
    arrays = (
        *lay_out_stands([row.orientations for row in rows]),
        as_longs(weights),
        as_longs([limit_volume(volume) for volume in volumes]),
        as_longs([row.thinnest for row in rows]),
    )
    return Rows(tuple(rows), volumes, weights, arrays)


def measure_volume(size: Size) -> int:
    """Measure a cuboid in cubic millimetres."""
    return size[0] * size[1] * size[2]


def fill_container(size: Size, max_weight_grams: int, rows: Rows, wanted: Sequence[int]) -> Filling:
    """Fill a container, rows in order, each as blocks into the smallest free cuboid that takes it.

    First fit decreasing over extreme corners: free cuboids are disjoint and start where a block ends, so what is
    placed can neither overlap nor stick out, and always stands on the floor or on a full block.
    Units: mm, grams without the container's own weight. O(blocks x free cuboids x orientations).
    """
    blocks, units = _fill(size, max_weight_grams, rows, wanted, only_all=False)
    return Filling(_name_rows(rows, blocks), units.tolist())


def fill_with_all(size: Size, max_weight_grams: int, rows: Rows, wanted: Sequence[int]) -> Filling | None:
    """Fill a container with all that is wanted; None, at the first row that does not go in whole."""
    blocks, units = _fill(size, max_weight_grams, rows, wanted, only_all=True)
    return Filling(_name_rows(rows, blocks), list(wanted)) if units.tolist() == list(wanted) else None


def _fill(
    size: Size, max_weight_grams: int, rows: Rows, wanted: Sequence[int], *, only_all: bool
) -> tuple[Longs, Longs]:
    # The compiler is large; only a process that packs loads it.
    from packhaus.decide.cartonize.filling import fill

    return fill(limit_size(size), max_weight_grams, *rows.arrays, as_longs(wanted), only_all)


def _name_rows(rows: Rows, blocks: Longs) -> tuple[Placement, ...]:
    return name_blocks(blocks, [row.line for row in rows.rows])
