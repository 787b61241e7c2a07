"""Purchase orders are placed, changed, announced and cut on the console's pages, and found by a scan at the door."""

import re

import pytest
from django.test import Client

from packhaus.access.models import Merchant, User
from packhaus.catalog.models import Sku
from tests.harness.cast import Place
from tests.inbound.conftest import count_inbound
from tests.web.conftest import SignIn


@pytest.fixture
def as_lead(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def fill(acme: Merchant, **changes: str) -> dict[str, str]:
    usual = {
        "merchant": str(acme.id), "number": "PO-9", "site": "LEEDS", "expected_on": "2036-12-01",
        "supplier_code": "POTTERY", "supplier_name": "Pottery Ltd", "sku_0": "MUG", "quantity_0": "60",
        "sku_3": "LAMP", "quantity_3": "5", "expected_on_3": "2036-12-24",
    }  # fmt: skip
    return usual | changes


def read(client: Client, url: str) -> str:
    return client.get(url, follow=True).content.decode()


def test_an_order_is_placed_announced_from_its_page_changed_and_cut(
    as_lead: Client, acme: Merchant, leeds: Place, mug: Sku, lamp: Sku, check_clean: object
) -> None:
    page = as_lead.post("/inbound/orders/new/", fill(acme), follow=True).content.decode()
    assert "PO-9 is placed." in page
    assert "ordered 65 units" in page
    form = read(as_lead, "/inbound/new/all/?purchase=ACME:PO-9")
    assert 'name="sku_0" value="MUG"' in form
    assert 'name="order_number" value="PO-9"' in form
    sent = {
        "merchant": str(acme.id), "number": "ASN-7", "site": "LEEDS", "expected_on": "2036-12-01",
        "order_number": "PO-9", "sku_0": "MUG", "quantity_0": "40",
    }  # fmt: skip
    as_lead.post("/inbound/new/all/", sent)
    assert "/inbound/orders/ACME/PO-9/" in read(as_lead, "/inbound/ACME/ASN-7/")
    assert "/inbound/orders/ACME/PO-9/" in read(as_lead, "/stock/ACME/MUG/")
    page = read(as_lead, "/inbound/orders/ACME/PO-9/")
    assert "/inbound/ACME/ASN-7/" in page
    changed = fill(acme, quantity_0="50", sku_3="")
    as_lead.post("/inbound/orders/ACME/PO-9/change/", changed)
    assert "changed the order: 50 units in 1 lines" in read(as_lead, "/inbound/orders/ACME/PO-9/")
    page = as_lead.post("/inbound/orders/ACME/PO-9/cancel-rest/", follow=True).content.decode()
    assert "10 units are cancelled." in page
    assert as_lead.get("/inbound/orders/?format=csv").getvalue().decode().count("PO-9") == 1


def test_mistakes_come_back_at_their_fields(as_lead: Client, acme: Merchant, leeds: Place, mug: Sku) -> None:
    wrong = fill(acme, quantity_0="0", sku_3="NONE", expected_on="", supplier_code="")
    answer = as_lead.post("/inbound/orders/new/", wrong)
    page = answer.content.decode()
    assert (answer.status_code, 'href="#field-line_0_expected_on"' in page) == (422, True)
    again = as_lead.post("/inbound/orders/new/", wrong | {"expected_on": "2036-12-01", "supplier_code": "P"})
    page = again.content.decode()
    assert 'href="#field-line_3_sku"' in page
    assert 'href="#field-line_0_quantity"' in page


def test_a_scanned_order_opens_its_delivery_at_the_door(
    as_lead: Client, sign_in: SignIn, associate: User, acme: Merchant, leeds: Place, mug: Sku, lamp: Sku
) -> None:
    as_lead.post("/inbound/orders/new/", fill(acme))
    at_the_door = sign_in(associate)
    assert at_the_door.get("/inbound/orders/").status_code == 404
    page = at_the_door.post("/floor/receive/", {"scan": "PO-9"}).content.decode()
    assert "Ordered, but not announced" in page
    answer = at_the_door.post("/floor/receive/orders/ACME/PO-9/", follow=True)
    assert answer.request["PATH_INFO"] == "/floor/receive/ACME/PO-9-1/"
    assert count_inbound(mug) == 60
    assert at_the_door.post("/floor/receive/", {"scan": "PO-9"}).status_code == 302


def test_a_delivery_is_announced_from_several_orders(
    as_lead: Client, acme: Merchant, leeds: Place, mug: Sku, lamp: Sku
) -> None:
    as_lead.post("/inbound/orders/new/", fill(acme))
    as_lead.post("/inbound/orders/new/", fill(acme, number="PO-10", quantity_0="7", sku_3=""))
    sent = {
        "merchant": str(acme.id),
        "number": "ASN-8",
        "sku_0": "MUG",
        "quantity_0": "60",
        "order_number": "PO-9",
    }
    page = as_lead.post("/inbound/new/all/", sent | {"bring": "PO-10", "add": ""}).content.decode()
    assert 'name="quantity_1" value="7"' in page
    assert 'name="order_1" value="PO-10"' in page
    for number, told in (
        ("NONE", "There is no such purchase order"),
        ("PO-9", "Nothing of it is left to announce"),
    ):
        assert told in as_lead.post("/inbound/new/all/", sent | {"bring": number, "add": ""}).content.decode()
    rows = {
        "site": "LEEDS",
        "expected_on": "2036-12-01",
        "sku_1": "MUG",
        "quantity_1": "7",
        "order_1": "PO-10",
    }
    page = as_lead.post("/inbound/new/all/", sent | rows, follow=True).content.decode()
    assert "for order PO-10" in page
    assert "/inbound/ACME/ASN-8/" in read(as_lead, "/inbound/orders/ACME/PO-10/")
    both = read(as_lead, "/inbound/new/all/?purchase=ACME:PO-9&purchase=ACME:PO-10")
    assert ('name="sku_0" value="LAMP"' in both, 'name="sku_1"' in both) == (True, True)


def test_selected_orders_are_announced_as_one_delivery_for_each_supplier_and_site(
    as_lead: Client, acme: Merchant, leeds: Place, mug: Sku, lamp: Sku, check_clean: object
) -> None:
    for number, supplier in (("PO-1", "POTTERY"), ("PO-2", "POTTERY"), ("PO-3", "GLASS")):
        changes = {"number": number, "supplier_code": supplier, "supplier_name": supplier}
        as_lead.post("/inbound/orders/new/", fill(acme, **changes))
    page = read(as_lead, "/inbound/orders/")
    rows = dict(re.findall(r'name="selected" value="([^"]+)"[^>]*aria-label="[^"]*(PO-\d)', page))
    assert sorted(rows.values()) == ["PO-1", "PO-2", "PO-3"]
    chosen = {"do": "announce", "selected": list(rows)}
    assert "195 units are announced." in as_lead.post("/inbound/orders/", chosen).content.decode()
    done = as_lead.post("/inbound/orders/", chosen | {"sure": "yes"}, follow=True).content.decode()
    assert "3 purchase orders are announced." in done
    listed = read(as_lead, "/inbound/?view=all")
    assert ("PO-1-1" in listed, "PO-2-1" in listed, "PO-3-1" in listed) == (True, False, True)
    both = read(as_lead, "/inbound/ACME/PO-1-1/")
    assert ("for order PO-2" in both, "expected <b>60</b>" in both) == (True, True)
    again = as_lead.post("/inbound/orders/", chosen | {"sure": "yes"}, follow=True).content.decode()
    assert "Nothing of it is left to announce." in again
