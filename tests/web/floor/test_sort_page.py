"""Sorting at a wall is done by scanning alone; a wrong scan says what was needed and changes nothing."""

from datetime import datetime

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, Sku
from packhaus.inventory.models import HandlingUnit
from packhaus.kernel.ids import new_id
from packhaus.outbound.models import BatchSlot, SortTask
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.sorting import make_wall
from packhaus.outbound.types import PickMethod
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing, count, place
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Picking, Releasing, carriers, pick, release

__all__ = ["carriers", "count", "pick", "place", "release"]


@pytest.fixture
def tote(
    stock: PutStock, place: Placing, mug: Sku, lamp: Sku, leeds: Place, release: Releasing, pick: Picking,
    now: datetime, operator: Scope,
) -> str:  # fmt: skip
    """Two orders of a mug and a lamp each in one tote; a wall W1 of two compartments stands at Leeds."""
    stock(mug, leeds, 20)
    stock(lamp, leeds, 20, location="A-01-02")
    place(*(make_draft(("MUG", 1), ("LAMP", 1), number=str(number)) for number in range(2)))
    build_batches(wave_id=release().id, max_totes=4, method=PickMethod.WALL, now=now, actor=SYSTEM)
    pick()
    make_wall(scope=operator, site_id=leeds.id, code="W1", slots=2, now=now, actor=SYSTEM)
    with transaction(operator):
        return HandlingUnit.objects.get(id=BatchSlot.objects.values_list("tote_id").distinct().get()[0]).code


def send(client: Client, code: str, step: object = "item", status: int = 200, client_id: str = "") -> str:
    sent = {"scan": code, "step_id": step, "client_id": client_id or new_id().hex}
    answer = client.post("/floor/sort/W1/scan/", sent, headers={"HX-Request": "true"})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def find_step(page: str) -> str:
    return page.split('name="step_id" value="')[1].split('"', maxsplit=1)[0]


def test_a_tote_is_sorted_by_scans_alone(client: Client, associate: User, tote: str, operator: Scope) -> None:
    client.force_login(associate)
    assert client.get("/floor/sort/").headers["Location"] == "/floor/sort/W1/"
    assert tote in client.get("/floor/sort/W1/").content.decode()
    assert f"{tote}: 4 lines to sort" in send(client, tote)
    for sku, slot, told in (
        ("MUG", "W1-01", "In compartment 1"),
        ("LAMP", "W1-01", "Compartment 1 is complete: to packing."),
        ("MUG", "W1-02", "In compartment 2"),
        ("LAMP", "W1-02", "Compartment 2 is complete: to packing."),
    ):
        page = send(client, sku)
        assert "Put into compartment" in page
        assert told in send(client, slot, find_step(page))
    page = client.get("/floor/sort/W1/").content.decode()
    assert "2 of 2 compartments ready to pack" in page
    assert "W1-01" in client.get("/pack/").content.decode()


def test_a_gs1_code_is_sorted_and_one_of_two_items_is_asked(
    client: Client, associate: User, tote: str, mug: Sku, lamp: Sku, beta_mug: Sku
) -> None:
    client.force_login(associate)
    send(client, tote)
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=mug.merchant_id, sku=mug, code="4006381333948")
    assert "Put into compartment" in send(client, "(01)04006381333948(10)L-1")
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=beta_mug.merchant_id, sku=beta_mug, code="4006381333948")
        SortTask.objects.filter(sku_id=lamp.id).update(sku_id=beta_mug.id)
    asked = send(client, "4006381333948")
    assert "Which of these?" in asked
    sent = {"scan": "4006381333948", "step_id": "item", "as": f"item.{beta_mug.id}"}
    assert sent["as"] in asked
    assert beta_mug.name in client.post("/floor/sort/W1/scan/", sent).content.decode()
    with transaction(Scope.operator()):
        SortTask.objects.filter(sku_id=beta_mug.id).update(sku_id=lamp.id)


def test_a_wrong_scan_names_what_was_needed(
    client: Client, associate: User, tote: str, operator: Scope
) -> None:
    client.force_login(associate)
    send(client, tote)
    step = find_step(send(client, "MUG"))
    page = send(client, "W1-02", step, status=422)
    assert "Wrong compartment" in page
    assert "compartment 1, W1-01" in page
    assert find_step(page) == step
    assert "question shelf" in send(client, "NOTHING", status=422)
    with transaction(operator):
        assert not SortTask.objects.filter(sorted__gt=0).exists()


def test_a_scan_that_arrives_twice_is_one_item(
    client: Client, associate: User, tote: str, operator: Scope
) -> None:
    client.force_login(associate)
    send(client, tote)
    step = find_step(send(client, "MUG"))
    for _ in range(2):
        assert "In compartment 1" in send(client, "W1-01", step, client_id="same")
    with transaction(operator):
        assert SortTask.objects.filter(sorted=1).count() == 1


def test_who_leaves_lets_others_go_on(client: Client, associate: User, lead: User, tote: str) -> None:
    client.force_login(associate)
    send(client, tote)
    first = find_step(send(client, "MUG"))
    client.force_login(lead)
    assert find_step(send(client, "MUG")) != first
    client.force_login(associate)
    assert client.post("/floor/sort/W1/leave/").headers["Location"] == "/floor/"
    assert "Sort" in client.get("/floor/").content.decode()


@pytest.mark.parametrize("url", ["/floor/sort/", "/floor/sort/W1/"])
def test_sorting_is_not_for_merchants(client: Client, stranger: User, tote: str, url: str) -> None:
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_a_wall_that_is_not_there_is_404(client: Client, associate: User, leeds: Place) -> None:
    client.force_login(associate)
    assert client.get("/floor/sort/W7/").status_code == 404
    assert "no wall" in client.get("/floor/sort/").content.decode()
