"""A bin is counted with a scanner, blind: bin, items, nothing else here."""

import re
from datetime import datetime

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, Sku
from packhaus.inventory.models import Balance, Count, CountLine, CountTask
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.types import CountWant
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.web.conftest import SignIn


@pytest.fixture
def gun(sign_in: SignIn, associate: User) -> Client:
    return sign_in(associate)


@pytest.fixture
def url(stock: PutStock, mug: Sku, leeds: Place, operator: Scope, now: datetime) -> str:
    stock(mug, leeds, 8317)
    with transaction(operator):
        Barcode.objects.create(merchant_id=mug.merchant_id, sku=mug, code="4006381333931")
    want = CountWant(leeds.locations["A-01-01"])
    plan_counts(scope=operator, wants=[want], now=now, actor=SYSTEM)
    with transaction(operator):
        return f"/floor/count/{Count.objects.get().number}/"


def read_form(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(client_id|item|code)" value="([^"]*)"', page))


def count_item(gun: Client, url: str, code: str, quantity: str) -> str:
    asked = gun.post(url + "scan/", {"step_id": "item", "scan": code})
    page = gun.get(asked.headers["Location"]).content.decode()
    return gun.post(url + "note/", {**read_form(page), "quantity": quantity}).content.decode()


def test_a_bin_is_counted_from_its_scan_to_the_last_item(
    gun: Client, url: str, mug: Sku, leeds: Place, operator: Scope
) -> None:
    assert "A-01-01" in gun.get("/floor/count/").content.decode()
    assert gun.post("/floor/count/", {"scan": "a-01-01"}).headers["Location"] == url + "?at=bin"
    page = count_item(gun, url, "4006381333931", "8317")
    assert "Nothing else here" in page
    done = gun.post(url + "finish/", read_form(page)).content.decode()
    assert "A-01-01 is counted." in done
    with transaction(operator):
        assert Count.objects.get().status == "approved"
        task = CountTask.objects.get()
    assert task.status == "done"
    assert task.claimed_at is not None
    assert task.quantity == 8317


def test_nobody_is_shown_what_the_record_says(gun: Client, url: str) -> None:
    pages = [gun.get("/floor/count/"), gun.get(url), gun.post(url + "start/", follow=True)]
    pages += [
        gun.post(url + "scan/", {"step_id": "bin", "scan": "A-01-01"}),
        gun.post(url + "scan/", {"step_id": "item", "scan": "MUG"}, follow=True),
    ]
    for answer in pages:
        assert answer.status_code == 200
        assert "8317" not in answer.content.decode()
        assert "8,317" not in answer.content.decode()


def test_a_wrong_scan_changes_nothing_and_says_what_was_needed(
    gun: Client, url: str, operator: Scope
) -> None:
    assert gun.post("/floor/count/", {"scan": "A-02-01"}).status_code == 422
    gun.post(url + "start/")
    for step, scanned, needed in (
        ("bin", "A-02-01", "A-01-01"),
        ("bin", "MUG", "Scan the bin&#x27;s label first."),
        ("item", "A-02-01", "Finish this bin first."),
        ("item", "", "an item"),
    ):
        answer = gun.post(url + "scan/", {"step_id": step, "scan": scanned})
        assert (answer.status_code, needed in answer.content.decode()) == (422, True)
    with transaction(operator):
        assert not CountLine.objects.exists()


def test_a_difference_goes_to_somebody_else_and_then_to_the_lead(
    gun: Client, url: str, sign_in: SignIn, lead: User, leeds: Place, operator: Scope
) -> None:
    gun.post(url + "start/")
    page = count_item(gun, url, "MUG", "8000")
    told = gun.post(url + "finish/", read_form(page)).content.decode()
    assert "A-01-01 is counted once more, by somebody else." in told
    assert "No bin waits to be counted." in told
    assert gun.post(url + "start/").status_code == 409
    other = sign_in(lead)
    other.post(url + "start/")
    page = count_item(other, url, "MUG", "8000")
    assert "A-01-01 goes to the lead." in other.post(url + "finish/", read_form(page)).content.decode()
    with transaction(operator):
        assert Balance.objects.get().on_hand == 8317


def test_what_a_device_counted_alone_is_noted_once_by_its_code(
    gun: Client, url: str, operator: Scope
) -> None:
    gun.post(url + "start/")
    assert "8317" not in gun.get(url + "?at=bin").content.decode()
    kept = {"kept": "1", "code": "(01)04006381333931", "quantity": "7", "client_id": "k-1"}
    for _again in range(2):
        assert "7 of Mug" in gun.post(url + "note/", kept).content.decode()
    with transaction(operator):
        assert CountLine.objects.get().counted == 7
    wrong = gun.post(url + "note/", kept | {"quantity": "many", "client_id": "k-2"})
    assert (wrong.status_code, "band-wrong" in wrong.content.decode()) == (422, True)


def test_the_same_form_twice_is_once(gun: Client, url: str, mug: Sku, operator: Scope) -> None:
    gun.post(url + "start/")
    form = {"client_id": "one", "item": str(mug.id), "code": "MUG", "quantity": "5"}
    gun.post(url + "note/", form)
    gun.post(url + "note/", {**form, "quantity": "6"})
    with transaction(operator):
        assert CountLine.objects.get().counted == 5
    gun.post(url + "note/", {**form, "client_id": "two", "quantity": "6"})
    with transaction(operator):
        assert CountLine.objects.get().counted == 6


def test_unknown_codes_lots_and_serials(gun: Client, url: str, mug: Sku, operator: Scope) -> None:
    gun.post(url + "start/")
    assert "Unknown 99887766" in count_item(gun, url, "99887766", "2")
    with transaction(operator):
        Sku.objects.filter(id=mug.id).update(has_lots=True)
    form = {"item": str(mug.id), "code": "MUG", "quantity": "5"}
    assert gun.post(url + "note/", form).status_code == 422
    assert gun.post(url + "note/", {**form, "quantity": ""}).status_code == 422
    assert "L-7" in gun.post(url + "note/", {**form, "lot": "L-7"}).content.decode()


def test_a_bin_that_cannot_be_reached_waits_and_an_empty_one_is_said_to_be(
    gun: Client, url: str, operator: Scope
) -> None:
    gun.post(url + "start/")
    assert "A-01-01 waits for later." in gun.post(url + "leave/").content.decode()
    gun.post(url + "start/")
    page = gun.post(url + "scan/", {"step_id": "bin", "scan": "A-01-01"}).content.decode()
    assert "The bin is empty" in page
    gun.post(url + "finish/", read_form(page))
    with transaction(operator):
        assert [(one.recorded, one.counted) for one in CountLine.objects.all()] == [(8317, 0)]


def test_only_people_of_the_floor_count(url: str, sign_in: SignIn, finance: User, owner: User) -> None:
    for person in (finance, owner):
        client = sign_in(person)
        assert {client.get("/floor/count/").status_code, client.post(url + "start/").status_code} == {404}


def test_work_offers_the_next_bin(gun: Client, url: str) -> None:
    page = gun.get("/floor/").content.decode()
    assert "Count A-01-01" in page
    assert gun.post("/floor/next/").headers["Location"] == url
