"""The network goes at a station: what is received, put away, packed and moved goes on, and is booked once."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Barcode, Sku
from packhaus.inbound.models import PutAwayTask
from packhaus.inbound.queries.list_asns import AsnDetail
from packhaus.inventory.models import Balance, Location
from packhaus.kernel import rows
from tests.harness.browser import needs_chromium
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing, announce, draft
from tests.web.floor.test_floor_in_browser import scan

__all__ = ["announce", "draft"]
pytestmark = [pytest.mark.browser, needs_chromium]
OF_THREE = (
    "SELECT u.code FROM outbound_batchslot AS s JOIN inventory_handlingunit AS u ON u.id = s.tote_id "
    "JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id WHERE f.unit_count = 3"
)
KEPT = "Kept. Goes out when the network is back."


@pytest.fixture
def asn(address: str, announce: Announcing, mug: Sku) -> AsnDetail:
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=mug.merchant_id, sku=mug, code="4006381333931", quantity=6)
    return announce(("MUG", 60), ("LAMP", 5))


@pytest.fixture
def context(browser: Browser, address: str, associate: User) -> Iterator[BrowserContext]:
    client = Client()
    client.force_login(associate)
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    yield context
    context.close()


@pytest.fixture
def tote(address: str, number: str, pick: Callable[[], object]) -> str:
    """The tote that holds three mugs of one order, picked."""
    pick()
    with transaction(Scope.operator()):
        return str(rows.fetch_value(OF_THREE))


def count_receipts() -> dict[str, int]:
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(
            "SELECT k.code, sum(l.received)::bigint FROM inbound_asnline AS l JOIN catalog_sku AS k ON k.id = l.sku_id "
            "GROUP BY 1 ORDER BY 1"
        )
    return {str(code): int(units) for code, units in found}


def come_back(page: Page, context: BrowserContext) -> None:
    context.set_offline(False)
    expect(page.locator("[data-strip]")).to_be_hidden(timeout=15_000)


def test_goods_are_received_and_put_away_without_a_network(
    context: BrowserContext, address: str, asn: AsnDetail
) -> None:
    page = context.new_page()
    page.goto(f"{address}/floor/receive/ACME/ASN-1/")
    context.set_offline(True)
    scan(page, "(01)04006381333931", "How many?")
    scan(page, "4006381333931", "12 × Mug")
    scan(page, "LAMP", "First say how many")
    page.get_by_role("button", name="That many").click()
    page.get_by_text(KEPT).wait_for()
    scan(page, "NOTHING", "not known here without the network")
    scan(page, "LAMP", "How many?")
    page.locator(".number-field input").fill("5")
    page.get_by_role("button", name="That many").click()
    expect(page.locator("[data-strip]")).to_have_text("◌ offline · 2 kept")
    assert count_receipts() == {"LAMP": 0, "MUG": 0}
    come_back(page, context)
    page.get_by_text("12 of 60").wait_for()
    assert count_receipts() == {"LAMP": 5, "MUG": 12}

    with transaction(Scope.operator()):
        codes = dict(Location.objects.values_list("id", "code"))
        tasks = PutAwayTask.objects.values_list("sku__code", "to_location_id")
        places = {sku: codes[place] for sku, place in tasks if place}
    page.goto(f"{address}/floor/put-away/")
    page.get_by_text("Take the next").wait_for()
    context.set_offline(True)
    for sku in ("MUG", "LAMP"):
        scan(page, sku, f"Scan {places[sku]}")
        scan(page, "R-09-09", "You scanned R-09-09")
        scan(page, places[sku], KEPT)
    expect(page.locator("[data-strip]")).to_have_text("◌ offline · 2 kept")
    come_back(page, context)
    page.get_by_text("Nothing waits at the door.").wait_for()
    with transaction(Scope.operator()):
        assert set(PutAwayTask.objects.values_list("status", flat=True)) == {"done"}


def test_a_tote_is_ticked_off_and_a_bin_moved_without_a_network(
    context: BrowserContext, address: str, tote: str, leeds: Place
) -> None:
    page = context.new_page()
    page.goto(f"{address}/pack/{tote}/")
    scan(page, "MUG", "1 of 3")
    context.set_offline(True)
    scan(page, "LAMP", "not known here without the network")
    scan(page, "MUG", "2 / 3")
    page.reload()
    scan(page, "MUG", "Carton, weight and label need the network")
    scan(page, "MUG", "Carton, weight and label need the network")
    come_back(page, context)
    page.get_by_text("1 line checked").wait_for()

    page.goto(f"{address}/floor/move/?what=A-01-02")
    context.set_offline(True)
    scan(page, "LAMP", "How many?")
    page.locator(".number-field input").fill("2")
    page.get_by_role("button", name="That many").click()
    scan(page, "R-01-01", KEPT)
    for what, place in (("A-01-02", "A-02-01"), ("LAMP", "A-01-02")):
        scan(page, what, "For a part of it, the network is needed.")
        scan(page, place, KEPT)
    context.set_offline(False)
    card = page.locator("[data-conflicts]")
    expect(card).to_contain_text("LAMP → A-01-02. Say from where, and how many", timeout=15_000)
    with transaction(Scope.operator()):
        held = Balance.objects.filter(location_id=leeds.locations["A-02-01"])
        assert sum(one.on_hand for one in held) == 7
        part = Balance.objects.filter(location_id=leeds.locations["R-01-01"])
        assert sum(one.on_hand for one in part) == 2
