"""Load everything into as few equal holds as possible.

Loads are columns of a covering problem: the search is asked for the load that is worth most at the prices of the
linear relaxation until none is worth more than the hold it takes; whole uses are fixed, and the rest is asked again.
Source: Zhu, Huang & Lim (2012), "A prototype column generation strategy for the multiple container loading problem",
European Journal of Operational Research 223; Gilmore & Gomory (1961).
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from packhaus.decide.loading.load import CLOSENESS, Loader, load_again, make_loader
from packhaus.decide.loading.patterns import Cover, cover_demand
from packhaus.decide.loading.types import BoxKind, Hold, Load

_EPSILON = 1e-6
_COLUMNS_A_ROUND = 60
_FIRST_WIDTH = 2
_SEARCH_SECONDS = 1.0
_CLOSENESSES = (CLOSENESS, 1, 0)


class Pattern(NamedTuple):
    """A load and how many of each kind are in it."""

    content: tuple[int, ...]
    load: Load


class Pool:
    """Every load found so far, and the search that finds more."""

    def __init__(self, loader: Loader, ends_at: float) -> None:
        self.loader = loader
        self.ends_at = ends_at
        self.width = _FIRST_WIDTH
        self.patterns: dict[tuple[int, ...], Pattern] = {}
        self._order = {kind.kind: index for index, kind in enumerate(loader.kinds)}

    @property
    def is_over(self) -> bool:
        return time.perf_counter() >= self.ends_at

    def search(
        self, quantities: Sequence[int], worths: Sequence[float], closeness: int = CLOSENESS
    ) -> Pattern:
        """Find the load that is worth most, and keep it."""
        load = load_again(
            loader=self.loader,
            quantities=quantities,
            worths=worths,
            seconds=min(_SEARCH_SECONDS, self.ends_at - time.perf_counter()),
            widest=self.width,
            closeness=closeness,
        )
        counts = Counter(self._order[box.kind] for box in load.boxes)
        content = tuple(counts[index] for index in range(len(quantities)))
        return self.patterns.setdefault(content, Pattern(content, load))

    def list_within(self, demand: Sequence[int]) -> list[Pattern]:
        """List the loads that hold no more than is left."""
        return [
            pattern
            for pattern in self.patterns.values()
            if any(pattern.content)
            and all(count <= left for count, left in zip(pattern.content, demand, strict=True))
        ]


def load_holds(
    *, kinds: Sequence[BoxKind], hold: Hold, supported: bool, seconds: float, seed: int = 1
) -> tuple[Load, ...]:
    """Load all boxes into as few equal holds as are found in the time; what fits no hold is in none.

    Units: as `load_hold`. The answer depends on how much the machine does in `seconds`.
    """
    ends_at = time.perf_counter() + seconds
    loader = make_loader(kinds=kinds, hold=hold, supported=supported)
    pool = Pool(loader, ends_at)
    fitting = set(loader.stands.kind.tolist())
    demand = [kind.quantity if index in fitting else 0 for index, kind in enumerate(kinds)]
    best = _load_in_turn(pool, demand)
    least = _bound(loader, demand)
    dice = random.Random(seed)  # noqa: S311  # breaks ties, hides nothing
    tries = 0
    while len(best) > least and not pool.is_over:
        found = _dive(pool, demand, len(best), None if not tries else dice)
        if found is not None:
            best = found
        tries += 1
        if tries % 2 == 0:
            pool.width = min(2 * pool.width, 32)
    return tuple(pattern.load for pattern in best)


def _bound(loader: Loader, demand: Sequence[int]) -> int:
    volume = sum(kind.volume * units for kind, units in zip(loader.kinds, demand, strict=True))
    return -(-volume // loader.hold.volume)


def _load_in_turn(pool: Pool, demand: Sequence[int]) -> list[Pattern]:
    """Fill one hold after the other with as much volume as goes in."""
    volumes = [float(kind.volume) for kind in pool.loader.kinds]
    left, found = list(demand), list[Pattern]()
    while any(left):
        pattern = pool.search(left, volumes)
        times = _count_uses(pattern, left)
        found += [pattern] * times
        left = _take(left, pattern, times)
    return found


def _count_uses(pattern: Pattern, left: Sequence[int]) -> int:
    return min(have // count for have, count in zip(left, pattern.content, strict=True) if count)


def _take(left: Sequence[int], pattern: Pattern, times: int) -> list[int]:
    return [have - times * count for have, count in zip(left, pattern.content, strict=True)]


def _dive(pool: Pool, demand: Sequence[int], limit: int, dice: random.Random | None) -> list[Pattern] | None:
    """Fix loads until all is loaded; None when that needs `limit` holds or the time is over."""
    left, fixed = list(demand), list[Pattern]()
    while any(left):
        patterns, cover = _price(pool, left)
        if len(fixed) + math.ceil(cover.holds - _EPSILON) >= limit or pool.is_over:
            return None
        for pattern, times in _choose(patterns, cover, dice):
            most = min(times, _count_uses(pattern, left))
            fixed += [pattern] * most
            left = _take(left, pattern, most)
    return fixed


def _choose(
    patterns: Sequence[Pattern], cover: Cover, dice: random.Random | None
) -> list[tuple[Pattern, int]]:
    """Choose what to fix: every whole use, else the load that is used most; with dice, one by its share of use."""
    whole = [
        (pattern, int(times + _EPSILON))
        for pattern, times in zip(patterns, cover.times, strict=True)
        if times >= 1 - _EPSILON
    ]
    if whole:
        return whole
    if dice is not None:
        return [(dice.choices(patterns, np.maximum(cover.times, 0.0).tolist())[0], 1)]
    return [(patterns[int(np.argmax(cover.times))], 1)]


def _price(pool: Pool, left: Sequence[int]) -> tuple[list[Pattern], Cover]:
    """Search for loads until none is worth more than its hold."""
    for index, units in enumerate(left):
        if units and not any(pattern.content[index] for pattern in pool.list_within(left)):
            only = [units if other == index else 0 for other in range(len(left))]
            pool.search(only, [1.0] * len(left))
    for _ in range(_COLUMNS_A_ROUND):
        patterns = pool.list_within(left)
        if not _has_found_better(pool, left, _cover(patterns, left).prices.tolist()) or pool.is_over:
            break
    patterns = pool.list_within(left)
    return patterns, _cover(patterns, left)


def _has_found_better(pool: Pool, left: Sequence[int], prices: Sequence[float]) -> bool:
    """Search for a load that is worth more than its hold, less and less bound to what fits closely."""
    for closeness in _CLOSENESSES:
        found = pool.search(left, prices, closeness)
        worth = sum(count * price for count, price in zip(found.content, prices, strict=True))
        if worth > 1 + _EPSILON or pool.is_over:
            return True
    return False


def _cover(patterns: Sequence[Pattern], left: Sequence[int]) -> Cover:
    contents = np.array([pattern.content for pattern in patterns], np.float64)
    wanted = np.array(left, np.float64)
    cover = cover_demand(contents=contents[:, wanted > 0], demand=wanted[wanted > 0])
    prices = np.zeros(len(left))
    prices[wanted > 0] = cover.prices
    return Cover(cover.times, prices)
