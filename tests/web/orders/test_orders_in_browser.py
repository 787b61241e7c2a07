"""The way of an order through the console in a real browser, on a database of its own."""

import pytest
from playwright.sync_api import Browser, Page, expect

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.catalog.models import Sku
from packhaus.orders.queries.get_order import get_order
from tests.harness.browser import needs_chromium
from tests.harness.cast import PASSWORD, Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.web.conftest import SignIn, Take

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]


@pytest.fixture
def number(mug: Sku, leeds: Place, stock: PutStock, take: Take) -> str:
    stock(mug, leeds, 10, backorder_limit=50)
    return take(make_draft(("MUG", 4)))


def test_a_lead_signs_in_opens_an_order_holds_it_and_lets_it_go(
    committed: dict[str, str], address: str, browser: Browser, lead: User, number: str
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{address}/orders/")
    page.get_by_label("E-mail").fill(lead.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/orders/")
    page.get_by_role("link", name=number).click()
    page.get_by_role("link", name="Hold", exact=True).click()
    expect(page.locator(":focus")).to_have_text("Cancel")
    page.get_by_role("combobox").select_option("address")
    page.get_by_role("button", name="Hold the order").click()
    page.get_by_text("The order is on hold.").wait_for()
    assert get_order(Scope.operator(), number=number).header.is_held
    page.get_by_role("button", name="Lift: Address in doubt").click()
    page.get_by_text("The hold is lifted.").wait_for()
    assert not get_order(Scope.operator(), number=number).header.is_held
    assert complaints == []
    page.close()


@pytest.mark.parametrize(("language", "theme"), [("de", "light"), ("id", "dark")])
def test_no_page_is_wider_than_a_phone(
    committed: dict[str, str],
    address: str,
    browser: Browser,
    admin: User,
    number: str,
    sign_in: SignIn,
    language: str,
    theme: str,
) -> None:
    cookies = {"sessionid": sign_in(admin).cookies["sessionid"].value, "packhaus_language": language}
    cookies["packhaus_theme"] = theme
    context = browser.new_context(viewport={"width": 360, "height": 800})
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    page = context.new_page()
    wide = [url for url in _list_urls(number) if _measure(page, address + url) != 360]
    assert wide == []
    context.close()


def _list_urls(number: str) -> list[str]:
    return [
        "/orders/", f"/orders/{number}/", f"/orders/{number}/address/", "/orders/new/", "/orders/holds/",
        "/orders/backorders/", "/orders/imports/", "/stock/", "/stock/ACME/MUG/", "/stock/locations/",
        "/stock/movements/", "/catalog/", "/catalog/ACME/MUG/", "/catalog/ACME/MUG/change/", "/setup/sites/",
        "/setup/sites/LEEDS/", "/setup/merchants/", "/setup/users/", "/setup/keys/", "/setup/health/",
    ]  # fmt: skip


def _measure(page: Page, url: str) -> int:
    page.goto(url)
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_without_script_an_order_is_held_all_the_same(
    committed: dict[str, str], address: str, browser: Browser, lead: User, number: str, sign_in: SignIn
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    session = sign_in(lead).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/orders/{number}/")
    page.locator("#hold > summary").click()
    page.locator("#hold").get_by_role("button", name="Hold the order").click()
    expect(page.get_by_text("The order is on hold.")).to_be_visible()
    assert get_order(Scope.operator(), number=number).header.is_held
    context.close()
