"""A lead sees what partners are asked for and answers for them: in the list, on the order's page, from the tower."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.upkeep import CHORES
from packhaus.kernel import rows
from packhaus.orders.services.requests import accept_requests
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.orders.partners import feed, find_request, hand_over, list_lines, list_parts
from tests.web.conftest import Take
from tests.web.outbound.conftest import Reading


@pytest.fixture
def partner(berlin: Place, mug: Sku, lamp: Sku, check_clean: Callable[[], None]) -> Place:
    hand_over(berlin)
    feed(berlin, timezone.now(), (mug, 10), (lamp, 10))
    return berlin


@pytest.fixture
def order(partner: Place, take: Take) -> str:
    """An order of 3 mugs and 2 lamps; its page's address."""
    return f"/orders/ACME:{take(make_draft(('MUG', 3), ('LAMP', 2)))}/"


def test_the_list_shows_who_is_to_answer_and_accepts_in_bulk(
    order: str, take: Take, read: Reading, as_lead: Client
) -> None:
    take(make_draft(("MUG", 1), number="A-2"))
    page = read("/requests/?state=waiting")
    assert "Waits for an answer" in page
    assert page.count('<td data-label="Answer by">') == 2
    told = as_lead.post(
        "/requests/?state=waiting", {"all_matching": "on", "do": "accept"}, follow=True
    ).content.decode()
    assert "2 requests are accepted." in told
    assert {part[2] for part in list_parts()} == {"accepted"}
    assert '<td data-label="Answer by">' not in read("/requests/?state=waiting")


def test_the_list_refuses_in_bulk_after_asking(order: str, read: Reading, as_lead: Client) -> None:
    deed = {"all_matching": "on", "do": "reject", "reason": "no_capacity"}
    asked = as_lead.post("/requests/", deed).content.decode()
    assert "The site is not asked for the order again." in asked
    assert [part[2] for part in list_parts()] == ["requested"]
    told = as_lead.post("/requests/", deed | {"sure": "yes"}, follow=True).content.decode()
    assert "1 request is refused." in told
    assert list_parts()[0][1:4] == ("rejected", "rejected", "no_capacity")
    assert "No time for it" in read("/requests/?state=refused")


def test_the_orders_page_says_who_is_asked_and_takes_the_answer(
    order: str, partner: Place, read: Reading, as_lead: Client
) -> None:
    assert "BERLIN is asked for 5 units." in read(order)
    request = find_request(partner)
    told = as_lead.post(f"{order}requests/", {"accept": str(request)}, follow=True).content.decode()
    assert "BERLIN has accepted 5 units." in told
    mugs, lamps = list_lines(request)
    sent = {
        "sent": str(request), "carrier": "RAPID", "tracking_number": "ZX1", f"units-{mugs}": "3", f"units-{lamps}": "0",
    }  # fmt: skip
    told = as_lead.post(f"{order}requests/", sent, follow=True).content.decode()
    assert "3 units have left." in told
    assert "ZX1" in told
    assert "sent by the partner" in told
    assert "BERLIN is asked for 2 units." in told


def test_some_units_are_refused_on_the_orders_page(
    leeds: Place, order: str, partner: Place, mug: Sku, stock: PutStock, as_lead: Client
) -> None:
    stock(mug, leeds, 5)
    request = find_request(partner)
    mugs, lamps = list_lines(request)
    refused = {"reject": str(request), "reason": "damaged", f"units-{mugs}": "3", f"units-{lamps}": "0"}
    told = as_lead.post(f"{order}requests/", refused, follow=True).content.decode()
    assert "Refused: 3 units go to other sites, 0 wait for stock." in told
    assert "Refused: Damaged" in told
    assert "took 3 units from BERLIN (Damaged): 3 go elsewhere, 0 wait" in told
    again = as_lead.post(f"{order}requests/", refused)
    assert again.status_code == 409
    assert "These are more units than the site is asked for." in again.content.decode()


def test_nothing_typed_is_asked_for_again(order: str, partner: Place, as_lead: Client) -> None:
    request = find_request(partner)
    mugs, lamps = list_lines(request)
    empty = {"reject": str(request), "reason": "damaged", f"units-{mugs}": "0", f"units-{lamps}": "0"}
    assert as_lead.post(f"{order}requests/", empty).status_code == 422
    assert list_parts() == [("BERLIN", "planned", "requested", "", 5)]


def test_an_answer_that_comes_too_late_says_so(order: str, partner: Place, as_lead: Client) -> None:
    request = find_request(partner)
    as_lead.post(f"{order}requests/", {"reject": str(request), "reason": "other"})
    late = as_lead.post(f"{order}requests/", {"accept": str(request)})
    assert late.status_code == 409
    assert "It is cancelled, refused or has left." in late.content.decode()


def test_another_orders_request_is_not_answered_here(
    order: str, partner: Place, take: Take, as_lead: Client
) -> None:
    request = find_request(partner)
    other = f"/orders/ACME:{take(make_draft(('MUG', 1), number='A-2'))}/"
    assert as_lead.post(f"{other}requests/", {"accept": str(request)}).status_code == 404
    assert {part[2] for part in list_parts()} == {"requested"}


