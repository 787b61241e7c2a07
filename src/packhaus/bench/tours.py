"""Bench `tours`: shortest tours beside all tours of small cases, and beside published totals.

A published total is that of the best batching. Where at most 12 orders are to be batched, every batch that the cart
takes is routed and the best split found, so that one tour too long or too short would show.
"""

import random
import time
from statistics import mean, median
from typing import Any

import numpy as np

from packhaus.bench.picking import FOLDER, Instance, read_instances
from packhaus.bench.tours_brute import draw_layout, draw_stops, measure_shortest_mm
from packhaus.decide.batching.arrays import lay_out
from packhaus.decide.batching.measure import FAR, make_scratch
from packhaus.decide.batching.partition import choose_carts, measure_all
from packhaus.decide.tours import (
    Layout,
    Stop,
    find_good_tour,
    find_shortest_tour,
    walk_largest_gap,
    walk_return,
    walk_s_shape,
)
from packhaus.decide.tours.route import BLOCKS_EXACT
from packhaus.decide.tours.types import measure_path_mm

CASES = 240
STOPS = 7
MOST_BLOCKS = 4
AISLES, AISLE_MM, WIDTH_MM = 10, 45_000, 5_000
"""The warehouse of Henn and Wäscher, for what is timed and for the policies."""
PICKS = 30
ROUNDS = 60
POLICIES = {"s_shape": walk_s_shape, "largest_gap": walk_largest_gap, "return": walk_return}


def run(*, limit: int | None = None, cases: int = CASES) -> dict[str, Any]:
    """Count the instances and the generated cases whose shortest tours are not the published and the brute ones."""
    if not FOLDER.exists():
        return {"skipped": f"{FOLDER} is not there"}
    published = [is_as_published(instance) for instance in read_instances(limit=limit, groups=["bahceci"])]
    gaps = [measure_gaps(number) for number in range(cases)]
    return {
        "instances": len(published),
        "generated": cases,
        "exact_mismatches": published.count(False) + sum(exact != 0 for exact, _ in gaps),
        "published_mismatches": published.count(False),
        "brute_force_mismatches": sum(exact != 0 for exact, _ in gaps),
        "heuristic_gap": round(mean(good for _, good in gaps), 3),
        **_compare_policies(),
        **{f"tour_ms_{blocks}": _time_tours(blocks) for blocks in range(1, BLOCKS_EXACT + 1)},
    }


def is_as_published(instance: Instance) -> bool:
    """Tell whether the best split of an instance's orders is as long as published; the search's measure must agree."""
    orders = instance.orders
    ground, arrays = lay_out(layout=instance.layout, orders=orders, limits=[instance.capacity])
    measured_mm = measure_all(ground, arrays, make_scratch(ground, arrays))
    lengths_mm = np.full_like(measured_mm, FAR)
    for batch in np.flatnonzero(measured_mm < FAR).tolist():
        stops = {stop for number, order in enumerate(orders) if batch >> number & 1 for stop in order.stops}
        lengths_mm[batch] = find_shortest_tour(layout=instance.layout, stops=stops).length_mm
    chosen = choose_carts(lengths_mm)
    total_mm, left = 0, lengths_mm.size - 1
    while left:
        total_mm += int(lengths_mm[chosen[left]])
        left ^= int(chosen[left])
    return total_mm == instance.published_mm and bool((lengths_mm == measured_mm).all())


def measure_gaps(number: int) -> tuple[float, float]:
    """Measure by how many percent the shortest and the heuristic tour of a generated case exceed the brute one."""
    source = random.Random(number)  # noqa: S311 - a workload, not a secret
    layout = draw_layout(source=source, blocks=number % MOST_BLOCKS + 1)
    stops = draw_stops(source=source, layout=layout, count=1 + number % STOPS)
    brute_mm = measure_shortest_mm(layout=layout, stops=stops)
    exact, good = find_shortest_tour(layout=layout, stops=stops), find_good_tour(layout=layout, stops=stops)
    assert exact.length_mm == measure_path_mm(exact.path)
    return _gap(exact.length_mm, brute_mm), _gap(good.length_mm, brute_mm)


def _compare_policies() -> dict[str, float]:
    layout, tasks = _build_layout(1), _draw_tasks(1)
    shortest = [find_shortest_tour(layout=layout, stops=stops).length_mm for stops in tasks]
    return {
        f"{name}_gap": round(
            mean(
                _gap(walk(layout=layout, stops=stops).length_mm, best)
                for stops, best in zip(tasks, shortest, strict=True)
            ),
            1,
        )
        for name, walk in POLICIES.items()
    }


def _time_tours(blocks: int) -> float:
    layout = _build_layout(blocks)
    seconds = []
    for stops in _draw_tasks(blocks):
        began = time.perf_counter()
        find_shortest_tour(layout=layout, stops=stops)
        seconds.append(time.perf_counter() - began)
    return round(1_000 * median(seconds), 2)


def _build_layout(blocks: int) -> Layout:
    return Layout(
        aisles_x_mm=tuple(number * WIDTH_MM for number in range(AISLES)),
        crosses_y_mm=tuple(number * AISLE_MM // blocks for number in range(blocks + 1)),
        depot_x_mm=0,
    )


def _draw_tasks(seed: int) -> list[list[Stop]]:
    source = random.Random(seed)  # noqa: S311 - a workload, not a secret
    return [
        [Stop(source.randrange(AISLES), source.randint(0, AISLE_MM)) for _ in range(PICKS)]
        for _ in range(ROUNDS)
    ]


def _gap(length_mm: int, best_mm: int) -> float:
    return 100 * (length_mm / best_mm - 1) if best_mm else float(length_mm)
