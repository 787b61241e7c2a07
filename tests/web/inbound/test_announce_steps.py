"""A delivery is announced step by step: what was entered stays, going back and on, until it is sent, once."""

import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.queries.list_asns import get_asn
from packhaus.inbound.queries.sketches import list_sketches
from packhaus.inbound.services.docks.doors import set_doors
from packhaus.inbound.services.docks.hours import set_door_hours
from packhaus.inbound.services.purchases.place import place_purchases
from packhaus.inbound.services.sketches import begin_sketch
from packhaus.inbound.types import PurchaseDraft, PurchaseLineDraft, Sketch
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing, announce, count_inbound, draft
from tests.web.conftest import SignIn

__all__ = ["announce", "draft"]

SSCC = "340123450000000017"


@pytest.fixture
def shop(sign_in: SignIn, owner: User, leeds: Place, mug: Sku, lamp: Sku) -> Client:
    return sign_in(owner)


def send(client: Client, url: str, do: str = "next", **fields: Any) -> tuple[str, str]:
    """Press a button of a step and return where it led and what stands there."""
    answer = client.post(url, {"do": do} | fields, follow=True)
    reached = answer.redirect_chain[-1][0] if answer.redirect_chain else url
    return reached, answer.content.decode()


def begin(client: Client, acme: Merchant, **fields: Any) -> str:
    """Begin an announcement and return the address of its first step."""
    start = {"merchant": str(acme.id), "number": "OURS-1", "site": "LEEDS"} | fields
    reached, _page = send(client, "/inbound/new/", **start)
    assert reached.endswith("/items/"), reached
    return reached.removesuffix("items/")


@pytest.fixture
def day(leeds: Place) -> str:
    """A day on which Leeds has one door from 8 to 10, half an hour each."""
    found = timezone.now().date() + timedelta(days=7)
    operator, now = Scope.operator(), timezone.now()
    set_doors(scope=operator, site_id=leeds.id, codes=["D-1"], now=now, actor=SYSTEM)
    hours = (time(8), time(10))
    set_door_hours(scope=operator, site_id=leeds.id, day=found, hours=hours, now=now, actor=SYSTEM)
    return found.isoformat()


def order(acme: Merchant, leeds: Place, number: str, *wants: tuple[str, int]) -> None:
    lines = tuple(PurchaseLineDraft(code, units, timezone.now().date()) for code, units in wants)
    ordered = PurchaseDraft(number, leeds.id, "POTTERY", lines, "Pottery Ltd")
    place_purchases(
        scope=Scope.operator(), merchant_id=acme.id, drafts=[ordered], now=timezone.now(), actor=SYSTEM
    )


def test_from_purchase_orders_to_numbered_pallets_and_a_slot(
    shop: Client, acme: Merchant, leeds: Place, day: str, mug: Sku
) -> None:
    order(acme, leeds, "PO-1", ("MUG", 100), ("LAMP", 3))
    order(acme, leeds, "PO-2", ("MUG", 5))
    form = shop.get("/inbound/new/?purchase=ACME:PO-1").content.decode()
    assert re.findall(r'value="(PO-\d)"( checked)?', form) == [("PO-1", " checked"), ("PO-2", "")]
    here = begin(shop, acme, number="", orders=["PO-1", "PO-2"])
    page = shop.get(f"{here}items/").content.decode()
    assert re.findall(r'name="(?:sku|quantity)_\d" value="(\w+)"', page) == [
        "MUG",
        "100",
        "LAMP",
        "3",
        "MUG",
        "5",
    ]
    rows = {
        "sku_0": "MUG",
        "quantity_0": "90",
        "order_0": "PO-1",
        "sku_1": "",
        "pasted": "SKU\tUnits\nLAMP\t2",
    }
    send(shop, f"{here}items/", **rows)
    reached, page = send(shop, f"{here}packing/", "divide:0", each_0="40", lot_0="L-7", kind_0="pallet")
    assert reached == f"{here}packing/"
    assert re.findall(r'class="pack-units"[^>]*>(\d+)<', page) == ["40", "40", "10", "2"]
    assert page.count('value="L-7"') == 3
    send(
        shop,
        f"{here}packing/",
        "plates",
        plate=SSCC,
        plate_kind="pallet",
        **{f"lot_{row}": "" for row in range(4)},
    )
    reached, page = send(shop, f"{here}when/", expected_on=day, pallets="4", shown_day="", shown_pallets="")
    assert reached == f"{here}when/"  # free times of that day are there to choose from now
    [first, *others] = re.findall(r'name="starts_at" value="([^"]+)"', page)
    assert len(others) == 3
    chosen = {"expected_on": day, "shown_day": day, "pallets": "4", "shown_pallets": "4", "starts_at": first}
    reached, page = send(shop, f"{here}when/", **chosen)
    assert (reached, "08:00" in page, "on pallet 340123450000000024" in page) == (f"{here}check/", True, True)
    assert count_inbound(mug) == 0
    reached, page = send(shop, f"{here}check/", "send")
    assert ("PO-1-1 is announced." in page, count_inbound(mug)) == (True, 90)
    found = get_asn(scope=Scope.merchant(acme.id), merchant_id=acme.id, number="PO-1-1")
    assert (found.header.supplier_code, found.header.slot_at is not None, len(found.lines)) == (
        "POTTERY",
        True,
        4,
    )
    assert send(shop, f"{here}check/", "send")[0] == reached
    assert list_sketches(scope=Scope.merchant(acme.id)) == []


