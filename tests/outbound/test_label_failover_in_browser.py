"""A label whose carrier is down, in a real browser: the account, the bench that waits, the service that takes over."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.catalog.models import Sku
from packhaus.outbound.services.labels import take_step
from packhaus.shipping.queries.connections import forget_buyers
from tests.harness.browser import needs_chromium
from tests.harness.carrier_server import CarrierStandIn
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import BERLIN_ADDRESS, make_draft
from tests.outbound.conftest import (
    Batching,
    Packing,
    Picking,
    Releasing,
    batch,
    carriers,
    count,
    pack,
    pick,
    place,
    place_one,
    release,
)
from tests.outbound.test_bought_labels import (
    Opening,
    connect,
    offer_services,
    open_gateway,
    see,
    stand_in,
    step_all,
)
from tests.web.conftest import address, browser

__all__ = [
    "address", "batch", "browser", "carriers", "count", "open_gateway", "pack", "pick", "place", "place_one",
    "release", "stand_in",
]  # fmt: skip

pytestmark = [pytest.mark.browser, needs_chromium]


@pytest.fixture
def page(browser: Browser, address: str, admin: User) -> Iterator[Page]:
    client = Client()
    client.force_login(admin, backend="packhaus.access.backends.EmailBackend")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    yield context.new_page()
    context.close()
    forget_buyers()


def test_the_next_service_takes_over_in_sight(
    address: str,
    page: Page,
    carriers: None,
    stand_in: CarrierStandIn,
    open_gateway: Opening,
    operator: Scope,
    now: datetime,
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    release: Releasing,
    batch: Batching,
    pick: Picking,
    pack: Packing,
) -> None:
    offer_services(operator, now)
    page.goto(f"{address}{reverse('console:new-carrier-connection', args=['ups'])}")
    expect(page.locator("#field-carrier_code")).to_have_value("UPS")
    page.get_by_label("Account number").fill("A1B2C3")
    page.get_by_label("Client id").fill("hush-hush")
    page.get_by_label("Client secret").fill("hush-hush")
    page.get_by_role("button", name="Save and try it").click()
    expect(page.get_by_role("cell", name="A1B2C3", exact=True)).to_be_visible()
    connect(operator, "DHL", now)
    stock(mug, leeds, 10)
    place_one(make_draft(("MUG", 4), address=BERLIN_ADDRESS, service_code="UPS-STD"))
    batch(release())
    pick()
    (packed,) = pack()
    page.goto(f"{address}{reverse('console:pack-done', args=[packed.shipment_id])}")
    waiting = page.locator("#label-wait")
    expect(waiting).to_contain_text("UPS is asked for the label of UPS-STD.")
    stand_in.moods["/security"] = "down"
    take_step(purchase_id=see()[1][0].id, open_gateway=open_gateway, now=now)
    expect(waiting).to_contain_text("UPS-STD: the carrier does not answer")
    expect(waiting).to_contain_text("DHL is asked for the label of DHL-STD.")
    step_all(open_gateway, now)
    expect(page.get_by_text(see()[2].tracking_number)).to_be_visible()
    expect(page.get_by_role("button", name="Print label")).to_be_visible()
