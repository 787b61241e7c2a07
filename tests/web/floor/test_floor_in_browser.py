"""A scanner in a real browser: a walk and a tote without a finger on the screen."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from packhaus.access.models import User
from tests.harness.browser import needs_chromium
from tests.web.floor.test_pick_page import Task, list_tasks

# As fast as a scanner, however slow the machine that runs the test.
SCAN = """keys => keys.forEach((key) => document.body.dispatchEvent(
    new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true})))"""

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]


@pytest.fixture
def session(address: str, number: str, associate: User) -> str:
    client = Client()
    client.force_login(associate)
    return client.cookies["sessionid"].value


@pytest.fixture
def tasks(session: str) -> list[Task]:
    return list_tasks()


@pytest.fixture
def page(browser: Browser, address: str, session: str, tasks: list[Task]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/floor/")
    yield page
    context.close()


def scan(page: Page, code: str, then: str) -> None:
    page.wait_for_load_state()  # the words of a page are there before its scripts run
    page.evaluate(SCAN, [*code, "Enter"])
    page.get_by_text(then).first.wait_for()


def test_a_walk_takes_one_tap_and_then_only_scans(page: Page, tasks: list[Task]) -> None:
    page.get_by_role("button", name="Start").first.click()
    last = ""
    for place, task in enumerate(tasks, start=1):
        page.get_by_text(f"Stop {place} of {len(tasks)}").wait_for()
        if task.location != last:
            scan(page, task.location, "Scan the item")
        scan(page, task.sku, "Scan the tote")
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        is_end = place == len(tasks)
        scan(page, task.tote, "Done." if is_end else f"Stop {place + 1} of")
        last = task.location
    scan(page, "PACKING", "The totes stand at PACKING.")
    expect(page.get_by_role("link", name="Next work")).to_be_visible()


def test_a_wrong_scan_stays_in_red_until_the_next_one(page: Page, tasks: list[Task]) -> None:
    page.get_by_role("button", name="Start").first.click()
    page.get_by_text("Scan the bin").first.wait_for()
    scan(page, "NOWHERE", "Nothing was booked.")
    band = page.locator("[data-band=wrong]")
    expect(band).to_contain_text("NOWHERE")
    expect(band).to_contain_text(tasks[0].location)
    scan(page, tasks[0].location, "Scan the item")
    expect(band).to_be_hidden()
    # One is sent, three wait, and of the others none is read: that is said, and stays.
    page.evaluate(SCAN, [*"NOWHERE", "Enter"] * 6)
    too_fast = page.locator("[data-band=careful]")
    expect(too_fast).to_contain_text("Too fast")
    expect(band).to_contain_text("NOWHERE")
    expect(too_fast).to_contain_text("Not every scan was read.")
