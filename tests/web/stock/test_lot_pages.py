"""A lead sees what expires and where a lot is, and puts it into quarantine from where it is seen."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, Lot
from packhaus.inventory.queries.list_lots import LotFilter, LotRow, list_lots
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.inventory.types import LocationKind, Move
from packhaus.kernel.keyset import PageOf
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


def test_what_expires_without_a_lot_is_listed_by_its_day_and_set_apart_by_it(
    desk: Client, mug: Sku, leeds: Place, operator: Scope, lot: Lot
) -> None:
    now, place = timezone.now(), leeds.locations["A-01-02"]
    day = (now + timedelta(days=9)).date()
    lines = [
        ReceiptLine(mug.merchant_id, mug.id, units, place, expires_on=expires_on)
        for units, place, expires_on in ((6, place, day), (3, leeds.locations["A-02-01"], day + timedelta(1)))
    ]
    with transaction(operator):
        Sku.objects.filter(id=mug.id).update(has_lots=False, has_expiry=True)
    receive_stock(scope=operator, site_id=leeds.id, document_id="R2", lines=lines, now=now, actor=SYSTEM)
    give_away(mug, leeds, place, 2)
    page = desk.get("/stock/lots/?expires=30").content.decode()
    assert page.index("without a lot") < page.index("L-1")
    [first, second] = read_unnamed(operator)
    assert [(one.on_hand, one.shipped) for one in (first, second)] == [(4, 2), (3, 0)]
    wanted = {"do": "quarantine", "selected": str(first.id), "reason": "quality", "sure": "yes"}
    assert "1 lot is in quarantine." in desk.post("/stock/lots/", wanted, follow=True).content.decode()
    [again, other] = read_unnamed(operator)
    assert (again.id, again.on_hand, again.quarantined, again.shipped) == (first.id, 0, 4, 2)
    assert (other.on_hand, other.quarantined) == (3, 0)
    assert "Nothing of it lies" in desk.post("/stock/lots/", wanted, follow=True).content.decode()


def test_what_left_every_house_is_still_found_with_where_it_went(
    desk: Client, mug: Sku, lamp: Sku, leeds: Place, operator: Scope, lot: Lot
) -> None:
    now, place = timezone.now(), leeds.locations["A-02-01"]
    day = (now + timedelta(days=9)).date()
    lines = [ReceiptLine(lamp.merchant_id, lamp.id, 6, place, expires_on=day)]
    receive_stock(scope=operator, site_id=leeds.id, document_id="R2", lines=lines, now=now, actor=SYSTEM)
    assert "without a lot" not in desk.get("/stock/lots/?only=gone").content.decode()
    give_away(lamp, leeds, place, 6)
    with transaction(operator):
        Sku.objects.filter(id=mug.id).update(has_lots=True)
    loose = [ReceiptLine(mug.merchant_id, mug.id, 2, place)]
    receive_stock(scope=operator, site_id=leeds.id, document_id="R3", lines=loose, now=now, actor=SYSTEM)
    desk.post(f"/stock/lots/{lot.id}/change/", {"do": "quarantine", "reason": "damage"})
    desk.post(f"/stock/lots/{lot.id}/change/", {"do": "scrap"})
    found = list_lots(operator, wanted=LotFilter(only="gone"), page=PageOf()).rows
    assert [(one.lot_code, one.sku_code, one.shipped, one.written_off) for one in found] == [
        ("", "LAMP", 6, 0),
        ("L-1", "MUG", 0, 5),
    ]
    [old] = [one for one in read_unnamed(operator) if one.sku_code == "MUG"]
    assert (old.on_hand, old.expires_on) == (2, None)
    wanted = {"do": "quarantine", "selected": str(old.id), "reason": "quality", "sure": "yes"}
    assert "1 lot is in quarantine." in desk.post("/stock/lots/", wanted, follow=True).content.decode()


def test_an_empty_bin_forgets_the_day_and_of_units_together_the_earlier_holds(
    lamp: Sku, leeds: Place, operator: Scope, check_clean: object
) -> None:
    now, place = timezone.now(), leeds.locations["A-02-01"]
    days = [(now + timedelta(days=days)).date() for days in (5, 90, 60)]

    def receive(day: date) -> date | None:
        lines = [ReceiptLine(lamp.merchant_id, lamp.id, 3, place, expires_on=day)]
        receive_stock(scope=operator, site_id=leeds.id, document_id="R", lines=lines, now=now, actor=SYSTEM)
        with transaction(operator):
            return Balance.objects.get(location_id=place).expires_on

    assert receive(days[0]) == days[0]
    give_away(lamp, leeds, place, 3)
    assert [receive(days[1]), receive(days[2])] == [days[1], days[2]]
    assert receive(days[1]) == days[2]


def read_unnamed(operator: Scope) -> list[LotRow]:
    found = list_lots(operator, wanted=LotFilter(), page=PageOf())
    return [row for row in found.rows if not row.lot_code]


def give_away(mug: Sku, leeds: Place, place: int, units: int) -> None:
    """Let units leave for a shopper straight from their bin."""
    with transaction(Scope.operator()):
        gone = get_site_location(site_id=leeds.id, kind=LocationKind.CUSTOMER)
        move = Move(mug.merchant_id, leeds.id, mug.id, mug.merchant_id, units, place, gone)
        record_movements(
            moves=[move], reason="dispatch", document_kind="test", document_id="T", happened_at=timezone.now(),
            actor=SYSTEM,
        )  # fmt: skip


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
