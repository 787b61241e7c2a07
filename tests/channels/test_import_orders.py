import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.channels.errors import BadFile, ImportIsRunning
from packhaus.channels.services import import_orders as service
from packhaus.channels.services.import_orders import import_orders
from packhaus.channels.services.import_runs import Step, advance_run, begin_run
from packhaus.channels.types import ImportSummary
from packhaus.kernel import rows
from tests.channels.order_files import make_row, write_orders
from tests.harness.cast import Place
from tests.harness.stock import PutStock

Importing = Callable[..., ImportSummary]


@pytest.fixture
def run(acme: Merchant, acme_scope: Scope, now: datetime) -> Importing:
    def run(path: Path, **options: Any) -> ImportSummary:
        return import_orders(
            scope=acme_scope, merchant_id=acme.id, path=path, now=now, actor=SYSTEM, **options
        )

    return run


@pytest.fixture
def plenty(stock: PutStock, mug: Sku, lamp: Sku, leeds: Place) -> None:
    stock(mug, leeds, 1000)
    stock(lamp, leeds, 1000)


def query(scope: Scope, sql: str) -> list[tuple[Any, ...]]:
    with transaction(scope):
        return rows.fetch_tuples(sql)


def read_rejects(path: Path) -> list[dict[str, str]]:
    with path.with_suffix(".rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_of_one_number_become_one_order(
    run: Importing, plenty: None, tmp_path: Path, acme_scope: Scope
) -> None:
    path = write_orders(
        tmp_path / "orders.csv",
        [
            make_row("A-1", "MUG", 2, discount="1.00", tax="0.80"),
            make_row("A-1", "LAMP", 1, unit_price="10.05"),
            make_row("A-2", "MUG", 1, shipping=""),
        ],
    )
    summary = run(path)
    assert (summary.rows, summary.taken, summary.repeated, summary.rejected) == (3, 2, 0, 0)
    assert query(
        acme_scope,
        "SELECT external_number, channel, goods_minor, discount_minor, shipping_minor, tax_minor, tax_source, "
        "payment_term FROM orders_order ORDER BY external_number",
    ) == [
        ("A-1", "csv", 1505, 100, 490, 80, "channel", "invoice"),
        ("A-2", "csv", 250, 0, 0, 0, "none", "invoice"),
    ]
    assert query(acme_scope, "SELECT DISTINCT email, phone, language FROM parties_contact") == [
        ("anna@example.com", "+441134960000", "de")
    ]
    assert summary.rejects_path is None
    assert not path.with_suffix(".rejects.csv").exists()


def test_the_same_file_again_does_nothing(
    run: Importing, plenty: None, tmp_path: Path, acme_scope: Scope
) -> None:
    path = write_orders(tmp_path / "orders.csv", [make_row()])
    run(path)
    again = run(path)
    assert again.was_done
    assert query(acme_scope, "SELECT count(*) FROM orders_order") == [(1,)]


def test_an_order_in_another_file_is_not_taken_twice(
    run: Importing, plenty: None, tmp_path: Path, acme_scope: Scope
) -> None:
    run(write_orders(tmp_path / "monday.csv", [make_row("A-1")]))
    summary = run(write_orders(tmp_path / "tuesday.csv", [make_row("A-1"), make_row("A-2")]))
    assert (summary.taken, summary.repeated) == (1, 1)
    assert query(acme_scope, "SELECT promised FROM inventory_sitestock ORDER BY promised DESC LIMIT 1") == [
        (4,)
    ]


def test_a_known_number_with_other_lines_is_refused(run: Importing, plenty: None, tmp_path: Path) -> None:
    run(write_orders(tmp_path / "monday.csv", [make_row("A-1", "MUG", 2)]))
    tuesday = write_orders(tmp_path / "tuesday.csv", [make_row("A-1", "MUG", 3)])
    assert run(tuesday).rejected == 1
    assert [(row["line"], row["code"]) for row in read_rejects(tuesday)] == [("2", "differs")]


