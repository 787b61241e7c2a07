"""The best plan of few orders, by looking at every cart that they can fill."""

from __future__ import annotations

import numpy as np

from packhaus.decide.batching.arrays import Ground, Orders
from packhaus.decide.batching.measure import FAR, Scratch, make_scratch, measure_crew
from packhaus.decide.batching.tables import Numbers
from packhaus.decide.compiled import compiled

ORDERS_EXACT = 12


def partition(*, ground: Ground, orders: Orders) -> list[list[int]]:
    """Split orders into carts of the least length in all. O(3^orders); at most 12."""
    count = orders.needs.shape[0]
    assert count <= ORDERS_EXACT
    lengths_mm = measure_all(ground, orders, make_scratch(ground, orders))
    chosen = choose_carts(lengths_mm)
    carts, left = [], (1 << count) - 1
    while left:
        cart = int(chosen[left])
        carts.append([order for order in range(count) if cart >> order & 1])
        left ^= cart
    return carts


@compiled
def measure_all(ground: Ground, orders: Orders, scratch: Scratch) -> Numbers:
    """Measure the tour of each set of orders (a bit each) that one cart takes."""
    count = orders.needs.shape[0]
    lengths_mm = np.full(1 << count, FAR, dtype=np.int64)
    for cart in range(1, 1 << count):
        size = 0
        for order in range(count):
            if cart >> order & 1:
                scratch.crew[size] = order
                size += 1
        fits = True
        for limit in range(orders.limits.size):
            load = 0
            for place in range(size):
                load += orders.needs[scratch.crew[place], limit]
            fits = fits and load <= orders.limits[limit]
        if fits:
            lengths_mm[cart] = measure_crew(ground, orders, scratch, size)
    return lengths_mm


@compiled
def choose_carts(lengths_mm: Numbers) -> Numbers:
    """Choose for each set of orders the cart that its first order is on in a best split."""
    best_mm = np.zeros_like(lengths_mm)
    chosen = np.zeros_like(lengths_mm)
    for left in range(1, lengths_mm.size):
        first = left & -left
        others = left ^ first
        best_mm[left] = FAR
        company = others
        while True:
            cart = company | first
            if lengths_mm[cart] < FAR and lengths_mm[cart] + best_mm[left ^ cart] < best_mm[left]:
                best_mm[left] = lengths_mm[cart] + best_mm[left ^ cart]
                chosen[left] = cart
            if company == 0:
                break
            company = (company - 1) & others
    return chosen
