"""The states of half a tour as numbers, and the steps between them as arrays."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np

from packhaus.decide.tours import states
from packhaus.decide.tours.states import State, Way

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
    found = _find_states(crosses, depot_cross)
    number = {state: at for at, state in enumerate(found)}
    ways = [
        [[number[states.walk_block(s, block, way)] for way in Way] for s in found]
        for block in range(crosses - 1)
    ]
    choices = [states.cross_over(state) for state in found]
    widest = max(len(choice) for choice in choices)
    crossed = np.full((len(found), widest), -1, dtype=np.int64)
    edges, backs = np.zeros_like(crossed), np.zeros_like(crossed)
    for at, choice in enumerate(choices):
        for place, (code, after) in enumerate(choice):
            crossed[at, place] = number[after]
            edges[at, place] = sum(states.count_edges(code, crosses))
            backs[at, place] = states.count_edges(code, crosses)[-1]
    return Tables(
        np.array(ways, dtype=np.int64),
        crossed,
        edges,
        backs,
        np.array([number[states.touch(state, depot_cross)] for state in found], dtype=np.int64),
        np.array([states.is_closed(state) for state in found], dtype=np.int64),
    )


def _find_states(crosses: int, depot_cross: int) -> list[State]:
    found = {states.start(crosses): None}
    waiting = list(found)
    while waiting:
        state = waiting.pop()
        reached = [states.walk_block(state, block, way) for block in range(crosses - 1) for way in Way]
        reached += [after for _, after in states.cross_over(state)]
        reached.append(states.touch(state, depot_cross))
        new = [after for after in dict.fromkeys(reached) if after not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    return list(found)
