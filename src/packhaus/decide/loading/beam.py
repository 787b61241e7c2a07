"""Beam search over blocks: each state is judged by what it becomes when it is loaded greedily to the end.

Source: Araya & Riff (2014), "A beam search approach to the container loading problem", Computers & Operations
Research 43. The width doubles from pass to pass; the last pass takes the width that the time left allows.
"""

from __future__ import annotations

import math
import time
from typing import NamedTuple

import numpy as np

from packhaus.decide.compiled import compiled, compiled_within
from packhaus.decide.loading.greedy import (
    Desk,
    Task,
    find_choices,
    keep_active,
    list_active,
    load_block,
    load_greedily,
    make_desk,
    measure_reach,
)
from packhaus.decide.loading.spaces import Floats, Ints, Longs, State, copy_state, make_states, take_state

WIDEST = 64
_EQUAL = 1e-9


class Generation(NamedTuple):
    """States of one depth. Shapes: states (width), verdicts (width, 2): worth at the end and so far; filled (1)."""

    states: State
    verdicts: Floats
    filled: Longs


class Pass(NamedTuple):
    """What one pass works on. `spare` has the successor and its greedy end; `chosen` and `scores` are a width long."""

    spare: State
    chosen: Ints
    scores: Floats
    active: Ints


def search_beam(*, task: Task, start: State, target: float, seconds: float, widest: int = WIDEST) -> State:
    """Load a hold as well as the time allows, and not better than `target`; the start is the state in row 0."""
    ends_at = time.perf_counter() + seconds
    best = make_states(1, start.left.shape[1], start.path.shape[1])
    best.sums[0, 0] = -1.0
    desk = make_desk(task)
    width = 1
    while width:
        began = time.perf_counter()
        _run_pass(task, start, best, desk, width, ends_at)
        if best.sums[0, 0] >= target - _EQUAL:
            break
        width = _widen(width, time.perf_counter() - began, ends_at - time.perf_counter(), widest)
    return best


def _widen(width: int, took: float, left: float, widest: int) -> int:
    """Choose the next width: twice as wide, or as wide as the time left allows; 0 to stop. A pass costs width²."""
    if left <= 0 or width >= widest:
        return 0
    affordable = int(width * math.sqrt(left / max(took, 1e-6)))
    if affordable <= width:
        return 0
    return min(widest, 2 * width if affordable >= 4 * width else affordable)


def _run_pass(task: Task, start: State, best: State, desk: Desk, width: int, ends_at: float) -> None:
    kinds, boxes = start.left.shape[1], start.path.shape[1]
    now, after = _make_generation(width, kinds, boxes), _make_generation(width, kinds, boxes)
    work = Pass(
        make_states(2, kinds, boxes),
        np.zeros(width, np.int32),
        np.zeros(width, np.float64),
        np.zeros_like(desk.active),
    )
    copy_state(take_state(start, 0), take_state(now.states, 0))
    now.filled[0] = 1
    while now.filled[0]:
        after.filled[0] = 0
        for row in range(now.filled[0]):
            _expand(task, take_state(now.states, row), after, take_state(best, 0), desk, work)
            if time.perf_counter() > ends_at:
                return
        now, after = after, now


def _make_generation(width: int, kinds: int, boxes: int) -> Generation:
    return Generation(
        make_states(width, kinds, boxes), np.zeros((width, 2), np.float64), np.zeros(1, np.int64)
    )


@compiled
def _expand(task: Task, state: State, after: Generation, best: State, desk: Desk, work: Pass) -> None:
    """Judge the best successors of a state, and keep them if they are among the best of their generation."""
    measure_reach(task, state.left, desk.reach, desk.least)
    count = list_active(task, state, work.active)
    space, found = find_choices(task, state, desk, work.active, count, work.chosen, work.scores)
    successor, end = take_state(work.spare, 0), take_state(work.spare, 1)
    for choice in range(found):
        copy_state(state, successor)
        load_block(task, successor, space, work.chosen[choice], desk)
        copy_state(successor, end)
        kept = keep_active(task, end, work.active, count, desk.active)
        load_greedily(task, end, desk, kept)
        if end.sums[0] > best.sums[0]:
            copy_state(end, best)
        _keep_if_good(after, successor, end.sums[0])


@compiled_within
def _keep_if_good(after: Generation, successor: State, verdict: float) -> None:
    """Keep a successor unless one that looks the same is there or all that are there end better."""
    count, worst = after.filled[0], 0
    for row in range(count):
        if after.verdicts[row, 0] == verdict and after.verdicts[row, 1] == successor.sums[0]:
            return
        if after.verdicts[row, 0] < after.verdicts[worst, 0]:
            worst = row
    if count < len(after.verdicts):
        worst = count
        after.filled[0] = count + 1
    elif verdict <= after.verdicts[worst, 0]:
        return
    after.verdicts[worst, 0] = verdict
    after.verdicts[worst, 1] = successor.sums[0]
    copy_state(successor, take_state(after.states, worst))
