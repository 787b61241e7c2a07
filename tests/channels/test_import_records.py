from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, KitComponent, Packaging, Sku
from packhaus.channels.errors import BadFile
from packhaus.channels.models import ImportRun
from packhaus.channels.services import import_records as engine
from packhaus.channels.services.import_catalog import import_catalog
from packhaus.channels.services.import_locations import import_locations
from packhaus.channels.services.import_sites import import_sites
from packhaus.channels.services.import_stock import import_stock
from packhaus.channels.types import ImportSummary
from packhaus.inventory.models import Balance, Location, SiteStock
from packhaus.network.models import CutOff, Site
from tests.channels.record_files import read_rejects, write_rows
from tests.harness.cast import Place

Importing = Callable[..., ImportSummary]

SITE = {
    "site": "york", "name": "York", "timezone": "Europe/London", "country": "GB", "postal_code": "YO1 7HH",
    "cut_offs": "DHL 17:00|UPS 16:30 12",
}  # fmt: skip


@pytest.fixture
def catalog(acme: Merchant, acme_scope: Scope, now: datetime) -> Importing:
    return partial(import_catalog, scope=acme_scope, merchant_id=acme.id, now=now, actor=SYSTEM)


@pytest.fixture
def opening(acme: Merchant, operator: Scope, now: datetime, check_clean: object) -> Importing:
    return partial(import_stock, scope=operator, merchant_id=acme.id, now=now, actor=SYSTEM)


def counts(summary: ImportSummary) -> tuple[int, int, int]:
    return summary.rows, summary.taken, summary.rejected


def stock_row(**changes: str) -> dict[str, str]:
    return {"site": "LEEDS", "location": "A-01-01", "sku": "MUG", "quantity": "5", **changes}


def test_items_come_with_barcodes_packagings_and_kits(
    catalog: Importing, operator: Scope, tmp_path: Path
) -> None:
    path = write_rows(
        tmp_path / "items.csv",
        [
            {"sku": "CUP", "name": "Cup", "barcodes": "4006381333931|CUP-1", "packagings": "CASE:12:400x300x200:5600"},
            {"sku": "SET", "name": "Set of cups", "kind": "kit", "components": "CUP:6", "tags": "sale|gift"},
        ],
    )  # fmt: skip
    assert counts(catalog(path=path)) == (2, 2, 0)
    with transaction(operator):
        assert list(Sku.objects.order_by("code").values_list("tags", flat=True)) == [[], ["sale", "gift"]]
        assert set(Barcode.objects.values_list("code", flat=True)) == {"4006381333931", "CUP-1"}
        assert list(Packaging.objects.values_list("code", "quantity", "length_mm", "weight_grams")) == [
            ("CASE", 12, 400, 5600)
        ]
        assert KitComponent.objects.get().quantity == 6


def test_a_wrong_item_stops_neither_its_neighbours_nor_takes_its_kit(
    catalog: Importing, operator: Scope, tmp_path: Path
) -> None:
    path = write_rows(
        tmp_path / "items.csv",
        [
            {"sku": "CUP", "name": "Cup", "barcodes": "4006381333930"},
            {"sku": "SET", "name": "Set of cups", "kind": "kit", "components": "CUP:6"},
            {"sku": "POT", "name": "Pot", "weight_grams": "heavy"},
            {"sku": "PAN", "name": "Pan", "origin": "GERMANY"},
            {"sku": "JAR", "name": "Jar"},
        ],
    )
    assert counts(catalog(path=path)) == (5, 1, 4)
    assert read_rejects(path) == [
        ("2", "barcodes", "check_digit"),
        ("3", "components", "unknown_sku"),
        ("4", "weight_grams", "format"),
        ("5", "origin", "format"),
    ]
    with transaction(operator):
        assert list(Sku.objects.values_list("code", flat=True)) == ["JAR"]


def test_the_same_file_again_does_nothing_and_a_changed_one_changes_items(
    catalog: Importing, operator: Scope, tmp_path: Path
) -> None:
    path = write_rows(tmp_path / "items.csv", [{"sku": "CUP", "name": "Cup"}])
    catalog(path=path)
    assert catalog(path=path).was_done
    catalog(path=write_rows(path, [{"sku": "CUP", "name": "Cup, blue"}]))
    with transaction(operator):
        assert Sku.objects.get().name == "Cup, blue"


