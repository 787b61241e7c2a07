"""A lead sees what expires and where a lot is, and puts it into quarantine from where it is seen."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, Lot
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from tests.harness.cast import Place
from tests.web.conftest import SignIn


@pytest.fixture
def lot(mug: Sku, leeds: Place, operator: Scope, check_clean: object) -> Lot:
    """Five mugs of a lot with a serial number among them, which expire in three weeks."""
    now, place = timezone.now(), leeds.locations["A-01-01"]
    day = (now + timedelta(days=21)).date()
    lines = [
        ReceiptLine(mug.merchant_id, mug.id, units, place, lot_code="L-1", expires_on=day, serial=serial)
        for units, serial in ((4, None), (1, "SN/1"))
    ]
    receive_stock(scope=operator, site_id=leeds.id, document_id="R", lines=lines, now=now, actor=SYSTEM)
    with transaction(operator):
        return Lot.objects.get()


@pytest.fixture
def desk(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def test_what_expires_without_a_lot_is_listed_by_its_day(
    desk: Client, mug: Sku, leeds: Place, operator: Scope, lot: Lot
) -> None:
    now, place = timezone.now(), leeds.locations["A-01-02"]
    day = (now + timedelta(days=9)).date()
    lines = [ReceiptLine(mug.merchant_id, mug.id, 6, place, expires_on=day)]
    with transaction(operator):
        Sku.objects.filter(id=mug.id).update(has_lots=False, has_expiry=True)
    receive_stock(scope=operator, site_id=leeds.id, document_id="R2", lines=lines, now=now, actor=SYSTEM)
    page = desk.get("/stock/lots/?expires=30").content.decode()
    assert page.index("without a lot") < page.index("L-1")
    key = re.findall(r'name="selected" value="(-[0-9]+)"', page)
    answer = desk.post(
        "/stock/lots/", {"do": "quarantine", "selected": key, "reason": "quality", "sure": "yes"}, follow=True
    )
    assert "It has no lot" in answer.content.decode()


def read_conditions() -> list[tuple[str, int]]:
    with transaction(Scope.operator()):
        return sorted(Balance.objects.filter(on_hand__gt=0).values_list("condition", "on_hand"))


def test_a_lot_that_expires_is_found_and_goes_into_quarantine(desk: Client, lot: Lot) -> None:
    assert "L-1" in desk.get("/stock/lots/?expires=30").content.decode()
    assert "L-1" not in desk.get("/stock/lots/?expires=past").content.decode()
    page = desk.get(f"/stock/lots/{lot.id}/").content.decode()
    assert "5 units can be sold no more." in page
    url = f"/stock/lots/{lot.id}/change/"
    assert desk.post(url, {"do": "quarantine", "reason": "recall"}).status_code == 422
    assert (
        "5 units are in quarantine."
        in desk.post(url, {"do": "quarantine", "reason": "quality"}, follow=True).content.decode()
    )
    assert read_conditions() == [("quarantine", 1), ("quarantine", 4)]
    assert (
        "There was nothing to do"
        in desk.post(url, {"do": "quarantine", "reason": "quality"}, follow=True).content.decode()
    )


def test_all_of_a_location_goes_into_quarantine_and_back(desk: Client, lot: Lot, leeds: Place) -> None:
    page = f"/stock/locations/{leeds.locations['A-01-01']}/"
    assert "Quarantine all of it" in desk.get(page).content.decode()
    desk.post(f"{page}quarantine/", {"do": "quarantine", "reason": "damage"})
    assert read_conditions() == [("quarantine", 1), ("quarantine", 4)]
    assert (
        "5 units are scrapped."
        in desk.post(f"{page}quarantine/", {"do": "scrap"}, follow=True).content.decode()
    )
    assert read_conditions() == []


def test_many_lots_go_at_once_with_a_reason(desk: Client, lot: Lot) -> None:
    sent = {"do": "quarantine", "selected": [str(lot.id)], "reason": "other", "sure": "yes"}
    assert "1 lot is in quarantine." in desk.post("/stock/lots/", sent, follow=True).content.decode()
    assert read_conditions() == [("quarantine", 1), ("quarantine", 4)]


def test_a_serial_number_says_where_its_unit_is(desk: Client, lot: Lot) -> None:
    page = desk.get("/stock/ACME/MUG/serial/", {"number": "SN/1"}).content.decode()
    assert "A-01-01" in page
    assert "Received" in page
    assert desk.get("/stock/ACME/MUG/serial/", {"number": "SN/2"}).status_code == 404


def test_merchants_people_see_no_lots(sign_in: SignIn, owner: User, lot: Lot) -> None:
    client = sign_in(owner)
    assert client.get("/stock/lots/").status_code == 404
    assert client.get(f"/stock/lots/{lot.id}/").status_code == 404
    assert client.post(f"/stock/lots/{lot.id}/change/", {"do": "release"}).status_code == 404