def test_what_was_entered_stays_right_or_wrong_and_faults_stand_at_their_step(
    shop: Client, acme: Merchant, announce: Announcing
) -> None:
    announce(("MUG", 1), number="OURS-0")
    taken = {"do": "next", "merchant": str(acme.id), "number": "OURS-0", "site": "LEEDS"}
    refused = shop.post("/inbound/new/", taken)
    assert (refused.status_code, "was used for another delivery" in refused.content.decode()) == (422, True)
    here = begin(shop, acme)
    rows = {"sku_0": "NONE", "quantity_0": "x", "sku_1": "MUG", "quantity_1": "4", "order_1": "ELSE"}
    reached, _page = send(shop, f"{here}items/", "back", **rows)
    assert reached == here
    assert 'value="NONE"' in shop.get(f"{here}items/").content.decode()
    answer = shop.post(f"{here}items/", rows | {"do": "next"})
    assert (answer.status_code, 'href="#field-line_0_quantity"' in answer.content.decode()) == (422, True)
    answer = shop.post(f"{here}items/", rows | {"do": "next", "quantity_0": "2"})
    assert (answer.status_code, "NONE is not in the catalog" in answer.content.decode()) == (422, True)
    reached, _page = send(
        shop, f"{here}items/", sku_0="MUG", quantity_0="2", sku_1="MUG", quantity_1="4", order_1=""
    )
    assert reached == f"{here}packing/"
    same = {"lot_0": "", "lot_1": "", "unit_0": "P-1", "unit_1": "P-1"}
    answer = shop.post(f"{here}packing/", same | {"do": "next"})
    assert (answer.status_code, "stands in another line" in answer.content.decode()) == (422, True)
    answer = shop.post(
        f"{here}packing/",
        {"do": "plates", "unit_0": "", "unit_1": "", "plate": "340123450000000018", "plate_kind": "carton"},
    )
    assert (answer.status_code, "wrong check digit" in answer.content.decode()) == (422, True)
    reached, _page = send(shop, f"{here}packing/", lot_0="A", lot_1="B", expires_0="2030-01-31")
    assert reached == f"{here}when/"
    answer = shop.post(f"{here}check/", {"do": "send"})
    assert (answer.status_code, "A date goes here." in answer.content.decode()) == (422, True)
    send(shop, f"{here}when/", expected_on="2030-01-02")
    assert "OURS-1 is announced." in send(shop, f"{here}check/", "send")[1]


def test_a_slot_that_is_taken_meanwhile_announces_nothing(
    shop: Client, sign_in: SignIn, lead: User, acme: Merchant, announce: Announcing, day: str, mug: Sku
) -> None:
    here = begin(shop, acme)
    send(shop, f"{here}items/", sku_0="MUG", quantity_0="4")
    _reached, page = send(shop, f"{here}when/", "look", expected_on=day)
    [first, *_others] = re.findall(r'name="starts_at" value="([^"]+)"', page)
    shown = {"expected_on": day, "shown_day": day, "pallets": "0", "shown_pallets": "0"}
    send(shop, f"{here}when/", **shown, starts_at=first)
    announce(("LAMP", 1), number="QUICK")
    sign_in(lead).post("/inbound/ACME/QUICK/slot/", {"starts_at": first, "pallets": "0"})
    answer = shop.post(f"{here}check/", {"do": "send"})
    assert (answer.status_code, "Nothing is announced yet" in answer.content.decode()) == (422, True)
    assert count_inbound(mug) == 0
    send(shop, f"{here}when/", **shown, starts_at="")
    assert "OURS-1 is announced." in send(shop, f"{here}check/", "send")[1]


def test_others_neither_see_nor_send_what_is_begun(
    shop: Client, sign_in: SignIn, stranger: User, associate: User, acme: Merchant, beta: Merchant
) -> None:
    here = begin(shop, acme)
    assert "OURS-1" in shop.get("/inbound/new/").content.decode()
    for other in (sign_in(stranger), sign_in(associate)):
        assert other.get(here).status_code == 404
        assert other.post(f"{here}check/", {"do": "send"}).status_code == 404
        assert other.post(f"{here}throw-away/").status_code == 404
    assert (
        shop.post("/inbound/new/", {"merchant": str(beta.id), "number": "X", "site": "LEEDS"}).status_code
        == 404
    )
    assert "thrown away" in shop.post(f"{here}throw-away/", follow=True).content.decode()
    assert shop.get(f"{here}items/").status_code == 404


def test_what_nobody_touched_for_a_month_goes(acme: Merchant, acme_scope: Scope, now: datetime) -> None:
    def begin_at(moment: datetime, number: str) -> None:
        begin_sketch(scope=acme_scope, merchant_id=acme.id, sketch=Sketch(number=number), now=moment)

    begin_at(now - timedelta(days=31), "OLD")
    begin_at(now - timedelta(days=29), "YOUNG")
    begin_at(now, "NEW")
    assert [one.sketch.number for one in list_sketches(scope=acme_scope)] == ["NEW", "YOUNG"]
