"""Which order is on which cart, as arrays that a search changes in place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from packhaus.decide.batching.arrays import Ground, Orders
from packhaus.decide.batching.measure import Scratch
from packhaus.decide.batching.tables import Numbers
from packhaus.decide.compiled import compiled, compiled_within


class Task(NamedTuple):
    """What stays the same in a search; `near` lists per order the others from the best company to the worst."""

    ground: Ground
    orders: Orders
    near: Numbers
    alone_mm: Numbers
    scratch: Scratch


class Carts(NamedTuple):
    """Per cart its members, how many, their load and the length of its tour; per order its cart (-1: none)."""

    members: Numbers
    size: Numbers
    load: Numbers
    length_mm: Numbers
    cart: Numbers
    used: Numbers


def make_carts(orders: Orders) -> Carts:
    """Make as many empty carts as there are orders."""
    count, limits = orders.needs.shape
    sums = np.cumsum(np.sort(orders.needs, axis=0), axis=0)
    most = int((sums <= orders.limits).all(axis=1).sum())
    return Carts(
        np.full((count + 1, most + 1), -1, dtype=np.int64),
        np.zeros(count + 1, dtype=np.int64),
        np.zeros((count + 1, limits), dtype=np.int64),
        np.zeros(count + 1, dtype=np.int64),
        np.full(count, -1, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
    )


@compiled
def copy_carts(source: Carts, target: Carts) -> None:
    """Make the target the same as the source."""
    used = source.used[0]
    for cart in range(used):
        copy_cart(source, cart, target, cart)
    for order in range(source.cart.size):
        target.cart[order] = source.cart[order]
    target.used[0] = used


@compiled_within
def copy_cart(source: Carts, cart: int, target: Carts, other: int) -> None:
    """Make one cart of the target the same as one of the source."""
    target.size[other] = source.size[cart]
    target.length_mm[other] = source.length_mm[cart]
    for place in range(source.size[cart]):
        target.members[other, place] = source.members[cart, place]
    for limit in range(source.load.shape[1]):
        target.load[other, limit] = source.load[cart, limit]


@compiled
def sum_lengths(carts: Carts) -> int:
    """Sum the lengths of all tours. Units: mm."""
    total = 0
    for cart in range(carts.used[0]):
        total += carts.length_mm[cart]
    return total


@compiled_within
def has_room(orders: Orders, carts: Carts, cart: int, order: int) -> bool:
    """Tell whether a cart takes one more order."""
    for limit in range(orders.limits.size):
        if carts.load[cart, limit] + orders.needs[order, limit] > orders.limits[limit]:
            return False
    return True


@compiled_within
def put_on(orders: Orders, carts: Carts, cart: int, order: int) -> None:
    """Put an order on a cart; the length of its tour is the caller's."""
    carts.members[cart, carts.size[cart]] = order
    carts.size[cart] += 1
    carts.cart[order] = cart
    for limit in range(orders.limits.size):
        carts.load[cart, limit] += orders.needs[order, limit]


@compiled_within
def take_off(orders: Orders, carts: Carts, order: int) -> None:
    """Take an order off its cart; the length of its tour is the caller's."""
    cart = carts.cart[order]
    place = 0
    while carts.members[cart, place] != order:
        place += 1
    carts.size[cart] -= 1
    carts.members[cart, place] = carts.members[cart, carts.size[cart]]
    carts.cart[order] = -1
    for limit in range(orders.limits.size):
        carts.load[cart, limit] -= orders.needs[order, limit]


@compiled_within
def open_cart(carts: Carts) -> int:
    """Open an empty cart."""
    cart: int = carts.used[0]
    carts.used[0] = cart + 1
    carts.size[cart] = 0
    carts.length_mm[cart] = 0
    for limit in range(carts.load.shape[1]):
        carts.load[cart, limit] = 0
    return cart


@compiled_within
def close_empty(carts: Carts) -> None:
    """Close empty carts; the last takes the place of each."""
    cart = 0
    while cart < carts.used[0]:
        if carts.size[cart] > 0:
            cart += 1
            continue
        last = carts.used[0] - 1
        copy_cart(carts, last, carts, cart)
        for place in range(carts.size[cart]):
            carts.cart[carts.members[cart, place]] = cart
        carts.used[0] = last
