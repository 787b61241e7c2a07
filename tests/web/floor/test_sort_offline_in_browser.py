"""The network goes at a wall: orders that have no compartment yet get the free ones, and all is booked once."""

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, expect

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.outbound.models import SortTask
from tests.harness.browser import needs_chromium
from tests.orders.conftest import count, place
from tests.outbound.conftest import carriers, pick, release
from tests.web.floor.test_floor_in_browser import scan
from tests.web.floor.test_sort_page import send, tote
from tests.web.floor.test_stations_offline_in_browser import KEPT, come_back, context

__all__ = ["carriers", "context", "count", "pick", "place", "release", "tote"]
pytestmark = [pytest.mark.browser, needs_chromium]


def test_two_orders_are_sorted_into_free_compartments_without_a_network(
    context: BrowserContext, address: str, associate: User, tote: str
) -> None:
    client = Client()
    client.force_login(associate)
    send(client, tote)
    page = context.new_page()
    page.goto(f"{address}/floor/sort/W1/")
    page.get_by_text("4 items to sort").wait_for()
    context.set_offline(True)
    scan(page, "MUG", "Put into compartment")
    scan(page, "W1-02", "You scanned W1-02")
    scan(page, "W1-01", KEPT)
    for item, slot in (("MUG", "W1-02"), ("LAMP", "W1-01"), ("LAMP", "W1-02")):
        scan(page, item, "Put into compartment")
        scan(page, slot, KEPT)
    scan(page, "LAMP", "The rest needs the network")
    expect(page.locator("[data-strip]")).to_have_text("◌ offline · 4 kept")
    with transaction(Scope.operator()):
        assert not SortTask.objects.exclude(slot_id=None).exists()
    come_back(page, context)
    page.get_by_text("2 of 2 compartments ready to pack").wait_for()
