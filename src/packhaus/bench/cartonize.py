"""Bench `cartonize`: how full containers get, how few hold everything, and how fast an order's cartons are chosen."""

import time
from collections import defaultdict
from collections.abc import Sequence
from statistics import mean
from typing import Any, NamedTuple

from packhaus.bench.orders_to_pack import CARTONS, RULES, make_orders
from packhaus.bench.packing_data import (
    FOLDER,
    Instance,
    read_container_instances,
    read_loading_instances,
    sample_evenly,
)
from packhaus.decide.cartonize import prepare_packing
from packhaus.decide.cartonize.check import find_parcel_faults
from packhaus.decide.cartonize.choose import choose_cartons
from packhaus.decide.loading import BoxKind, Hold, Load, find_faults
from packhaus.decide.loading.load import load_hold
from packhaus.decide.loading.many import load_holds

CLASSES = ("BR1", "BR2", "BR3", "BR4", "BR5", "BR6", "BR7")
SECONDS_AT_MOST = 10
ORDERS = 300


class Loaded(NamedTuple):
    """How full one hold got, and how long it took."""

    name: str
    percent: float
    seconds: float


def run(*, limit: int | None = None, seconds: int = 3) -> dict[str, Any]:
    """Load instances for `seconds` each (10 at most), freely and supported; every placement is proven.

    `limit` samples the 338 container instances evenly; the 47 cases of many containers and the orders always run
    whole: their figure is a sum.
    """
    if not FOLDER.exists():
        return {"skipped": f"{FOLDER} is not there"}
    seconds = min(seconds, SECONDS_AT_MOST)
    _compile()
    instances = sample_evenly(read_loading_instances(CLASSES), limit)
    free = [_load(one, supported=False, seconds=seconds) for one in instances]
    supported = [_load(one, supported=True, seconds=seconds) for one in instances]
    cases = [_count_containers(one, seconds=seconds) for one in read_container_instances()]
    return {
        "instances": len(instances),
        "seconds": seconds,
        "free_mean": round(mean(one.percent for one in free), 2),
        "supported_mean": round(mean(one.percent for one in supported), 2),
        "free_by_class": _average(free),
        "supported_by_class": _average(supported),
        "slowest_s": round(max(one.seconds for one in free + supported), 2),
        "imm_containers": sum(count for count, _ in cases),
        "imm_instances": len(cases),
        "imm_slowest_s": round(max(took for _, took in cases), 2),
        **pack_orders(ORDERS),
    }


def _compile() -> None:
    """Have what is searched with compiled before the clock runs."""
    prepare_packing()
    kinds = [BoxKind("a", 3, ((4, 3, 2), (3, 4, 2))), BoxKind("b", 2, ((2, 2, 2),))]
    for supported in (False, True):
        load_hold(kinds=kinds, hold=Hold((9, 9, 9)), supported=supported, seconds=1, widest=2)


def _load(instance: Instance, *, supported: bool, seconds: int) -> Loaded:
    began = time.perf_counter()
    load = load_hold(kinds=instance.kinds, hold=instance.hold, supported=supported, seconds=seconds)
    took = time.perf_counter() - began
    _prove(load, instance, supported=supported)
    return Loaded(instance.name, 100 * load.volume / instance.hold.volume, took)


def _count_containers(instance: Instance, *, seconds: int) -> tuple[int, float]:
    began = time.perf_counter()
    loads = load_holds(kinds=instance.kinds, hold=instance.hold, supported=False, seconds=seconds)
    took = time.perf_counter() - began
    for load in loads:
        _prove(load, instance, supported=False)
    loaded = sum(len(load.boxes) for load in loads)
    assert loaded == sum(kind.quantity for kind in instance.kinds), (instance.number, loaded)
    return len(loads), took


def _prove(load: Load, instance: Instance, *, supported: bool) -> None:
    faults = find_faults(load=load, kinds=instance.kinds, hold=instance.hold, supported=supported)
    assert not faults, (instance.name, instance.number, faults[:3])


def _average(loaded: Sequence[Loaded]) -> dict[str, float]:
    by_class: defaultdict[str, list[float]] = defaultdict(list)
    for one in loaded:
        by_class[one.name].append(one.percent)
    return {name: round(mean(percents), 2) for name, percents in by_class.items()}


def pack_orders(count: int) -> dict[str, Any]:
    """Choose the cartons of made-up orders, and prove them."""
    milliseconds, parcels, cost = list[float](), 0, 0
    for order in make_orders(count):
        began = time.perf_counter()
        chosen = choose_cartons(items=order, cartons=CARTONS, rules=RULES)
        milliseconds.append((time.perf_counter() - began) * 1_000)
        faults = find_parcel_faults(parcels=chosen, items=order, cartons=CARTONS, rules=RULES)
        assert not faults, (order, faults[:3])
        parcels += len(chosen)
        cost += sum(parcel.cost_minor for parcel in chosen)
    milliseconds.sort()
    return {
        "orders": count,
        "order_ms": round(mean(milliseconds), 2),
        "order_ms_p99": round(milliseconds[int(0.99 * len(milliseconds))], 2),
        "parcels_per_order": round(parcels / count, 3),
        "cost_minor_per_order": round(cost / count, 1),
    }