def test_rejects_name_line_column_and_reason_and_bring_the_whole_order(
    run: Importing, plenty: None, tmp_path: Path, acme_scope: Scope
) -> None:
    path = write_orders(
        tmp_path / "orders.csv",
        [
            make_row("A-1", "MUG", -2),
            make_row("A-1", "LAMP", 1),
            make_row("A-2", "NOPE", 1),
            make_row("A-3", "MUG", "99999999999999999999"),
            make_row("A-4", "MUG", 1, unit_price="2,500"),
            make_row("A-5", "MUG", 1, placed_at="yesterday", country="XX"),
            make_row("A-6", "MUG", 1),
        ],
    )
    summary = run(path)
    assert (summary.rows, summary.taken, summary.rejected) == (7, 1, 5)
    assert [(row["line"], row["column"], row["code"]) for row in read_rejects(path)] == [
        ("2", "quantity", "range"),
        ("3", "", "with_order"),
        ("4", "sku", "unknown_sku"),
        ("5", "quantity", "format"),
        ("6", "unit_price", "format"),
        ("7", "placed_at", "format"),
    ]
    assert query(acme_scope, "SELECT external_number FROM orders_order") == [("A-6",)]


def test_an_order_that_must_be_whole_and_is_not_names_the_short_line(
    run: Importing, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, tmp_path: Path
) -> None:
    stock(mug, leeds, 5)
    path = write_orders(tmp_path / "orders.csv", [make_row("A-1", "MUG", 2), make_row("A-1", "LAMP", 1)])
    assert run(path).rejected == 1
    assert [(row["line"], row["column"], row["code"]) for row in read_rejects(path)] == [
        ("2", "", "with_order"),
        ("3", "quantity", "short"),
    ]


def test_values_that_no_column_could_hold_stop_only_their_own_order(
    run: Importing, plenty: None, tmp_path: Path
) -> None:
    huge = {"unit_price": "99999999999.99"}
    wrong = [
        make_row("A-1", placed_at="9999-12-31T23:59:59+23:00"), make_row("A-2", placed_at="0001-01-01"),
        make_row("A-3", placed_at="2101-01-01T00:00:00Z"), make_row("A-4", quantity="٣"),
        make_row("A-5", unit_price="1e5"), make_row("A-6", unit_price="1e9999999"),
        make_row("A-7", quantity=1_000_000, **huge), make_row("A-8", shipping="1" * 19),
        make_row("A-9", quantity="1_0"), make_row("A-10", name="x" * 5000),
    ]  # fmt: skip
    summary = run(
        write_orders(tmp_path / "orders.csv", [*wrong, make_row("B-1"), make_row("B-2", unit_price="2,50")])
    )
    numbers = [reject["order_number"] for reject in read_rejects(tmp_path / "orders.csv")]
    assert numbers == [f"A-{number}" for number in range(1, 11)]
    assert (summary.taken, summary.rejected) == (2, 10)


def test_a_corrected_rejects_file_can_be_imported(run: Importing, plenty: None, tmp_path: Path) -> None:
    path = write_orders(tmp_path / "orders.csv", [make_row("A-1", "MUGG", 2), make_row("A-1", "LAMP", 1)])
    rejects = run(path).rejects_path
    assert rejects is not None
    rejects.write_text(rejects.read_text(encoding="utf-8-sig").replace("MUGG", "MUG"), encoding="utf-8")
    assert run(rejects).taken == 1


def test_a_row_of_another_width_is_refused_alone(run: Importing, plenty: None, tmp_path: Path) -> None:
    path = write_orders(tmp_path / "orders.csv", [make_row("A-1"), make_row("A-2")])
    path.write_text(path.read_text() + "A-3,only,three\n")
    assert (run(path).taken, read_rejects(path)[0]["code"]) == (2, "cells")


