"""A lead sees that a tote waits, where they happen to be, and puts it back from there."""

from datetime import datetime

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.insight.queries.tower import forget_towers
from packhaus.insight.services.check import list_differences
from packhaus.orders.queries.get_order import get_order
from packhaus.orders.services.holds import place_hold
from tests.harness.browser import needs_chromium
from tests.orders.conftest import Counting
from tests.outbound.conftest import Picking, batch, carriers, count, pick, place, place_one, release, shorted
from tests.web.conftest import SignIn

__all__ = ["batch", "carriers", "count", "pick", "place", "place_one", "release", "shorted"]
complete = pytest.mark.parametrize("shorted", ["ship_complete"], indirect=True)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    forget_towers()


@complete
def test_tower_list_and_bench_show_the_tote_that_waits(client: Client, lead: User, shorted: str) -> None:
    client.force_login(lead)
    assert "1 tote waits for the rest of its order" in client.get("/").content.decode()
    assert "1 of 1 row" in client.get("/work/?only=tote").content.decode()
    assert "waits ·" in client.get("/pack/").content.decode()


@complete
@pytest.mark.usefixtures("check_clean")
def test_the_list_puts_totes_back_in_bulk_after_asking(
    client: Client, lead: User, shorted: str, count: Counting
) -> None:
    client.force_login(lead)
    deed = {"all_matching": "on", "do": "put-back"}
    asked = client.post("/work/?only=tote", deed)
    assert "The units go back into the bins they came from" in asked.content.decode()
    assert count(shorted)[1]["picked"] == 1
    told = client.post("/work/?only=tote", deed | {"sure": "yes"}, follow=True).content.decode()
    assert "1 tote is put back." in told
    assert count(shorted) == [{"backordered": 3, "promised": 1}, {"promised": 3}]


@complete
def test_a_tote_that_was_put_back_meanwhile_is_refused_with_its_reason(
    client: Client, lead: User, shorted: str, count: Counting
) -> None:
    client.force_login(lead)
    [part, _] = sorted(get_order(Scope.operator(), number=shorted).fulfillments, key=lambda one: one.number)
    chosen = {"selected": str(part.id), "do": "give-on", "sure": "yes"}
    client.post("/work/", chosen)
    before = count(shorted)
    assert before == [{"backordered": 4}, {"backordered": 1, "promised": 2}]
    again = client.post(f"/orders/ACME:{shorted}/totes/", {"for": "next"})
    assert again.status_code == 409
    assert "No tote was put back." in again.content.decode()
    assert count(shorted) == before


@pytest.mark.parametrize("shorted", ["ship_available"], indirect=True)
def test_an_order_on_hold_shows_its_tote_too(
    client: Client, lead: User, associate: User, shorted: str, pick: Picking, now: datetime
) -> None:
    order = get_order(Scope.operator(), number=shorted).header
    client.force_login(lead)
    url = f"/orders/ACME:{shorted}/"
    pick()
    assert "What is picked waits in its tote." not in client.get(url).content.decode()
    place_hold(scope=Scope.operator(), order_ids=[order.id], reason="fraud", now=now, actor=SYSTEM)
    page = client.get(url).content.decode()
    assert "What is picked waits in its tote." in page
    assert "Give it to the next order" in page
    client.force_login(associate)
    assert client.post(f"{url}totes/").status_code == 404


@pytest.mark.browser
@needs_chromium
@complete
def test_a_lead_puts_the_tote_back_from_the_orders_page(
    committed: dict[str, str],
    address: str,
    browser: Browser,
    lead: User,
    shorted: str,
    count: Counting,
    sign_in: SignIn,
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    cookie = sign_in(lead).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    page.goto(f"{address}/orders/ACME:{shorted}/")
    page.get_by_role("link", name="Put it back").click()
    expect(page.locator(":focus")).to_have_text("Cancel")
    page.get_by_text("They stay promised to the order").wait_for()
    page.get_by_role("button", name="Put the tote back").click()
    page.get_by_text("2 units are back in their bins.").wait_for()
    expect(page.get_by_text("What is picked waits in its tote.")).to_have_count(0)
    expect(page.get_by_text("put 2 units of its tote back into their bins")).to_have_count(1)
    assert count(shorted) == [{"backordered": 3, "promised": 1}, {"promised": 3}]
    assert list_differences() == []
    page.close()
