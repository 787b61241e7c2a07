"""Purchase orders come in by file: once, in parts, and what is wrong line by line."""

from datetime import datetime
from pathlib import Path

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.channels.services.import_purchases import import_purchases
from packhaus.channels.services.preview_import import preview_import
from packhaus.channels.types import ImportSummary
from packhaus.inbound.queries.purchases.list_purchases import get_purchase
from packhaus.inbound.services.purchases.cut import cancel_rest
from tests.harness.cast import Place

HEAD = "order,site,supplier,supplier_name,sku,quantity,packaging,expected_on\n"


def test_a_file_places_orders_adds_lines_and_says_what_is_wrong(
    tmp_path: Path, acme: Merchant, acme_scope: Scope, leeds: Place, mug: Sku, lamp: Sku, now: datetime
) -> None:
    def take(name: str, *rows: str) -> ImportSummary:
        path = tmp_path / name
        path.write_text(HEAD + "".join(f"{row}\n" for row in rows))
        return import_purchases(scope=acme_scope, merchant_id=acme.id, path=path, now=now, actor=SYSTEM)

    def read() -> list[tuple[str, int]]:
        found = get_purchase(scope=acme_scope, merchant_id=acme.id, number="PO-9", now=now)
        return [(line.sku_code, line.ordered) for line in found.lines]

    first = "PO-9,leeds,POTTERY,Pottery Ltd,MUG,60,,2026-12-01"
    wrong = [
        "PO-9,leeds,POTTERY,Pottery Ltd,NONE,1,,2026-12-01",
        "PO-9,leeds,OTHER,,LAMP,1,,2026-12-01",
        "PO-8,leeds,POTTERY,,MUG,2,case,2026-12-01",
        "PO-8,nowhere,POTTERY,,MUG,2,,2026-12-01",
    ]
    told = take("first.csv", first, *wrong)
    assert (told.taken, told.rejected, read()) == (1, 4, [("MUG", 60)])
    more = take("more.csv", first, "PO-9,leeds,POTTERY,Pottery Ltd,LAMP,5,,2026-12-01")
    assert (more.rejected, read()) == (0, [("MUG", 60), ("LAMP", 5)])
    assert take("other.csv", first.replace("60", "61")).rejected == 1
    seen = preview_import(
        scope=acme_scope,
        merchant_id=acme.id,
        kind="purchases",
        path=tmp_path / "first.csv",
        encoding="",
        now=now,
    )
    assert sorted((reject.line, reject.column) for reject in seen.rejects) == [
        (3, "sku"), (4, "order"), (5, "packaging"), (6, "site"),
    ]  # fmt: skip
    order_id = get_purchase(scope=acme_scope, merchant_id=acme.id, number="PO-9", now=now).header.id
    cancel_rest(scope=acme_scope, order_id=order_id, now=now, actor=SYSTEM)
    assert take("late.csv", "PO-9,leeds,POTTERY,,LAMP,1,,2026-12-24").rejected == 1
