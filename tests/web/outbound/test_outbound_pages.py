import re
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.inventory.models import Location
from packhaus.kernel import rows
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.types import PickOutcome, ShortReason, WaveOutcome
from tests.harness.cast import Place
from tests.outbound.conftest import Picking, list_open_tasks, make_scan
from tests.web.outbound.conftest import Reading

PAGES = ("/release/", "/waves/", "/batches/", "/shorts/?view=all", "/work/")


@pytest.mark.parametrize("url", PAGES)
def test_outbound_is_not_for_merchants(client: Client, stranger: User, url: str) -> None:
    client.force_login(stranger)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("url", [*PAGES, "/waves/?format=csv", "/batches/?format=csv", "/shorts/?format=csv"])
def test_an_empty_list_answers(read: Reading, url: str) -> None:
    read(url)


@pytest.mark.parametrize("url", ["/waves/W-none/", "/batches/B-none/", "/batches/B-none/list.pdf"])
def test_what_is_absent_is_404(as_lead: Client, url: str) -> None:
    assert as_lead.get(url).status_code == 404


def test_release_says_what_it_would_take_and_does_it(
    as_lead: Client, read: Reading, orders: list[str], leeds: Place
) -> None:
    page = read("/release/")
    assert "Release 3 orders" in page
    assert "4 lines get their bins." in page
    answer = as_lead.post("/release/now/", {"site": "LEEDS"}, follow=True)
    page = answer.content.decode()
    assert "3 orders released." in page
    assert "To pick: 3" in page


def test_release_takes_only_what_the_rule_says(as_lead: Client, read: Reading, orders: list[str]) -> None:
    assert "Release 1 order" in read("/release/?mix=multi_line")
    page = as_lead.post("/release/now/", {"site": "LEEDS", "mix": "multi_line"}, follow=True).content.decode()
    assert "1 order released." in page
    assert "Release 2 orders" in read("/release/")


def test_release_names_what_would_be_short_and_why(read: Reading, orders: list[str], leeds: Place) -> None:
    with transaction(Scope.operator()):
        rows.execute("UPDATE inventory_location SET is_blocked = true WHERE code = 'A-01-02'")
    page = read("/release/")
    assert "its bin is blocked" in page
    assert "2 units are in no bin." in page
    with transaction(Scope.operator()):
        rows.execute("UPDATE inventory_location SET is_blocked = false")


def test_releasing_nothing_is_explained(as_lead: Client, wave: WaveOutcome) -> None:
    answer = as_lead.post("/release/now/", {"site": "LEEDS"})
    assert answer.status_code == 409
    assert "No order fits the rule any more." in answer.content.decode()


def test_a_wave_is_cut_into_batches(as_lead: Client, read: Reading, wave: WaveOutcome) -> None:
    page = read(f"/waves/{wave.number}/")
    assert "3 orders get a tote and a walk." in page
    answer = as_lead.post(f"/waves/{wave.number}/batches/", {"max_totes": "2"}, follow=True)
    assert "2 batches made." in answer.content.decode()
    assert wave.number in read("/waves/")
    assert "2 of 2 rows" in read("/batches/?status=open")
    again = as_lead.post(f"/waves/{wave.number}/batches/", {"max_totes": "2"})
    assert again.status_code == 409


def test_a_number_of_a_wave_is_the_total_of_its_list(read: Reading, wave: WaveOutcome) -> None:
    (url,) = set(re.findall(r'href="(/work/\?wave[^"]+stage=pick)"', read("/waves/")))
    assert "3 of 3 rows" in read(url.replace("&amp;", "&"))


def find_number() -> str:
    with transaction(Scope.operator()):
        return str(rows.fetch_value("SELECT number FROM outbound_pickbatch ORDER BY id LIMIT 1"))


def test_a_batch_is_given_and_taken_back(
    as_lead: Client,
    read: Reading,
    associate: User,
    wave: WaveOutcome,
    batch: Callable[[WaveOutcome], list[UUID]],
) -> None:
    batch(wave)
    number = find_number()
    url = f"/batches/{number}/"
    assert "A-01-01" in read(url)
    page = as_lead.post(f"{url}assign/", {"picker": str(associate.id)}, follow=True).content.decode()
    assert "Associate" in page
    assert "In hand" in page
    refused = as_lead.post(f"{url}assign/", {"picker": str(as_lead.session["_auth_user_id"])})
    assert refused.status_code == 409
    assert "was not changed" in refused.content.decode()
    page = as_lead.post(f"{url}return/", follow=True).content.decode()
    assert "is open again" in page


def test_selected_batches_are_taken_back_and_the_rest_is_reported(
    as_lead: Client, associate: User, wave: WaveOutcome, batch: Callable[[WaveOutcome], list[UUID]]
) -> None:
    ids = batch(wave)
    as_lead.post(f"/batches/{find_number()}/assign/", {"picker": str(associate.id)})
    page = as_lead.post(
        "/batches/", {"do": "return", "selected": [str(id_) for id_ in ids]}, follow=True
    ).content.decode()
    assert "1 batch is open again." in page
    assert f"With {len(ids) - 1} row" in page
    assert "Nobody walks it." in page


