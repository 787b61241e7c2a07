"""A shift on the floor, with a scanner and a phone: from the truck at the dock to the sealed carton.

The longest story there is: one associate does each kind of work once in a real browser, which takes its time.
"""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Barcode, Sku
from packhaus.config.subscriptions import drain
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.types import AsnDraft, AsnLineDraft
from packhaus.inventory.models import SiteStock
from packhaus.kernel import rows
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.services.replenish import plan_replenishment, save_faces
from packhaus.outbound.services.sorting import make_wall
from packhaus.outbound.types import FaceDraft, PickMethod, ReleaseRule
from tests.harness.browser import needs_chromium
from tests.harness.cast import Place
from tests.harness.stock import assert_clean
from tests.orders.drafts import make_draft
from tests.outbound.conftest import carriers
from tests.web.conftest import Take
from tests.web.floor.test_floor_in_browser import SCAN
from tests.web.floor.test_pick_page import list_tasks

__all__ = ["carriers"]

pytestmark = [pytest.mark.browser, needs_chromium]
MUG_CODE, LAMP_CODE = "4006381333931", "4006381333948"


@pytest.fixture
def clock(address: str) -> datetime:
    return timezone.now()


@pytest.fixture
def asn(clock: datetime, acme: Merchant, acme_scope: Scope, leeds: Place, mug: Sku, lamp: Sku) -> str:
    """Announce 60 mugs on a pallet and 20 lamps; both have barcodes, and mugs a pick face."""
    with transaction(Scope.operator()):
        Barcode.objects.create(merchant_id=acme.id, sku=mug, code=MUG_CODE)
        Barcode.objects.create(merchant_id=acme.id, sku=lamp, code=LAMP_CODE)
    lines = (AsnLineDraft("MUG", 60, unit_code="LPN-1", unit_kind="pallet"), AsnLineDraft("LAMP", 20))
    draft = AsnDraft("ASN-1", leeds.id, clock.date(), lines)
    announce_asns(scope=acme_scope, merchant_id=acme.id, drafts=[draft], now=clock, actor=SYSTEM)
    return draft.number


@pytest.fixture
def page(browser: Browser, address: str, associate: User, asn: str, carriers: None) -> Iterator[Page]:
    client = Client()
    client.force_login(associate, backend="packhaus.access.backends.EmailBackend")
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=address)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    yield context.new_page()
    context.close()


def scan(page: Page, code: str, then: str) -> None:
    page.wait_for_load_state()  # the words of a page are there before its scripts run
    page.evaluate(SCAN, [*code, "Enter"])
    expect(page.get_by_text(then).first).to_be_visible()


def test_a_shift_from_the_truck_to_the_sealed_carton(
    page: Page, clock: datetime, leeds: Place, mug: Sku, lamp: Sku, take: Take, operator: Scope
) -> None:
    receive(page)
    put_away(page)
    replenish(page, leeds, clock)
    short = pick_with_a_short(page, take, leeds)
    pack_in_another_carton(page)
    sort_to_the_wall(page, take, leeds, operator)
    count_the_doubted_bin(page, short)
    assert count_on_hand(mug, lamp) == (57, 21)
    assert_clean()


def receive(page: Page) -> None:
    """The mugs come one short and two of them broken, the lamps two over."""
    page.goto("/floor/receive/")
    scan(page, "ASN-1", "Scan an item")
    page.get_by_role("link", name=re.compile("Mug, blue")).click()
    book(page, "57")
    page.get_by_role("link", name=re.compile("Mug, blue")).click()
    book(page, "2", damage="broken")
    scan(page, LAMP_CODE, "How many came?")
    book(page, "22")
    page.get_by_role("link", name="That is all of it").click()
    for name, reason in (("Mug, blue", "not_sent"), ("Lamp", "sent_more")):
        page.get_by_label(re.compile(name)).select_option(reason)
    page.get_by_role("button", name="Close the delivery").click()
    expect(page.get_by_text("ASN-1 is closed.")).to_be_visible()


def book(page: Page, units: str, damage: str = "") -> None:
    page.locator("input[name=quantity]").fill(units)
    if damage:
        page.get_by_label("Damaged?").select_option(damage)
    page.get_by_role("button", name="Book them in").click()
    expect(page.get_by_text("booked.")).to_be_visible()


def put_away(page: Page) -> None:
    """Everything that stands at the door goes where the page says."""
    page.goto("/floor/put-away/")
    while page.get_by_role("button", name="Take the next").is_visible():
        page.get_by_role("button", name="Take the next").click()
        expect(page.get_by_text("Bring it to")).to_be_visible()
        place = page.locator(".big-target").inner_text()
        scan(page, place, f"in {place}.")
    expect(page.get_by_text("Nothing waits at the door.")).to_be_visible()


def replenish(page: Page, leeds: Place, now: datetime) -> None:
    """The mugs' pick face is filled from the pallet in reserve."""
    save_faces(site_id=leeds.id, drafts=[FaceDraft("ACME", "MUG", "A-02-01", 5, 20)], now=now, actor=SYSTEM)
    plan_replenishment(site_id=leeds.id, now=now)
    page.goto("/floor/")
    page.get_by_role("button", name="Start").first.click()
    scan(page, "R-01-01", "Scan")
    scan(page, "LPN-1", "Scan the pick face")
    scan(page, "A-02-01", "20 in A-02-01.")


