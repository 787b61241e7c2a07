"""How long walks are, as they were and as they would have been."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import numpy as np

from packhaus.decide.slotting import Replay
from packhaus.decide.tours import Grid
from packhaus.outbound.queries.slotting.house import MovedRow, StopRow
from packhaus.outbound.services.slotting.model import Model


class Saved(NamedTuple):
    """Walks since the first of the moves, as they were walked and as they would have been without any of them."""

    since: datetime
    walks: int
    walked_mm: int
    unmoved_mm: int


def measure_walks_mm(*, grid: Grid, model: Model) -> int:
    """Measure a site's walks with every item where it lies now."""
    stops = sorted({slot.stop for slot in model.slots})
    number = {stop: at for at, stop in enumerate(stops)}
    replay = Replay(layout=grid.layout, stops=stops, walks=model.walks)
    at = np.array([number[model.slots[item.slot].stop] for item in model.items], dtype=np.int64)
    return replay.measure_mm(positions=replay.places[at], walks=np.arange(len(model.walks)))


def measure_saved(
    *, grid: Grid, walks: Sequence[Sequence[StopRow]], moved: Sequence[MovedRow]
) -> Saved | None:
    """Measure what moves have saved so far: each later walk that went to a new bin, beside one to the old bin.

    Nothing without moves, or before anybody walked to what was moved.
    """
    before = {move: _trace(moved[:at], move) for at, move in enumerate(moved)}
    pairs = [
        (
            [stop.location_id for stop in walk if stop.location_id in grid.stops],
            [place for stop in walk if (place := _find_before(stop, before)) in grid.stops],
        )
        for walk in walks
    ]
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    if not changed:
        return None
    walked, unmoved = (_measure(grid, [pair[side] for pair in changed]) for side in (0, 1))
    return Saved(moved[0].done_at, len(changed), walked, unmoved)


def _trace(earlier: Sequence[MovedRow], move: MovedRow) -> int:
    """Return where the item of a move lay before the first of the moves that led it there."""
    place = move.from_location_id
    for one in reversed(earlier):
        if one.sku_id == move.sku_id and one.to_location_id == place:
            place = one.from_location_id
    return place


def _find_before(stop: StopRow, before: Mapping[MovedRow, int]) -> int:
    own = [move for move in before if _leads_to(move, stop.sku_id, stop.location_id, stop.walked_at)]
    return before[own[-1]] if own else stop.location_id


def _leads_to(move: MovedRow, sku_id: UUID, location_id: int, at: datetime) -> bool:
    return move.sku_id == sku_id and move.to_location_id == location_id and move.done_at <= at


def _measure(grid: Grid, walks: Sequence[Sequence[int]]) -> int:
    places = sorted({place for walk in walks for place in walk})
    stops = sorted({grid.stops[place] for place in places})
    number = {stop: at for at, stop in enumerate(stops)}
    item = {place: at for at, place in enumerate(places)}
    replay = Replay(
        layout=grid.layout, stops=stops, walks=[[item[place] for place in walk] for walk in walks]
    )
    at = np.array([number[grid.stops[place]] for place in places], dtype=np.int64)
    return replay.measure_mm(positions=replay.places[at], walks=np.arange(len(walks)))
