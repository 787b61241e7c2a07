"""The tracking page on a phone, without script."""

import pytest
from playwright.sync_api import Browser, expect

from tests.harness.browser import needs_chromium
from tests.web.track.conftest import Ship, Tracked

pytestmark = needs_chromium


@pytest.fixture
def path(address: str, tracked: Tracked, ship: Ship) -> str:
    """Return the path of an order of which two parcels have left."""
    ship(2, tracking_status="in_transit")
    return tracked.path


def test_on_a_phone_it_fits_and_speaks_three_languages_in_light_and_dark_without_script(
    browser: Browser, address: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    for theme in ("light", "dark"):
        context.add_cookies([{"name": "packhaus_theme", "value": theme, "url": address}])
        page = context.new_page()
        page.goto(f"{address}{path}")
        for language, lead in (
            ("de", "Ihre Pakete sind unterwegs."),
            ("id", "Paket Anda"),
            ("en", "Your parcels are"),
        ):
            page.locator(f"button[value={language}]").click()
            expect(page.locator(".lead")).to_contain_text(lead)
            expect(page).to_have_url(f"{address}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.close()
    context.close()
