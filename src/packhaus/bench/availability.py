"""Bench `availability`: what can be sold of 1,000 SKUs over HTTP, beside the bare query."""

from typing import Any

import orjson

from packhaus.bench.alternating import alternate
from packhaus.bench.cast import fill_cast, make_key
from packhaus.bench.clients import build_post, send_all
from packhaus.bench.intake import measure
from packhaus.bench.pgbench import CLIENTS, run_limit
from packhaus.bench.place import bench_database, run_as_owner, served
from packhaus.bench.types import Measure

SKUS = 1_000
REQUESTS = 400
PATH = "/api/v1/availability"


def run(*, skus: int = SKUS) -> dict[str, Any]:
    """Ask for `skus` SKUs with four clients, three times on each side; the rates are SKUs per second."""
    with bench_database("bench_availability") as environment:
        cast = fill_cast(skus=skus, on_hand=1_000)
        token = make_key(cast)
        run_as_owner("ANALYZE", environment["DATABASE_OWNER_URL"])
        request = build_post(path=PATH, token=token, body=orjson.dumps({"skus": list(cast.codes)}))

        def limit(_number: int) -> Measure:
            return run_limit(
                script="availability.sql",
                url=environment["DATABASE_OWNER_URL"],
                transactions=REQUESTS,
                units=skus,
                variables={"skus": skus},
            )

        with served(environment) as port:
            _ask(port, request, CLIENTS * 4, skus)

            def product(_number: int) -> Measure:
                return _ask(port, request, REQUESTS, skus)

            return {"skus": skus, **alternate(limit=limit, product=product)}


def _ask(port: int, request: bytes, times: int, skus: int) -> Measure:
    reports = send_all(port=port, requests=[[request] * (times // CLIENTS)] * CLIENTS, keeps_bodies=True)
    known = {len(orjson.loads(report.bodies[-1])) for report in reports}
    assert known == {skus}, known
    return measure(reports, expected=200, units=times // CLIENTS * CLIENTS * skus)