def test_rows_of_one_order_must_follow_each_other(run: Importing, plenty: None, tmp_path: Path) -> None:
    path = write_orders(tmp_path / "orders.csv", [make_row("A-1"), make_row("A-2"), make_row("A-1", "LAMP")])
    assert run(path).taken == 2
    assert [(row["line"], row["code"]) for row in read_rejects(path)] == [("4", "apart")]


def test_rows_that_contradict_their_order_are_refused(run: Importing, plenty: None, tmp_path: Path) -> None:
    path = write_orders(
        tmp_path / "orders.csv", [make_row("A-1"), make_row("A-1", "LAMP", city="York", email="")]
    )
    assert run(path).rejected == 1
    assert [(row["line"], row["column"], row["code"]) for row in read_rejects(path)] == [
        ("2", "", "with_order"),
        ("3", "city", "differs"),
    ]


def test_an_order_of_too_many_rows_is_refused_as_a_whole(
    run: Importing, plenty: None, tmp_path: Path
) -> None:
    path = write_orders(tmp_path / "orders.csv", [*(make_row("A-1") for _ in range(1002)), make_row("A-2")])
    summary = run(path)
    assert (summary.rows, summary.taken) == (1003, 1)
    assert {row["code"] for row in read_rejects(path)} == {"too_many"}
    assert len(read_rejects(path)) == 1002


def test_a_file_that_cannot_be_read_leaves_nothing_behind(
    run: Importing, plenty: None, tmp_path: Path, acme_scope: Scope
) -> None:
    path = write_orders(tmp_path / "orders.csv", [make_row(f"A-{n}") for n in range(50)])
    path.write_bytes(path.read_bytes() + "A-51,Grüße\n".encode("cp1252"))
    with pytest.raises(BadFile) as refused:
        run(path)
    assert refused.value.problems[0].path == "line 52"
    assert query(acme_scope, "SELECT count(*) FROM orders_order") == [(0,)]
    assert query(acme_scope, "SELECT count(*) FROM channels_importrun") == [(0,)]


class CutOffError(Exception):
    pass


def test_an_import_that_was_cut_off_goes_on_where_it_was(
    run: Importing, plenty: None, tmp_path: Path, acme_scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "CHUNK_LINES", 4)
    path = write_orders(
        tmp_path / "orders.csv", [make_row(f"A-{n}", sku, 1) for n in range(6) for sku in ("MUG", "LAMP")]
    )

    def stop(done: int, total: int) -> None:
        raise CutOffError

    with pytest.raises(CutOffError):
        run(path, progress=stop)
    assert query(acme_scope, "SELECT count(*) FROM orders_order") == [(2,)]
    seen: list[tuple[int, int]] = []
    summary = run(path, progress=lambda done, total: seen.append((done, total)))
    assert (summary.resumed_at_line, summary.taken, summary.rows) == (6, 6, 12)
    assert seen == [(9, 14), (13, 14)]
    assert query(acme_scope, "SELECT count(*), count(DISTINCT external_number) FROM orders_order") == [(6, 6)]


def test_two_imports_of_one_file_do_not_both_count(acme: Merchant, acme_scope: Scope, now: datetime) -> None:
    mine, other = (
        begin_run(
            scope=acme_scope, merchant_id=acme.id, kind="orders", file_name="a.csv", sha256=b"1" * 32,
            first_line=2, line_count=0, now=now,
        )
        for _ in range(2)
    )  # fmt: skip
    step = Step(next_line=10, rows=8, taken=8, repeated=0, rejected=0)
    with transaction(acme_scope):
        advance_run(run=mine, merchant_id=acme.id, step=step, rejects=[])
        with pytest.raises(ImportIsRunning):
            advance_run(run=other, merchant_id=acme.id, step=step, rejects=[])


def test_a_stranger_does_not_see_the_run(
    run: Importing, plenty: None, tmp_path: Path, beta_scope: Scope
) -> None:
    run(write_orders(tmp_path / "orders.csv", [make_row()]))
    assert query(beta_scope, "SELECT count(*) FROM channels_importrun") == [(0,)]
