"""What must be known of half a tour, cut between two aisles, to finish it: Ratliff and Rosenthal's classes.

A state says of each cross aisle how many edges of the half meet there (none, an odd or an even number), and which of
these ends hang together. One block has 6 states, two have 24, three 112 (the one before the first aisle included).
Source: H. D. Ratliff and A. S. Rosenthal, Order-picking in a rectangular warehouse: a solvable case of the traveling
salesman problem, Operations Research 31 (1983); two blocks: K. J. Roodbergen and R. de Koster, Routing order pickers
in a warehouse with a middle aisle, European Journal of Operational Research 133 (2001); any number of cross aisles:
L. Pansart, N. Catusse and H. Cambazard, Exact algorithms for the order picking problem, Computers and Operations
Research 100 (2018).
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from itertools import product
from typing import NamedTuple, TypeAlias

UNTOUCHED, ODD, EVEN = range(3)


class End(NamedTuple):
    """One cross aisle at the cut: the parity of its edges, and the number of the component it belongs to."""

    parity: int
    component: int


State: TypeAlias = tuple[End, ...]


class Way(IntEnum):
    """How the part of an aisle between two cross aisles is walked."""

    NOT = 0
    THROUGH = 1
    TWICE = 2
    FROM_FRONT = 3
    FROM_BACK = 4
    FROM_BOTH = 5


def start(crosses: int) -> State:
    """Give the state before the first aisle."""
    return (End(UNTOUCHED, -1),) * crosses


def touch(state: State, cross: int) -> State:
    """Make a cross aisle's end part of the tour."""
    return _number(_touch(list(state), cross))


@cache
def walk_block(state: State, block: int, way: Way) -> State:
    """Add a block's part of the aisle at the cut."""
    ends = list(state)
    front, back = block, block + 1
    if way in {Way.FROM_FRONT, Way.FROM_BOTH, Way.THROUGH, Way.TWICE}:
        ends = _touch(ends, front)
    if way in {Way.FROM_BACK, Way.FROM_BOTH, Way.THROUGH, Way.TWICE}:
        ends = _touch(ends, back)
    if way in {Way.THROUGH, Way.TWICE}:
        ends = _join(ends, ends[front].component, ends[back].component)
    if way is Way.THROUGH:
        for cross in (front, back):
            ends[cross] = End(ODD if ends[cross].parity == EVEN else EVEN, ends[cross].component)
    return _number(ends)


@cache
def cross_over(state: State) -> tuple[tuple[int, State], ...]:
    """List the ways to the next aisle: how many edges on each cross aisle together, and the state there.

    What is odd goes on once; what is even goes on twice or ends here. A component of which nothing goes on could
    never be reached again.
    """
    choices = [{UNTOUCHED: (0,), ODD: (1,), EVEN: (0, 2)}[end.parity] for end in state]
    components = {end.component for end in state if end.parity != UNTOUCHED}
    found: list[tuple[tuple[int, ...], State]] = []
    for edges in product(*choices):
        if {end.component for end, count in zip(state, edges, strict=True) if count} == components:
            ends = [
                End(end.parity, end.component) if count else End(UNTOUCHED, -1)
                for end, count in zip(state, edges, strict=True)
            ]
            found.append((edges, _number(ends)))
    return tuple((_encode(edges), after) for edges, after in found)


def count_edges(code: int, crosses: int) -> tuple[int, ...]:
    """Count the edges on each cross aisle of a crossing that `cross_over` lists."""
    return tuple(code // 3**cross % 3 for cross in range(crosses))


def is_closed(state: State) -> bool:
    """Tell whether the half is a whole tour: every end even, all in one piece."""
    components = {end.component for end in state if end.parity != UNTOUCHED}
    return len(components) == 1 and all(end.parity != ODD for end in state)


def _encode(edges: tuple[int, ...]) -> int:
    return sum(count * 3**cross for cross, count in enumerate(edges))


def _touch(ends: list[End], cross: int) -> list[End]:
    if ends[cross].parity == UNTOUCHED:
        ends[cross] = End(EVEN, max(end.component for end in ends) + 1)
    return ends


def _join(ends: list[End], one: int, other: int) -> list[End]:
    return [End(end.parity, one if end.component == other else end.component) for end in ends]


def _number(ends: list[End]) -> State:
    """Give components numbers as they come, so that equal states are equal."""
    numbers: dict[int, int] = {-1: -1}
    for end in ends:
        numbers.setdefault(end.component, len(numbers) - 1)
    return tuple(End(end.parity, numbers[end.component]) for end in ends)
