"""A round trip made shorter by small changes until none helps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Distances: TypeAlias = Sequence[Sequence[int]]
LONGEST_MOVED = 3


def improve_round(*, distances_mm: Distances) -> list[int]:
    """Improve the round trip 0, 1, 2 ... by 2-opt and Or-opt; the first stays first.

    Source: G. A. Croes, A method for solving traveling-salesman problems, Operations Research 6 (1958); I. Or,
    Traveling salesman-type combinatorial problems, Northwestern University (1976).
    """
    order = list(range(len(distances_mm)))
    while _turn_part(order, distances_mm) or _move_part(order, distances_mm):
        pass
    return order


def _turn_part(order: list[int], distances: Distances) -> bool:
    """Turn around the part whose turning helps most, from each place; tells whether any did."""
    size, has_helped = len(order), False
    for first in range(1, size - 1):
        before, start = order[first - 1], order[first]
        kept = distances[before][start]
        gains = [
            (
                kept
                + distances[order[last]][order[(last + 1) % size]]
                - distances[before][order[last]]
                - distances[start][order[(last + 1) % size]],
                last,
            )
            for last in range(first + 1, size)
        ]
        gain, last = max(gains)
        if gain > 0:
            order[first : last + 1] = order[first : last + 1][::-1]
            has_helped = True
    return has_helped


def _move_part(order: list[int], distances: Distances) -> bool:
    """Move a part of up to three to the place where that helps most; tells whether any did."""
    for length in range(1, LONGEST_MOVED + 1):
        for first in range(1, len(order) - length + 1):
            part = order[first : first + length]
            rest = order[:first] + order[first + length :]
            gain, place, is_turned = _find_place(part, rest, first, distances)
            if gain > 0:
                order[:] = rest[:place] + (part[::-1] if is_turned else part) + rest[place:]
                return True
    return False


def _find_place(part: list[int], rest: list[int], first: int, distances: Distances) -> tuple[int, int, bool]:
    """Find what the best new place gains, the place, and whether the part is turned around there."""
    head, tail = part[0], part[-1]
    before, after = rest[first - 1], rest[first % len(rest)]
    freed = distances[before][head] + distances[tail][after] - distances[before][after]
    found = (0, first, False)
    for place in range(1, len(rest) + 1):
        one, other = rest[place - 1], rest[place % len(rest)]
        opened = freed + distances[one][other]
        for is_turned, start, end in ((False, head, tail), (True, tail, head)):
            gain = opened - distances[one][start] - distances[end][other]
            if gain > found[0]:
                found = (gain, place, is_turned)
    return found
