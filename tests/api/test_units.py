"""Pallets and cartons by API; only for the operator's own programs."""

from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.services.handling_units import ensure_units
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from tests.api.conftest import Caller
from tests.harness.cast import Place


def test_a_program_reads_what_a_pallet_holds(
    operation: Caller, shop: Caller, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    door = leeds.locations["RECEIVING"]
    with transaction(operator):
        made = ensure_units(merchant_id=mug.merchant_id, location_id=door, kinds={"LPN-7": "pallet"})
    lines = [ReceiptLine(mug.merchant_id, mug.id, 6, door, unit_id=made["LPN-7"])]
    receive_stock(scope=operator, site_id=leeds.id, document_id="R", lines=lines, now=now, actor=SYSTEM)
    [found] = operation.get("/units", only="stored", text="lpn", site="LEEDS").body["items"]
    assert (found["code"], found["units"], found["location_code"]) == ("LPN-7", 6, "RECEIVING")
    assert operation.get("/units", only="empty", kind="pallet").body["items"] == []
    [held] = operation.get("/units/LPN-7").body["contents"]
    assert (held["sku_code"], held["on_hand"]) == ("MUG", 6)
    assert operation.get("/units/LPN-8").code == "unknown_unit"
    assert shop.get("/units").status in {403, 404}
