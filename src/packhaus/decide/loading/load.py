"""Load one hold."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from packhaus.decide.loading.beam import WIDEST, search_beam
from packhaus.decide.loading.blocks import Blocks, Stands, build_blocks, list_stands, offer_blocks
from packhaus.decide.loading.greedy import Task
from packhaus.decide.loading.spaces import Longs, State, make_states
from packhaus.decide.loading.types import BoxKind, Hold, Load, LoadedBox, Size

_NO_LIMIT = 1e18
CLOSENESS = 4
"""The power of the contact that Araya, Guerrero & Nuñez (2017) found best for volume."""


class Loader(NamedTuple):
    """A hold and the blocks that can be built for it, to be searched again and again."""

    kinds: tuple[BoxKind, ...]
    hold: Hold
    supported: bool
    stands: Stands
    blocks: Blocks


def load_hold(
    *, kinds: Sequence[BoxKind], hold: Hold, supported: bool, seconds: float, widest: int = WIDEST
) -> Load:
    """Load boxes into one hold so that what is in it is worth most.

    Supported, the whole base of every box rests on the floor or on boxes; else it may hang over or float beside
    others, held by its neighbours. The answer depends on how much the machine does in `seconds`; `widest` limits it
    to the same work everywhere.
    Units: any one length, any one weight.
    """
    began = time.perf_counter()
    loader = make_loader(kinds=kinds, hold=hold, supported=supported)
    return load_again(
        loader=loader,
        quantities=[kind.quantity for kind in kinds],
        worths=[kind.value for kind in kinds],
        seconds=seconds - (time.perf_counter() - began),
        widest=widest,
    )


def make_loader(*, kinds: Sequence[BoxKind], hold: Hold, supported: bool) -> Loader:
    """Build the blocks for a hold."""
    stands = list_stands(kinds, hold)
    return Loader(
        tuple(kinds), hold, supported, stands, build_blocks(stands=stands, hold=hold, supported=supported)
    )


def load_again(
    *,
    loader: Loader,
    quantities: Sequence[int],
    worths: Sequence[float],
    seconds: float,
    widest: int = WIDEST,
    closeness: int = CLOSENESS,
) -> Load:
    """Load a hold with at most these quantities so that what is in it is worth most.

    The less `closeness` counts, the sooner boxes that are worth much are loaded even where they fit badly.
    """
    if not len(loader.blocks.boxes) or not any(quantities):
        return Load(())
    kinds = loader.kinds
    offer, order = offer_blocks(
        blocks=loader.blocks, worths=worths, weights=[float(kind.weight) for kind in kinds]
    )
    task = Task(
        offer,
        np.array(loader.hold.size, np.int32),
        loader.stands.kind,
        loader.stands.size,
        loader.supported,
        closeness,
    )
    best = search_beam(
        task=task,
        start=_start(quantities, loader.hold),
        target=_limit_worth(kinds, loader.hold, quantities, worths),
        seconds=seconds,
        widest=widest,
    )
    return Load(tuple(_list_boxes(best, loader, order)))


def _limit_worth(
    kinds: Sequence[BoxKind], hold: Hold, quantities: Sequence[int], worths: Sequence[float]
) -> float:
    """Give the most that can be loaded: all boxes, or the whole hold with the kind that is worth most by volume."""
    everything = sum(count * worth for count, worth in zip(quantities, worths, strict=True))
    densest = max(worth / kind.volume for kind, worth in zip(kinds, worths, strict=True))
    return min(everything, densest * hold.volume)


def _start(quantities: Sequence[int], hold: Hold) -> State:
    state = make_states(1, len(quantities), sum(quantities))
    state.spaces[0, 0, 3:] = hold.size
    state.left[0] = quantities
    state.sizes[0, 0] = 1
    state.sums[0, 1] = _NO_LIMIT if hold.max_weight is None else hold.max_weight
    return state


def _list_boxes(best: State, loader: Loader, order: Longs) -> list[LoadedBox]:
    boxes: list[LoadedBox] = []
    for block, x, y, z in best.path[0, : best.sizes[0, 1]].tolist():
        for stand, corner in _unfold(loader.blocks, int(order[block]), (x, y, z)):
            length, width, height = loader.stands.size[stand].tolist()
            kind = loader.kinds[loader.stands.kind[stand]].kind
            boxes.append(LoadedBox(kind, corner, (length, width, height)))
    return boxes


def _unfold(blocks: Blocks, row: int, corner: Size) -> list[tuple[int, Size]]:
    """List the boxes of a block: which stand, and where."""
    axis, one, *rest = blocks.parts[row].tolist()
    x, y, z = corner
    if axis >= 0:
        moved = [x, y, z]
        moved[axis] += int(blocks.extent[one, axis])
        return _unfold(blocks, one, corner) + _unfold(blocks, rest[0], (moved[0], moved[1], moved[2]))
    along, across, up = rest
    length, width, height = (blocks.extent[row] // (along, across, up)).tolist()
    return [
        (one, (x + length * i, y + width * j, z + height * k))
        for k in range(up)
        for j in range(across)
        for i in range(along)
    ]
