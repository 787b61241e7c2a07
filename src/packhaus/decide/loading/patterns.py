"""Which loads, how often each, cover a demand with the fewest holds: the linear relaxation and its prices.

Source: Gilmore & Gomory (1961), Operations Research 9.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from packhaus.decide.loading.spaces import Floats

_EPSILON = 1e-9
_STEPS_AT_MOST = 2_000


class Cover(NamedTuple):
    """Shapes: times (loads), how often each is used; prices (kinds), what one more of each kind costs in holds."""

    times: Floats
    prices: Floats

    @property
    def holds(self) -> float:
        return float(self.times.sum())


def cover_demand(*, contents: Floats, demand: Floats) -> Cover:
    """Cover a demand (kinds) by loads (loads x kinds) used a fractional number of times.

    Solved as its dual, which starts feasible: prices that make the demand worth most while no load is worth more than
    one hold; simplex with Bland's rule, dense, for few kinds.
    """
    loads, kinds = contents.shape
    table = np.zeros((loads + 1, kinds + loads + 1))
    table[:loads, :kinds] = contents
    table[:loads, kinds:-1] = np.eye(loads)
    table[:loads, -1] = 1.0
    table[loads, :kinds] = -demand
    basis = np.arange(kinds, kinds + loads)
    for _ in range(_STEPS_AT_MOST):
        entering = np.flatnonzero(table[loads, :-1] < -_EPSILON)
        if not len(entering):
            break
        _turn(table, basis, int(entering[0]))
    prices = np.zeros(kinds + loads)
    prices[basis] = table[:loads, -1]
    return Cover(table[loads, kinds:-1].copy(), prices[:kinds].copy())


def _turn(table: Floats, basis: np.ndarray[tuple[int], np.dtype[np.int64]], column: int) -> None:
    """Bring a column into the basis; the row that limits it first leaves, the lowest of equals."""
    steps = table[:-1, column]
    ratios = np.where(steps > _EPSILON, table[:-1, -1] / np.where(steps > _EPSILON, steps, 1.0), np.inf)
    limit = float(ratios.min())
    assert np.isfinite(limit), "every kind is in some load"
    candidates = np.flatnonzero(ratios <= limit + _EPSILON)
    row = int(candidates[np.argmin(basis[candidates])])
    table[row] /= table[row, column]
    others = np.arange(len(table)) != row
    table[others] -= np.outer(table[others, column], table[row])
    basis[row] = column