def test_support_sees_it_and_leaves_it_to_the_lead(
    order: str, partner: Place, client: Client, finance: User
) -> None:
    client.force_login(finance)
    page = client.get(order).content.decode()
    assert "BERLIN is asked for 5 units." in page
    assert "Book what has left" not in page
    request = find_request(partner)
    assert client.post(f"{order}requests/", {"accept": str(request)}).status_code == 404
    assert client.get("/requests/").status_code == 404


def test_the_tower_counts_what_waits_and_accepts_it(order: str, read: Reading, as_lead: Client) -> None:
    page = read("/")
    assert "1 request waits for an answer of BERLIN" in page
    assert "Accept 1 request" in page
    told = as_lead.post(
        "/requests/?state=waiting&site=BERLIN", {"all_matching": "on", "do": "accept"}, follow=True
    ).content.decode()
    assert "1 request is accepted." in told


def test_upkeep_sends_elsewhere_what_nobody_answered(order: str, partner: Place, read: Reading) -> None:
    chore = next(chore for chore in CHORES if chore.name == "requests")
    assert chore.do(timezone.now()) == 0
    late = timezone.now() + timedelta(hours=2)
    assert chore.do(late) == 1
    assert chore.do(late) == 0
    page = read(order)
    assert "Refused: No answer in time" in page
    assert "5 units wait for stock" in page


def test_what_is_accepted_in_time_stays_when_time_is_over(order: str, partner: Place) -> None:
    accept_requests(
        scope=Scope.operator(), fulfillment_ids=[find_request(partner)], now=timezone.now(), actor=SYSTEM
    )
    chore = next(chore for chore in CHORES if chore.name == "requests")
    assert chore.do(timezone.now() + timedelta(days=2)) == 0


def test_the_shopper_sees_the_partners_parcel(
    order: str, partner: Place, as_lead: Client, client: Client
) -> None:
    request: UUID = find_request(partner)
    sent = {"sent": str(request), "carrier": "RAPID", "tracking_number": "ZX1"}
    as_lead.post(f"{order}requests/", sent)
    with transaction(Scope.operator()):
        token = rows.fetch_value("SELECT tracking_token FROM orders_order")
    page = client.get(f"/t/{token}").content.decode()
    assert "ZX1" in page
    assert "RAPID" in page


@pytest.fixture
def unwanted(order: str, partner: Place, as_lead: Client) -> str:
    """An order that the partner has accepted and that is cancelled; its page's address."""
    accept_requests(
        scope=Scope.operator(), fulfillment_ids=[find_request(partner)], now=timezone.now(), actor=SYSTEM
    )
    dialog = as_lead.get(order).content.decode()
    assert "5 units are with partners, who answer: cancelled, or too late." in dialog
    told = as_lead.post(f"{order}change/", {"cancel": "yes"}, follow=True).content.decode()
    assert "0 units cancelled; 5 are asked of who works on them." in told
    return order


def test_the_orders_page_asks_the_partner_to_cancel_and_takes_its_yes(
    unwanted: str, partner: Place, read: Reading, as_lead: Client
) -> None:
    page = read(unwanted)
    assert "BERLIN is asked to cancel what it has accepted." in page
    assert "asked BERLIN to cancel 5 units" in page
    assert "The floor has been asked" not in page
    deed = {"accept-cancel": str(find_request(partner))}
    told = as_lead.post(f"{unwanted}requests/", deed, follow=True).content.decode()
    assert "5 units are cancelled." in told
    assert list_parts()[0][1:3] == ("cancelled", "cancel_accepted")


def test_the_orders_page_takes_a_no(unwanted: str, partner: Place, as_lead: Client) -> None:
    deed = {"refuse-cancel": str(find_request(partner))}
    told = as_lead.post(f"{unwanted}requests/", deed, follow=True).content.decode()
    assert "It is sent anyway." in told
    assert "let BERLIN send 5 units anyway (Too late to cancel)" in told
    assert list_parts()[0][1:3] == ("planned", "cancel_refused")


@pytest.mark.parametrize(
    ("deed", "told", "became"),
    [
        ("accept-cancel", "1 cancellation is confirmed.", "cancel_accepted"),
        ("refuse-cancel", "1 request is sent anyway.", "cancel_refused"),
    ],
)
def test_the_list_answers_cancellations_in_bulk(
    deed: str, told: str, became: str, unwanted: str, read: Reading, as_lead: Client
) -> None:
    assert '<td data-label="Answer by">' in read("/requests/?state=cancelling")
    answer = as_lead.post("/requests/?state=cancelling", {"all_matching": "on", "do": deed}, follow=True)
    assert told in answer.content.decode()
    assert list_parts()[0][2] == became


def test_who_was_not_asked_to_cancel_is_left_as_it_is(order: str, as_lead: Client) -> None:
    answer = as_lead.post("/requests/", {"all_matching": "on", "do": "accept-cancel"}, follow=True)
    assert "It is cancelled, refused or has left." in answer.content.decode()
    assert list_parts()[0][2] == "requested"
