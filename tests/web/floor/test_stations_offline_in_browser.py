"""The network goes at the door: goods are received and put away all the same, and booked once."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Barcode, Sku
from packhaus.inbound.models import PutAwayTask
from packhaus.inbound.queries.list_asns import AsnDetail
from packhaus.inventory.models import Location
from packhaus.kernel import rows
from tests.harness.browser import needs_chromium
from tests.inbound.conftest import Announcing, announce, draft
from tests.web.floor.test_floor_in_browser import scan

__all__ = ["announce", "draft"]
pytestmark = [pytest.mark.browser, needs_chromium]
KEPT = "Kept. Goes out when the network is back."


@pytest.fixture
def asn(address: str, announce: Announcing, mug: Sku) -> AsnDetail:
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=mug.merchant_id, sku=mug, code="4006381333931", quantity=6)
    return announce(("MUG", 60), ("LAMP", 5))


@pytest.fixture
def context(browser: Browser, asn: AsnDetail, address: str, associate: User) -> Iterator[BrowserContext]:
    client = Client()
    client.force_login(associate)
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    yield context
    context.close()


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


def test_goods_are_received_and_put_away_without_a_network(context: BrowserContext, address: str) -> None:
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
        places = {sku: codes[place] for sku, place in tasks}
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
