import re
from typing import NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.insight.queries.tower import forget_towers
from packhaus.kernel import rows

HTMX = {"HX-Request": "true"}


class Task(NamedTuple):
    location: str
    sku: str
    tote: str
    quantity: int


def list_tasks() -> list[Task]:
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(
            "SELECT l.code, k.code, u.code, t.quantity FROM outbound_picktask AS t "
            "JOIN inventory_location AS l ON l.id = t.location_id JOIN catalog_sku AS k ON k.id = t.sku_id "
            "JOIN outbound_batchslot AS s ON s.fulfillment_id = t.fulfillment_id "
            "JOIN inventory_handlingunit AS u ON u.id = s.tote_id "
            "WHERE t.status IN ('open', 'claimed') ORDER BY t.sequence, t.id"
        )
    return [Task._make(row) for row in found]


def snapshot() -> list[tuple[object, ...]]:
    with transaction(Scope.operator()):
        return rows.fetch_tuples(
            "SELECT 'task', id, picked, status FROM outbound_picktask "
            "UNION ALL SELECT 'scan', id, task_id, outcome FROM outbound_scan "
            "UNION ALL SELECT 'balance', id, on_hand, allocated::text FROM inventory_balance ORDER BY 1, 2"
        )


def read_step(page: str) -> str:
    return str(re.findall(r'name="step_id" value="([^"]+)"', page)[0])


class Scanner:
    """A scanner in front of the page: it carries the form's step, as the page does."""

    def __init__(self, client: Client, number: str) -> None:
        self.client, self.url = client, f"/floor/batches/{number}/"
        self.page = self.client.post(f"{self.url}start/", follow=True).content.decode()

    def scan(self, code: str, **fields: str) -> int:
        step = fields.pop("step_id", None) or read_step(self.page)
        answer = self.client.post(f"{self.url}scan/", {"scan": code, "step_id": step, **fields}, headers=HTMX)
        self.page = answer.content.decode()
        return answer.status_code


@pytest.fixture
def scanner(as_associate: Client, number: str) -> Scanner:
    return Scanner(as_associate, number)


@pytest.mark.parametrize("url", ["/floor/", "/floor/batches/B-1/"])
def test_the_floor_is_not_for_merchants(client: Client, stranger: User, url: str) -> None:
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_an_absent_batch_is_404(as_associate: Client) -> None:
    assert as_associate.get("/floor/batches/B-none/").status_code == 404


def test_an_associate_begins_at_the_work_page(as_associate: Client, number: str) -> None:
    assert as_associate.get("/").headers["Location"] == "/floor/"
    page = as_associate.get("/floor/").content.decode()
    assert "Start</button>" in page
    assert number in page


def test_a_scanned_pick_list_opens_its_walk(as_associate: Client, number: str) -> None:
    answer = as_associate.post("/floor/", {"scan": number.lower()}, headers=HTMX)
    assert answer.headers["HX-Redirect"] == f"/floor/batches/{number}/"
    unknown = as_associate.post("/floor/", {"scan": "B-none"}, headers=HTMX)
    assert unknown.status_code == 422
    assert "band-wrong" in unknown.content.decode()


def test_a_walk_is_finished_by_scans_alone(scanner: Scanner) -> None:
    tasks = list_tasks()
    last = ""
    for task in tasks:
        codes = [task.sku, task.tote] if task.location == last else [task.location, task.sku, task.tote]
        assert [scanner.scan(code) for code in codes] == [200] * len(codes)
        last = task.location
    assert "band-done" in scanner.page
    assert f"Done. {len(tasks)} lines." in scanner.page
    with transaction(Scope.operator()):
        picked = rows.fetch_tuples("SELECT DISTINCT status FROM orders_fulfillmentorder")
        moved = rows.fetch_value("SELECT sum(quantity) FROM inventory_movement WHERE reason = 'pick'")
    assert picked == [("picked",)]
    assert moved == 6


def test_a_barcode_is_as_good_as_the_code(scanner: Scanner) -> None:
    for task in list_tasks():
        if task.sku == "MUG":
            break
        for code in (task.location, task.sku, task.tote):
            scanner.scan(code)
    scanner.scan("A-01-01")
    assert scanner.scan("4006381333931") == 200
    assert "Scan the tote when all are in it" in scanner.page


@pytest.mark.parametrize("state", ["bin", "item", "tote", "nothing"])
def test_a_wrong_scan_changes_nothing_and_teaches(scanner: Scanner, state: str) -> None:
    task = list_tasks()[0]
    other = "LAMP" if task.sku == "MUG" else "MUG"
    right, wrong, needed = {
        "bin": ((), "R-01-01", task.location),
        "item": ((task.location,), other, task.sku),
        "tote": ((task.location, task.sku), "T-none", task.tote),
        "nothing": ((), "", task.location),
    }[state]
    for code in right:
        scanner.scan(code)
    before, step = snapshot(), read_step(scanner.page)
    assert scanner.scan(wrong) == 422
    assert "band-wrong" in scanner.page
    assert wrong in scanner.page
    assert needed in scanner.page
    assert "Nothing was booked." in scanner.page
    assert snapshot() == before
    assert read_step(scanner.page) == step


