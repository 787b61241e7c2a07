"""Bench `intake-bulk`: a file of 300,000 lines through the import service, beside COPY and one statement a chunk.

The limit writes the same rows into the product's own tables, indexes and foreign keys with them, as their owner: it
reads no file, checks nothing, chooses no site and answers nobody.
"""

import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.bench.alternating import alternate
from packhaus.bench.cast import Cast, fill_cast
from packhaus.bench.children import run_in_child
from packhaus.bench.pgbench import LIMITS
from packhaus.bench.place import bench_database, run_as_owner
from packhaus.bench.types import Measure
from packhaus.channels.services.import_orders import CHUNK_LINES, import_orders

ORDERS = 100_000
LINES_PER_ORDER = 3
SKUS = 1_000
_HEADER = (
    "order_number,placed_at,currency,name,email,address1,city,postal_code,country,sku,quantity,unit_price"
)
# Both sides write into the same tables: the limit's ids start where the product's will not come.
_LINE_IDS = "CREATE SEQUENCE limit_line START 10000000000000"
_STAGING = """
CREATE TEMP TABLE staging (number text, position smallint, sku_id bigint, quantity bigint, price bigint)
ON COMMIT DELETE ROWS
"""


def run(*, orders: int = ORDERS) -> dict[str, Any]:
    """Import files of `orders` orders with three lines each, three times on each side."""
    with bench_database("bench_intake_bulk") as environment, tempfile.TemporaryDirectory() as folder:
        cast = fill_cast(skus=SKUS, on_hand=10**9)
        run_as_owner(_LINE_IDS, environment["DATABASE_OWNER_URL"])
        run_as_owner("ANALYZE", environment["DATABASE_OWNER_URL"])

        def limit(number: int) -> Measure:
            measure = run_in_child(lambda: _copy(environment["DATABASE_OWNER_URL"], number, orders))
            run_as_owner("ANALYZE", environment["DATABASE_OWNER_URL"])
            return measure

        def product(number: int) -> Measure:
            path = _write_file(Path(folder) / f"orders-{number}.csv", cast, number, orders)
            measure = run_in_child(lambda: _import(cast, path))
            run_as_owner("ANALYZE", environment["DATABASE_OWNER_URL"])
            return measure

        return {
            "orders": orders,
            "lines": orders * LINES_PER_ORDER,
            **alternate(limit=limit, product=product),
        }


def _list_lines(round_number: int, orders: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield (order, position, SKU number, quantity), alike on both sides."""
    draw = random.Random(round_number)  # noqa: S311 - a workload, not a secret
    for order in range(orders):
        for position, sku in enumerate(draw.sample(range(1, SKUS + 1), LINES_PER_ORDER), start=1):
            yield order, position, sku, draw.randint(1, 4)


def _copy(owner_url: str, round_number: int, orders: int) -> int:
    statement = (LIMITS / "intake_bulk.sql").read_bytes()
    lines = _list_lines(round_number, orders)
    per_chunk = CHUNK_LINES - CHUNK_LINES % LINES_PER_ORDER
    with psycopg.connect(owner_url) as connection:
        connection.execute(_STAGING)
        connection.commit()
        while chunk := list(islice(lines, per_chunk)):
            with connection.cursor().copy("COPY staging FROM STDIN") as copy:
                copy.write(
                    "".join(f"{round_number}-{order}\t{position}\t{sku}\t{quantity}\t250\n"
                            for order, position, sku, quantity in chunk)
                )  # fmt: skip
            connection.execute(statement)
            connection.commit()
    return orders * LINES_PER_ORDER


def _write_file(path: Path, cast: Cast, round_number: int, orders: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "order_number,placed_at,currency,name,email,address1,city,postal_code,country,sku,quantity,unit_price\n"
        )
        for order, position, sku, quantity in _list_lines(round_number, orders):
            code = cast.codes[sku - 1]
            header = (
                f"2026-11-02T09:00:00+00:00,EUR,Person {order},p{order}@example.com,"
                f"Street {order % 200},Berlin,10119,DE"
                if position == 1
                else ",,,,,,,"
            )
            file.write(f"{round_number}-{order},{header},{code},{quantity},2.50\n")
    return path


def _import(cast: Cast, path: Path) -> int:
    summary = import_orders(
        scope=Scope.merchant(cast.merchant_id),
        merchant_id=cast.merchant_id,
        path=path,
        now=datetime.now(UTC),
        actor=SYSTEM,
    )
    assert summary.rejected == 0, summary
    return summary.rows
