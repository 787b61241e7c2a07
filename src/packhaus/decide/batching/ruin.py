"""Parts of a plan are taken apart and put together again another way.

Source: P. Shaw, Using constraint programming and local search methods to solve vehicle routing problems, CP 1998;
slack induction by string removals (strings of near tours, greedy insertion with blinks): J. Christiaens and
G. Vanden Berghe, Transportation Science 54 (2020); choosing among ways by their success: S. Ropke and D. Pisinger,
An adaptive large neighborhood search heuristic, Transportation Science 40 (2006).
"""

from __future__ import annotations

import numpy as np

from packhaus.decide.batching.arrays import Orders
from packhaus.decide.batching.carts import (
    Carts,
    Task,
    close_empty,
    has_room,
    open_cart,
    put_on,
    take_off,
)
from packhaus.decide.batching.draw import draw_below, draw_share
from packhaus.decide.batching.measure import FAR, gather, measure_crew
from packhaus.decide.batching.tables import Numbers
from packhaus.decide.compiled import compiled_within

PARTLY, WHOLE, SCATTERED = RUINS = 0, 1, 2
ANYHOW, NEEDY, FAR_OFF = SORTS = 0, 1, 2
CARTS_AT_MOST = 4
ORDERS_AT_MOST = 24
BLINK = 0.02


@compiled_within
def ruin(task: Task, carts: Carts, seed: Numbers, way: int, pool: Numbers) -> int:
    """Take orders off near carts, some of each or all; or any orders. Gives how many.

    The lengths of the carts that lost some are counted anew.
    """
    count = carts.cart.size
    middle = draw_below(seed, count)
    if way == SCATTERED:
        wanted = min(count, 2 + draw_below(seed, 6))
        taken = 0
        while taken < wanted:
            order = draw_below(seed, count)
            if carts.cart[order] >= 0:
                taken = take_one(task, carts, order, pool, taken)
        return taken
    wanted = 2 + draw_below(seed, CARTS_AT_MOST - 1)
    taken = take_string(task, carts, seed, middle, way, pool, 0)
    ruined = 1
    for place in range(task.near.shape[1]):
        if ruined == wanted or taken >= ORDERS_AT_MOST:
            break
        order = task.near[middle, place]
        if carts.cart[order] >= 0 and carts.length_mm[carts.cart[order]] >= 0 and draw_share(seed) < 0.7:
            taken = take_string(task, carts, seed, order, way, pool, taken)
            ruined += 1
    return taken


@compiled_within
def take_one(task: Task, carts: Carts, order: int, pool: Numbers, taken: int) -> int:
    """Take an order off; its cart is marked to be measured (a negative length)."""
    carts.length_mm[carts.cart[order]] = -1
    take_off(task.orders, carts, order)
    pool[taken] = order
    return taken + 1


@compiled_within
def take_string(
    task: Task,
    carts: Carts,
    seed: Numbers,
    order: int,
    way: int,
    pool: Numbers,
    taken: int,
) -> int:
    """Take an order and random others of its cart off, or all of them."""
    cart = carts.cart[order]
    wanted = carts.size[cart] if way == WHOLE else 1 + draw_below(seed, carts.size[cart])
    taken = take_one(task, carts, order, pool, taken)
    for _ in range(wanted - 1):
        taken = take_one(task, carts, carts.members[cart, draw_below(seed, carts.size[cart])], pool, taken)
    return taken


@compiled_within
def measure_marked(task: Task, carts: Carts) -> None:
    """Measure the carts that are marked and close those that are empty."""
    close_empty(carts)
    for cart in range(carts.used[0]):
        if carts.length_mm[cart] < 0:
            carts.length_mm[cart] = measure_with(task, carts, cart, -1)


@compiled_within
def measure_with(task: Task, carts: Carts, cart: int, plus: int) -> int:
    """Measure a cart's tour with one more order (-1: none). Units: mm."""
    crew = task.scratch.crew
    count = gather(carts.members[cart], 0, carts.size[cart], crew, 0)
    if plus >= 0:
        crew[count] = plus
        count += 1
    return measure_crew(task.ground, task.orders, task.scratch, count)


@compiled_within
def sort_pool(task: Task, seed: Numbers, pool: Numbers, taken: int, way: int) -> None:
    """Sort taken orders: anyhow, those that need most first, or those far off first."""
    keys = np.zeros(taken)
    for place in range(taken):
        order = pool[place]
        if way == NEEDY:
            keys[place] = measure_share(task.orders, order)
        elif way == FAR_OFF:
            keys[place] = task.alone_mm[order]
        else:
            keys[place] = draw_share(seed)
        at = place
        while at > 0 and keys[at] > keys[at - 1]:
            keys[at], keys[at - 1] = keys[at - 1], keys[at]
            pool[at], pool[at - 1] = pool[at - 1], pool[at]
            at -= 1


@compiled_within
def measure_share(orders: Orders, order: int) -> float:
    """Measure what share of a cart an order needs, by the limit that it comes nearest to."""
    share = 0.0
    for limit in range(orders.limits.size):
        share = max(share, orders.needs[order, limit] / max(1, orders.limits[limit]))
    return share


@compiled_within
def recreate(task: Task, carts: Carts, seed: Numbers, pool: Numbers, taken: int) -> None:
    """Put each order where it lengthens tours least; now and then a cart is overlooked."""
    for place in range(taken):
        order = pool[place]
        best, chosen = FAR, -1
        for cart in range(carts.used[0]):
            if has_room(task.orders, carts, cart, order) and draw_share(seed) >= BLINK:
                added = measure_with(task, carts, cart, order) - carts.length_mm[cart]
                if added < best:
                    best, chosen = added, cart
        if task.alone_mm[order] < best:
            best, chosen = task.alone_mm[order], open_cart(carts)
        put_on(task.orders, carts, chosen, order)
        carts.length_mm[chosen] += best
