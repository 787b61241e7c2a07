"""Bench `faults`: kill -9 of web, job worker, picker and database at random moments of taking orders and picking.

What was acknowledged must be there afterwards, once. It runs on a server of its own, which may be killed.
"""

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from packhaus.access.scope import Scope, transaction
from packhaus.bench.cast import make_key
from packhaus.bench.faults_cast import fill_faults_cast
from packhaus.bench.faults_load import Load
from packhaus.bench.faults_signals import ended_by_signals
from packhaus.bench.faults_victims import Victims
from packhaus.bench.place import pointed_at
from packhaus.insight.services.check import list_differences
from packhaus.kernel import rows
from packhaus.kernel.postgres import ensure_server, remove_server

KILLS = 100
ORDERS_PER_KILL = 8
PATIENCE_SECONDS = 90.0
TARGETS = ("web", "worker", "picker", "database")

_ORDERS = """
SELECT o.external_number, count(*), min((SELECT count(*) FROM orders_orderline AS l WHERE l.order_id = o.id))
FROM orders_order AS o WHERE o.channel = 'bench' AND o.external_number = ANY(%(numbers)s::text[])
GROUP BY o.external_number
"""
_SCANS = """
SELECT device || '/' || client_id, count(*) FROM outbound_scan
WHERE device || '/' || client_id = ANY(%(numbers)s::text[]) GROUP BY 1
"""
_PICKED = "SELECT (SELECT sum(picked)::bigint FROM outbound_picktask), (SELECT count(*) FROM outbound_scan)"


def run(*, kills: int = KILLS) -> dict[str, Any]:
    """Kill `kills` times and say how much was acknowledged, lost, doubled, and whether all still adds up."""
    with ended_by_signals(), tempfile.TemporaryDirectory() as folder:
        data_root = Path(folder) / "postgres"
        server = ensure_server(data_root)
        environment = {"DATABASE_URL": server.runtime_url, "DATABASE_OWNER_URL": server.owner_url}
        try:
            with pointed_at(environment):
                return _run(kills, data_root, Path(folder), environment)
        finally:
            remove_server(data_root)


def _run(kills: int, data_root: Path, folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    cast = fill_faults_cast(environment, orders=kills * ORDERS_PER_KILL)
    token = make_key(cast)
    draw = random.Random(kills)  # noqa: S311 - a workload, not a secret
    killed = dict.fromkeys(TARGETS, 0)
    with Victims(environment, data_root) as victims, Load(folder, victims.port, token, cast.codes) as load:
        for number in range(kills):
            target = TARGETS[number % len(TARGETS)]
            load.wait_for_progress(PATIENCE_SECONDS, victims.revive)
            load.pause(draw.uniform(0.05, 0.4))
            if target == "picker":
                load.kill_picker(draw)
            else:
                victims.kill(target, draw)
            killed[target] += 1
        load.wait_for_progress(PATIENCE_SECONDS, victims.revive)
        load.finish()
        acknowledged_orders, acknowledged_scans = load.read_orders(), load.read_scans()
    return {"kills": kills, "killed": killed, **_judge(acknowledged_orders, acknowledged_scans)}


def _judge(orders: Sequence[str], scans: Sequence[str]) -> dict[str, Any]:
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(_ORDERS, {"numbers": list(orders)})
        booked = rows.fetch_tuples(_SCANS, {"numbers": list(scans)})
        ((picked, scan_count),) = rows.fetch_tuples(_PICKED)
    assert all(lines == 3 for _, _, lines in found)
    differences = list_differences()
    return {
        "acknowledged": len(orders) + len(scans),
        "acknowledged_orders": len(orders),
        "acknowledged_picks": len(scans),
        "lost": len(set(orders)) - len(found) + len(set(scans)) - len(booked),
        "doubled": sum(count > 1 for _, count, _ in found)
        + sum(count > 1 for _, count in booked)
        + abs(picked - scan_count),  # every scan is worth one unit
        "check": "clean" if not differences else str(differences[0]),
    }
