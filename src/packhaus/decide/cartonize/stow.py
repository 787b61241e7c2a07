"""Stow units into one carton, standing on its floor or on what carries them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from packhaus.decide.cartonize.orient import Longs, as_longs, lay_out_stands, limit_size, name_blocks
from packhaus.decide.cartonize.types import Placement, Size
from packhaus.decide.keys import Key


class Ware(NamedTuple):
    """An item as it is stowed; `carries_grams` is a number even when anything may stand on it."""

    line: Key
    stands: tuple[Size, ...]
    weight_grams: int
    volume: int
    carries_grams: int
    hazard: Key
    apart: frozenset[Key]


class Stowed(NamedTuple):
    """What went in: blocks, and units per ware."""

    placements: tuple[Placement, ...]
    units: list[int]


class Wares(NamedTuple):
    """Wares in packing order; as arrays: how each stands and in how many ways, weight, what it carries, `apart`."""

    wares: tuple[Ware, ...]
    volumes: tuple[int, ...]
    weights: tuple[int, ...]
    arrays: tuple[Longs, Longs, Longs, Longs, Longs]


def lay_out_wares(wares: Sequence[Ware]) -> Wares:
    """Lay wares out as the stowing loop reads them."""
    volumes, weights = tuple(ware.volume for ware in wares), tuple(ware.weight_grams for ware in wares)
    arrays = (
        *lay_out_stands([ware.stands for ware in wares]),
        as_longs(weights),
        as_longs([ware.carries_grams for ware in wares]),
        as_longs([[are_apart(one, other) for other in wares] for one in wares]).reshape(
            len(wares), len(wares)
        ),
    )
    return Wares(tuple(wares), volumes, weights, arrays)


def are_apart(one: Ware, other: Ware) -> bool:
    """Tell whether two wares never share a carton."""
    return one.hazard in other.apart or (other.hazard is not None and other.hazard in one.apart)


def stow_all(
    *, size: Size, max_content_grams: int, wares: Wares, wanted: Sequence[int], order: Sequence[int]
) -> Stowed:
    """Stow wares in the order given, each as far as it goes in.

    Every block takes the lowest place, there the one that leaves the least beside it. A body may carry what its
    weakest units carry, and everything above it counts with its whole weight: more careful than statics asks.
    Units: mm, grams.
    """
    blocks, units = _stow(size, max_content_grams, wares, wanted, order, only_all=False)
    return Stowed(_name_wares(wares, blocks), units.tolist())


def stow_whole(
    *, size: Size, max_content_grams: int, wares: Wares, wanted: Sequence[int], order: Sequence[int]
) -> Stowed | None:
    """Stow all that is wanted, as `stow_all` does; None, at the first ware that does not go in whole."""
    blocks, units = _stow(size, max_content_grams, wares, wanted, order, only_all=True)
    return Stowed(_name_wares(wares, blocks), list(wanted)) if units.tolist() == list(wanted) else None


def _stow(
    size: Size,
    max_content_grams: int,
    wares: Wares,
    wanted: Sequence[int],
    order: Sequence[int],
    *,
    only_all: bool,
) -> tuple[Longs, Longs]:
    # The compiler is large; only a process that packs loads it.
    from packhaus.decide.cartonize.stowing import stow

    rows, units = as_longs(order), as_longs(wanted)
    return stow(limit_size(size), max_content_grams, *wares.arrays, rows, units, only_all)


def _name_wares(wares: Wares, blocks: Longs) -> tuple[Placement, ...]:
    return name_blocks(blocks, [ware.line for ware in wares.wares])
