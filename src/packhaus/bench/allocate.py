"""Bench `allocate`: 100,000 lines over 10,000 bins, a tenth of them restricted, beside the bare locked statement.

The product allocates 20,000 lines a transaction, which stays under the two seconds that one may take; the limit writes
all in one.
"""

import random
import time
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import psycopg

from packhaus.access.scope import Scope, transaction
from packhaus.bench.alternating import alternate
from packhaus.bench.cast import Cast, fill_bins, fill_cast
from packhaus.bench.pgbench import LIMITS
from packhaus.bench.place import bench_database, run_as_owner
from packhaus.bench.types import Measure
from packhaus.decide.allocation import Allocation, Supply, count_avoidable_splits
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.outbound.services.allocate import allocate_lines
from packhaus.outbound.types import LineToAllocate, Restriction

LINES = 100_000
BINS = 10_000
SKUS = 1_000
CHUNK = 20_000
UNITS_PER_BIN = 60
RESTRICTED_ONE_IN = 10

_CLEAR = "TRUNCATE outbound_allocation; UPDATE inventory_balance SET allocated = 0"
_CLEAR_LIMIT = "TRUNCATE limit_allocation; UPDATE limit_bin SET allocated = 0"
_SKU_IDS = "SELECT id FROM catalog_sku WHERE merchant_id = %(merchant_id)s ORDER BY code"
_WRITTEN = """
SELECT a.fulfillment_line_id, a.balance_id, a.quantity FROM outbound_allocation AS a ORDER BY a.id
"""
_LEFT = "SELECT id, sku_id, on_hand - allocated, received_on, expires_on FROM inventory_balance ORDER BY id"


def run(*, lines: int = LINES) -> dict[str, Any]:
    """Allocate `lines` lines three times on each side; splits that one bin could have avoided are counted."""
    with bench_database("bench_allocate") as environment:
        owner_url = environment["DATABASE_OWNER_URL"]
        cast = fill_cast(skus=SKUS, on_hand=BINS // SKUS * UNITS_PER_BIN)
        wanted = _make_lines(cast, lines)
        _fill(cast, owner_url, wanted)

        def limit(_number: int) -> Measure:
            run_as_owner(_CLEAR_LIMIT, owner_url)
            return _run_limit(owner_url, lines)

        def product(_number: int) -> Measure:
            run_as_owner(_CLEAR, owner_url)
            return _run_product(cast, wanted)

        result = alternate(limit=limit, product=product)
        return {"lines": lines, "bins": BINS, **result, **_count_splits()}


def _make_lines(cast: Cast, count: int) -> list[LineToAllocate]:
    draw = random.Random(7)  # noqa: S311 - a workload, not a secret
    with transaction(Scope.operator()):
        sku_ids: Sequence[UUID] = [
            row[0] for row in rows.fetch_tuples(_SKU_IDS, {"merchant_id": cast.merchant_id})
        ]
    restriction = Restriction(earliest_expiry=date(2027, 1, 2))
    return [
        LineToAllocate(
            number,
            number,
            cast.merchant_id,
            draw.choice(sku_ids),
            draw.randint(1, 8),
            restriction if number % RESTRICTED_ONE_IN == 0 else None,
        )
        for number in range(1, count + 1)
    ]


def _fill(cast: Cast, owner_url: str, wanted: Sequence[LineToAllocate]) -> None:
    fill_bins(cast, bins=BINS, units=UNITS_PER_BIN)
    run_as_owner((LIMITS / "allocate_schema.sql").read_text(), owner_url)
    numbers = {
        sku_id: number for number, sku_id in enumerate(dict.fromkeys(line.sku_id for line in wanted), start=1)
    }
    with (
        psycopg.connect(owner_url) as connection,
        connection.cursor().copy("COPY limit_demand FROM STDIN") as copy,
    ):
        for line in wanted:
            copy.write_row((line.line_id, numbers[line.sku_id], line.quantity))
    run_as_owner("ANALYZE", owner_url)


def _run_limit(owner_url: str, lines: int) -> Measure:
    statement = (LIMITS / "allocate.sql").read_bytes()
    with psycopg.connect(owner_url) as connection:
        started = time.perf_counter()
        connection.execute(statement)
        connection.commit()
        return Measure(lines, time.perf_counter() - started)


def _run_product(cast: Cast, wanted: Sequence[LineToAllocate]) -> Measure:
    wave_id, shorts = new_id(), 0
    started, cpu = time.perf_counter(), time.process_time()
    for at in range(0, len(wanted), CHUNK):
        with transaction(Scope.operator()):
            outcome = allocate_lines(wave_id=wave_id, site_id=cast.site_id, lines=wanted[at : at + CHUNK])
        shorts += len(outcome.shorts)
    seconds = time.perf_counter() - started
    return Measure(len(wanted), seconds, time.process_time() - cpu, {"short_lines": shorts})


def _count_splits() -> dict[str, int]:
    with transaction(Scope.operator()):
        written = [Allocation(*row) for row in rows.fetch_tuples(_WRITTEN)]
        left = [
            Supply(id_, sku, free, received, expires)
            for id_, sku, free, received, expires in rows.fetch_tuples(_LEFT)
        ]
    bins_of: dict[int, set[int]] = {}
    for allocation in written:
        bins_of.setdefault(allocation.line, set()).add(allocation.balance)
    return {
        "split_lines": sum(len(bins) > 1 for bins in bins_of.values()),
        "avoidable_splits": count_avoidable_splits(allocations=written, supplies=left),
    }
