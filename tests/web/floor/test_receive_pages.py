"""A truck is received with a scanner: found, booked by line and by scan, a mistake taken back, closed with reasons."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Barcode, Sku
from packhaus.inbound.queries.list_asns import AsnDetail, get_asn
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing, announce, draft
from tests.web.conftest import SignIn

__all__ = ["announce", "draft"]
URL = "/floor/receive/ACME/ASN-1/"


@pytest.fixture
def gun(sign_in: SignIn, associate: User) -> Client:
    return sign_in(associate)


@pytest.fixture
def asn(announce: Announcing, mug: Sku) -> AsnDetail:
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=mug.merchant_id, sku=mug, code="4006381333931")
    return announce(("MUG", 60), ("LAMP", 5), expected_on=timezone.now().date())


def read_counts(asn: AsnDetail) -> list[tuple[int, int]]:
    found = get_asn(scope=Scope.operator(), merchant_id=asn.header.merchant_id, number=asn.header.number)
    return [(line.received, line.damaged) for line in found.lines]


def test_a_delivery_is_found_received_and_closed(gun: Client, asn: AsnDetail) -> None:
    assert "ASN-1" in gun.get("/floor/receive/").content.decode()
    assert gun.post("/floor/receive/", {"scan": "LAMP"}).headers["Location"] == URL
    unknown = gun.post("/floor/receive/", {"scan": "00340"})
    assert (unknown.status_code, "Nobody announced this" in unknown.content.decode()) == (422, True)
    scanned = gun.post(URL + "scan/", {"scan": "4006381333931"})
    assert scanned.headers["Location"] == URL + "?item=MUG"
    page = gun.get(URL + "?item=MUG").content.decode()
    [client_id] = re.findall(r'name="client_id" value="([0-9a-f]+)"', page)
    form = {"client_id": client_id, "line": "0", "item": "MUG", "quantity": "48"}
    for _ in range(2):
        assert "48 of MUG are booked." in gun.post(URL + "book/", form).content.decode()
    gun.post(URL + "book/", {"line": asn.lines[1].id, "quantity": "7"})
    gun.post(URL + "book/", {"item": "MUG", "quantity": "3", "damage": "wet"})
    assert read_counts(asn) == [(48, 3), (7, 0)]
    assert "3 of MUG are taken back." in gun.post(URL + "undo/").content.decode()
    assert read_counts(asn) == [(48, 0), (7, 0)]
    missing = gun.post(URL + "close/", {f"reason_{asn.lines[0].id}": "not_sent"})
    assert (missing.status_code, "Each difference needs its reason." in missing.content.decode()) == (
        422,
        True,
    )
    reasons = {f"reason_{asn.lines[0].id}": "not_sent", f"reason_{asn.lines[1].id}": "sent_more"}
    assert "ASN-1 is closed." in gun.post(URL + "close/", reasons).content.decode()
    assert "Book" not in gun.get(URL).content.decode()


def test_a_wrong_form_books_nothing_and_says_why(gun: Client, asn: AsnDetail) -> None:
    for form in ({"item": "MUG"}, {"item": "NONE", "quantity": "1"}, {"item": "MUG", "quantity": "0"}):
        assert gun.post(URL + "book/", form).status_code == 422
    assert gun.post(URL + "scan/", {"scan": "B-1"}).status_code == 422
    assert gun.get(URL + "?line=x&item=MUG").status_code == 200
    assert gun.get(URL + "?line=1").status_code == 302
    assert read_counts(asn) == [(0, 0), (0, 0)]


def test_what_nobody_announced_is_received_blind(
    gun: Client, asn: AsnDetail, leeds: Place, sign_in: SignIn, lead: User
) -> None:
    form = {"merchant": str(asn.header.merchant_id), "site": str(leeds.id), "number": "TRUCK-9"}
    opened = gun.post("/floor/receive/unknown/", form)
    assert opened.headers["Location"] == "/floor/receive/ACME/TRUCK-9/"
    gun.post("/floor/receive/ACME/TRUCK-9/book/", {"item": "MUG", "quantity": "4"})
    at_the_desk = sign_in(lead)
    page = at_the_desk.get("/inbound/ACME/TRUCK-9/").content.decode()
    assert "booked in 4 units, 0 damaged" in page
    [url] = re.findall(r'action="(/inbound/ACME/TRUCK-9/receipts/[^"]+)"', page)
    assert gun.post(url).status_code in {403, 404}
    assert "The receipt is taken back." in at_the_desk.post(url, follow=True).content.decode()


def test_whoever_does_not_work_on_the_floor_receives_nothing(
    sign_in: SignIn, finance: User, owner: User, asn: AsnDetail
) -> None:
    for person in (finance, owner):
        client = sign_in(person)
        assert client.get(URL).status_code in {302, 403, 404}
        assert client.post(URL + "book/", {"item": "MUG", "quantity": "1"}).status_code in {302, 403, 404}
    assert read_counts(asn) == [(0, 0), (0, 0)]


def test_a_gs1_code_fills_in_lot_and_day(gun: Client, asn: AsnDetail) -> None:
    with transaction(Scope.operator()):
        Barcode.objects.filter(code="4006381333931").update(code="9506000134352")
    url = f"/floor/receive/ACME/{asn.header.number}/"
    code = "(01)09506000134352(17)271231(10)L-91(37)24"
    led = gun.post(f"{url}scan/", {"scan": code, "step_id": "x"}, headers={"HX-Request": "true"})
    page = gun.get(led.headers["HX-Redirect"]).content.decode()
    for value in ("L-91", "2027-12-31", "24"):
        assert f'value="{value}"' in page
