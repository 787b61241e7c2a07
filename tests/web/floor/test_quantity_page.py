"""How many were taken: by keys, by scans, by a case's barcode; fewer asks why, more is refused."""

import pytest
from django.test import Client

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Barcode, Sku
from packhaus.kernel import rows
from tests.web.floor.test_pick_page import HTMX, Scanner, Task, list_tasks, read_step, snapshot


@pytest.fixture
def at_mugs(as_associate: Client, number: str) -> tuple[Scanner, Task]:
    """A picker who stands in front of three mugs and has scanned one."""
    scanner = Scanner(as_associate, number)
    for task in list_tasks():
        if task.sku == "MUG" and task.quantity == 3:
            break
        for code in (task.location, task.sku, task.tote):
            scanner.scan(code)
    if "Scan the bin" in scanner.page:
        scanner.scan(task.location)
    scanner.scan("MUG")
    return scanner, task


def type_quantity(scanner: Scanner, quantity: str) -> int:
    answer = scanner.client.post(
        f"{scanner.url}take/", {"quantity": quantity, "step_id": read_step(scanner.page)}, headers=HTMX
    )
    scanner.page = answer.content.decode()
    return answer.status_code


def test_all_of_it_may_be_said_by_the_tote_alone(at_mugs: tuple[Scanner, Task]) -> None:
    scanner, task = at_mugs
    assert scanner.scan(task.tote) == 200
    assert not any(left == task for left in list_tasks())


def test_the_typed_quantity_goes_on_to_the_tote(at_mugs: tuple[Scanner, Task]) -> None:
    scanner, task = at_mugs
    assert 'data-key="7"' in scanner.page
    before = snapshot()
    assert type_quantity(scanner, "3") == 200
    assert "Put into slot" in scanner.page
    assert snapshot() == before
    scanner.scan(task.tote)
    assert task not in list_tasks()


def test_one_too_many_is_refused_and_named(at_mugs: tuple[Scanner, Task]) -> None:
    scanner, _ = at_mugs
    before = snapshot()
    assert type_quantity(scanner, "4") == 422
    assert "4 is one too many. Put it back." in scanner.page
    assert snapshot() == before


def test_fewer_asks_why_with_the_number_kept(at_mugs: tuple[Scanner, Task]) -> None:
    scanner, _ = at_mugs
    assert type_quantity(scanner, "2") == 200
    assert "How many are really there?" in scanner.page
    assert 'name="quantity" value="2"' in scanner.page


@pytest.mark.parametrize("typed", ["", "x", "-1", "1.5"])
def test_no_number_is_no_quantity(at_mugs: tuple[Scanner, Task], typed: str) -> None:
    scanner, _ = at_mugs
    before = snapshot()
    assert type_quantity(scanner, typed) == 422
    assert snapshot() == before


def test_scans_count_and_the_last_asks_for_the_tote(at_mugs: tuple[Scanner, Task]) -> None:
    scanner, task = at_mugs
    assert scanner.scan("MUG") == 200
    assert "2 of 3" in scanner.page
    before = snapshot()
    assert scanner.scan(task.tote) == 422
    assert "2 of 3 counted" in scanner.page
    assert snapshot() == before
    assert scanner.scan("MUG") == 200
    assert "Put into slot" in scanner.page
    assert scanner.scan("MUG") == 422
    assert "4 is one too many" in scanner.page
    assert scanner.scan(task.tote) == 200


def test_a_case_counts_as_its_units(at_mugs: tuple[Scanner, Task], mug: Sku) -> None:
    scanner, _ = at_mugs
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=mug.merchant_id, sku=mug, code="14006381333938", quantity=2)
    assert scanner.scan("14006381333938") == 200
    assert "Put into slot" in scanner.page


def test_a_stop_is_skipped_twice_at_most(as_associate: Client, number: str) -> None:
    scanner = Scanner(as_associate, number)
    first = read_step(scanner.page).split(".")[0]
    step = f"{first}.bin.0.{first}-{first}"
    page = as_associate.get(f"{scanner.url}?step={step}").content.decode()
    assert "Skipped twice already" in page
    kept = as_associate.get(f"{scanner.url}?step={step}&skip=1").content.decode()
    assert read_step(kept).split(".")[0] == first


def test_more_shows_every_stop(as_associate: Client, number: str) -> None:
    scanner = Scanner(as_associate, number)
    page = as_associate.get(f"{scanner.url}more/").content.decode()
    assert all(task.location in page for task in list_tasks())
    with transaction(Scope.operator()):
        assert rows.fetch_value("SELECT count(*) FROM outbound_scan") == 0