def release(leeds: Place, method: PickMethod) -> None:
    wave = release_wave(site_id=leeds.id, rule=ReleaseRule(), now=timezone.now(), actor=SYSTEM)
    build_batches(wave_id=wave.id, max_totes=4, method=method, now=timezone.now(), actor=SYSTEM)


def start_walk(page: Page) -> None:
    page.goto("/floor/")
    page.get_by_role("button", name="Start").first.click()
    expect(page.get_by_text("Scan the bin").first).to_be_visible()


def put_into(page: Page, tote: str) -> None:
    """Scan a tote; when the answer is here, the pick is booked."""
    with page.expect_response(lambda answer: answer.url.endswith("/scan/")):
        page.evaluate(SCAN, [*tote, "Enter"])


def pick_with_a_short(page: Page, take: Take, leeds: Place) -> str:
    """Two orders are picked into a tote each; the bin of the lamps has one fewer, and its code is returned."""
    for number in ("S-1", "S-2"):
        take(make_draft(("MUG", 1), ("LAMP", 2), number=number))
    release(leeds, PickMethod.CLUSTER)
    start_walk(page)
    last = short_at = ""
    while tasks := list_tasks():
        task = tasks[0]
        if task.location != last:
            scan(page, task.location, "Scan the item")
            last = task.location
        if task.sku == "LAMP" and not short_at:
            short_at = task.location
            page.get_by_role("link", name="Problem").click()
            expect(page.get_by_text("How many are really there?")).to_be_visible()
            scan(page, task.tote, "Answer on the screen first")
            page.locator("input[name=quantity]").fill("1")
            with page.expect_navigation():
                page.get_by_role("button", name="Fewer").click()
        else:
            scan(page, task.sku, "Scan the tote")
            put_into(page, task.tote)
    scan(page, "PACKING", "The totes stand at PACKING.")
    return short_at


def pack_in_another_carton(page: Page) -> None:
    """One of the totes is packed; the carton that is at hand is a larger one."""
    page.goto("/pack/")
    tote, *_ = list_totes()
    scan(page, tote, "Scan every item")
    for sku, units in list_picked(tote):
        for number in range(1, units + 1):
            scan(page, {"MUG": MUG_CODE, "LAMP": LAMP_CODE}[sku], f"{number} of {units}")
    page.get_by_text("Other carton or contents").click()
    page.locator("select[name=carton_0]").select_option("L")
    page.get_by_role("button", name="Show how it fits").click()
    expect(page.get_by_text("Take carton L")).to_be_visible()
    page.get_by_role("button", name="Close carton, print label").click()
    expect(page.locator(".band-done")).to_be_visible()


def list_totes() -> list[str]:
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(
            "SELECT u.code FROM outbound_batchslot AS s JOIN inventory_handlingunit AS u ON u.id = s.tote_id "
            "JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id WHERE f.status = 'picked' ORDER BY u.code"
        )
    return [code for (code,) in found]


def list_picked(tote: str) -> list[tuple[str, int]]:
    """Return the units of each item in a tote."""
    with transaction(Scope.operator()):
        return rows.fetch_tuples(
            "SELECT k.code, sum(b.on_hand)::bigint FROM inventory_balance AS b "
            "JOIN inventory_handlingunit AS u ON u.id = b.handling_unit_id JOIN catalog_sku AS k ON k.id = b.sku_id "
            "WHERE u.code = %(tote)s AND b.on_hand > 0 GROUP BY k.code ORDER BY k.code",
            {"tote": tote},
        )


def sort_to_the_wall(page: Page, take: Take, leeds: Place, operator: Scope) -> None:
    """Two orders come in one tote and part at the wall."""
    make_wall(scope=operator, site_id=leeds.id, code="W1", slots=2, now=timezone.now(), actor=SYSTEM)
    for number in ("W-1", "W-2"):
        take(make_draft(("MUG", 1), number=number))
    release(leeds, PickMethod.WALL)
    start_walk(page)
    [tote] = {task.tote for task in list_tasks()}
    last = ""
    while tasks := list_tasks():
        if tasks[0].location != last:
            scan(page, tasks[0].location, "Scan the item")
            last = tasks[0].location
        scan(page, tasks[0].sku, "Scan the tote")
        put_into(page, tote)
    page.goto("/floor/sort/W1/")
    scan(page, tote, "2 lines to sort")
    for slot in ("W1-01", "W1-02"):
        scan(page, MUG_CODE, "Put into compartment")
        scan(page, slot, "is complete: to packing.")


def count_the_doubted_bin(page: Page, bin_code: str) -> None:
    """The short had the bin counted: one lamp fewer than the record says, and the record follows."""
    drain(now=timezone.now())
    page.goto("/floor/count/")
    scan(page, bin_code, "Scan an item")
    scan(page, LAMP_CODE, "How many lie here?")
    page.locator("input[name=quantity]").fill("18")
    page.get_by_role("button", name="That many").click()
    page.get_by_role("button", name="Nothing else here").click()
    expect(page.get_by_text(f"{bin_code} is counted")).to_be_visible()


def count_on_hand(*skus: Sku) -> tuple[int, ...]:
    with transaction(Scope.operator()):
        return tuple(SiteStock.objects.get(sku_id=sku.id).on_hand for sku in skus)
