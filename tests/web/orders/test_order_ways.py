"""How else an order could be sent: told with its reasons, taken by hand, proposed before it is late."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import SiteStock
from packhaus.journal.models import Entry
from packhaus.network.models import CutOff
from packhaus.orders.models import FulfillmentOrder, Order
from packhaus.shipping.services.carriers import CarrierDraft, ServiceDraft, save_carriers
from packhaus.shipping.services.transit_lanes import save_lanes
from packhaus.shipping.types import TransitDraft
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.web.conftest import SignIn, Take

OPERATOR = Scope.operator()


@pytest.fixture
def number(operator: Scope, leeds: Place, berlin: Place, mug: Sku, stock: PutStock, take: Take) -> str:
    """An order in Leeds whose service breaks the promise by now: express and Berlin would keep it."""
    now = timezone.now()
    services = (
        ServiceDraft("STD", "Standard", 20_000, "GBP", ((20_000, 300),), rank=1),
        ServiceDraft("EXP", "Express", 20_000, "GBP", ((20_000, 1_500),), rank=2),
    )
    save_carriers(scope=operator, drafts=[CarrierDraft("MAIL", "Mail", services)], now=now, actor=SYSTEM)
    lanes = [
        TransitDraft("STD", 9, 9), TransitDraft("STD", 1, 1, from_country="DE"), TransitDraft("EXP", 1, 1),
    ]  # fmt: skip
    save_lanes(scope=operator, drafts=lanes, now=now, actor=SYSTEM)
    with transaction(operator):
        CutOff.objects.bulk_create(
            CutOff(site=place.site, carrier_code="MAIL", weekday=day, at="17:00")
            for place in (leeds, berlin)
            for day in range(1, 8)
        )
    stock(mug, leeds, 10)
    stock(mug, berlin, 10)
    found = take(make_draft(("MUG", 2)))
    with transaction(operator):
        Order.objects.update(deliver_by=now + timedelta(days=6))
        FulfillmentOrder.objects.update(ship_by=now - timedelta(hours=1))
    return found


@pytest.fixture
def client(sign_in: SignIn, lead: User) -> Client:
    return sign_in(lead)


def read_part() -> FulfillmentOrder:
    with transaction(OPERATOR):
        return FulfillmentOrder.objects.select_related("site", "order").exclude(status="cancelled").get()


def take_way(client: Client, number: str, **sent: str) -> int:
    part = read_part()
    url = reverse("console:take-way", args=[number])
    return client.post(url, {"part": str(part.id), **sent}).status_code


def test_every_way_is_told_and_the_cheapest_that_keeps_the_day_is_proposed(
    client: Client, number: str
) -> None:
    page = client.get(reverse("console:order-ways", args=[number])).content.decode()
    assert "From BERLIN with STD, ±0" in page
    assert "+£12.00" in page
    risks = client.get(reverse("console:release-risks")).content.decode()
    assert "Change the site" in risks
    tower = client.get(reverse("console:tower")).content.decode()
    assert "1 order loses its day unless somebody acts" in tower
    assert "1 from another site" in tower


def test_another_service_keeps_the_promised_day(client: Client, number: str) -> None:
    promised = read_part().order.deliver_by
    assert take_way(client, number, site="LEEDS", service="EXP") == 302
    part = read_part()
    assert (part.service_code, part.order.deliver_by) == ("EXP", promised)
    assert take_way(client, number, site="LEEDS", service="STD") == 302
    assert read_part().order.deliver_by is None


def test_another_site_sends_it_and_stock_and_history_follow(
    client: Client, number: str, mug: Sku, leeds: Place, berlin: Place
) -> None:
    assert take_way(client, number, site="BERLIN", service="EXP", reason="nothing") == 422
    assert take_way(client, number, site="BERLIN", service="EXP", reason="load") == 302
    part = read_part()
    assert (part.site.code, part.service_code, part.unit_count) == ("BERLIN", "EXP", 2)
    assert part.explanation[-1]["rule"] == "moved"
    with transaction(OPERATOR):
        promised = dict(SiteStock.objects.values_list("site__code", "promised"))
        [moved] = Entry.objects.filter(kind="order_moved")
        assert part.order.ship_by == part.ship_by
    assert promised == {"LEEDS": 0, "BERLIN": 2}
    assert moved.data == {"from_site": "LEEDS", "to_site": "BERLIN", "why": "load", "units": 2}
    order = client.get(reverse("console:order", args=[number])).content.decode()
    assert "Taken from it by hand: Too much work there" in order
    with transaction(OPERATOR):
        SiteStock.objects.filter(site_id=leeds.id).update(safety=9)
    assert take_way(client, number, site="LEEDS", service="STD", reason="cost") == 409
    assert read_part().site.code == "BERLIN"


def test_who_may_not_choose_finds_no_ways(
    sign_in: SignIn, owner: User, associate: User, number: str, acme: Merchant
) -> None:
    for person in (owner, associate):
        own = sign_in(person)
        assert own.get(reverse("console:order-ways", args=[number])).status_code == 404
        assert take_way(own, number, site="BERLIN", service="EXP", reason="load") == 404
    assert read_part().site.code == "LEEDS"
