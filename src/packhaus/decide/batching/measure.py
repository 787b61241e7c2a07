"""How far the shortest tour of a cart is: what a search asks a million times a second.

The same steps as `tours.exact`, over numbers instead of states, and for lengths alone. What is called most takes
single arrays: each array that a call hands over costs more than a comparison.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from packhaus.decide.batching.arrays import Ground, Orders
from packhaus.decide.batching.tables import Numbers, Tables
from packhaus.decide.compiled import compiled_within

FAR = 1 << 60


class Scratch(NamedTuple):
    """Room to work in, made once: orders to be measured, their places, lengths per state around a step and per way."""

    crew: Numbers
    places: Numbers
    lengths: Numbers
    ways: Numbers


def make_scratch(ground: Ground, orders: Orders) -> Scratch:
    """Make room for the largest cart."""
    states = ground.tables.closed.size
    return Scratch(
        np.zeros(orders.needs.shape[0] + 1, dtype=np.int64),
        np.zeros(orders.places.size + 1, dtype=np.int64),
        np.zeros((2, states), dtype=np.int64),
        np.zeros(ground.tables.walked.shape[2], dtype=np.int64),
    )


@compiled_within
def gather(members: Numbers, first: int, after: int, crew: Numbers, count: int) -> int:
    """Gather members from `first` to before `after` behind the `count` already in a crew; gives the new count."""
    for place in range(first, after):
        crew[count] = members[place]
        count += 1
    return count


@compiled_within
def measure_crew(ground: Ground, orders: Orders, scratch: Scratch, size: int) -> int:
    """Measure the shortest tour for the first `size` orders of the scratch's crew. Units: mm."""
    start = orders.start
    count = 0
    for number in range(size):
        order = scratch.crew[number]
        count = merge_places(orders.places, start[order], start[order + 1], scratch.places, count)
    if count == 0:
        return 0
    return measure_places(ground, scratch, count)


@compiled_within
def merge_places(source: Numbers, first: int, after: int, places: Numbers, count: int) -> int:
    """Merge an order's places into the first `count` of an ascending list; gives the new count."""
    left, right = count - 1, after - 1
    count += after - first
    write = count - 1
    while right >= first:
        if left >= 0 and places[left] > source[right]:
            places[write] = places[left]
            left -= 1
        else:
            places[write] = source[right]
            right -= 1
        write -= 1
    return count


@compiled_within
def measure_places(ground: Ground, scratch: Scratch, count: int) -> int:
    """Measure the shortest tour through the first `count` places of the scratch, ascending. Units: mm."""
    places, leg_of, tables, blocks = scratch.places, ground.leg, ground.tables, ground.blocks
    lengths, after, ways = scratch.lengths[0], scratch.lengths[1], scratch.ways
    first = min(leg_of[places[0]] // blocks, ground.depot_column)
    last = max(leg_of[places[count - 1]] // blocks, ground.depot_column)
    begin_halves(lengths)
    at = 0
    for column in range(first, last + 1):
        if column == ground.depot_column:
            touch_depot(tables.touched, lengths, after)
            lengths, after = after, lengths
        for block in range(blocks if ground.is_open[column] else 0):
            begin = at
            while at < count and leg_of[places[at]] == column * blocks + block:
                at += 1
            list_ways(ground.offset_mm, ground.leg_mm[column * blocks + block], places, begin, at, ways)
            walk_leg(tables.walked, block, ways, lengths, after)
            lengths, after = after, lengths
        if column < last:
            if ground.is_joined[column]:
                cross_over(tables.crossed, tables.edges, ground.width_mm[column], lengths, after)
            else:
                cross_in_front(tables, ground.width_mm[column], lengths, after)
            lengths, after = after, lengths
    return find_least(tables.closed, lengths)


@compiled_within
def begin_halves(lengths: Numbers) -> None:
    """Begin with nothing walked, left of the first aisle."""
    for state in range(lengths.size):
        lengths[state] = FAR
    lengths[0] = 0


@compiled_within
def find_least(closed: Numbers, lengths: Numbers) -> int:
    """Find the least length of a whole tour."""
    best = FAR
    for state in range(lengths.size):
        if closed[state]:
            best = min(best, lengths[state])
    return best


@compiled_within
def touch_depot(touched: Numbers, lengths: Numbers, after: Numbers) -> None:
    """Make the depot part of every half."""
    for state in range(after.size):
        after[state] = FAR
    for state in range(lengths.size):
        after[touched[state]] = min(after[touched[state]], lengths[state])


@compiled_within
def list_ways(offset_mm: Numbers, length: int, places: Numbers, begin: int, end: int, ways: Numbers) -> None:
    """Write down how far each way of walking a leg is, whose places lie from `begin` to before `end`."""
    ways[0] = FAR
    ways[1], ways[2] = length, 2 * length
    ways[3] = ways[4] = ways[5] = FAR
    if begin == end:
        ways[0] = 0
        return
    widest = 0
    for at in range(begin + 1, end):
        widest = max(widest, offset_mm[places[at]] - offset_mm[places[at - 1]])
    ways[3] = 2 * offset_mm[places[end - 1]]
    ways[4] = 2 * (length - offset_mm[places[begin]])
    if widest > 0:
        ways[5] = 2 * (length - widest)


@compiled_within
def walk_leg(walked: Numbers, block: int, ways: Numbers, lengths: Numbers, after: Numbers) -> None:
    """Add a leg to every half, in every way."""
    for state in range(after.size):
        after[state] = FAR
    for state in range(lengths.size):
        length = lengths[state]
        if length < FAR:
            for way in range(ways.size):
                reached = walked[block, state, way]
                after[reached] = min(after[reached], length + ways[way])


@compiled_within
def cross_over(crossed: Numbers, edges: Numbers, width_mm: int, lengths: Numbers, after: Numbers) -> None:
    """Lead every half to the next column, in every way."""
    for state in range(after.size):
        after[state] = FAR
    for state in range(lengths.size):
        length = lengths[state]
        if length < FAR:
            for choice in range(crossed.shape[1]):
                reached = crossed[state, choice]
                if reached >= 0:
                    after[reached] = min(after[reached], length + width_mm * edges[state, choice])


@compiled_within
def cross_in_front(tables: Tables, width_mm: int, lengths: Numbers, after: Numbers) -> None:
    """Lead every half to the next column where the far ends are not joined."""
    for state in range(after.size):
        after[state] = FAR
    for state in range(lengths.size):
        length = lengths[state]
        if length < FAR:
            for choice in range(tables.crossed.shape[1]):
                reached = tables.crossed[state, choice]
                if reached >= 0 and tables.backs[state, choice] == 0:
                    after[reached] = min(after[reached], length + width_mm * tables.edges[state, choice])
