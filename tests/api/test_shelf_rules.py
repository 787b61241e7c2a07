"""Shelf-life rules by API and from a file, and what an order tells of the one that holds for it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.channels.services.import_shelf_rules import import_shelf_rules
from packhaus.inventory.models import Balance
from packhaus.terms.models import ShelfRule
from tests.api.bodies import make_order
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock

RULE = {"name": "Retail", "days": 60, "transit_days": 3, "tag": "retail", "valid_from": "2026-01-01"}


def test_a_rule_is_written_listed_told_by_its_order_and_withdrawn(
    make_caller: Callable[..., Caller],
    shop: Caller,
    strange_shop: Caller,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    acme_scope: Scope,
) -> None:
    office = make_caller(None, "access", "orders:read")
    stock(mug, leeds, 5, backorder_limit=50)
    with transaction(acme_scope):
        Sku.objects.filter(id=mug.id).update(has_expiry=True)
        Balance.objects.update(expires_on="2026-11-20")
    wanted = {"merchant": "ACME", "rules": [RULE]}
    [rule_id] = office.post("/shelf-rules", wanted).body["ids"]
    assert office.post("/shelf-rules", wanted).body == {"ids": []}
    [listed] = shop.get("/shelf-rules").body["items"]
    assert (listed["name"], listed["days"], listed["status"]) == ("Retail", 60, "active")
    assert strange_shop.get("/shelf-rules").body["items"] == []
    number = shop.post("/orders", make_order(("MUG", 4), tags=["retail"])).body["number"]
    [told] = shop.get(f"/orders/{number}/shelf-life").body
    assert (told["position"], told["sku"], told["rule"], told["too_early"]) == (1, "MUG", "Retail", 5)
    assert strange_shop.get(f"/orders/{number}/shelf-life").status == 404
    assert shop.post(f"/shelf-rules/{rule_id}/withdraw").status == 403
    for _ in range(2):
        assert office.post(f"/shelf-rules/{rule_id}/withdraw").status == 204
    assert shop.get("/shelf-rules", status="active").body["items"] == []
    plain = shop.post("/orders", make_order(("MUG", 4), number="A-2", tags=["retail"])).body["number"]
    assert shop.get(f"/orders/{plain}/shelf-life").body == []


def test_rules_of_a_file_are_written_once_and_bad_rows_are_told(
    acme_scope: Scope, acme: Merchant, mug: Sku, now: datetime, tmp_path: Path
) -> None:
    path = tmp_path / "rules.csv"
    path.write_text(
        "name,days,life_percent,sku,transit_days,priority,channel,country,tag,shopper,valid_from,valid_to\n"
        "Retail,60,,,3,10,,de,retail,,2026-01-01,\n"
        "Endless,,,,3,10,,,,,2026-01-01,\n"
        "Backwards,30,,,,,,,,,2026-02-01,2026-01-01\n"
        "Retail,60,,,3,10,,DE,retail,,2026-01-01,\n"
        "Mugs,,67,MUG,,,,,,,2026-01-01,\n"
        "Nobody's,,67,NONE,,,,,,,2026-01-01,\n"
    )
    done = import_shelf_rules(scope=acme_scope, merchant_id=acme.id, path=path, now=now, actor=SYSTEM)
    assert (done.rows, done.rejected) == (6, 3)
    with transaction(acme_scope):
        assert list(
            ShelfRule.objects.values_list("name", "country", "days", "life_percent").order_by("name")
        ) == [
            ("Mugs", "", 0, 67),
            ("Retail", "DE", 60, 0),
        ]
