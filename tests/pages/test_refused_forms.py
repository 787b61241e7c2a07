"""What stops somebody who signs in is told to everybody, in light and dark; it has the focus."""

import pytest
from playwright.sync_api import expect

from tests.harness.browser import needs_chromium
from tests.pages.judge import LOOKS, Visit, list_breaches
from tests.pages.world import World, list_pages

WRONG = {
    "sign-in": {"username": "nobody@operator.example", "password": "a long enough guess"},
    "forgotten": {"email": "nobody"},
    "second-factor": {"code": "000000"},
    "invitation": {"name": "Dewi", "password": "short"},
    "reset": {"password": "short"},
}


@pytest.mark.browser
@needs_chromium
def test_what_stops_a_sign_in_is_told_to_everybody(visit: Visit, world: World) -> None:
    pages = {address.name: address for address in list_pages(world) if address.name in WRONG}
    wrong = []
    for look in (LOOKS[0], LOOKS[9]):
        for name, entries in WRONG.items():
            page = visit.open(pages[name], look)
            form = page.locator("form", has=page.locator(f"[name={next(iter(entries))}]"))
            # What the browser would refuse by itself is to be refused here.
            form.evaluate("form => { form.noValidate = true; }")
            for field, entry in entries.items():
                form.locator(f"[name={field}]").fill(entry)
            form.locator("button").click()
            expect(page.get_by_role("alert")).to_be_focused()
            wrong += [f"{name} ({look.language}, {look.theme}) {each}" for each in list_breaches(page)]
    assert not wrong, "\n".join(wrong)
