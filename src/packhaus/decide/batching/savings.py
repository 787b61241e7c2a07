"""Carts built by merging, again and again, the two whose common tour saves most.

Source: G. Clarke and J. W. Wright, Scheduling of vehicles from a central depot to a number of delivery points,
Operations Research 12 (1964); for order batching with savings counted anew after each merge, C&W(ii): M. B. M. de
Koster, E. S. van der Poort and M. Wolters, Efficient orderbatching methods in warehouses, International Journal of
Production Research 37 (1999).
"""

from __future__ import annotations

import numpy as np

from packhaus.decide.batching.arrays import Ground, Orders
from packhaus.decide.batching.carts import Carts, close_empty, open_cart, put_on
from packhaus.decide.batching.measure import Scratch, gather, measure_crew
from packhaus.decide.batching.tables import Numbers
from packhaus.decide.compiled import compiled, compiled_within


@compiled
def measure_alone(ground: Ground, orders: Orders, scratch: Scratch) -> Numbers:
    """Measure each order's own tour. Units: mm."""
    count = orders.needs.shape[0]
    alone_mm = np.zeros(count, dtype=np.int64)
    for order in range(count):
        scratch.crew[0] = order
        alone_mm[order] = measure_crew(ground, orders, scratch, 1)
    return alone_mm


@compiled
def measure_savings(ground: Ground, orders: Orders, alone_mm: Numbers, scratch: Scratch) -> Numbers:
    """Measure what each pair saves on one cart, whether or not it fits. Units: mm. O(orders²) tours."""
    count = orders.needs.shape[0]
    saved = np.zeros((count, count), dtype=np.int64)
    for first in range(count):
        for second in range(first + 1, count):
            scratch.crew[0], scratch.crew[1] = first, second
            together = measure_crew(ground, orders, scratch, 2)
            saved[first, second] = saved[second, first] = alone_mm[first] + alone_mm[second] - together
    return saved


@compiled
def build_by_savings(
    ground: Ground, orders: Orders, carts: Carts, alone_mm: Numbers, saved_mm: Numbers, scratch: Scratch
) -> None:
    """Put every order on a cart, merging carts while a merge saves anything; `saved_mm` is used up."""
    count = orders.needs.shape[0]
    for order in range(count):
        cart = open_cart(carts)
        put_on(orders, carts, cart, order)
        carts.length_mm[cart] = alone_mm[order]
    gains = saved_mm
    while True:
        first, second = find_best_merge(orders, carts, gains)
        if first < 0:
            break
        carts.length_mm[first] += carts.length_mm[second] - gains[first, second]
        for place in range(carts.size[second]):
            put_on(orders, carts, first, carts.members[second, place])
        carts.size[second] = 0
        renew_gains(ground, orders, carts, gains, first, scratch)
    close_empty(carts)


@compiled_within
def find_best_merge(orders: Orders, carts: Carts, gains: Numbers) -> tuple[int, int]:
    """Find the two carts whose merge saves most and fits; -1 where none does."""
    best, found = 0, (-1, -1)
    for first in range(carts.used[0]):
        if carts.size[first] == 0:
            continue
        for second in range(first + 1, carts.used[0]):
            if gains[first, second] <= best or carts.size[second] == 0:
                continue
            if fit_together(orders, carts, first, second):
                best, found = gains[first, second], (first, second)
    return found


@compiled_within
def renew_gains(
    ground: Ground, orders: Orders, carts: Carts, gains: Numbers, cart: int, scratch: Scratch
) -> None:
    """Count anew what merging a cart with each other saves."""
    for other in range(carts.used[0]):
        if other == cart or carts.size[other] == 0:
            continue
        saved = 0
        if fit_together(orders, carts, cart, other):
            size = gather(carts.members[cart], 0, carts.size[cart], scratch.crew, 0)
            size = gather(carts.members[other], 0, carts.size[other], scratch.crew, size)
            together = measure_crew(ground, orders, scratch, size)
            saved = carts.length_mm[cart] + carts.length_mm[other] - together
        gains[cart, other] = gains[other, cart] = saved


@compiled_within
def fit_together(orders: Orders, carts: Carts, one: int, other: int) -> bool:
    """Tell whether one cart takes what is on two."""
    for limit in range(orders.limits.size):
        if carts.load[one, limit] + carts.load[other, limit] > orders.limits[limit]:
            return False
    return True
