"""Bench `intake`: single-order POSTs of three lines by four clients, beside one statement and one commit an order.

With `history`, that many earlier orders stand in the product's tables; they are written once and kept as a template.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from packhaus.bench.alternating import alternate
from packhaus.bench.bodies import Body, make_bodies
from packhaus.bench.cast import Cast, fill_cast, make_key
from packhaus.bench.clients import ClientReport, build_post, send_all
from packhaus.bench.history import ensure_history, find_history_cast
from packhaus.bench.pgbench import CLIENTS, run_limit
from packhaus.bench.place import bench_database, make_limit_tables, run_as_owner, served
from packhaus.bench.types import Measure

ORDERS = 4_000
SKUS = 1_000
UNITS = 10**9
WARM_UP = 400
PATH = "/api/v1/orders"
_TRACED = 20


def run(*, orders: int = ORDERS, history: int = 0) -> dict[str, Any]:
    """Place `orders` orders over HTTP three times, and as many by the limit."""
    with _prepared(history) as (environment, cast):
        token = make_key(cast)
        make_limit_tables(environment["DATABASE_OWNER_URL"])

        def limit(_number: int) -> Measure:
            return run_limit(script="intake.sql", url=environment["DATABASE_URL"], transactions=orders)

        with served(environment) as port:
            place_singly(port, token, make_bodies(codes=cast.codes, tag="warm", count=min(WARM_UP, orders)))
            run_as_owner("ANALYZE", environment["DATABASE_OWNER_URL"])

            def product(number: int) -> Measure:
                bodies = make_bodies(codes=cast.codes, tag=f"run-{number}", count=orders)
                return place_singly(port, token, bodies)

            result = alternate(limit=limit, product=product)
        statements = count_statements(cast, token)
        return {"orders": orders, "history": history, **result, "statements_per_order": statements}


@contextmanager
def _prepared(history: int) -> Iterator[tuple[dict[str, str], Cast]]:
    """Open a database, empty or grown, and say who orders in it."""
    if not history:
        with bench_database("bench_intake") as environment:
            yield environment, fill_cast(skus=SKUS, on_hand=UNITS)
        return
    template = ensure_history(history, skus=SKUS, on_hand=UNITS)
    with bench_database("bench_intake", template=template) as environment:
        yield environment, find_history_cast(SKUS)


def place_singly(port: int, token: str, bodies: list[Body]) -> Measure:
    """Send one order a request from four clients; anything but 201 is an error."""
    requests = [build_post(path=PATH, token=token, body=orjson.dumps(body)) for body in bodies]
    return measure(
        send_all(port=port, requests=[requests[at::CLIENTS] for at in range(CLIENTS)]),
        expected=201,
        units=len(bodies),
    )


def measure(reports: list[ClientReport], *, expected: int, units: int) -> Measure:
    """Sum up what the clients saw; the slowest one says how long it took."""
    wrong = [(report.statuses, report.bodies[:1]) for report in reports if set(report.statuses) != {expected}]
    assert not wrong, wrong
    latencies = sorted(latency for report in reports for latency in report.latencies)
    return Measure(
        units,
        max(report.seconds for report in reports),
        sum(report.cpu_seconds for report in reports),
        {"p99_ms": round(1000 * latencies[len(latencies) * 99 // 100], 1)},
    )


def count_statements(cast: Cast, token: str) -> float:
    """Return the median number of statements, BEGIN and COMMIT with them, that one order costs over the API."""
    client = Client(headers={"Authorization": f"Bearer {token}", "Host": "localhost"})
    counts = []
    for body in make_bodies(codes=cast.codes, tag="traced", count=_TRACED):
        with CaptureQueriesContext(connection) as captured:
            response = client.post(PATH, orjson.dumps(body), content_type="application/json")
        assert response.status_code == 201, response.content
        counts.append(len(captured))
    return sorted(counts)[_TRACED // 2]
