"""A transfer is picked, loaded and sent by scan, and received at the other site; wrong scans change nothing."""

import re
from datetime import datetime

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, Sku
from packhaus.transfers.models import TransferPicked
from packhaus.transfers.services.release import release_transfer
from tests.harness.cast import Place
from tests.transfers.conftest import Drafting, count_stock, draft, find, read, stocked
from tests.web.conftest import SignIn

__all__ = ["draft", "stocked"]
URL = "/floor/transfers/ACME/TR-9/"
PALLET = "340123450000000017"


@pytest.fixture
def gun(sign_in: SignIn, associate: User) -> Client:
    return sign_in(associate)


@pytest.fixture
def transfer_id(draft: Drafting, stocked: None, mug: Sku, operator: Scope, now: datetime) -> object:
    """Six mugs and two lamps, set aside for Berlin."""
    with transaction(operator):
        Barcode.objects.create(merchant_id=mug.merchant_id, sku=mug, code="4006381333931")
    made = draft(("MUG", 6), ("LAMP", 2), number="TR-9")
    release_transfer(scope=operator, transfer_id=made, now=now, actor=SYSTEM)
    return made


def scan(gun: Client, code: str, page: str = "", **fields: str) -> tuple[int, str]:
    answer = gun.post(f"{URL}{page}scan/", {"scan": code, **fields}, follow=True)
    return answer.status_code, answer.content.decode()


def take(gun: Client, code: str, place: str, units: int, **fields: str) -> str:
    """Scan an item in its bin and book so many of it; return the page."""
    _status, page = scan(gun, code, bin=place, **fields)
    form = dict(re.findall(r'name="(client_id|line|bin|unit|kind)" value="([^"]*)"', page))
    answer = gun.post(f"{URL}take/", {**form, "quantity": str(units)})
    again = gun.post(f"{URL}take/", {**form, "quantity": str(units)}, follow=True)
    assert (answer.status_code, again.status_code) == (200, 200)
    return str(answer.content.decode())


def test_a_transfer_is_picked_loaded_sent_and_received_by_scan(
    gun: Client, transfer_id: object, mug: Sku, leeds: Place, berlin: Place, associate: User
) -> None:
    assert "TR-9" in gun.get("/floor/transfers/").content.decode()
    assert "TR-9" in gun.get("/floor/").content.decode()
    assert gun.post("/floor/transfers/", {"scan": "TR-9"}).status_code == 302
    status, page = scan(gun, "4006381333931")
    assert (status, "Wrong bin" in page, "A-01-01" in page) == (422, True, True)
    assert "A-01-01" in scan(gun, "a-01-01")[1]
    status, page = scan(gun, "LAMP", bin="A-01-01")
    assert (status, "Wrong item" in page) == (422, True)
    assert "6 of MUG are picked" in take(gun, "4006381333931", "A-01-01", 6, unit=PALLET, kind="pallet")
    assert [line.picked for line in read(transfer_id)] == [6, 0]  # type: ignore[arg-type]
    page = take(gun, "LAMP", "A-01-02", 2)
    assert "All is picked" in page
    # The lamps go back and are picked again.
    client_id = re.findall(r'name="client_id" value="([^"]+)"', page)[-1]
    assert "Bring 2 back" in gun.post(f"{URL}back/", {"client_id": client_id}).content.decode()
    assert find(transfer_id).status == "released"  # type: ignore[arg-type]
    take(gun, "LAMP", "A-01-02", 2)
    assert count_stock(mug, leeds)["on_hand"] == 10
    status, page = scan(gun, "SOMETHING", "load/")
    assert (status, "Do not load" in page) == (422, True)
    refused = gun.post(f"{URL}send/")
    assert (refused.status_code, PALLET in refused.content.decode()) == (422, True)
    assert "6 on board" in scan(gun, f"(00){PALLET}", "load/")[1]
    assert "on board already" in scan(gun, PALLET, "load/")[1]
    assert "All is on board" in scan(gun, "LAMP", "load/")[1]
    assert "is on its way" in gun.post(f"{URL}send/").content.decode()
    assert count_stock(mug, berlin)["inbound"] == 6
    with transaction(Scope.operator()):
        assert set(TransferPicked.objects.values_list("picked_by", "loaded_by")) == {
            (str(associate.id), str(associate.id)),
            (str(associate.id), None),
        }
    received = gun.post("/floor/receive/ACME/TR-9/scan/", {"scan": PALLET})
    assert f"{PALLET} is booked with its 6 units" in received.content.decode()
    assert count_stock(mug, berlin)["on_hand"] == 6


def test_only_a_lead_sends_what_is_not_all_picked(
    gun: Client, sign_in: SignIn, lead: User, transfer_id: object
) -> None:
    take(gun, "4006381333931", "A-01-01", 4)
    scan(gun, "MUG", "load/")
    refused = gun.post(f"{URL}send/")
    assert (refused.status_code, "A lead can send it" in refused.content.decode()) == (422, True)
    assert "is on its way" in sign_in(lead).post(f"{URL}send/").content.decode()


def test_merchants_and_strangers_find_no_transfer_on_the_floor(
    sign_in: SignIn, transfer_id: object, owner: User, stranger: User
) -> None:
    for person in (owner, stranger):
        assert sign_in(person).get(URL).status_code == 404
