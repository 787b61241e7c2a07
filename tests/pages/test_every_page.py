"""Every page that the URL configuration knows, in a real browser: one look each, or all of them in `make test-full`."""

from http import HTTPStatus

import pytest
from django.test import Client

from tests.harness.browser import needs_chromium
from tests.pages.judge import LOOKS, Look, Visit
from tests.pages.world import NO_PAGES, World, list_addresses, list_pages


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize("half", [0, 1])
def test_every_page_is_for_everybody_fits_and_keeps_the_console_quiet(
    visit: Visit, world: World, half: int
) -> None:
    wrong = []
    # In two halves, as two processes share the tests.
    for place, address in list(enumerate(list_pages(world)))[half::2]:
        # Seven has no factor in common with the twelve looks: neighbours are looked at differently.
        wrong += visit.judge(address, LOOKS[place * 7 % len(LOOKS)])
    assert not wrong, "\n".join(wrong)


@pytest.mark.browser
@pytest.mark.full
@needs_chromium
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.language}-{look.width}-{look.theme}")
def test_every_page_is_so_in_every_look(visit: Visit, world: World, look: Look) -> None:
    wrong = [each for address in list_pages(world) for each in visit.judge(address, look)]
    assert not wrong, "\n".join(wrong)


def test_what_is_no_page_answers_no_page(world: World) -> None:
    deeds = [address for address in list_addresses(world) if address.name in NO_PAGES]
    assert {address.name for address in deeds} == NO_PAGES
    pages = []
    for address in deeds:
        client = Client()
        client.cookies["sessionid"] = address.session
        answer = client.get(address.url)
        if answer.status_code == HTTPStatus.OK and answer.headers["Content-Type"].startswith("text/html"):
            pages.append(address.name)
    assert pages == []
