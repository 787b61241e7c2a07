"""Bench `hot`: four clients want ten SKUs with twenty units each, three different ones an order.

Twice: with backorders every unit is promised and the rest owed, exactly; without, an order is refused only when one of
its SKUs is gone at that moment.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from packhaus.access.scope import Scope, transaction
from packhaus.bench.bodies import Body, make_bodies, make_body
from packhaus.bench.cast import Cast, fill_cast, make_key
from packhaus.bench.clients import build_post, send_all
from packhaus.bench.intake import PATH
from packhaus.bench.pgbench import CLIENTS
from packhaus.bench.place import bench_database, served
from packhaus.kernel import rows

ORDERS = 100
SKUS = 10
UNITS = 20
WARM_UP = 80
_COLD_SKUS = 10
# Three steps that never meet, so that every SKU is wanted equally often.
_STEPS = (0, 3, 7)

_STATE = """
WITH hot AS (SELECT id FROM catalog_sku WHERE code = ANY(%(codes)s::text[]))
SELECT s.*, l.*
FROM (SELECT sum(promised)::bigint, sum(backordered)::bigint, sum(greatest(promised - on_hand, 0))::bigint
      FROM inventory_sitestock WHERE sku_id IN (SELECT id FROM hot)) AS s,
     (SELECT coalesce(sum(promised), 0)::bigint, coalesce(sum(backordered), 0)::bigint
      FROM orders_orderline WHERE sku_id IN (SELECT id FROM hot)) AS l
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """An order as its client saw it."""

    wanted: tuple[str, ...]
    status: int
    promised: int
    sent_at: float
    received_at: float


def run(*, orders: int = ORDERS) -> dict[str, Any]:
    """Fight for the same stock twice and say what was promised, owed, oversold, lost and refused without need."""
    owed = _fight(orders, policy="ship_available", backorder_limit=orders * UNITS)
    refused = _fight(orders, policy="fill_or_kill", backorder_limit=0)
    latencies = sorted(one.received_at - one.sent_at for one in (*owed.answered, *refused.answered))
    return {
        "orders": orders,
        "promised": owed.promised,
        "backordered": owed.backordered,
        "refused": sum(one.status == 422 for one in refused.answered),
        "wrongly_refused": count_wrongly_refused(refused.answered),
        "oversold_units": owed.oversold + refused.oversold,
        "lost_updates": owed.lost + refused.lost,
        "errors": sum(one.status not in (201, 422) for one in refused.answered)
        + sum(one.status != 201 for one in owed.answered),
        "p99_ms": round(1000 * latencies[len(latencies) * 99 // 100], 1),
    }


@dataclass(frozen=True, slots=True)
class _Fight:
    answered: list[Answered]
    promised: int
    backordered: int
    oversold: int
    lost: int


def _fight(orders: int, *, policy: str, backorder_limit: int) -> _Fight:
    with bench_database("bench_hot") as environment:
        cast = fill_cast(skus=SKUS + _COLD_SKUS, on_hand=UNITS, backorder_limit=backorder_limit)
        token, hot = make_key(cast), cast.codes[:SKUS]
        bodies = make_hot_bodies(hot, orders, policy)
        with served(environment) as port:
            _warm_up(port, token, cast)
            answered = _send(port, token, bodies)
        with transaction(Scope.operator()):
            ((promised, backordered, oversold, on_lines, owed_on_lines),) = rows.fetch_tuples(
                _STATE, {"codes": list(hot)}
            )
    told = sum(one.promised for one in answered)
    lost = abs(promised - on_lines) + abs(backordered - owed_on_lines) + abs(promised - told)
    return _Fight(answered, promised, backordered, oversold, lost)


def make_hot_bodies(codes: Sequence[str], count: int, policy: str) -> list[Body]:
    """Make orders of one unit of three different SKUs each, in random order."""
    wants = [[(codes[(at + step) % len(codes)], 1) for step in _STEPS] for at in range(count)]
    random.Random(count).shuffle(wants)  # noqa: S311 - a workload, not a secret
    return [make_body(number=f"hot-{at}", wants=want, policy=policy) for at, want in enumerate(wants)]


def _warm_up(port: int, token: str, cast: Cast) -> None:
    """Let every thread connect and prepare, with SKUs that nobody fights for; they take backorders or run out."""
    bodies = make_bodies(codes=cast.codes[SKUS:], tag="warm", count=WARM_UP)
    requests = [_build(token, body) for body in bodies]
    send_all(port=port, requests=[requests[at::CLIENTS] for at in range(CLIENTS)])


def _send(port: int, token: str, bodies: Sequence[Body]) -> list[Answered]:
    shares = [bodies[at::CLIENTS] for at in range(CLIENTS)]
    reports = send_all(
        port=port, requests=[[_build(token, body) for body in share] for share in shares], keeps_bodies=True
    )
    answered = []
    for share, report in zip(shares, reports, strict=True):
        seen = zip(share, report.bodies, report.latencies, report.received_at, strict=True)
        for body, answer, latency, received_at in seen:
            parsed = orjson.loads(answer)
            status = int(parsed.get("status", 0)) if "code" in parsed else 201
            units = sum(line["promised"] for line in parsed.get("lines", ()))
            wanted = tuple(line["sku"] for line in body["lines"])
            answered.append(Answered(wanted, status, units, received_at - latency, received_at))
    return answered


def _build(token: str, body: Body) -> bytes:
    return build_post(path=PATH, token=token, body=orjson.dumps(body))


def count_wrongly_refused(answered: Sequence[Answered], *, units: int = UNITS) -> int:
    """Return how many refusals came while every SKU of the order still had a unit.

    Stock only falls here. What can have been committed before a refusal was sent before the refusal came back: when
    even all of that leaves a unit of each SKU, the refusal was wrong.
    """
    taken: Counter[str] = Counter()
    wrong = 0
    events = [(one.sent_at, 0, one) for one in answered if one.status == 201]
    events += [(one.received_at, 1, one) for one in answered if one.status == 422]
    for _, _, one in sorted(events, key=lambda event: event[:2]):
        if one.status == 201:
            taken.update(one.wanted)
        else:
            wrong += all(taken[sku] < units for sku in one.wanted)
    return wrong
