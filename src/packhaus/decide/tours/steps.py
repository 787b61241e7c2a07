"""The states that half a tour can be in as numbers, and the steps between them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from packhaus.decide.tours import states
from packhaus.decide.tours.states import State, Way


class Crossing(NamedTuple):
    """A way over a gap between two aisles: the edges on each cross aisle, all of them, and the state behind it."""

    counts: tuple[int, ...]
    edges: int
    after: int


class Steps(NamedTuple):
    """Steps between states by their numbers; 0 is the state before the first aisle.

    `walked`: by block, state and way; `crossed`: by state; `touched`: the depot becomes part of the tour; `closed`:
    the tour is whole.
    """

    walked: tuple[tuple[tuple[int, ...], ...], ...]
    crossed: tuple[tuple[Crossing, ...], ...]
    touched: tuple[int, ...]
    closed: tuple[bool, ...]


@lru_cache(maxsize=32)
def list_steps(crosses: int, depot_cross: int) -> Steps:
    """List the steps between all states that a tour can be in."""
    found = _find_states(crosses, depot_cross)
    number = {state: at for at, state in enumerate(found)}
    return Steps(
        tuple(
            tuple(tuple(number[states.walk_block(state, block, way)] for way in Way) for state in found)
            for block in range(crosses - 1)
        ),
        tuple(
            tuple(_as_crossing(states.count_edges(code, crosses), number[after]) for code, after in crossings)
            for crossings in map(states.cross_over, found)
        ),
        tuple(number[states.touch(state, depot_cross)] for state in found),
        tuple(states.is_closed(state) for state in found),
    )


def _as_crossing(counts: tuple[int, ...], after: int) -> Crossing:
    return Crossing(counts, sum(counts), after)


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
