"""Goods are put away with a scanner: scan them, scan their place; every other scan says why not and changes nothing."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, Sku
from packhaus.inbound.models import PlaceReport, PutAwayTask
from packhaus.inbound.queries.list_asns import AsnDetail
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.types import Entry
from packhaus.inventory.models import Balance, Location
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.inbound.conftest import Announcing, announce, draft
from tests.web.conftest import SignIn

__all__ = ["announce", "draft"]
URL = "/floor/put-away/"
Bring = Callable[..., PutAwayTask]


@pytest.fixture
def gun(sign_in: SignIn, associate: User) -> Client:
    return sign_in(associate)


@pytest.fixture
def asn(announce: Announcing, mug: Sku) -> AsnDetail:
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=mug.merchant_id, sku=mug, code="4006381333931")
    return announce(("MUG", 60), ("LAMP", 5))


@pytest.fixture
def bring(asn: AsnDetail) -> Bring:
    """Receive units and return their task."""

    def bring(sku: str, units: int, unit: str = "") -> PutAwayTask:
        entry = Entry(f"{sku}-{unit}", units, sku, unit_code=unit, unit_kind="pallet" if unit else "")
        receive_against(
            scope=Scope.operator(), asn_id=asn.header.id, entries=[entry], now=timezone.now(), actor=SYSTEM
        )
        return list_tasks()[-1]

    return bring


def list_tasks() -> list[PutAwayTask]:
    with transaction(Scope.operator()):
        return list(PutAwayTask.objects.exclude(status="cancelled").order_by("created_at", "id"))


def list_shelves(sku: Sku) -> dict[str, int]:
    with transaction(Scope.operator()):
        codes = dict(Location.objects.values_list("id", "code"))
        found = Balance.objects.filter(sku_id=sku.id, on_hand__gt=0).values_list("location_id", "on_hand")
        return {codes[id_]: units for id_, units in found}


def read(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_a_pallet_and_an_item_are_put_away_by_two_scans_each(
    gun: Client, bring: Bring, mug: Sku, lamp: Sku
) -> None:
    pallet, loose = bring("LAMP", 5, "LPN-1"), bring("MUG", 9)
    assert "LPN-1" in read(gun.get(URL))
    for code, task, place in (("LPN-1", pallet, "R-01-01"), ("4006381333931", loose, "A-01-01")):
        assert gun.post(URL, {"scan": code}).headers["Location"] == f"{URL}{task.id}/"
        page = read(gun.get(f"{URL}{task.id}/"))
        assert place in page
        assert "Nearest empty place" in page
        form = {"scan": place, "client_id": f"c-{code}"}
        assert f"in {place}." in read(gun.post(f"{URL}{task.id}/scan/", form))
        gun.post(f"{URL}{task.id}/scan/", form)
    assert (list_shelves(lamp), list_shelves(mug)) == ({"R-01-01": 5}, {"A-01-01": 9})
    again = gun.post(URL, {"scan": "LPN-1"})
    assert (again.status_code, "in R-01-01" in read(again)) == (422, True)


def test_goods_are_found_by_gs1(gun: Client, bring: Bring) -> None:
    pallet, loose = bring("LAMP", 5, "109506000134352012"), bring("MUG", 9)
    for code, task in (("]C100109506000134352012", pallet), ("(01)04006381333931(10)L-1", loose)):
        assert gun.post(URL, {"scan": code}).headers["Location"] == f"{URL}{task.id}/"


def test_what_a_device_put_away_alone_is_claimed_and_booked_unless_somebody_was_quicker(
    gun: Client, bring: Bring, sign_in: SignIn, lead: User, mug: Sku
) -> None:
    first, second = bring("MUG", 9), bring("LAMP", 5)
    kept = {"scan": "A-01-01", "take": "1", "client_id": "k-1"}
    for _again in range(2):
        assert "band-done" in read(gun.post(f"{URL}{first.id}/scan/", kept))
    assert list_shelves(mug) == {"A-01-01": 9}
    sign_in(lead).post(URL, {"scan": "LAMP"})
    assert "not yours any more" in read(gun.post(f"{URL}{second.id}/scan/", kept | {"scan": "A-01-02"}))


def test_wrong_scans_teach_and_change_nothing(
    gun: Client, bring: Bring, stock: PutStock, leeds: Place, mug: Sku, lamp: Sku
) -> None:
    stock(lamp, leeds, 1, location="A-02-01")
    with transaction(Scope.operator()):
        Location.objects.filter(code="A-02-01").update(mixing="one_sku")
    task = bring("MUG", 9)
    assert gun.post(URL, {"scan": "NOBODY"}).status_code == 422
    gun.post(URL, {"scan": "MUG"})
    before = list_shelves(mug)
    for code, told in (
        ("A-02-01", "holds another item. Not allowed."),
        ("QUARANTINE", "no place for these goods"),
        ("MUG", "That is no place"),
        ("", "That is no place"),
    ):
        answer = gun.post(f"{URL}{task.id}/scan/", {"scan": code})
        assert (answer.status_code, told in read(answer)) == (422, True), code
        assert "A-01-01" in read(answer)
    assert list_shelves(mug) == before


def test_another_place_that_takes_it_asks_why(gun: Client, bring: Bring, mug: Sku) -> None:
    task = bring("MUG", 9)
    gun.post(URL, {"scan": "MUG"})
    asked = read(gun.post(f"{URL}{task.id}/scan/", {"scan": "a-01-02"}))
    assert "A-01-02 takes it too. Why not A-01-01?" in asked
    assert list_shelves(mug) == {"RECEIVING": 9}
    form = dict(re.findall(r'name="(location|client_id)" value="([^"]+)"', asked))
    assert "in A-01-02." in read(gun.post(f"{URL}{task.id}/place/", form | {"reason": "nearer"}))
    assert list_shelves(mug) == {"A-01-02": 9}


def test_a_full_place_is_reported_and_the_goods_get_the_next(
    gun: Client, bring: Bring, mug: Sku, leeds: Place
) -> None:
    task = bring("MUG", 9)
    gun.post(URL, {"scan": "MUG"})
    assert "What is wrong with A-01-01?" in read(gun.get(f"{URL}{task.id}/problem/"))
    page = read(gun.post(f"{URL}{task.id}/problem/", {"reason": "full", "client_id": "r-1"}))
    assert "A-01-01 will be counted" in page
    assert "A-01-02" in page
    with transaction(Scope.operator()):
        assert PlaceReport.objects.get().location_id == leeds.locations["A-01-01"]
    assert "in A-01-02." in read(gun.post(f"{URL}{task.id}/scan/", {"scan": "A-01-02", "client_id": "c"}))


def test_some_of_the_units_go_and_the_rest_gets_a_place_of_its_own(
    gun: Client, bring: Bring, mug: Sku
) -> None:
    task = bring("MUG", 9)
    gun.post(URL, {"scan": "MUG"})
    assert "How many go to A-01-01?" in read(gun.get(f"{URL}{task.id}/?split=1"))
    assert "4 of 9" in read(gun.get(f"{URL}{task.id}/?units=4"))
    gun.post(f"{URL}{task.id}/scan/", {"scan": "A-01-01", "client_id": "c", "units": "4"})
    assert list_shelves(mug) == {"A-01-01": 4, "RECEIVING": 5}
    assert [(one.quantity, one.status) for one in list_tasks()] == [(4, "done"), (5, "open")]


def test_a_task_is_one_persons_until_it_is_given_back(
    gun: Client, bring: Bring, sign_in: SignIn, lead: User
) -> None:
    task = bring("MUG", 9)
    gun.post(f"{URL}next/")
    other = sign_in(lead)
    taken = other.post(URL, {"scan": "MUG"})
    assert (taken.status_code, "has it in hand" in read(taken)) == (422, True)
    assert other.get(f"{URL}{task.id}/").status_code == 302
    gun.post(f"{URL}{task.id}/return/")
    assert other.post(URL, {"scan": "MUG"}).headers["Location"] == f"{URL}{task.id}/"


def test_goods_without_a_place_say_what_ruled_every_place_out(gun: Client, bring: Bring) -> None:
    with transaction(Scope.operator()):
        Location.objects.filter(code__startswith="A-").update(max_weight_grams=100)
        Location.objects.filter(code="R-01-01").update(is_blocked=True)
    bring("MUG", 9)
    page = read(gun.post(URL, {"scan": "MUG"}))
    assert "No place takes it" in page
    assert "3: too heavy for it · 1: blocked" in page
