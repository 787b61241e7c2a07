"""Lists under the fingers of somebody who uses no mouse, and of somebody who uses nothing but one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.orders.queries.get_order import get_order
from tests.harness.browser import needs_chromium
from tests.web.conftest import SignIn

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]


@pytest.fixture
def page(
    committed: dict[str, str], address: str, browser: Browser, lead: User, sign_in: SignIn, numbers: list[str]
) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    session = sign_in(lead).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/orders/")
    page.wait_for_load_state("networkidle")
    yield page
    assert complaints == []
    context.close()


def expect_selected(page: Page, count: int) -> None:
    expect(page.locator("tbody input[name=selected]:checked")).to_have_count(count)


def expect_current(page: Page, number: str) -> None:
    """The cursor of the keys is drawn a moment after the key: the next key goes from where it stands then."""
    expect(page.locator("tr.is-current")).to_contain_text(number)


def read_tags(number: str) -> list[str]:
    return get_order(Scope.operator(), number=number).header.tags


def test_a_list_is_worked_with_keys_alone(page: Page, numbers: list[str]) -> None:
    newest = list(reversed(numbers))
    page.keyboard.press("j")
    expect_current(page, newest[0])
    page.keyboard.press("x")
    expect_selected(page, 1)
    page.keyboard.press("j")
    expect_current(page, newest[1])
    page.keyboard.press("j")
    expect_current(page, newest[2])
    page.keyboard.press("Shift+X")
    expect_selected(page, 3)
    expect(page.get_by_role("button", name="Hold 3")).to_be_visible()
    page.keyboard.press("Escape")
    expect_selected(page, 0)
    expect(page.locator("#filter-bar")).to_be_visible()
    page.keyboard.press("k")
    expect_current(page, newest[1])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/orders/ACME:{newest[1]}/")
    page.keyboard.press("]")
    page.wait_for_url(f"**/orders/ACME:{newest[2]}/")
    page.keyboard.press("[")
    page.wait_for_url(f"**/orders/ACME:{newest[1]}/")
    page.keyboard.press("n")
    note = page.locator("[name=note]")
    expect(note).to_be_focused()
    page.keyboard.press("Escape")
    note.blur()
    page.keyboard.press("Escape")
    page.wait_for_url("**/orders/**")
    page.wait_for_selector(".view-tabs")


def test_keys_reach_filter_files_action_and_their_own_map(page: Page) -> None:
    page.keyboard.press("f")
    words = page.locator("#filter-bar [name=q]")
    expect(words).to_be_focused()
    page.keyboard.type("jx")
    expect(words).to_have_value("jx")
    words.blur()
    page.keyboard.press("e")
    expect(page.locator(".filter-export[open]")).to_be_visible()
    expect(page.locator(":focus")).to_have_text("CSV")
    expect(page.locator("tr.is-current")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("#keymap[open]")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_url("**/orders/new/")


def test_a_dialog_says_the_effect_and_cancel_has_the_focus(page: Page, numbers: list[str]) -> None:
    page.locator("[data-select-all]").check()
    page.get_by_role("button", name="Release 5").click()
    page.wait_for_selector("dialog[data-modal][open]")
    expect(page.locator(":focus")).to_have_text("Cancel")
    expect(page.get_by_role("button", name="Release 5 orders")).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[data-modal]", state="detached")
    page.get_by_role("button", name="Release 5").click()
    page.get_by_role("button", name="Release 5 orders").click()
    page.get_by_text("5 orders released.").wait_for()


def test_a_tag_is_typed_sent_by_enter_and_taken_back_by_control_z(page: Page, numbers: list[str]) -> None:
    page.locator("tbody input[name=selected]").first.check()
    page.locator(".bulk-bar summary", has_text="Tag 1").click()
    page.locator("input[name=tag_code]").fill("gift")
    page.keyboard.press("Enter")
    page.get_by_text("1 order is tagged.").wait_for()
    assert read_tags(numbers[-1]) == ["gift"]
    page.keyboard.press("Control+z")
    page.get_by_text("Undone.").wait_for()
    assert read_tags(numbers[-1]) == []


def test_a_file_is_saved_under_the_lists_name(page: Page) -> None:
    page.locator(".filter-export summary").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Excel").click()
    assert coming.value.suggested_filename == "orders.xlsx"


def test_without_script_rows_are_selected_and_held_all_the_same(
    committed: dict[str, str],
    address: str,
    browser: Browser,
    lead: User,
    sign_in: SignIn,
    numbers: list[str],
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    session = sign_in(lead).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/orders/")
    page.locator("tbody input[name=selected]").nth(0).check()
    page.locator("tbody input[name=selected]").nth(1).check()
    page.get_by_role("button", name="Hold", exact=True).click()
    expect(page.get_by_text("2 orders are on hold.")).to_be_visible()
    held = [get_order(Scope.operator(), number=number).header.is_held for number in numbers]
    assert held == [False, False, False, True, True]
    page.locator(".view-strip .view-menu summary").click()
    page.get_by_role("button", name="Move to the right").click()
    expect(page.locator(".view-tab").first).to_contain_text("Today's cut-offs")
    context.close()


def test_a_filter_is_found_by_typing_and_chosen_with_keys(page: Page) -> None:
    page.get_by_text("Add filter").focus()
    page.keyboard.press("Enter")
    find = page.get_by_placeholder("Find a field or a value")
    find.wait_for()
    expect(find).to_be_focused()
    page.keyboard.type("countr")
    expect(page.get_by_label("Channel")).to_be_hidden()
    expect(page.get_by_label("Country")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=country]")).to_be_focused()
    page.keyboard.press("ArrowUp")
    find.fill("hold")
    expect(page.get_by_label("Waiting for stock")).to_be_hidden()
    expect(page.get_by_label("On hold"), "values are found as well as fields").to_be_visible()
    find.fill("xyzzy")
    expect(page.get_by_text("No field is called that.")).to_be_visible()
    find.fill("on hold")
    page.keyboard.press("Enter")
    page.wait_for_url("**only=held**")
    expect(page.get_by_role("link", name="Only: On hold")).to_be_visible()


def test_the_selected_rows_are_taken_along_as_a_file(page: Page, numbers: list[str]) -> None:
    for number in numbers[:2]:
        page.get_by_label(f"Select {number}", exact=True).check()
    page.get_by_text("Export 2").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    told = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert download.value.suggested_filename == "orders.csv"
    assert len(told) == 3
    assert all(any(number in line for line in told[1:]) for number in numbers[:2])
    expect_selected(page, 2)
