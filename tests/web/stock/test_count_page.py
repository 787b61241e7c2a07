"""A location is counted on its page; the list of backorders leads there."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.config.subscriptions import drain
from packhaus.inventory.models import Balance
from packhaus.orders.models import Order
from packhaus.outbound.types import ShortReason
from packhaus.web.order_address import link_order
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.outbound.conftest import (
    Finding,
    Sending,
    batch,
    carriers,
    find,
    place,
    place_one,
    release,
    send,
)  # fmt: skip
from tests.web.conftest import SignIn

__all__ = ["batch", "carriers", "find", "place", "place_one", "release", "send"]
pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def now() -> datetime:
    """The pages know no other moment."""
    return timezone.now()


@pytest.fixture
def shelf(stock: PutStock, mug: Sku, leeds: Place, send: Sending, find: Finding) -> Balance:
    """Six mugs by the record, where a picker found one of four."""
    stock(mug, leeds, 10)
    send(("MUG", 4))
    find(1, ShortReason.FEWER)
    with transaction(Scope.operator()):
        return Balance.objects.get(location_id=leeds.locations["A-01-01"])


@pytest.fixture
def client(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def test_the_list_of_backorders_leads_to_the_bin_and_its_count_promises_them(
    client: Client, shelf: Balance, now: datetime
) -> None:
    address = reverse("console:location", args=[shelf.location_id])
    page = client.get(reverse("console:backorders")).content.decode()
    assert address in page
    assert "count 6 first" in page
    assert "3 wait for a count" in client.get(reverse("console:tower")).content.decode()
    assert address in client.get(reverse("console:shorts"), follow=True).content.decode()
    assert "A picker found fewer here" in client.get(address).content.decode()
    sent = {f"units_{shelf.id}": "5", f"seen_{shelf.id}": "6"}
    answer = client.post(reverse("console:count-location", args=[shelf.location_id]), sent, follow=True)
    assert "the record was wrong by 1 unit." in answer.content.decode()
    drain(now=timezone.now())
    assert "Nobody is waiting" in client.get(reverse("console:backorders")).content.decode()
    assert "A picker found fewer here" not in client.get(address).content.decode()


def test_the_page_of_the_item_explains_them_in_a_line_of_their_own_and_leads_to_the_count(
    client: Client, shelf: Balance
) -> None:
    page = client.get(reverse("console:sku-stock", args=["ACME", "MUG"])).content.decode()
    assert re.findall(r'equation-value">([^<]+)<', page) == ["7", "1", "0", "0", "6", "0"]
    assert "Fewer than needed" in page
    assert reverse("console:location", args=[shelf.location_id]) in page
    sent = {f"units_{shelf.id}": "5", f"seen_{shelf.id}": "6"}
    client.post(reverse("console:count-location", args=[shelf.location_id]), sent)
    drain(now=timezone.now())
    page = client.get(reverse("console:sku-stock", args=["ACME", "MUG"])).content.decode()
    assert "To be counted" not in page


def test_the_order_and_the_audit_say_why_it_was_promised_back_to_the_count(
    sign_in: SignIn, admin: User, shelf: Balance
) -> None:
    client = sign_in(admin)
    sent = {f"units_{shelf.id}": "5", f"seen_{shelf.id}": "6"}
    client.post(reverse("console:count-location", args=[shelf.location_id]), sent)
    drain(now=timezone.now())
    with transaction(Scope.operator()):
        number = Order.objects.get().number
    for address in (link_order("ACME", number), f"{reverse('console:audit')}?everybody=on"):
        page = client.get(address).content.decode()
        told = re.findall(r"because ([^<]+)<", page[page.index("promised 3 units that waited") :])
        assert told[:2] == [f"somebody looked after a short of {number}", "A-01-01 was counted"]


def test_nothing_is_promised_by_hand_before_the_count(client: Client, shelf: Balance) -> None:
    sent = {"do": "promise", "selected": [str(shelf.sku_id)]}
    page = client.post(reverse("console:backorders"), sent, follow=True).content.decode()
    assert "Count the bin first." in page


def test_a_count_without_figures_or_with_old_ones_is_refused(client: Client, shelf: Balance) -> None:
    address = reverse("console:count-location", args=[shelf.location_id])
    assert client.post(address, {f"units_{shelf.id}": ""}).status_code == 422
    answer = client.post(address, {f"units_{shelf.id}": "5", f"seen_{shelf.id}": "9"})
    assert answer.status_code == 409
    assert "count again" in answer.content.decode()


def test_who_may_not_adjust_may_not_count(sign_in: SignIn, finance: User, shelf: Balance) -> None:
    sent = {f"units_{shelf.id}": "5", f"seen_{shelf.id}": "6"}
    address = reverse("console:count-location", args=[shelf.location_id])
    assert sign_in(finance).post(address, sent).status_code == 404