def test_what_a_file_of_items_has_no_column_for_stays(
    catalog: Importing, operator: Scope, tmp_path: Path
) -> None:
    cup = {
        "sku": "CUP",
        "name": "Cup",
        "kind": "stock",
        "weight_grams": "300",
        "fragile": "yes",
        "lead_days": "9",
    }
    oil = {"sku": "OIL", "name": "Oil", "base_unit": "millilitre", "lots": "yes"}
    kit = {"sku": "SET", "name": "Set", "kind": "kit", "components": "CUP:6"}
    catalog(path=write_rows(tmp_path / "all.csv", [cup, oil, kit]))
    few = [{"sku": code, "name": f"{code}, blue", "weight_grams": ""} for code in ("CUP", "OIL", "SET")]
    assert counts(catalog(path=write_rows(tmp_path / "few.csv", few))) == (3, 3, 0)
    with transaction(operator):
        found = Sku.objects.order_by("code").values_list(
            "name", "kind", "base_unit", "weight_grams", "is_fragile", "default_lead_days", "has_lots"
        )
        assert list(found) == [
            ("CUP, blue", "stock", "each", 0, True, 9, False),
            ("OIL, blue", "stock", "millilitre", 0, False, None, True),
            ("SET, blue", "kit", "each", 0, False, None, False),
        ]
        assert KitComponent.objects.get().quantity == 6
    kind = write_rows(tmp_path / "kind.csv", [{"sku": "OIL", "name": "Oil", "kind": "kit"}])
    catalog(path=kind)
    assert read_rejects(kind)[0][1:] == ("kind", "fixed")


def test_an_import_that_was_cut_off_goes_on(
    catalog: Importing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CHUNK_LINES", 2)
    path = write_rows(tmp_path / "items.csv", [{"sku": f"CUP{n}", "name": "Cup"} for n in range(5)])

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        catalog(path=path, progress=stop)
    again = catalog(path=path)
    assert (again.resumed_at_line, counts(again)) == (4, (5, 5, 0))


def test_a_site_comes_with_its_point_its_cut_offs_and_its_locations(
    operator: Scope, now: datetime, tmp_path: Path
) -> None:
    wrong = {**SITE, "site": "HULL", "timezone": "Hull", "cut_offs": "DHL at five"}
    path = write_rows(tmp_path / "sites.csv", [SITE, wrong])
    assert counts(import_sites(scope=operator, path=path, now=now, actor=SYSTEM)) == (2, 1, 1)
    assert read_rejects(path) == [("3", "cut_offs", "format")]
    with transaction(operator):
        site = Site.objects.get()
        assert (site.code, round(site.latitude), round(site.longitude)) == ("YORK", 54, -1)
        assert CutOff.objects.filter(site=site).count() == 7
        assert Location.objects.filter(site=site).count() == 12


def test_a_site_that_the_network_refuses_is_a_reject_of_its_column(
    operator: Scope, now: datetime, tmp_path: Path
) -> None:
    path = write_rows(tmp_path / "sites.csv", [{**SITE, "timezone": "Hull"}, SITE])
    assert counts(import_sites(scope=operator, path=path, now=now, actor=SYSTEM)) == (2, 1, 1)
    assert read_rejects(path) == [("2", "timezone", "unknown")]


def test_locations_are_made_in_their_sites(
    leeds: Place, operator: Scope, now: datetime, tmp_path: Path
) -> None:
    rows = [
        {"site": "LEEDS", "location": "B-01", "kind": "pick_face", "x_mm": "1200"},
        {"site": "LEEDS", "location": "B-02", "kind": "shelf"},
        {"site": "HULL", "location": "B-01", "kind": "pick_face"},
    ]
    path = write_rows(tmp_path / "locations.csv", rows)
    assert counts(import_locations(scope=operator, path=path, now=now, actor=SYSTEM)) == (3, 1, 2)
    assert read_rejects(path) == [("3", "kind", "unknown"), ("4", "site", "unknown_site")]
    with transaction(operator):
        assert Location.objects.get(site=leeds.site, code="B-01").x_mm == 1200
        Location.objects.update(max_pallets=2, mixing="one_lot")
    known = {"site": "LEEDS", "location": "B-01", "kind": "pick_face"}
    again = write_rows(tmp_path / "again.csv", [{**known, "max_pallets": "", "zone": "Z"}])
    assert counts(import_locations(scope=operator, path=again, now=now, actor=SYSTEM)) == (1, 1, 0)
    with transaction(operator):
        kept = Location.objects.get(site=leeds.site, code="B-01")
        assert (kept.x_mm, kept.mixing, kept.zone, kept.max_pallets) == (1200, "one_lot", "Z", None)


def test_opening_stock_is_received_once(
    opening: Importing, mug: Sku, leeds: Place, operator: Scope, tmp_path: Path
) -> None:
    path = write_rows(
        tmp_path / "stock.csv", [stock_row(), stock_row(location="R-01-01", received_on="2026-10-01")]
    )
    assert counts(opening(path=path)) == (2, 2, 0)
    assert opening(path=path).was_done
    with transaction(operator):
        assert SiteStock.objects.get().on_hand == 10
        assert Balance.objects.get(location_id=leeds.locations["R-01-01"]).received_on == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"quantity": "-5"}, "quantity", "range"),
        ({"quantity": "99999999999999999999"}, "quantity", "format"),
        ({"quantity": "1.5"}, "quantity", "format"),
        ({"sku": "NOPE"}, "sku", "unknown_sku"),
        ({"site": "HULL"}, "site", "unknown_site"),
        ({"location": "Z-99"}, "location", "unknown_location"),
        ({"location": "SUPPLIER"}, "location", "virtual"),
        ({"serial": "S-1"}, "serial", "required"),
        ({"received_on": "2027-01-01"}, "received_on", "range"),
        ({"expires_on": "31.03.2027"}, "expires_on", "format"),
    ],
)
def test_a_row_that_cannot_be_stock_is_rejected_by_its_column(
    opening: Importing,
    mug: Sku,
    leeds: Place,
    operator: Scope,
    tmp_path: Path,
    changes: dict[str, str],
    column: str,
    code: str,
) -> None:
    path = write_rows(tmp_path / "stock.csv", [stock_row(**changes)])
    assert counts(opening(path=path)) == (1, 0, 1)
    assert read_rejects(path) == [("2", column, code)]
    with transaction(operator):
        assert not Balance.objects.exists()


