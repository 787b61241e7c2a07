"""The deeds of a day with the keyboard alone: every stop of Tab is seen, and where it was is where it comes back."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.orders.queries.get_order import get_order
from tests.harness.browser import needs_chromium
from tests.harness.cast import PASSWORD
from tests.pages.judge import LOOKS, Look, Visit
from tests.pages.world import World, list_pages

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]
MOST_STOPS = 120
# Words of what has the focus; whether one sees it: a ring of 2 pixels, inside the window, under nothing.
READ_FOCUS = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const words = [at.getAttribute("aria-label"), at.labels?.[0]?.textContent, at.textContent, at.placeholder];
    const box = at.getBoundingClientRect(), style = getComputedStyle(at);
    const middle = document.elementFromPoint(
        Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1), box.y + Math.min(box.height / 2, 20));
    const isCovered = middle && ![at, ...at.labels ?? []].some((one) => one.contains(middle) || middle.contains(one));
    const isSeen = box.width > 0 && box.bottom > 0 && box.y < innerHeight && !isCovered
        && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return [words.find(Boolean)?.trim().replace(/\\s+/g, " ") ?? "", isSeen, at.outerHTML.slice(0, 160)];
}"""
FIRST_STOP = """
SELECT l.code, k.code, u.code FROM outbound_picktask AS t
JOIN inventory_location AS l ON l.id = t.location_id JOIN catalog_sku AS k ON k.id = t.sku_id
JOIN outbound_batchslot AS s ON s.fulfillment_id = t.fulfillment_id
JOIN inventory_handlingunit AS u ON u.id = s.tote_id WHERE t.status IN ('open', 'claimed') ORDER BY t.sequence LIMIT 1
"""


@pytest.fixture
def page(browser: Browser, address: str, world: World) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    context.add_cookies([{"name": "sessionid", "value": world.session, "url": address}])
    yield context.new_page()
    context.close()


def read_focus(page: Page) -> tuple[str, bool, str]:
    return tuple(page.evaluate(READ_FOCUS) or ("", True, ""))


def tab_to(page: Page, words: str, *, key: str = "Tab") -> None:
    """Press Tab until what is called so has the focus; every stop on the way must be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        found, is_seen, html = read_focus(page)
        assert is_seen, html
        if found.startswith(words):
            return
    pytest.fail(f"Tab does not come to {words}")


def type_scans(page: Page, *codes: str) -> None:
    """Type what a scanner would have read, where "Type it" leads; the field keeps the focus from step to step."""
    tab_to(page, "Type it")
    page.keyboard.press("Enter")
    for code in codes:
        expect(page.locator("form[data-scan]:not([data-sent]) input[name=scan]")).to_be_focused()
        page.locator("form[data-scan]").evaluate("form => { form.dataset.sent = 'yes'; }")
        page.keyboard.type(code)
        page.keyboard.press("Enter")
        expect(page.locator("form[data-sent]")).to_have_count(0)


def test_somebody_signs_in_and_finds_an_order(page: Page, world: World, lead: User) -> None:
    page.context.clear_cookies()
    page.goto("/orders/")
    page.keyboard.type(lead.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path == "/orders/")
    page.keyboard.press("/")
    expect(page.locator("#global-search")).to_be_focused()
    page.keyboard.type(world.order)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(world.order)


def test_the_first_stop_leads_past_the_navigation(page: Page) -> None:
    page.goto("/orders/")
    tab_to(page, "Skip to content")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    tab_to(page, "New order")


def test_a_list_is_filtered_and_its_menu_gives_the_focus_back(page: Page, world: World) -> None:
    page.goto("/orders/")
    page.locator("#main").focus()
    tab_to(page, "Add filter")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_have_text("Add filter")
    page.keyboard.press("Enter")
    tab_to(page, "On hold")
    page.keyboard.press("Space")
    tab_to(page, "Show")
    page.keyboard.press("Enter")
    page.wait_for_url("**/orders/?**")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_rows_are_selected_and_held(page: Page, world: World) -> None:
    page.goto("/orders/")
    page.locator("#main").focus()
    tab_to(page, f"Select {world.order}")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Release 1")).to_be_visible()
    tab_to(page, "Release 1", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("dialog:modal")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_have_text("Release 1")
    tab_to(page, "Hold 1")
    page.keyboard.press("Enter")
    page.get_by_text("1 order is on hold.").wait_for()
    assert get_order(Scope.operator(), number=world.order).header.is_held


def test_a_dialog_gives_the_focus_back_to_what_opened_it(page: Page, world: World) -> None:
    page.goto(f"/orders/ACME:{world.order}/")
    page.locator("#main").focus()
    for opener in ("Hold", "More"):
        tab_to(page, opener)
        page.keyboard.press("Enter")
        if opener == "More":
            tab_to(page, "Cancel the order")
            page.keyboard.press("Enter")
        dialog = page.locator("dialog:modal")
        expect(dialog).to_be_visible()
        expect(page.locator(":focus")).to_have_text("Cancel")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(page.locator(":focus")).to_have_text(opener)


def test_a_stop_is_picked_without_scanner_and_mouse(page: Page, world: World) -> None:
    page.goto(f"/floor/batches/{world.walk}/")
    [(location, sku, tote)] = _read(FIRST_STOP)
    type_scans(page, location, sku, tote)
    expect(page.get_by_text("Stop 2 of 2")).to_be_visible()


def test_a_carton_is_packed_without_scanner_and_mouse(page: Page, world: World) -> None:
    page.goto("/pack/")
    type_scans(page, world.values["pack/"]["tote"])
    page.wait_for_url("**/pack/T-*/")
    type_scans(page, "MUG", "MUG", "MUG", "LAMP")
    expect(page.locator("input[name=scan]")).to_be_focused()
    tab_to(page, "Close carton, print label", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pack/parcels/**")
    assert _read("SELECT count(*) FROM orders_fulfillmentorder WHERE status = 'packed'") == [(2,)]


def list_unseen(page: Page) -> list[str]:
    """List the stops of Tab that nobody sees, from where the focus is to the end of the page."""
    unseen: list[str] = []
    for _ in range(3 * MOST_STOPS):
        page.keyboard.press("Tab")
        words, is_seen, html = read_focus(page)
        if not html:
            return unseen
        if not is_seen:
            unseen.append(f"{page.url}: {words} {html}")
    return [*unseen, f"{page.url}: Tab comes to no end"]


def test_neither_bars_nor_bands_nor_frames_hide_the_focus_on_a_phone(visit: Visit, world: World) -> None:
    hiding = {"console:locations", "console:pack-done", "console:message", "floor:work"}
    found = [address for address in list_pages(world) if address.name in hiding]
    assert {address.name for address in found} == hiding
    unseen = [each for address in found for each in list_unseen(visit.open(address, LOOKS[0]))]
    assert not unseen, "\n".join(unseen)


@pytest.mark.full
@pytest.mark.parametrize("look", [LOOKS[0], LOOKS[9]], ids=["phone", "dark"])
def test_every_stop_of_every_page_is_seen(visit: Visit, world: World, look: Look) -> None:
    unseen, walked = [], set()
    for address in list_pages(world):
        page = visit.open(address, look)
        # Who asks for a deed with GET is led to the page that its form stands on.
        if page.url not in walked:
            unseen += list_unseen(page)
        walked.add(page.url)
    assert not unseen, "\n".join(unseen)


def _read(query: str) -> list[tuple[Any, ...]]:
    with transaction(Scope.operator()):
        return rows.fetch_tuples(query)
