"""The cart: totes into slots, totes out at packing, and what is to be cancelled out of them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.inventory.models import HandlingUnit, Location
from packhaus.kernel import rows
from packhaus.orders.models import Order
from packhaus.orders.services.cancel import cancel_order
from tests.harness.cast import Place
from tests.web.floor.test_pick_page import HTMX, Scanner, Task, list_tasks, snapshot


@pytest.fixture
def scanner(as_associate: Client, number: str) -> Scanner:
    return Scanner(as_associate, number)


@pytest.fixture
def empty_tote(leeds: Place) -> str:
    with transaction(Scope.operator()):
        place = Location.objects.get(site=leeds.site, kind="tote")
        HandlingUnit.objects.create(merchant_id=None, code="TOTE-9", kind="tote", location_id=place.id)
    return "TOTE-9"


def pick_all(scanner: Scanner) -> None:
    for task in list_tasks():
        for code in (task.location, task.sku, task.tote):
            if code != task.location or "Scan the bin" in scanner.page:
                scanner.scan(code)


def stop_order(units: int) -> str:
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(
            "SELECT order_id, merchant_id FROM orders_fulfillmentorder WHERE unit_count = %(n)s", {"n": units}
        )
        [(order_id, merchant_id)] = found[:1]
        number = Order.objects.get(id=order_id).number
    cancel_order(scope=Scope.merchant(merchant_id), order_id=order_id, now=timezone.now(), actor=SYSTEM)
    return number


def test_the_walk_ends_at_a_packing_place(scanner: Scanner, as_associate: Client) -> None:
    pick_all(scanner)
    assert "Scan the packing place" in scanner.page
    before = snapshot()
    wrong = as_associate.post(f"{scanner.url}drop/", {"scan": "A-01-01"}, headers=HTMX)
    assert wrong.status_code == 422
    assert "Not a packing place" in wrong.content.decode()
    assert snapshot() == before
    right = as_associate.post(f"{scanner.url}drop/", {"scan": "packing"}, headers=HTMX).content.decode()
    assert "The totes stand at PACKING." in right
    with transaction(Scope.operator()):
        moved = rows.fetch_value("SELECT sum(quantity) FROM inventory_movement WHERE reason = 'drop'")
        kinds = rows.fetch_tuples(
            "SELECT DISTINCT l.kind FROM inventory_handlingunit AS u JOIN inventory_location AS l "
            "ON l.id = u.location_id JOIN outbound_batchslot AS s ON s.tote_id = u.id"
        )
    assert moved == 6
    assert kinds == [("packing",)]
    after = snapshot()
    as_associate.post(f"{scanner.url}drop/", {"scan": "PACKING"}, headers=HTMX)
    assert snapshot() == after


def test_a_dropped_tote_is_packed_and_taken_again(
    scanner: Scanner, as_associate: Client, pack: Callable[[], object]
) -> None:
    pick_all(scanner)
    as_associate.post(f"{scanner.url}drop/", {"scan": "PACKING"}, headers=HTMX)
    pack()
    with transaction(Scope.operator()):
        assert HandlingUnit.objects.filter(kind="tote", merchant_id__isnull=False).count() == 0
        assert rows.fetch_value("SELECT count(*) FROM orders_fulfillmentorder WHERE status = 'packed'") == 3


def test_totes_are_scanned_slot_by_slot(as_associate: Client, number: str, empty_tote: str) -> None:
    url = f"/floor/batches/{number}/totes/"
    assert "Tote for slot 1" in as_associate.get(url).content.decode()
    page = as_associate.post(url, {"scan": empty_tote, "step_id": "1"}, headers=HTMX).content.decode()
    assert "Tote for slot 2" in page
    with transaction(Scope.operator()):
        held = rows.fetch_value(
            "SELECT u.code FROM outbound_batchslot AS s JOIN inventory_handlingunit AS u ON u.id = s.tote_id "
            "WHERE s.slot = 1"
        )
        assert HandlingUnit.objects.get(code=empty_tote).merchant_id is not None
        assert HandlingUnit.objects.filter(kind="tote", merchant_id__isnull=True).count() == 1
    assert held == empty_tote


def test_a_full_tote_or_none_at_all_is_refused(
    scanner: Scanner, as_associate: Client, empty_tote: str
) -> None:
    task = list_tasks()[0]
    for code in (task.location, task.sku, task.tote):
        scanner.scan(code)
    with transaction(Scope.operator()):
        slot = rows.fetch_value("SELECT slot FROM outbound_picktask WHERE status = 'done'")
    url = f"{scanner.url}totes/"
    before = snapshot()
    full = as_associate.post(url, {"scan": empty_tote, "step_id": str(slot)}, headers=HTMX)
    assert full.status_code == 422
    assert f"{task.tote} holds goods" in full.content.decode()
    other = as_associate.post(url, {"scan": "A-01-01", "step_id": str(slot)}, headers=HTMX)
    assert "No tote of this site" in other.content.decode()
    assert snapshot() == before


def test_what_nobody_picked_disappears_without_a_question(scanner: Scanner) -> None:
    stops = len(list_tasks())
    stop_order(1)
    scanner.scan(list_tasks()[0].location)
    assert len(list_tasks()) < stops
    assert "is cancelled" not in scanner.page


@pytest.fixture
def stopped(scanner: Scanner) -> tuple[Scanner, Task, str]:
    """Three mugs that lie in the tote are to be cancelled."""
    tasks = list_tasks()
    mugs = next(task for task in tasks if task.quantity == 3)
    pick_all(scanner)
    number = stop_order(3)
    scanner.page = scanner.client.get(scanner.url).content.decode()
    return scanner, mugs, number


def test_what_is_in_the_tote_is_asked_back(stopped: tuple[Scanner, Task, str]) -> None:
    scanner, mugs, number = stopped
    assert f"{number} is cancelled" in scanner.page
    assert re.search(r"Take 3 items out of slot \d\.", scanner.page)
    wrong = _answer(scanner, scan="T-none")
    assert "Wrong tote" in wrong
    assert f"3 stopped in {number}." in _answer(scanner, scan=mugs.tote)
    with transaction(Scope.operator()):
        assert Order.objects.get(number=number).stage == "cancelled"
        assert rows.fetch_value("SELECT sum(quantity) FROM inventory_movement WHERE reason = 'put_back'") == 3


def test_too_late_lets_it_go_out(stopped: tuple[Scanner, Task, str]) -> None:
    scanner, _, number = stopped
    assert f"{number} goes out." in _answer(scanner, answer="late")
    with transaction(Scope.operator()):
        assert rows.fetch_tuples("SELECT DISTINCT status FROM orders_cancelrequest") == [("refused",)]
        assert rows.fetch_value("SELECT count(*) FROM journal_entry WHERE kind = 'cancel_refused'") == 1
        assert rows.fetch_value("SELECT bool_or(cancel_requested) FROM orders_fulfillmentorder") is False


def _answer(scanner: Scanner, **fields: str) -> str:
    [step] = re.findall(r'name="step_id" value="([0-9a-f-]{36})"', scanner.page)[:1]
    answer = scanner.client.post(f"{scanner.url}cancel/", {"step_id": step, **fields}, headers=HTMX)
    return answer.content.decode()
