"""The frame in a real browser, served without a database."""

from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from django.urls import clear_url_caches
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from packhaus.web import nav
from tests.harness.browser import needs_chromium

pytestmark = needs_chromium


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    settings.ROOT_URLCONF = "tests.web.story_urls"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.web.story_roles.play_everybody"]
    settings.ALLOWED_HOSTS = ["*"]
    clear_url_caches()
    nav.find_url.cache_clear()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    clear_url_caches()
    nav.find_url.cache_clear()


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()


def test_the_content_policy_blocks_nothing_of_ours(page: Page, address: str, complaints: list[str]) -> None:
    page.goto(f"{address}/components/")
    page.wait_for_load_state("networkidle")
    assert complaints == []


def test_a_dialog_opens_with_cancel_in_focus_and_closes_by_escape(page: Page, address: str) -> None:
    page.goto(f"{address}/components/")
    page.get_by_role("link", name="Release 37 orders").first.click()
    expect(page.locator(":focus")).to_have_text("Cancel")
    page.keyboard.press("Escape")
    expect(page.locator("#release dialog")).to_be_hidden()


def test_selecting_rows_puts_the_bulk_bar_in_place_of_the_filters(page: Page, address: str) -> None:
    page.goto(f"{address}/components/")
    page.get_by_label("Select all rows of this page").check()
    expect(page.get_by_role("button", name="Release 3")).to_be_visible()
    expect(page.locator("#filter-bar")).to_be_hidden()
    page.get_by_role("button", name="Unselect").click()
    expect(page.locator("#filter-bar")).to_be_visible()


def test_g_and_o_go_to_the_orders(page: Page, address: str) -> None:
    page.goto(f"{address}/components/")
    page.keyboard.press("g", delay=100)
    page.keyboard.press("o", delay=100)
    page.wait_for_url(f"{address}/orders/")


def test_a_scan_outside_a_field_is_searched_and_its_first_letter_does_not_navigate(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/components/")
    # As fast as a scanner, however slow the machine that runs the test.
    page.evaluate(
        """keys => keys.forEach((key) => document.body.dispatchEvent(
            new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true})))""",
        [*"go4006381333931", "Enter"],
    )
    page.wait_for_url(f"{address}/search/?q=go4006381333931")


@pytest.mark.parametrize(("language", "width"), [("de", 360), ("id", 1000), ("en", 1440)])
def test_nothing_is_wider_than_the_window(browser: Browser, address: str, language: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "packhaus_language", "value": language, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/components/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_the_drawer_and_the_theme_work_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/components/")
    page.locator(".drawer summary").click()
    expect(page.get_by_role("link", name="Orders").first).to_be_visible()
    page.locator(".drawer summary").click()
    page.get_by_label("You and your settings").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page).to_have_url(f"{address}/components/")
    context.close()


def test_the_chosen_merchant_is_told_in_words_and_colour(page: Page, address: str) -> None:
    page.goto(f"{address}/components/")
    expect(page.locator(".merchant-strip")).to_have_text("Only Gartenwelt & Söhne")
    expect(page.locator(".merchant-strip rect")).to_have_attribute("fill", "#d6336c")