def test_a_wrong_tote_of_the_cart_is_named_by_its_slot(scanner: Scanner) -> None:
    tasks = list_tasks()
    other = next(task.tote for task in tasks if task.tote != tasks[0].tote)
    for code in (tasks[0].location, tasks[0].sku, other):
        scanner.scan(code)
    assert re.search(r"That is slot \d. Needed: slot \d.", scanner.page)


def test_the_same_scan_sent_twice_is_booked_once(scanner: Scanner) -> None:
    task = list_tasks()[0]
    scanner.scan(task.location)
    scanner.scan(task.sku)
    step = read_step(scanner.page)
    scanner.scan(task.tote, client_id="c-1")
    before = snapshot()
    assert scanner.scan(task.tote, client_id="c-1", step_id=step) == 200
    assert snapshot() == before


def test_somebody_elses_walk_is_not_mine_to_scan(scanner: Scanner, client: Client, lead: User) -> None:
    task = list_tasks()[0]
    step = read_step(scanner.page)
    client.force_login(lead)
    before = snapshot()
    answer = client.post(f"{scanner.url}scan/", {"scan": task.location, "step_id": step}, headers=HTMX)
    assert "Somebody else walks this" in answer.content.decode()
    assert snapshot() == before


def test_a_skipped_stop_comes_last(scanner: Scanner, as_associate: Client) -> None:
    first = read_step(scanner.page).split(".")[0]
    (url,) = re.findall(r'href="([^"]+skip=1)"', scanner.page)
    page = as_associate.get(url.replace("&amp;", "&")).content.decode()
    assert read_step(page).split(".")[0] != first


def test_a_wrong_shelf_label_is_counted_and_books_nothing(
    scanner: Scanner, as_associate: Client, lead: User, client: Client
) -> None:
    task = list_tasks()[0]
    scanner.scan(task.location)
    scanner.scan("LAMP" if task.sku == "MUG" else "MUG")
    (url,) = re.findall(r'action="([^"]+/label/\d+/)"', scanner.page)
    before, step = snapshot(), read_step(scanner.page)
    for _ in range(2):
        page = as_associate.post(url, {"step_id": step}, headers=HTMX).content.decode()
        assert f"Somebody counts {task.location}." in page
        assert read_step(page) == step
    assert snapshot() == before
    with transaction(Scope.operator()):
        found = rows.fetch_tuples("SELECT trigger, sku_id, status FROM inventory_count")
    assert found == [("wrong_label", None, "planned")]
    assert scanner.scan(task.sku) == 200
    client.force_login(lead)
    forget_towers()
    assert "1 shelf label is doubted" in client.get("/").content.decode()
    assert task.location in client.get("/stock/counts/?trigger=wrong_label").content.decode()


def test_a_short_asks_how_many_and_why_and_says_what_happens(scanner: Scanner, as_associate: Client) -> None:
    (url,) = re.findall(r'href="([^"]+/short/\d+/)"', scanner.page)
    assert "How many are really there?" in as_associate.get(url).content.decode()
    before, asked = snapshot(), list_tasks()[0].quantity
    refused = as_associate.post(url, {"quantity": "99", "reason": "fewer"})
    assert refused.status_code == 422
    assert snapshot() == before
    page = as_associate.post(url, {"quantity": str(asked - 1), "reason": "damaged"}).content.decode()
    assert "band-careful" in page
    with transaction(Scope.operator()):
        found = rows.fetch_tuples("SELECT missing, reason FROM outbound_short")
    assert found == [(1, "damaged")]


@pytest.mark.parametrize(
    "step", ["", "x", "1.bin.", "99999999999999999999.bin.0.", "1.nowhere.0.", "1.bin.a.a-b"]
)
def test_a_damaged_step_starts_the_stop_again(scanner: Scanner, step: str) -> None:
    before = snapshot()
    assert scanner.scan("A-01-01", step_id=step or ".") == 200
    assert snapshot() == before


def test_a_scan_costs_a_fixed_number_of_statements(scanner: Scanner) -> None:
    task = list_tasks()[0]
    scanner.scan(task.location)
    with CaptureQueriesContext(connection) as captured:
        scanner.scan(task.sku)
    told = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(told) <= 10, told


def test_a_gs1_code_is_its_item_and_another_lot_is_refused(scanner: Scanner) -> None:
    with transaction(Scope.operator()):
        rows.execute("UPDATE catalog_barcode SET code = '9506000134352'")
    for task in list_tasks():
        if task.sku == "MUG":
            break
    scanner.scan(task.location)
    assert scanner.scan("0109506000134353") == 422
    assert scanner.scan("(01)09506000134352(10)L-91(37)2") == 200
    assert "Scan the tote" in scanner.page
    assert scanner.scan(task.tote) == 200
