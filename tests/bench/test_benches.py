"""Every bench at a tiny size: its keys and that it is right, never how fast."""

import json
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from packhaus.bench import allocate, availability, fulfil, hot, intake, intake_batch
from tests.config.commands import run as run_command

MEASURED = {"product_per_s", "limit_per_s", "ratio", "spread_percent", "client_cpu_s"}


@pytest.fixture(autouse=True)
def _unblocked(django_db_blocker: DjangoDbBlocker) -> Any:
    """Benches make databases of their own."""
    with django_db_blocker.unblock():
        yield


def test_intake_costs_at_most_eight_statements_an_order() -> None:
    result = intake.run(orders=24)
    assert result.keys() >= MEASURED
    assert result["statements_per_order"] <= 8


def test_intake_runs_on_a_grown_database() -> None:
    assert intake.run(orders=24, history=500).keys() >= MEASURED


def test_batches_are_measured() -> None:
    assert intake_batch.run(orders=400).keys() >= MEASURED


def test_a_file_is_imported_in_bounded_memory() -> None:
    # In a process of its own: a child starts with all that the tests before have loaded here.
    done = run_command({}, "bench", "intake-bulk", "--orders", "1000", "--json")
    result = json.loads(done.stdout.splitlines()[-1])
    assert result.keys() >= {*MEASURED, "peak_rss_mb"}
    assert result["lines"] == 3_000
    assert result["peak_rss_mb"] <= 400


def test_orders_are_fulfilled_to_the_last_unit() -> None:
    assert fulfil.run(orders=60).keys() >= MEASURED


def test_availability_names_every_sku() -> None:
    assert availability.run(skus=100).keys() >= MEASURED


def test_allocation_splits_no_line_that_one_bin_covers() -> None:
    result = allocate.run(lines=2_000)
    assert result.keys() >= MEASURED
    assert result["avoidable_splits"] == 0


def test_hot_skus_are_promised_to_the_last_unit_and_no_further() -> None:
    result = hot.run()
    assert (result["promised"], result["backordered"]) == (200, 100)
    wrong = ("wrongly_refused", "oversold_units", "lost_updates", "errors")
    assert {name: result[name] for name in wrong} == dict.fromkeys(wrong, 0)
