"""Orders of one cart traded for orders of another: one moves, two swap, or up to three for up to three."""

from __future__ import annotations

import math

from packhaus.decide.batching.arrays import Orders
from packhaus.decide.batching.carts import Carts, Task, close_empty, put_on, take_off
from packhaus.decide.batching.draw import draw_below, draw_share
from packhaus.decide.batching.measure import gather, measure_crew
from packhaus.decide.batching.tables import Numbers
from packhaus.decide.compiled import compiled_within

MOST_TRADED = 3


@compiled_within
def is_accepted(seed: Numbers, change_mm: float, heat_mm: float) -> bool:
    """Accept what is better, and what is worse the less often the worse it is and the colder it has become.

    Source: S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, Optimization by simulated annealing, Science 220 (1983).
    """
    return change_mm <= 0 or draw_share(seed) < math.exp(-change_mm / heat_mm)


@compiled_within
def try_trade(task: Task, carts: Carts, seed: Numbers, heat_mm: float) -> int:
    """Try to bring a random order to the cart of a near one, others with it or in return; gives the change in mm."""
    order = draw_below(seed, carts.cart.size)
    near = task.near[order, int(draw_share(seed) ** 2 * task.near.shape[1])]
    source, target = carts.cart[order], carts.cart[near]
    if source == target:
        return 0
    given = 1 + int(draw_share(seed) ** 2 * min(MOST_TRADED, carts.size[source]))
    taken = int(draw_share(seed) ** 1.5 * (1 + min(MOST_TRADED, carts.size[target])))
    put_last(seed, carts.members[source], carts.size[source], given, order)
    put_last(seed, carts.members[target], carts.size[target], taken, -1)
    if not has_room_for_trade(task.orders, carts, source, target, given, taken):
        return 0
    here_mm = measure_trade(task, carts, source, target, given, taken)
    there_mm = measure_trade(task, carts, target, source, taken, given)
    change: int = here_mm + there_mm - carts.length_mm[source] - carts.length_mm[target]
    if not is_accepted(seed, change, heat_mm):
        return 0
    trade(task, carts, source, target, given, taken)
    carts.length_mm[source], carts.length_mm[target] = here_mm, there_mm
    if carts.size[source] == 0:
        close_empty(carts)
    return change


@compiled_within
def put_last(seed: Numbers, members: Numbers, size: int, count: int, wanted: int) -> None:
    """Put so many members behind the others, drawn at random but for the one wanted."""
    for done in range(count):
        last = size - 1 - done
        place = draw_below(seed, last + 1)
        if done == 0:
            for found in range(size):
                if members[found] == wanted:
                    place = found
        members[place], members[last] = members[last], members[place]


@compiled_within
def has_room_for_trade(
    orders: Orders, carts: Carts, source: int, target: int, given: int, taken: int
) -> bool:
    """Tell whether both carts take what they get for what they give: the last so many of each."""
    for limit in range(orders.limits.size):
        more = 0
        for place in range(carts.size[source] - given, carts.size[source]):
            more += orders.needs[carts.members[source, place], limit]
        for place in range(carts.size[target] - taken, carts.size[target]):
            more -= orders.needs[carts.members[target, place], limit]
        if carts.load[target, limit] + more > orders.limits[limit]:
            return False
        if carts.load[source, limit] - more > orders.limits[limit]:
            return False
    return True


@compiled_within
def measure_trade(task: Task, carts: Carts, cart: int, other: int, given: int, taken: int) -> int:
    """Measure a cart's tour with the last of another instead of its own last."""
    crew, size = task.scratch.crew, carts.size
    count = gather(carts.members[cart], 0, size[cart] - given, crew, 0)
    count = gather(carts.members[other], size[other] - taken, size[other], crew, count)
    return measure_crew(task.ground, task.orders, task.scratch, count)


@compiled_within
def trade(task: Task, carts: Carts, source: int, target: int, given: int, taken: int) -> None:
    """Give the last of one cart for the last of another; the lengths are the caller's."""
    crew, size = task.scratch.crew, carts.size
    gather(carts.members[source], size[source] - given, size[source], crew, 0)
    gather(carts.members[target], size[target] - taken, size[target], crew, given)
    for place in range(given + taken):
        take_off(task.orders, carts, crew[place])
    for place in range(given + taken):
        put_on(task.orders, carts, target if place < given else source, crew[place])
