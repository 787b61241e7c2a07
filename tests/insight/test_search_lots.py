"""Lots and serial numbers are found by what is written on them, also by a scan of the whole code."""

from datetime import date, datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, Sku
from packhaus.insight.queries.search import search
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from tests.harness.cast import Place


def test_a_lot_and_a_serial_number_are_found_by_text_and_by_scan(
    mug: Sku,
    leeds: Place,
    now: datetime,
    operator: Scope,
    acme_scope: Scope,
    beta_scope: Scope,
    check_clean: object,
) -> None:
    with transaction(operator):
        Barcode.objects.create(merchant_id=mug.merchant_id, sku_id=mug.id, code="4006381333931")
    lines = [
        ReceiptLine(
            mug.merchant_id, mug.id, 1, leeds.locations["A-01-01"], lot_code="L-7", serial="SN-1",
            expires_on=date(2027, 5, 1),
        )
    ]  # fmt: skip
    receive_stock(scope=operator, site_id=leeds.id, document_id="R", lines=lines, now=now, actor=SYSTEM)

    def find(scope: Scope, text: str) -> list[tuple[str, str]]:
        return [(hit.kind, hit.label) for hit in search(scope, text=text) if hit.kind in {"lot", "serial"}]

    lot, serial = ("lot", "L-7 · MUG"), ("serial", "SN-1 · MUG")
    assert find(acme_scope, "L-7") == find(acme_scope, "(01)04006381333931(17)270501(10)L-7") == [lot]
    assert find(acme_scope, "SN-1") == find(acme_scope, "(01)04006381333931(10)L-7(21)SN-1") == [serial]
    assert find(acme_scope, "(01)05012345678900(10)L-7") == []  # another item's lot of that name
    assert find(beta_scope, "L-7") == find(beta_scope, "SN-1") == []