def test_lots_expiry_and_serials_are_asked_for_where_the_item_has_them(
    opening: Importing, mug: Sku, lamp: Sku, leeds: Place, operator: Scope, tmp_path: Path
) -> None:
    with transaction(operator):
        Sku.objects.filter(id=mug.id).update(has_lots=True, has_expiry=True)
        Sku.objects.filter(id=lamp.id).update(has_serials=True)
    rows = [
        stock_row(lot="", expires_on=""),
        stock_row(lot="L1", expires_on="2027-03-31"),
        stock_row(sku="LAMP", quantity="1", serial="S1"),
        stock_row(sku="LAMP", quantity="1", serial="S1"),
        stock_row(sku="LAMP", quantity="2", serial="S2"),
    ]
    path = write_rows(tmp_path / "stock.csv", rows)
    assert counts(opening(path=path)) == (5, 2, 3)
    assert read_rejects(path) == [
        ("2", "lot, expires_on", "required"),
        ("5", "serial", "repeated"),
        ("6", "quantity", "range"),
    ]


def test_a_file_without_a_needed_column_leaves_nothing_behind(
    opening: Importing, operator: Scope, tmp_path: Path
) -> None:
    path = write_rows(tmp_path / "stock.csv", [{"site": "LEEDS", "sku": "MUG", "units": "5"}])
    with pytest.raises(BadFile, match="line 1"):
        opening(path=path)
    with transaction(operator):
        assert not ImportRun.objects.exists()


def test_a_merchant_does_not_see_the_operators_files(
    leeds: Place, operator: Scope, acme_scope: Scope, now: datetime, tmp_path: Path
) -> None:
    path = write_rows(tmp_path / "l.csv", [{"site": "LEEDS", "location": "B-01", "kind": "reserve"}])
    import_locations(scope=operator, path=path, now=now, actor=SYSTEM)
    with transaction(acme_scope):
        assert not ImportRun.objects.exists()


def test_rows_may_be_of_any_number(catalog: Importing, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "items.csv", [{"sku": f"CUP{n}", "name": "Cup"} for n in range(5_001)])
    assert counts(catalog(path=path)) == (5_001, 5_001, 0)