def test_the_pick_list_is_a_pdf(
    as_lead: Client, wave: WaveOutcome, batch: Callable[[WaveOutcome], list[UUID]]
) -> None:
    batch(wave)
    answer = as_lead.get(f"/batches/{find_number()}/list.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_short_is_listed_with_what_was_done_and_resolved(
    as_lead: Client,
    read: Reading,
    wave: WaveOutcome,
    batch: Callable[[WaveOutcome], list[UUID]],
    now: datetime,
) -> None:
    batch(wave)
    task_id, units = list_open_tasks()[0]
    scan = make_scan(task_id, 0, short_reason=ShortReason.WRONG_ITEM)
    outcome: list[PickOutcome] = confirm_picks(scans=[scan], now=now, actor=SYSTEM)
    assert outcome[0].short
    page = read("/shorts/?state=open")
    assert "Wrong item in the bin" in page
    (id_,) = re.findall(r'name="selected" value="(\d+)"', page)
    page = as_lead.post("/shorts/", {"do": "resolve", "selected": [id_]}, follow=True).content.decode()
    assert "1 short resolved." in page
    assert "No short is open." in page
    assert units


@pytest.mark.parametrize("url", ["/waves/", "/shorts/?view=all", "/release/"])
def test_a_list_costs_the_same_for_one_row_and_for_many(
    read: Reading,
    wave: WaveOutcome,
    batch: Callable[[WaveOutcome], list[UUID]],
    url: str,
) -> None:
    read(url)
    with CaptureQueriesContext(connection) as before:
        read(url)
    batch(wave)
    with CaptureQueriesContext(connection) as after:
        read(url)
    assert len(after) == len(before)


def test_the_list_of_batches_costs_the_same_for_one_row_and_for_many(
    read: Reading, wave: WaveOutcome, now: datetime
) -> None:
    build_batches(wave_id=wave.id, max_totes=1, now=now, actor=SYSTEM)
    [number, *_] = re.findall(r"B-\d+", read("/batches/"))
    with CaptureQueriesContext(connection) as one:
        assert "1 of 1 row" in read(f"/batches/?q={number}")
    with CaptureQueriesContext(connection) as many:
        assert "3 of 3 rows" in read("/batches/")
    assert len(many) == len(one)


def test_a_wave_is_taken_back_before_anybody_picks(
    as_lead: Client, read: Reading, wave: WaveOutcome, batch: Callable[[WaveOutcome], list[UUID]]
) -> None:
    batch(wave)
    assert "Take back 3 orders" in read(f"/waves/{wave.number}/")
    page = as_lead.post(f"/waves/{wave.number}/unrelease/", follow=True).content.decode()
    assert "3 orders are planned again." in page
    assert "Release 3 orders" in read("/release/")


def test_a_wave_that_is_being_picked_is_not_taken_back(
    as_lead: Client, wave: WaveOutcome, batch: Callable[[WaveOutcome], list[UUID]], pick: Picking
) -> None:
    batch(wave)
    pick()
    answer = as_lead.post(f"/waves/{wave.number}/unrelease/")
    assert answer.status_code == 409
    assert "Somebody has begun to pick it." in answer.content.decode()


def test_walks_say_how_far_they_are(
    read: Reading, wave: WaveOutcome, leeds: Place, now: datetime, operator: Scope
) -> None:
    with transaction(operator):
        for number, code in enumerate(("A-01-01", "A-01-02", "A-02-01", "R-01-01"), start=1):
            Location.objects.filter(id=leeds.locations[code]).update(
                aisle=code[:-3], x_mm=1_000 * (number > 2), y_mm=5_000 * number
            )
    build_batches(wave_id=wave.id, max_totes=1, now=now, actor=SYSTEM)
    page = read(f"/waves/{wave.number}/")
    assert "Way of the walks" in page
    assert "Saved" in page
    batch = re.search(r"/batches/(B-[0-9]+)/", page)
    assert batch
    page = read(f"/batches/{batch[1]}/")
    assert "the shortest way through the aisles" in page
    assert re.search(r"[0-9]+ m", page)
    assert re.search(r"[0-9]+ m", read("/floor/"))


def test_a_lead_says_how_a_site_picks(
    as_lead: Client, read: Reading, leeds: Place, orders: list[str]
) -> None:
    assert "/setup/sites/LEEDS/floor/" in read("/setup/sites/LEEDS/")
    sent = {
        "pick_method": "wall", "cart_totes": "6", "cart_kilograms": "90", "tote_litres": "60",
        "tote_kilograms": "20", "plan_milliseconds": "300", "max_open_lines": "1",
    }  # fmt: skip
    page = as_lead.post("/setup/sites/LEEDS/floor/", sent, follow=True).content.decode()
    assert "LEEDS is saved." in page
    assert 'value="90"' in page
    page = as_lead.post(
        "/setup/sites/LEEDS/walls/", {"code": "w1", "slots": "12"}, follow=True
    ).content.decode()
    assert "12 compartments" in page
    assert "Room on the floor, lines" in read("/release/")
    assert (
        "1 order released." in as_lead.post("/release/now/", {"site": "LEEDS"}, follow=True).content.decode()
    )
    answer = as_lead.post("/release/now/", {"site": "LEEDS"})
    assert answer.status_code == 409
    assert "The floor has as many lines as it takes." in answer.content.decode()


@pytest.mark.parametrize("sent", [{"cart_totes": "0"}, {"pick_method": "flying"}, {"cart_totes": "9999"}])
def test_rules_that_nobody_can_follow_are_shown_with_what_is_wrong(
    as_lead: Client, leeds: Place, sent: dict[str, str]
) -> None:
    good = {
        "pick_method": "cluster", "cart_totes": "6", "cart_kilograms": "90", "tote_litres": "60",
        "tote_kilograms": "20", "plan_milliseconds": "300", "max_open_lines": "",
    }  # fmt: skip
    assert as_lead.post("/setup/sites/LEEDS/floor/", good | sent).status_code == 422
    assert as_lead.post("/setup/sites/LEEDS/walls/", {"code": "", "slots": "0"}).status_code == 422
