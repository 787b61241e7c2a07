"""The states of half a tour as numbers, and the steps between them as arrays."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np

from packhaus.decide.tours.steps import list_steps

Numbers: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


class Tables(NamedTuple):
    """Steps between states; -1 where there is none.

    Shapes: `walked` blocks x states x ways; `crossed`, `edges`, `backs` states x choices (the edges on the back cross
    aisle apart); `touched` states (the depot becomes part of the tour); `closed` states, 1 where a tour is whole.
    """

    walked: Numbers
    crossed: Numbers
    edges: Numbers
    backs: Numbers
    touched: Numbers
    closed: Numbers


@lru_cache(maxsize=32)
def build_tables(crosses: int, depot_cross: int) -> Tables:
    """Build the steps between all states that a tour can be in; the first state is that before the first aisle."""
    steps = list_steps(crosses, depot_cross)
    widest = max(len(crossings) for crossings in steps.crossed)
    crossed = np.full((len(steps.crossed), widest), -1, dtype=np.int64)
    edges, backs = np.zeros_like(crossed), np.zeros_like(crossed)
    for at, crossings in enumerate(steps.crossed):
        for place, crossing in enumerate(crossings):
            crossed[at, place] = crossing.after
            edges[at, place] = crossing.edges
            backs[at, place] = crossing.counts[-1]
    return Tables(
        np.array(steps.walked, dtype=np.int64),
        crossed,
        edges,
        backs,
        np.array(steps.touched, dtype=np.int64),
        np.array(steps.closed, dtype=np.int64),
    )
