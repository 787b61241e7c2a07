"""Anything is moved by two scans, and anything scanned says what it is."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, Sku
from packhaus.inventory.models import Balance, HandlingUnit, Lot
from packhaus.inventory.services.handling_units import ensure_units
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.kernel.ids import new_id
from packhaus.outbound.services.batches import claim_batch
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Batching, Releasing, batch, place, place_one, release
from tests.web.conftest import SignIn

__all__ = ["batch", "place", "place_one", "release"]


@pytest.fixture
def gun(sign_in: SignIn, associate: User) -> Client:
    return sign_in(associate)


@pytest.fixture
def units(
    stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, now: datetime, operator: Scope
) -> dict[str, UUID]:
    """A pallet and a carton of 10 mugs at receiving, and 8 loose lamps in A-01-01."""
    stock(lamp, leeds, 8)
    there = leeds.locations["RECEIVING"]
    with transaction(operator):
        made = ensure_units(
            merchant_id=mug.merchant_id, location_id=there, kinds={"PAL-1": "pallet", "C-1": "carton"}
        )
    lines = [ReceiptLine(mug.merchant_id, mug.id, 10, there, unit_id=made["C-1"])]
    receive_stock(scope=operator, site_id=leeds.id, document_id="R-1", lines=lines, now=now, actor=SYSTEM)
    return made


def count_at(place: Place, code: str) -> int:
    with transaction(Scope.operator()):
        return sum(one.on_hand for one in Balance.objects.filter(location_id=place.locations[code]))


def scan(gun: Client, what: str, code: str) -> tuple[int, str]:
    answer = gun.post(f"/floor/move/?what={what}", {"scan": code})
    return answer.status_code, answer.content.decode()


def test_a_carton_goes_onto_a_pallet_and_the_pallet_into_reserve(
    gun: Client, units: dict[str, UUID], leeds: Place
) -> None:
    assert gun.post("/floor/move/", {"scan": "C-1"}).headers["Location"] == "/floor/move/?what=C-1"
    assert "C-1 is in PAL-1." in scan(gun, "C-1", "PAL-1")[1]
    assert "PAL-1 is in R-01-01." in scan(gun, "PAL-1", "R-01-01")[1]
    with transaction(Scope.operator()):
        assert HandlingUnit.objects.get(code="C-1").parent_id == units["PAL-1"]
    assert count_at(leeds, "R-01-01") == 10
    page = gun.post("/floor/find/", {"scan": "C-1"}).content.decode()
    assert "in PAL-1, at R-01-01" in page


def test_a_bin_moves_with_all_in_it_and_loose_units_by_number(
    gun: Client, units: dict[str, UUID], leeds: Place, lamp: Sku
) -> None:
    with transaction(Scope.operator()):
        goods = Balance.objects.get(sku_id=lamp.id).id
    too_many = gun.post(f"/floor/move/?what=A-01-01&goods={goods}", {"quantity": "9"})
    assert too_many.status_code == 422
    url = gun.post(f"/floor/move/?what=A-01-01&goods={goods}", {"quantity": "3"}).headers["Location"]
    gun.post(url, {"scan": "A-01-02"})
    assert (count_at(leeds, "A-01-01"), count_at(leeds, "A-01-02")) == (5, 3)
    scan(gun, "A-01-01", "A-02-01")
    assert (count_at(leeds, "A-01-01"), count_at(leeds, "A-02-01")) == (0, 5)


def test_wrong_scans_move_nothing(gun: Client, units: dict[str, UUID], leeds: Place) -> None:
    assert gun.post("/floor/move/", {"scan": "NOTHING"}).status_code == 422
    assert scan(gun, "C-1", "NOTHING")[0] == 422
    assert scan(gun, "C-1", "SUPPLIER")[0] == 422
    assert scan(gun, "C-1", "C-1")[0] == 422
    assert count_at(leeds, "RECEIVING") == 10


GS1 = "(01)04006381333948"


def test_a_gs1_code_names_goods_and_its_lot_leaves_only_those(
    gun: Client, units: dict[str, UUID], lamp: Sku, leeds: Place, now: datetime, operator: Scope
) -> None:
    with transaction(operator):
        Barcode.objects.create(merchant_id=lamp.merchant_id, sku=lamp, code="4006381333948")
        goods = Balance.objects.get(sku_id=lamp.id).id
        Lot.objects.create(merchant_id=lamp.merchant_id, sku=lamp, code="L-2")
    page = gun.post("/floor/find/", {"scan": f"{GS1}(10)L-9"}).content.decode()
    assert "A-01-01" in page, "these have no lots"
    chosen = gun.post("/floor/move/?what=A-01-01", {"scan": GS1})
    assert chosen.headers["Location"] == f"/floor/move/?what=A-01-01&goods={goods}"
    there = leeds.locations["A-01-02"]
    line = ReceiptLine(lamp.merchant_id, lamp.id, 3, there, lot_code="L-1")
    receive_stock(scope=operator, site_id=leeds.id, document_id="R-2", lines=[line], now=now, actor=SYSTEM)
    for code in (f"{GS1}(10)L-1", "L-1"):
        assert "A-01-02" in gun.post("/floor/find/", {"scan": code}).content.decode()
    assert "A-01-02" not in gun.post("/floor/find/", {"scan": f"{GS1}(10)L-2"}).content.decode()
    assert "None of it is at this site." in gun.post("/floor/find/", {"scan": "L-2"}).content.decode()
    assert gun.post("/floor/move/?what=A-01-02", {"scan": f"{GS1}(10)L-2"}).status_code == 422


def test_a_code_of_two_meanings_is_asked_with_a_big_button_for_each(
    gun: Client, units: dict[str, UUID], beta_mug: Sku, lamp: Sku
) -> None:
    with transaction(Scope.operator()):
        for sku in (beta_mug, lamp):
            Barcode.objects.create(merchant_id=sku.merchant_id, sku=sku, code="4006381333948")
    for page, address in (("/floor/find/", "code"), ("/floor/move/", "what")):
        asked = gun.post(page, {"scan": GS1}).content.decode()
        assert "Which of these?" in asked
        url = f"{page}?{urlencode({address: GS1, 'as': f'item.{lamp.id}'})}"
        assert url.replace("&", "&amp;") in asked
        assert "A-01-01" in gun.get(url).content.decode()
    there = gun.post("/floor/move/?what=A-01-01", {"scan": GS1})
    assert "goods=" in there.headers["Location"], "what lies there settles it"


def test_what_a_picker_comes_for_is_moved_by_a_lead_only(
    gun: Client, units: dict[str, UUID], sign_in: SignIn, lead: User, place_one: PlacingOne, release: Releasing,
    batch: Batching, leeds: Place, now: datetime,
) -> None:  # fmt: skip
    place_one(make_draft(("LAMP", 2)))
    [walk] = batch(release())
    claim_batch(batch_id=walk, picker_id=new_id(), now=now, actor=SYSTEM)
    assert "Moving needs the lead." in scan(gun, "A-01-01", "A-02-01")[1]
    assert count_at(leeds, "A-02-01") == 0
    scan(sign_in(lead), "A-01-01", "A-02-01")
    assert count_at(leeds, "A-02-01") == 8


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("A-01-01", "Lamp"),
        ("LAMP", "A-01-01"),
        ("C-1", "at RECEIVING"),
        ("NOTHING", "Nobody knows this here"),
    ],
)
def test_anything_scanned_says_what_it_is(code: str, told: str, gun: Client, units: dict[str, UUID]) -> None:
    assert told in gun.post("/floor/find/", {"scan": code}).content.decode()


def test_merchants_do_not_move(sign_in: SignIn, owner: User) -> None:
    client = sign_in(owner)
    assert [client.get(url).status_code for url in ("/floor/move/", "/floor/find/")] == [404, 404]
