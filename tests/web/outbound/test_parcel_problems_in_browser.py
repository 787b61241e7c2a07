"""Whoever looks after parcels takes one that went wrong, deals with it, and takes that back."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.outbound.types import WaveOutcome
from packhaus.shipping.models import Parcel
from packhaus.shipping.services.take_events import take_events
from packhaus.shipping.types.tracking import (
    TrackingDraft,
    TrackingProblem,
    TrackingSource,
    TrackingStatus,
)
from tests.harness.browser import needs_chromium
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Packing, Picking, Releasing
from tests.web.conftest import SignIn

pytestmark = [pytest.mark.browser, needs_chromium]


@pytest.fixture
def number(
    committed: dict[str, str],
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    release: Releasing,
    batch: Callable[[WaveOutcome], list[UUID]],
    pick: Picking,
    pack: Packing,
    operator: Scope,
    now: datetime,
) -> str:
    stock(mug, leeds, 10)
    place_one(make_draft(("MUG", 1)))
    batch(release())
    pick()
    dispatch_shipments(shipment_ids=[pack()[0].shipment_id], now=now, actor=SYSTEM)
    with transaction(operator):
        number = Parcel.objects.get().tracking_number
    news = TrackingDraft(
        number,
        now,
        TrackingStatus.EXCEPTION,
        TrackingProblem.BAD_ADDRESS,
        expected_at=now + timedelta(days=3),
    )
    take_events(scope=operator, events=[news], source=TrackingSource.API, now=now, actor=SYSTEM)
    return number


@pytest.fixture
def page(
    number: str, committed: dict[str, str], address: str, browser: Browser, lead: User, sign_in: SignIn
) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    session = sign_in(lead).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/parcels/exceptions/")
    page.wait_for_load_state("networkidle")
    yield page
    assert complaints == []
    context.close()


def test_a_problem_is_taken_dealt_with_and_that_is_undone(page: Page, number: str, lead: User) -> None:
    row = page.locator("tbody tr").filter(has_text=number)
    expect(row).to_contain_text("Correct the address with the shopper and tell the carrier")
    row.locator("input[name=selected]").check()
    page.get_by_role("button", name="Take 1").click()
    expect(row).to_contain_text(lead.name)
    row.locator("input[name=selected]").check()
    page.get_by_role("button", name="1 dealt with").click()
    expect(page.locator("tbody tr").filter(has_text=number)).to_have_count(0)
    expect(page.get_by_text("No parcel problems.")).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    page.goto(page.url.partition("?")[0])
    expect(page.locator("tbody tr").filter(has_text=number)).to_have_count(1)
