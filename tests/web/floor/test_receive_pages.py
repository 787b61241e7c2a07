"""A truck is received with a scanner: found, booked by line and by scan, a mistake taken back, closed with reasons."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.services.badges import make_badges
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, Sku
from packhaus.inbound.queries.list_asns import AsnDetail, get_asn
from packhaus.inbound.types import AsnLineDraft
from packhaus.journal.models import Entry
from packhaus.printing.documents.plates import PlateGoods
from packhaus.printing.queries.plates import list_plate_labels
from packhaus.terms.services.set_terms import set_term
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing, announce, draft
from tests.printing.conftest import bench
from tests.web.conftest import SignIn

__all__ = ["announce", "bench", "draft"]
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


def test_a_new_label_is_printed_with_its_goods_and_scanned_back(
    gun: Client, asn: AsnDetail, bench: UUID, sign_in: SignIn, lead: User
) -> None:
    entered = {"item": "MUG", "line": "0", "quantity": "24", "lot": "L1"}
    page = gun.post(URL + "label/", entered).content.decode()
    [code] = re.findall(r'name="unit" value="([^"]+)"', page)
    assert f"New label {code}" in page
    assert re.search(r'name="quantity"[^>]*value="24"', page)
    counted = gun.post(
        URL + "scan/",
        {
            "scan": "MUG",
            "item": "MUG",
            "line": "0",
            "counted": "24",
            "said_unit": code,
            "said_new_label": code,
        },
    )
    assert f"new_label={code}" in counted.headers["Location"]
    form = {**entered, "client_id": "once", "unit": code, "new_label": code}
    asked = gun.post(URL + "book/", form).content.decode()
    assert ("24 × Mug, blue: booked." in asked, "Its label is being printed" in asked) == (True, True)
    assert ("Scan the new label" in asked, "Go on without the scan" in asked) == (True, True)
    assert "Scan the new label" not in gun.post(URL + "book/", form).content.decode()
    assert read_counts(asn)[0] == (24, 0)
    [label] = list_plate_labels(scope=Scope.operator(), codes=[code])
    assert label.goods == PlateGoods(24, 1, "ACME", "MUG", "Mug, blue", ("L1",))
    proof = f"{URL}label/{code}/"
    wrong = gun.post(proof, {"scan": "LEEDS-L999999"})
    assert (wrong.status_code, "Another label" in wrong.content.decode()) == (422, True)
    assert not Entry.objects.filter(kind="plate_proven").exists()
    for _ in range(2):
        assert f"{code} can be read." in gun.post(proof, {"scan": code.lower()}).content.decode()
    assert Entry.objects.filter(kind="plate_proven").count() == 1
    assert gun.get(f"{URL}label/NEVER/").status_code == 404
    settings = {"must_prove_labels": "on", "opens_at": "06:00", "closes_at": "20:00", "slot_minutes": "30"}
    sign_in(lead).post("/setup/sites/LEEDS/receiving/", {**settings, "minutes_per_pallet": "3"})
    assert "Go on without the scan" not in gun.get(proof).content.decode()


def test_a_label_that_is_printed_again_is_scanned_back_too(gun: Client, asn: AsnDetail) -> None:
    gun.post(URL + "book/", {"item": "MUG", "quantity": "24", "unit": "PAL-1"})
    gun.post("/floor/labels/PAL-1/label.pdf")
    assert "Scan the new label" in gun.get("/floor/labels/?code=PAL-1").content.decode()
    wrong = gun.post("/floor/labels/", {"scan": "PAL-2", "fresh": "PAL-1"})
    assert (wrong.status_code, "Another label" in wrong.content.decode()) == (422, True)
    right = gun.post("/floor/labels/", {"scan": "PAL-1", "fresh": "PAL-1"}).content.decode()
    assert ("PAL-1 can be read." in right, "scanned back" in right, "Scan the new label" in right) == (
        True, True, False,
    )  # fmt: skip


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
    for told in ("48 × Mug, blue: booked.", "This was booked before."):
        assert told in gun.post(URL + "book/", form).content.decode()
    gun.post(URL + "book/", {"line": asn.lines[1].id, "quantity": "7"})
    gun.post(URL + "book/", {"item": "MUG", "quantity": "3", "damage": "wet"})
    assert read_counts(asn) == [(48, 3), (7, 0)]
    [tap] = re.findall(r'name="client_id" value="([0-9a-f]+)"', gun.get(URL).content.decode())
    assert "3 of MUG are taken back." in gun.post(URL + "undo/", {"client_id": tap}).content.decode()
    assert "taken back" not in gun.post(URL + "undo/", {"client_id": tap}).content.decode()
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


def test_an_item_without_measures_is_measured_first_where_the_site_asks_for_it(
    gun: Client, asn: AsnDetail, mug: Sku, sign_in: SignIn, lead: User
) -> None:
    with transaction(Scope.operator()):
        Sku.objects.filter(id=mug.id).update(length_mm=0, width_mm=0, height_mm=0, weight_grams=0)
    desk = sign_in(lead)
    settings = {
        "must_measure": "on", "opens_at": "06:00", "closes_at": "20:00", "slot_minutes": "30",
        "minutes_per_pallet": "3",
    }  # fmt: skip
    assert desk.post("/setup/sites/LEEDS/receiving/", settings | {"opens_at": "x"}).status_code == 422
    assert desk.post("/setup/sites/LEEDS/receiving/", settings).status_code == 302
    assert 'value="20:00"' in desk.get("/setup/sites/LEEDS/receiving/").content.decode()
    page = gun.get(URL + "?item=MUG").content.decode()
    assert ("measure and weigh one unit" in page, "Book them in" in page) == (True, False)
    refused = gun.post(URL + "book/", {"item": "MUG", "quantity": "3"})
    assert (refused.status_code, "this site asks for it" in refused.content.decode()) == (422, True)
    sizes = {"item": "MUG", "length_mm": "120", "width_mm": "80", "height_mm": "90", "weight_grams": "350"}
    for wrong in ({"width_mm": "0"}, {"weight_grams": "US,GS,+000.350kg"}, {"weight_grams": "0"}):
        assert gun.post(URL + "measure/", sizes | wrong).status_code == 422
    sizes["weight_grams"] = "ST,GS,+000.350kg"
    assert "is measured." in gun.post(URL + "measure/", sizes).content.decode()
    assert (
        "3 × Mug, blue: booked." in gun.post(URL + "book/", {"item": "MUG", "quantity": "3"}).content.decode()
    )
    assert "Measured" in desk.get("/catalog/ACME/MUG/").content.decode()


def test_what_expires_too_soon_is_refused_and_a_lead_takes_it(
    gun: Client, asn: AsnDetail, mug: Sku, sign_in: SignIn, lead: User
) -> None:
    with transaction(Scope.operator()):
        Sku.objects.filter(id=mug.id).update(minimum_shelf_life_days=180)
    soon = timezone.now().date() + timedelta(days=20)
    form = {"item": "MUG", "quantity": "3", "expires_on": soon.isoformat(), "takes_short_lived": "on"}
    refused = gun.post(URL + "book/", form)
    assert (refused.status_code, "less than the 180 days asked." in refused.content.decode()) == (422, True)
    assert "although they expire" not in refused.content.decode()
    desk = sign_in(lead)
    asked = desk.post(URL + "book/", {key: form[key] for key in form if key != "takes_short_lived"})
    assert "although they expire" in asked.content.decode()
    assert "3 × Mug, blue: booked." in desk.post(URL + "book/", form).content.decode()


def test_beyond_the_tolerance_an_associate_asks_a_lead(
    gun: Client, asn: AsnDetail, operator: Scope, sign_in: SignIn, lead: User, now: datetime
) -> None:
    merchant_id = asn.header.merchant_id
    set_term(
        scope=operator, merchant_id=merchant_id, key="receive_under_percent", value=5, now=now, actor=SYSTEM
    )
    gun.post(URL + "book/", {"item": "MUG", "quantity": "30"})
    gun.post(URL + "book/", {"item": "LAMP", "quantity": "5"})
    reasons = {f"reason_{asn.lines[0].id}": "not_sent"}
    asked = gun.post(URL + "close/", reasons).content.decode()
    assert ("The lead scans a badge here" in asked, "MUG: 30 of 60" in asked) == (True, True)
    assert f'name="reason_{asn.lines[0].id}" value="not_sent"' in asked
    wrong = gun.post(URL + "close/", reasons | {"approval": "1", "scan": "nobody"})
    assert (wrong.status_code, "Not the badge of a lead" in wrong.content.decode()) == (422, True)
    [badge] = make_badges(scope=operator, user_ids=[lead.id], now=timezone.now(), actor=SYSTEM)
    page = gun.post(URL + "close/", reasons | {"approval": "1", "scan": badge.code}).content.decode()
    assert "ASN-1 is closed." in page
    told = sign_in(lead).get("/inbound/ACME/ASN-1/").content.decode()
    assert "closed the delivery: 30 short, 0 over, 0 damaged" in told
    with transaction(operator):
        approved = Entry.objects.get(kind="access_changed", data__what="step_approved")
    assert approved.actor_id == str(lead.id)
    assert "close_delivery" in str(approved.data)


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


def test_a_pallet_is_booked_by_one_scan_and_taken_back_whole(
    gun: Client, announce: Announcing, mug: Sku
) -> None:
    lines = (
        AsnLineDraft("MUG", 60, unit_code="PALLET-1", unit_kind="pallet"),
        AsnLineDraft("LAMP", 5, unit_code="PALLET-1", unit_kind="pallet"),
    )
    asn = announce(lines=lines, expected_on=timezone.now().date())
    page = gun.post(URL + "scan/", {"scan": "PALLET-1"}).content.decode()
    assert "PALLET-1 is booked with its 65 units." in page
    assert "was booked before" in gun.post(URL + "scan/", {"scan": "PALLET-1"}).content.decode()
    assert read_counts(asn) == [(60, 0), (5, 0)]
    assert "65 of PALLET-1 are taken back." in gun.post(URL + "undo/").content.decode()
    assert read_counts(asn) == [(0, 0), (0, 0)]


def test_a_photo_is_taken_on_the_floor_and_seen_at_the_desk(
    gun: Client, asn: AsnDetail, sign_in: SignIn, lead: User
) -> None:
    gun.post(URL + "book/", {"item": "MUG", "quantity": "3", "damage": "wet"})
    picture = SimpleUploadedFile("wet.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20, "image/png")
    kept = gun.post(URL + "photo/", {"photo": picture, "line": str(asn.lines[0].id)})
    assert "The photo is kept." in kept.content.decode()
    wrong = SimpleUploadedFile("wet.png", b"no picture", "image/png")
    assert gun.post(URL + "photo/", {"photo": wrong}).status_code == 422
    assert gun.post(URL + "photo/", {}).status_code == 422
    desk = sign_in(lead)
    page = desk.get("/inbound/ACME/ASN-1/").content.decode()
    [address] = set(re.findall(r'src="(/inbound/ACME/ASN-1/photos/[^"]+)"', page))
    assert "took a photo" in page
    shown = desk.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    more = SimpleUploadedFile("all.jpg", b"\xff\xd8\xff\xe0" + b"0" * 20, "image/jpeg")
    assert (
        "The photo is kept."
        in desk.post("/inbound/ACME/ASN-1/photos/", {"photo": more}, follow=True).content.decode()
    )
