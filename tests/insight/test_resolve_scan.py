"""What a scan means, and which meaning comes first."""

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Barcode, Sku
from packhaus.insight.queries.resolve_scan import Resolution, resolve_scan
from packhaus.inventory.models import HandlingUnit
from tests.harness.cast import Place

GTIN = "09506000134352"


@pytest.fixture
def coded(mug: Sku, lamp: Sku, beta_mug: Sku) -> None:
    with transaction(Scope.operator()):
        for sku, code, units in (
            (mug, "9506000134352", 1),
            (mug, "CASE", 24),
            (lamp, "SHARED", 1),
            (beta_mug, "SHARED", 1),
            (lamp, "A-01-01", 1),
        ):
            Barcode.objects.create(merchant_id=sku.merchant_id, sku=sku, code=code, quantity=units)


def tell(found: Resolution) -> list[tuple[str, str, str]]:
    return [(one.kind, one.merchant_code, one.code) for one in found.meanings]


def test_nobody_knows_a_strange_code(operator: Scope, leeds: Place) -> None:
    for code in ("NOTHING", "", "  "):
        assert tell(resolve_scan(scope=operator, site_id=leeds.id, code=code)) == []


def test_an_internal_code_comes_before_a_barcode(operator: Scope, leeds: Place, coded: None) -> None:
    assert tell(resolve_scan(scope=operator, site_id=leeds.id, code="a-01-01")) == [("bin", "", "A-01-01")]


def test_a_bin_is_one_of_this_site(operator: Scope, leeds: Place, berlin: Place) -> None:
    assert len(resolve_scan(scope=operator, site_id=leeds.id, code="A-01-01").meanings) == 1


def test_a_case_stands_for_its_units(operator: Scope, leeds: Place, coded: None) -> None:
    found = resolve_scan(scope=operator, site_id=leeds.id, code="CASE").only
    assert found is not None
    assert (found.code, found.units) == ("MUG", 24)


def test_two_meanings_are_both_told_and_what_is_expected_settles_it(
    operator: Scope, leeds: Place, coded: None, beta_mug: Sku
) -> None:
    both = resolve_scan(scope=operator, site_id=leeds.id, code="SHARED")
    assert tell(both) == [("item", "ACME", "LAMP"), ("item", "BETA", "MUG")]
    assert both.only is None
    settled = resolve_scan(scope=operator, site_id=leeds.id, code="SHARED", expected=[beta_mug.id])
    assert tell(settled) == [("item", "BETA", "MUG")]


def test_a_gs1_code_is_the_item_of_its_gtin_with_lot_and_day(
    operator: Scope, leeds: Place, coded: None
) -> None:
    found = resolve_scan(scope=operator, site_id=leeds.id, code=f"01{GTIN}1726123110L-91")
    assert tell(found) == [("item", "ACME", "MUG")]
    assert found.gs1 is not None
    assert (found.gs1.lot, found.gs1.expires_on and found.gs1.expires_on.isoformat()) == (
        "L-91",
        "2026-12-31",
    )


def test_an_sscc_is_the_pallet_that_bears_it(operator: Scope, acme: Merchant, leeds: Place) -> None:
    sscc = "109506000134352012"
    with transaction(operator):
        HandlingUnit.objects.create(
            merchant_id=acme.id, code=sscc, kind="pallet", location_id=leeds.locations["RECEIVING"]
        )
    found = resolve_scan(scope=operator, site_id=leeds.id, code=f"]C100{sscc}")
    assert tell(found) == [("pallet", "ACME", sscc)]


def test_a_merchant_sees_no_other_merchants_items(beta_scope: Scope, leeds: Place, coded: None) -> None:
    assert tell(resolve_scan(scope=beta_scope, site_id=leeds.id, code="SHARED")) == [("item", "BETA", "MUG")]
