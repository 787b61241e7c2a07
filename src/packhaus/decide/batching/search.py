"""A plan made better for as long as there is time: small exchanges and larger rebuilding in turn, cooling down."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from packhaus.decide.batching.arrays import Ground, Orders
from packhaus.decide.batching.carts import Carts, Task, copy_carts, make_carts, sum_lengths
from packhaus.decide.batching.draw import draw_share, make_seed
from packhaus.decide.batching.measure import make_scratch
from packhaus.decide.batching.moves import is_accepted, try_trade
from packhaus.decide.batching.ruin import RUINS, SORTS, measure_marked, recreate, ruin, sort_pool
from packhaus.decide.batching.savings import build_by_savings, measure_alone, measure_savings
from packhaus.decide.batching.tables import Numbers
from packhaus.decide.compiled import compiled, compiled_within

HOTTEST, HOT, COLD = 0.05, 0.02, 0.0007
"""The heat at first and at last, as a share of a cart's mean length."""
ORDERS_HOTTEST = 30
"""With more orders there is less time for each, and the search begins the colder."""
NEAR = 40
ROUNDS = 40
TRADES = 60
LEARNED, LEAST_WEIGHT = 0.05, 0.02
"""How much of a way's weight one try decides, and what is never taken from it."""
Reals: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class Weights(NamedTuple):
    """How well each way of taking apart and of sorting did of late."""

    ruins: Reals
    sorts: Reals


def search(*, ground: Ground, orders: Orders, share_spent: Callable[[], float], seed: int) -> Carts:
    """Search for short tours until the share of the budget that is spent reaches 1; gives the best carts found."""
    scratch = make_scratch(ground, orders)
    alone_mm = measure_alone(ground, orders, scratch)
    saved_mm = measure_savings(ground, orders, alone_mm, scratch)
    near = _list_near(saved_mm, alone_mm)
    best = make_carts(orders)
    build_by_savings(ground, orders, best, alone_mm, saved_mm, scratch)
    if best.used[0] < 2:
        return best
    task = Task(ground, orders, near, alone_mm, scratch)
    now, trial = make_carts(orders), make_carts(orders)
    copy_carts(best, now)
    weights = Weights(np.ones(len(RUINS)), np.ones(len(SORTS)))
    random = make_seed(seed)
    mean_mm = sum_lengths(best) / best.used[0]
    hot = max(HOT, HOTTEST * min(1.0, ORDERS_HOTTEST / len(alone_mm)))
    while (spent := share_spent()) < 1:
        heat_mm = mean_mm * hot * (COLD / hot) ** spent
        run_rounds(task, now, trial, best, weights, random, heat_mm, ROUNDS)
    return best


def _list_near(saved_mm: Numbers, alone_mm: Numbers) -> Numbers:
    """List per order the others, those first of whose own tour most is saved beside it."""
    share = saved_mm / np.maximum(1, alone_mm)[np.newaxis, :]
    np.fill_diagonal(share, -1)
    near: Numbers = np.argsort(-share, axis=1, kind="stable")[:, : min(NEAR, len(alone_mm) - 1)]
    return np.ascontiguousarray(near)


@compiled
def run_rounds(
    task: Task,
    now: Carts,
    trial: Carts,
    best: Carts,
    weights: Weights,
    seed: Numbers,
    heat_mm: float,
    rounds: int,
) -> None:
    """Run rounds of one rebuilding and many trades each; `best` keeps the best plan met."""
    now_mm, best_mm = sum_lengths(now), sum_lengths(best)
    pool = np.zeros(now.cart.size, dtype=np.int64)
    for _ in range(rounds):
        for _ in range(TRADES):
            now_mm += try_trade(task, now, seed, heat_mm)
            if now_mm < best_mm:
                best_mm = now_mm
                copy_carts(now, best)
        ruin_way, sort_way = choose(seed, weights.ruins), choose(seed, weights.sorts)
        copy_carts(now, trial)
        taken = ruin(task, trial, seed, ruin_way, pool)
        measure_marked(task, trial)
        sort_pool(task, seed, pool, taken, sort_way)
        recreate(task, trial, seed, pool, taken)
        trial_mm = sum_lengths(trial)
        score = 0.0
        if is_accepted(seed, trial_mm - now_mm, heat_mm):
            score = 1.0 if trial_mm < now_mm else 0.2
            copy_carts(trial, now)
            now_mm = trial_mm
            if now_mm < best_mm:
                score = 3.0
                best_mm = now_mm
                copy_carts(now, best)
        weights.ruins[ruin_way] += LEARNED * (score - weights.ruins[ruin_way])
        weights.sorts[sort_way] += LEARNED * (score - weights.sorts[sort_way])


@compiled_within
def choose(seed: Numbers, weights: Reals) -> int:
    """Choose a way in proportion to its weight; even the worst is tried now and then."""
    whole = 0.0
    for way in range(weights.size):
        whole += weights[way] + LEAST_WEIGHT
    left = draw_share(seed) * whole
    for way in range(weights.size):
        left -= weights[way] + LEAST_WEIGHT
        if left < 0:
            return way
    return weights.size - 1
