"""Bench `intake-batch`: a hundred orders a request, beside the limit of single orders."""

from typing import Any

import orjson

from packhaus.bench.alternating import alternate
from packhaus.bench.bodies import Body, make_bodies
from packhaus.bench.cast import fill_cast, make_key
from packhaus.bench.clients import build_post, send_all
from packhaus.bench.intake import SKUS, UNITS, measure
from packhaus.bench.pgbench import CLIENTS, run_limit
from packhaus.bench.place import bench_database, make_limit_tables, run_as_owner, served
from packhaus.bench.types import Measure

ORDERS = 20_000
PER_REQUEST = 100
WARM_UP = 2_000
PATH = "/api/v1/orders:batch"


def run(*, orders: int = ORDERS) -> dict[str, Any]:
    """Place `orders` orders in batches over HTTP three times, and as many by the limit."""
    with bench_database("bench_intake_batch") as environment:
        cast = fill_cast(skus=SKUS, on_hand=UNITS)
        token = make_key(cast)
        make_limit_tables(environment["DATABASE_OWNER_URL"])

        def limit(_number: int) -> Measure:
            return run_limit(script="intake.sql", url=environment["DATABASE_URL"], transactions=orders)

        with served(environment) as port:
            _place(port, token, make_bodies(codes=cast.codes, tag="warm", count=min(WARM_UP, orders)))
            run_as_owner("ANALYZE", environment["DATABASE_OWNER_URL"])

            def product(number: int) -> Measure:
                return _place(port, token, make_bodies(codes=cast.codes, tag=f"run-{number}", count=orders))

            return {"orders": orders, **alternate(limit=limit, product=product)}


def _place(port: int, token: str, bodies: list[Body]) -> Measure:
    batches = [bodies[at : at + PER_REQUEST] for at in range(0, len(bodies), PER_REQUEST)]
    requests = [build_post(path=PATH, token=token, body=orjson.dumps({"orders": batch})) for batch in batches]
    shares = [share for at in range(CLIENTS) if (share := requests[at::CLIENTS])]
    reports = send_all(port=port, requests=shares, keeps_bodies=True)
    placed = sum(orjson.loads(body)["placed"] for report in reports for body in report.bodies)
    assert placed == len(bodies), (placed, len(bodies))
    return measure(reports, expected=200, units=len(bodies))
