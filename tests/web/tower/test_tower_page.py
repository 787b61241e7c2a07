import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from tests.web.tower.conftest import read, set_due


def test_nobody_is_asked_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/")
    assert answer.headers["Location"] == "/sign-in/?next=/"


def test_a_merchant_does_not_see_the_tower(client: Client, stranger: User) -> None:
    client.force_login(stranger)
    assert client.get("/").status_code != 200
    assert client.get("/work/").status_code == 404


def test_a_new_installation_shows_five_steps(client: Client, lead: User) -> None:
    client.force_login(lead)
    page = read(client)
    assert "Five steps to the first parcel" in page
    assert "Add a site" in page


def test_a_number_of_a_departure_is_the_total_of_its_list(client: Client, lead: User, wave: None) -> None:
    client.force_login(lead)
    page = read(client)
    (url,) = set(re.findall(r'href="(/work/[^"]*cut_off[^"]*stage=release)"', page))
    listed = read(client, url.replace("&amp;", "&"))
    assert "To release: 3" in page
    assert "3 of 3 rows" in listed


def test_what_is_late_stands_on_top_and_needs_a_decision(
    client: Client, lead: User, orders: list[UUID], wave: None, clock: datetime
) -> None:
    set_due(orders[:1], clock - timedelta(days=3))
    client.force_login(lead)
    page = read(client)
    assert page.index("departure-late") < page.index("departure-on_track")
    assert "Any carrier, LEEDS: 1 left behind" in page


def test_a_refresh_without_change_sends_nothing(client: Client, lead: User, wave: None) -> None:
    client.force_login(lead)
    page = read(client)
    (url,) = re.findall(r'hx-get="([^"]+)"', page)
    answer = client.get("/" + url.replace("&amp;", "&"), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    changed = client.get("/?version=other", headers={"HX-Request": "true"})
    assert changed.status_code == 200
    assert "<html" not in changed.content.decode()


def test_a_paused_tower_stays_paused_in_its_address(client: Client, lead: User, wave: None) -> None:
    client.force_login(lead)
    assert "data-paused" in read(client, "/?paused=1")
    assert "data-paused" not in read(client)


def test_the_television_shows_no_buttons(client: Client, lead: User, wave: None) -> None:
    client.force_login(lead)
    page = read(client, "/?tv=1")
    assert 'class="btn' not in page
    assert "Departures" in page


def test_an_exported_list_holds_every_row(client: Client, lead: User, orders: list[UUID]) -> None:
    client.force_login(lead)
    answer = client.get("/work/?format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert len(b"".join(answer).decode().splitlines()) == 4


@pytest.mark.parametrize("query", ["cut_off=yesterday", "after=x", "before=2026_1", "stage=none"])
def test_a_damaged_address_is_not_a_fault(client: Client, lead: User, query: str) -> None:
    client.force_login(lead)
    assert client.get(f"/work/?{query}").status_code in {200, 404}


def test_what_was_left_behind_leads_to_the_next_pick_up(
    client: Client, lead: User, orders: list[UUID], wave: None, clock: datetime
) -> None:
    set_due(orders[:1], clock - timedelta(days=3))
    with transaction(Scope.operator()):
        rows.execute("UPDATE orders_fulfillmentorder SET carrier_code = 'ALBION'")
    client.force_login(lead)
    [url, *_] = re.findall(r'href="(/dispatch/next/[^"]+)"', read(client))
    assert "Move 1 order" in read(client, url.replace("&amp;", "&"))


def test_the_next_step_of_a_new_installation_has_its_button(client: Client, lead: User) -> None:
    client.force_login(lead)
    assert read(client).count("btn-primary") == 1
