"""Files of announced deliveries: each row is a line; twice is once; what is wrong stands in the rejects."""

from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.channels.services import import_records as engine
from packhaus.channels.services.import_asns import import_asns
from packhaus.channels.services.preview_import import preview_import
from packhaus.channels.types import ImportSummary
from packhaus.inbound.queries.list_asns import get_asn
from packhaus.inbound.services.cancel import cancel_asns
from tests.channels.record_files import read_rejects, write_rows
from tests.channels.test_import_records import Importing, counts
from tests.harness.cast import Place
from tests.inbound.conftest import count_inbound


@pytest.fixture
def announcing(
    acme: Merchant, acme_scope: Scope, leeds: Place, mug: Sku, lamp: Sku, now: datetime, check_clean: object
) -> Importing:
    def run(path: Path) -> ImportSummary:
        return import_asns(scope=acme_scope, merchant_id=acme.id, path=path, now=now, actor=SYSTEM)

    return partial(run)


def row(**changes: str) -> dict[str, str]:
    usual = {"asn": "ASN-1", "site": "leeds", "expected_on": "2026-11-05", "sku": "MUG", "quantity": "60"}
    return (
        usual
        | {"supplier": "POTTERY", "lot": "", "unit": "", "expires_on": "", "tracking_number": ""}
        | changes
    )


def list_lines(acme: Merchant, scope: Scope, number: str) -> list[tuple[str, int, str]]:
    found = get_asn(scope=scope, merchant_id=acme.id, number=number)
    return [(line.sku_code, line.expected, line.lot_code) for line in found.lines]


def test_rows_of_one_number_are_one_delivery_and_a_wrong_row_stops_no_other(
    announcing: Importing, acme: Merchant, acme_scope: Scope, tmp_path: Path
) -> None:
    path = write_rows(
        tmp_path / "asns.csv",
        [
            row(tracking_number="00 1234"),
            row(sku="LAMP", quantity="5", lot="L-1", expires_on="2027-03-01", tracking_number="001234"),
            row(sku="NONE", tracking_number="001234"),
            row(quantity="many", tracking_number="001234"),
            row(asn="ASN-2", site="nowhere"),
            row(asn="ASN-3", quantity="7"),
            row(asn="ASN-3", sku="LAMP", expected_on="2026-11-06"),
            row(quantity="12", tracking_number="001234"),
        ],
    )
    assert counts(announcing(path=path)) == (8, 3, 5)
    assert list_lines(acme, acme_scope, "ASN-1") == [("MUG", 60, ""), ("LAMP", 5, "L-1")]
    assert list_lines(acme, acme_scope, "ASN-3") == [("MUG", 7, "")]
    assert read_rejects(path) == [
        ("4", "sku", "unknown_sku"),
        ("5", "quantity", "format"),
        ("6", "site", "unknown_site"),
        ("8", "asn", "differs"),
        ("9", "sku", "repeated"),
    ]


def test_the_preview_names_what_the_import_would_refuse(
    announcing: Importing, acme: Merchant, acme_scope: Scope, now: datetime, tmp_path: Path
) -> None:
    path = write_rows(
        tmp_path / "asns.csv",
        [
            row(),
            row(sku="NONE"),
            row(asn="ASN-2", site="nowhere"),
            row(asn="ASN-3", quantity="7"),
            row(asn="ASN-3", sku="LAMP", expected_on="2026-11-06"),
            row(quantity="12"),
        ],
    )
    seen = preview_import(scope=acme_scope, merchant_id=acme.id, kind="asns", path=path, encoding="", now=now)
    found = [(reject.line, reject.column, reject.code) for reject in seen.rejects]
    assert found == [
        (3, "sku", "unknown_sku"), (4, "site", "unknown_site"), (6, "asn", "differs"), (7, "sku", "repeated"),
    ]  # fmt: skip


def test_another_file_adds_lines_and_what_is_announced_already_adds_nothing(
    announcing: Importing, acme: Merchant, acme_scope: Scope, tmp_path: Path, mug: Sku, lamp: Sku
) -> None:
    announcing(path=write_rows(tmp_path / "one.csv", [row()]))
    assert announcing(path=write_rows(tmp_path / "same.csv", [row()])).was_done
    path = write_rows(
        tmp_path / "more.csv",
        [row(), row(sku="LAMP", quantity="5"), row(quantity="61"), row(sku="NONE"), row(carrier="DHL")],
    )
    assert counts(announcing(path=path)) == (5, 2, 3)
    assert list_lines(acme, acme_scope, "ASN-1") == [("MUG", 60, ""), ("LAMP", 5, "")]
    assert (count_inbound(mug), count_inbound(lamp)) == (60, 5)
    assert [code for _, _, code in read_rejects(path)] == ["announced", "unknown_sku", "differs"]


def test_a_delivery_that_is_cut_by_a_chunk_is_whole_in_the_end(
    announcing: Importing, acme: Merchant, acme_scope: Scope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CHUNK_LINES", 2)
    rows = [row(lot=f"L-{number}") for number in range(5)]
    assert counts(announcing(path=write_rows(tmp_path / "asns.csv", rows))) == (5, 5, 0)
    assert len(list_lines(acme, acme_scope, "ASN-1")) == 5


def test_nothing_is_added_to_what_will_not_come(
    announcing: Importing, acme: Merchant, acme_scope: Scope, tmp_path: Path, now: datetime
) -> None:
    announcing(path=write_rows(tmp_path / "one.csv", [row()]))
    known = get_asn(scope=acme_scope, merchant_id=acme.id, number="ASN-1")
    cancel_asns(scope=acme_scope, asn_ids=[known.header.id], now=now, actor=SYSTEM)
    path = write_rows(tmp_path / "more.csv", [row(sku="LAMP")])
    assert counts(announcing(path=path)) == (1, 0, 1)
    assert [code for _, _, code in read_rejects(path)] == ["asn_under_way"]


def test_many_deliveries_of_a_file_are_announced_together(
    announcing: Importing, acme: Merchant, acme_scope: Scope, tmp_path: Path
) -> None:
    rows = [row(asn=f"MANY-{number}", quantity="1") for number in range(30)]
    rows[7] = row(asn="MANY-7", sku="NONE")
    path = write_rows(tmp_path / "many.csv", rows)
    with CaptureQueriesContext(connection) as captured:
        assert counts(announcing(path=path)) == (30, 29, 1)
    assert sum("INSERT INTO inbound_asn (" in query["sql"] for query in captured.captured_queries) <= 2
    assert list_lines(acme, acme_scope, "MANY-29") == [("MUG", 1, "")]
