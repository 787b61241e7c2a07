"""Bench `promises`: carts that ask for a date, over HTTP; 10 sites, and 3 carriers of 4 services each."""

from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import quantiles
from typing import Any

import orjson

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.bench.cast import Cast, fill_cast, make_key
from packhaus.bench.clients import ClientReport, build_post, send_all
from packhaus.bench.pgbench import CLIENTS
from packhaus.bench.place import bench_database, run_as_owner, served
from packhaus.kernel import rows
from packhaus.shipping.services.carriers import save_carriers
from packhaus.shipping.services.transit_times import save_transit_times
from packhaus.shipping.types import CarrierDraft, ServiceDraft, TransitDraft

CALLS = 2_000
LINES = 5
SKUS = 1_000
WARM_UP = 400
PATH = "/api/v1/promises"
_POSTAL_CODES = ("10119", "20095", "50667", "60311", "80331")
_SERVICES = 4

# Nine more sites beside the cast's own; each has two thirds of the SKUs, so that many carts are split.
_SITES = """
WITH site AS (
    INSERT INTO network_site (id, code, name, kind, run_by, stock_policy, feed_max_age_minutes, feed_trust_margin,
        timezone, country, postal_code, city, street, latitude, longitude, priority, working_weekdays,
        partner_answer_minutes, is_active)
    SELECT uuidv7(), 'BENCH-' || n, 'Bench ' || n, 'warehouse', 'own', 'own', 1440, 0, 'Europe/Berlin', 'DE',
        (n * 10000)::text, 'Bench', '', 47.5 + n * 0.7, 7 + n * 0.7, n + 1, '1111110', 240, true
    FROM generate_series(1, 9) AS n
    RETURNING id, priority AS n
)
INSERT INTO inventory_sitestock (merchant_id, site_id, sku_id, owner_id, policy, on_hand, promised, held, backordered,
    backorder_limit, has_own_limit, safety, inbound)
SELECT k.merchant_id, site.id, k.id, k.merchant_id, 'own', 1000, 0, 0, 0, 0, true, 0, 0
FROM site JOIN catalog_sku AS k ON k.merchant_id = %(merchant_id)s AND (hashtext(k.code) + site.n) %% 3 <> 0
"""
_CUT_OFFS = """
INSERT INTO network_cutoff (site_id, carrier_code, weekday, at)
SELECT s.id, c.code, weekday, time '17:00'
FROM network_site AS s CROSS JOIN shipping_carrier AS c CROSS JOIN generate_series(1, 6) AS weekday
"""


def run(*, calls: int = CALLS) -> dict[str, Any]:
    """Ask for `calls` carts of five lines with four clients, after a warm-up; latencies in milliseconds."""
    with bench_database("bench_promises") as environment:
        cast = fill_cast(skus=SKUS, on_hand=0)
        _fill_network(cast)
        token = make_key(cast)
        run_as_owner("ANALYZE", environment["DATABASE_OWNER_URL"])
        with served(environment) as port:
            _ask(port, token, cast, WARM_UP)
            reports = _ask(port, token, cast, calls)
    latencies = [seconds * 1_000 for report in reports for seconds in report.latencies]
    cuts = quantiles(latencies, n=100)
    return {
        "calls": len(latencies),
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "errors": sum(
            count for report in reports for status, count in report.statuses.items() if status != 200
        ),
    }


def _fill_network(cast: Cast) -> None:
    operator, now = Scope.operator(), datetime.now(UTC)
    carriers = [_draft_carrier(number) for number in range(1, 4)]
    save_carriers(scope=operator, drafts=carriers, now=now, actor=SYSTEM)
    for carrier in carriers:
        lanes = [
            TransitDraft(service.code, days, days + 1, to_country="DE", to_postal=area)
            for days, service in enumerate(carrier.services, start=1)
            for area in ("", "1", "20", "803")
        ]
        save_transit_times(scope=operator, carrier_code=carrier.code, drafts=lanes, now=now, actor=SYSTEM)
    with transaction(operator):
        rows.execute(_SITES, {"merchant_id": cast.merchant_id})
        rows.execute(_CUT_OFFS)


def _draft_carrier(number: int) -> CarrierDraft:
    services = tuple(
        ServiceDraft(
            f"C{number}-S{place}", f"Service {place}", 31_500, "EUR", ((2_000, 300 + place * 100), (31_500, 900)),
            rank=place,
        )
        for place in range(1, _SERVICES + 1)
    )  # fmt: skip
    return CarrierDraft(f"C{number}", f"Carrier {number}", services)


def _ask(port: int, token: str, cast: Cast, calls: int) -> list[ClientReport]:
    requests = [
        build_post(path=PATH, token=token, body=orjson.dumps(_make_cart(cast.codes, at)))
        for at in range(calls)
    ]
    return send_all(port=port, requests=[requests[at::CLIENTS] for at in range(CLIENTS)])


def _make_cart(codes: Sequence[str], at: int) -> dict[str, Any]:
    lines = [
        {"sku": codes[(at * 7 + line * 131) % len(codes)], "quantity": 1 + line % 3} for line in range(LINES)
    ]
    postal_code = _POSTAL_CODES[at % len(_POSTAL_CODES)]
    return {"lines": lines, "destination": {"country": "DE", "postal_code": postal_code}, "currency": "EUR"}
