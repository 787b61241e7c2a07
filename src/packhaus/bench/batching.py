"""Bench `batching`: the totals of whole plans beside the least ones published, with shortest tours."""

import time
from collections.abc import Sequence
from statistics import mean
from typing import Any

from packhaus.bench.picking import FOLDER, MM, SETS, Instance, read_instances
from packhaus.decide.batching import plan_walks, spend_rounds, spend_seconds

SECONDS, SECONDS_SAMPLED = 20, 5


def run(*, limit: int | None = None, seconds: int | None = None) -> dict[str, Any]:
    """Plan each instance within its seconds: 20, or 5 where only some of each set are taken."""
    if not FOLDER.exists():
        return {"skipped": f"{FOLDER} is not there"}
    budget = seconds or (SECONDS if limit is None else SECONDS_SAMPLED)
    instances = read_instances(limit=limit)
    _compile(instances)
    results = [measure(instance, budget) for instance in instances]
    return {
        "instances": len(results),
        "seconds_each": budget,
        **{f"{group}_gap": _mean_gap(results, group) for group in SETS.values()},
        "below_proven": sum(result["is_below_proven"] for result in results),
        "results": results,
    }


def measure(instance: Instance, seconds: int) -> dict[str, Any]:
    """Plan one instance, check the plan, and compare. Units: metres, percent."""
    began = time.monotonic()
    plan = plan_walks(
        layout=instance.layout,
        orders=instance.orders,
        limits=[instance.capacity],
        share_spent=spend_seconds(seconds),
    )
    spent = time.monotonic() - began
    needs = {order.order: order.needs[0] for order in instance.orders}
    planned = [order for walk in plan.walks for order in walk.orders]
    assert sorted(map(str, planned)) == sorted(map(str, needs)), "an order is missing or walked for twice"
    assert all(sum(needs[order] for order in walk.orders) <= instance.capacity for walk in plan.walks)
    return {
        "set": instance.group,
        "instance": instance.name,
        "orders": len(instance.orders),
        "capacity": instance.capacity,
        "length": plan.length_mm / MM,
        "published": instance.published_mm / MM,
        "gap": round(100 * (plan.length_mm / instance.published_mm - 1), 3),
        "seconds": round(spent, 2),
        "is_below_proven": instance.is_proven and round(plan.length_mm / MM) < instance.published_mm // MM,
    }


def _compile(instances: Sequence[Instance]) -> None:
    """Plan the smallest and the largest once: machine code is made when it is first needed, outside the clock."""
    by_size = sorted(instances, key=lambda instance: len(instance.orders))
    for instance in (by_size[0], by_size[-1]):
        plan_walks(
            layout=instance.layout,
            orders=instance.orders,
            limits=[instance.capacity],
            share_spent=spend_rounds(1),
        )


def _mean_gap(results: Sequence[dict[str, Any]], group: str) -> float:
    gap: float = mean(result["gap"] for result in results if result["set"] == group)
    return round(gap, 3)
