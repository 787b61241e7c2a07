"""The network goes in the middle of a pick: the walk goes on, and everything is booked once."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from tests.harness.browser import needs_chromium
from tests.web.floor.test_floor_in_browser import SCAN, scan
from tests.web.floor.test_pick_page import Task, list_tasks

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]
KEPT_PAGE = """
caches.open("floor-pages").then((kept) => kept.keys()).then((keys) => keys.some((one) => one.url === location.href))
"""
GREEN = "document.querySelectorAll('.band-right, .band-done, .band-next').length"


@pytest.fixture
def tasks(address: str, number: str) -> list[Task]:
    return list_tasks()


@pytest.fixture
def context(browser: Browser, address: str, tasks: list[Task], associate: User) -> Iterator[BrowserContext]:
    client = Client()
    client.force_login(associate)
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/floor/")
    page.get_by_role("button", name="Start").first.click()
    page.get_by_text("Scan the bin").first.wait_for()
    return page


def count_booked() -> tuple[int, int]:
    """Return scans that took effect, and units that left their bins."""
    with transaction(Scope.operator()):
        [booked] = rows.fetch_tuples(
            "SELECT (SELECT count(*) FROM outbound_scan), "
            "(SELECT coalesce(sum(quantity), 0)::bigint FROM inventory_movement WHERE reason = 'pick')"
        )
    return int(booked[0]), int(booked[1])


def test_half_a_walk_without_a_network_is_booked_once(
    page: Page, context: BrowserContext, tasks: list[Task]
) -> None:
    first, second, third = tasks
    scan(page, first.location, "Scan the item")
    scan(page, first.sku, "Scan the tote")
    page.wait_for_function(KEPT_PAGE)
    context.set_offline(True)
    page.reload()
    page.get_by_text("Scan the tote").wait_for()
    scan(page, first.tote, "Kept. Goes out when the network is back.")
    expect(page.locator("[data-strip]")).to_have_text("◌ offline · 1 kept")
    assert page.evaluate(GREEN) == 0
    if second.location != first.location:
        scan(page, second.location, "Scan the item")
    scan(page, "NOWHERE", "You scanned NOWHERE")
    scan(page, second.sku, "Scan the tote")
    assert page.evaluate(GREEN) == 0
    scan(page, second.tote, "Kept. Goes out when the network is back.")
    expect(page.locator("[data-strip]")).to_have_text("◌ offline · 2 kept")
    page.reload()
    expect(page.locator("[data-strip]")).to_have_text("◌ offline · 2 kept")
    assert count_booked() == (0, 0)
    page.get_by_role("link", name="Work").click()
    page.get_by_text("Needs the network: 2 scans go first.").wait_for()
    context.set_offline(False)
    expect(page.locator("[data-strip]")).to_be_hidden(timeout=15_000)
    page.get_by_text("Stop 3 of 3").wait_for()
    assert count_booked() == (2, first.quantity + second.quantity)
    if third.location != second.location:
        scan(page, third.location, "Scan the item")
    scan(page, third.sku, "Scan the tote")
    scan(page, third.tote, "Done.")
    assert count_booked() == (3, 6)


def test_a_scan_whose_answer_got_lost_is_booked_once(page: Page, tasks: list[Task]) -> None:
    first = tasks[0]
    scan(page, first.location, "Scan the item")
    scan(page, first.sku, "Scan the tote")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/scan/", lose, times=1)
    page.evaluate(SCAN, [*first.tote, "Enter"])
    page.get_by_text("Stop 2 of 3").wait_for(timeout=15_000)
    expect(page.locator("[data-strip]")).to_be_hidden(timeout=15_000)
    assert count_booked() == (1, first.quantity)


def test_what_is_kept_outlives_the_page_and_goes_out_with_the_next_one(
    page: Page, context: BrowserContext, tasks: list[Task], address: str
) -> None:
    first = tasks[0]
    scan(page, first.location, "Scan the item")
    scan(page, first.sku, "Scan the tote")
    context.set_offline(True)
    scan(page, first.tote, "Kept. Goes out when the network is back.")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{address}/floor/")
    expect(again.locator("[data-strip]")).to_be_hidden(timeout=15_000)
    assert count_booked() == (1, first.quantity)


def test_what_the_server_refuses_becomes_a_card(
    page: Page, context: BrowserContext, tasks: list[Task], number: str
) -> None:
    first = tasks[0]
    scan(page, first.location, "Scan the item")
    scan(page, first.sku, "Scan the tote")
    context.set_offline(True)
    scan(page, first.tote, "Kept. Goes out when the network is back.")
    with transaction(Scope.operator()):
        rows.execute("UPDATE outbound_pickbatch SET picker_id = NULL, status = 'open', claimed_at = NULL")
    context.set_offline(False)
    card = page.locator("[data-conflicts]")
    expect(card).to_contain_text("Somebody else walks this now.", timeout=15_000)
    assert count_booked() == (0, 0)
    page.get_by_role("button", name="Put back").click()
    expect(card).to_be_empty()
