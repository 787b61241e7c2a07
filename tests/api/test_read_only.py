"""What programs may look up one by one or as lists: a cart, a site, messages, imports."""

from collections.abc import Callable
from datetime import datetime

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.channels.models import ImportRun
from packhaus.config.subscriptions import drain
from packhaus.kernel.ids import new_id
from packhaus.network.models import CutOff
from tests.api.bodies import make_order
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock


@pytest.fixture
def cart(shop: Caller, stock: PutStock, mug: Sku, leeds: Place) -> str:
    stock(mug, leeds, 10)
    body = {"reference": "cart-1", "lines": [{"sku": "MUG", "site": "LEEDS", "quantity": 3}]}
    held = shop.post("/holds", body)
    assert held.status == 201
    return str(held.body["id"])


def test_a_cart_is_shown_until_it_has_ended_and_after(cart: str, shop: Caller, strange_shop: Caller) -> None:
    shown = shop.get(f"/holds/{cart}").body
    assert (shown["reference"], shown["status"]) == ("cart-1", "open")
    assert shown["lines"] == [{"sku": "MUG", "site": "LEEDS", "quantity": 3}]
    assert shop.delete(f"/holds/{cart}").status == 204
    assert shop.get(f"/holds/{cart}").body["status"] == "released"
    for caller, id_ in ((strange_shop, cart), (shop, new_id())):
        answer = caller.get(f"/holds/{id_}")
        assert (answer.status, answer.code) == (404, "hold_not_found")


def test_a_site_is_shown_with_its_cut_offs(leeds: Place, shop: Caller, operator: Scope) -> None:
    with transaction(operator):
        for weekday in (1, 2):
            CutOff.objects.create(site=leeds.site, carrier_code="ALBION", weekday=weekday, at="17:00")
    shown = shop.get("/sites/LEEDS").body
    assert shown["site"]["timezone"] == "Europe/London"
    assert shown["cut_offs"] == [{"carrier_code": "ALBION", "at": "17:00:00", "weekdays": [1, 2]}]
    assert shop.get("/sites/NOWHERE").status == 404


@pytest.mark.usefixtures("committed")
def test_messages_of_an_order_are_listed_without_their_words(
    shop: Caller,
    strange_shop: Caller,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    check_clean: Callable[[], None],
) -> None:
    stock(mug, leeds, 10)
    number = shop.post("/orders", make_order(("MUG", 1))).body["number"]
    shop.post("/orders", make_order(("MUG", 1), number="A-2"))
    drain(now=now)
    [row] = shop.get("/messages", order=number, kind="order_confirmed").body["items"]
    assert (row["topic_number"], row["status"], row["language"]) == (number, "queued", "de")
    assert "text" not in row
    assert len(shop.get("/messages").body["items"]) == 2
    assert shop.get("/messages", status="failed").body["items"] == []
    assert strange_shop.get("/messages").body["items"] == []


def test_imports_are_listed_for_their_merchant(
    shop: Caller, strange_shop: Caller, acme: Merchant, operator: Scope, now: datetime
) -> None:
    with transaction(operator):
        ImportRun.objects.create(
            merchant_id=acme.id, kind="orders", file_name="may.csv", file_sha256=b"1", started_at=now
        )
    [row] = shop.get("/imports").body["items"]
    assert (row["file_name"], row["merchant_code"]) == ("may.csv", "ACME")
    assert strange_shop.get("/imports").body["items"] == []
