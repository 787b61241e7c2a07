"""What a cart is told before it is ordered, and how long carriers say they take."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import KitComponent, Sku
from packhaus.inventory.models import SiteStock
from packhaus.network.models import CutOff, Site
from packhaus.network.queries.calendars import forget_calendars
from packhaus.network.queries.sourcing import forget_sourcing_sites
from packhaus.orders.models import Order
from packhaus.orders.queries.site_load import forget_room
from packhaus.orders.services.offer import offer_promise
from packhaus.orders.services.offer.types import CartDraft, CartLine
from packhaus.orders.services.place import place_orders
from packhaus.shipping.services.carriers import CarrierDraft, ServiceDraft, save_carriers
from tests.api.conftest import Caller
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import BERLIN_ADDRESS, make_draft

TIMES = [
    {"service": "STD", "min_days": 1, "max_days": 2, "to_country": "GB"},
    {"service": "STD", "min_days": 3, "max_days": 5, "to_country": "DE"},
    {"service": "EXP", "min_days": 1, "max_days": 1},
]


@pytest.fixture
def office(make_caller: Callable[..., Caller]) -> Caller:
    return make_caller(None)


@pytest.fixture
def carrier(operator: Scope, now: datetime, office: Caller) -> None:
    """Standard and express by MAIL, cash by LOCAL in Britain alone; MAIL leaves Leeds on weekdays at five."""
    mail = CarrierDraft(
        "MAIL",
        "Mail",
        (
            ServiceDraft("STD", "Standard", 20_000, "GBP", ((1_000, 300), (20_000, 700)), rank=2),
            ServiceDraft("EXP", "Express", 20_000, "GBP", ((20_000, 1_500),), rank=1),
        ),
    )
    cash = ServiceDraft("CASH", "Cash", 500, "GBP", ((500, 100),), ("GB",), can_collect_cash=True)
    local = CarrierDraft("LOCAL", "Local", (cash,))
    save_carriers(scope=operator, drafts=[mail, local], now=now, actor=SYSTEM)
    assert office.put("/carriers/MAIL/transit-times", {"transit_times": TIMES}).status == 204


@pytest.fixture
def cut_offs(operator: Scope, leeds: Place, berlin: Place) -> None:
    with transaction(operator):
        for place in (leeds, berlin):
            CutOff.objects.bulk_create(
                CutOff(site=place.site, carrier_code="MAIL", weekday=weekday, at="17:00")
                for weekday in range(1, 6)
            )


def ask(*wants: tuple[str, int], country: str = "GB", **changes: Any) -> dict[str, Any]:
    lines = [{"sku": code, "quantity": quantity} for code, quantity in wants]
    return {"lines": lines, "destination": {"country": country}, **changes}


@pytest.fixture
def offer(acme: Merchant, acme_scope: Scope, now: datetime) -> Callable[..., Any]:
    def offer(*wants: tuple[str, int], country: str = "GB", **changes: Any) -> Any:
        cart = CartDraft(tuple(CartLine(*want) for want in wants), country, **changes)
        return offer_promise(scope=acme_scope, merchant_id=acme.id, cart=cart, now=now)

    return offer


@pytest.mark.usefixtures("carrier", "cut_offs")
def test_a_cart_is_told_sites_prices_and_days_and_nothing_is_taken(
    shop: Caller, strange_shop: Caller, stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, acme: Merchant
) -> None:
    stock(mug, leeds, 10)
    stock(lamp, leeds, 10)
    told = shop.post("/promises", ask(("MUG", 2), ("LAMP", 1)))
    assert told.status == 200, told.body
    assert told.body["sites"] == ["LEEDS"]
    assert told.body["lines"][0] == {
        "sku": "MUG", "ordered": 2, "promised": 2, "backordered": 0, "expected_on": None, "sites": ["LEEDS"],
    }  # fmt: skip
    first, second = told.body["services"]
    assert (first["service"], first["currency"], first["amount_minor"], first["undated"]) == (
        "STD",
        "GBP",
        700,
        "",
    )
    assert (second["service"], second["amount_minor"]) == ("EXP", 1_500)
    assert first["deliver_from"] <= first["deliver_by"]
    assert told.body["excluded"] == [{"service": "CASH", "rule": "weight"}]
    assert strange_shop.post("/promises", ask(("MUG", 2))).paths == ["lines.0.sku"]
    with transaction(Scope.merchant(acme.id)):
        assert not Order.objects.exists()
        assert set(SiteStock.objects.values_list("promised", "backordered")) == {(0, 0)}


@pytest.mark.usefixtures("carrier", "cut_offs")
def test_days_are_counted_from_the_cut_off_on_the_calendar_of_the_destination(
    offer: Callable[..., Any], stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 100)
    _, standard, express = offer(("MUG", 1)).services
    assert (express.ship_by, express.deliver_by) == (
        datetime.fromisoformat("2026-11-03T17:00Z"),
        date(2026, 11, 4),
    )
    assert (standard.deliver_from, standard.deliver_by) == (date(2026, 11, 4), date(2026, 11, 5))
    abroad = {one.service: one for one in offer(("MUG", 1), country="DE").services}
    assert (abroad["STD"].deliver_from, abroad["STD"].deliver_by) == (date(2026, 11, 6), date(2026, 11, 10))
    heavy = {one.service: one.amount_minor for one in offer(("MUG", 100)).services}
    assert heavy == {"STD": 1_400, "EXP": 3_000, "CASH": 7_000}  # 35 kg in two parcels, or in seventy
    paid_at_the_door = offer(("MUG", 1), payment_term="cod")
    assert [(one.service, one.undated) for one in paid_at_the_door.services] == [("CASH", "no_transit_time")]
    assert {(one.service, one.rule) for one in paid_at_the_door.excluded} == {
        ("STD", "cash"),
        ("EXP", "cash"),
    }


@pytest.mark.usefixtures("carrier", "cut_offs")
def test_what_waits_has_the_date_of_its_supply_and_a_kit_the_date_of_its_last_part(
    offer: Callable[..., Any],
    acme: Merchant,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    berlin: Place,
) -> None:
    stock(mug, leeds, 3, backorder_limit=50)
    stock(lamp, leeds, 50, backorder_limit=50)
    [line] = offer(("MUG", 5)).lines
    assert (line.promised, line.backordered, line.expected_on) == (3, 2, None)
    assert {one.undated for one in offer(("MUG", 5)).services} == {"no_restock_date"}
    with transaction(Scope.operator()):
        Sku.objects.filter(id=mug.id).update(default_lead_days=10)
        Sku.objects.filter(id=lamp.id).update(default_lead_days=3)
        kit = Sku.objects.create(merchant_id=acme.id, code="SET", name="Set", name_key="set", kind="kit")
        for part, quantity in ((mug, 2), (lamp, 1)):
            KitComponent.objects.create(merchant_id=acme.id, kit=kit, component=part, quantity=quantity)
    told = offer(("SET", 2), policy="ship_available")
    assert [(line.sku, line.promised, line.backordered, line.expected_on) for line in told.lines] == [
        ("SET", 1, 1, date(2026, 11, 13))
    ]
    assert {one.deliver_by for one in told.services if not one.undated} == {
        date(2026, 11, 16),
        date(2026, 11, 17),
    }
    complete = offer(("MUG", 5), policy="ship_complete")
    assert {one.deliver_from for one in complete.services if not one.undated} == {date(2026, 11, 16)}


def test_what_intake_would_refuse_is_refused_with_the_same_reasons(
    shop: Caller, stock: PutStock, mug: Sku, leeds: Place
) -> None:
    stock(mug, leeds, 1)
    short = shop.post("/promises", ask(("MUG", 2), policy="fill_or_kill"))
    assert (short.status, short.paths) == (422, ["lines.0"])
    assert shop.post("/promises", ask(("NONE", 2))).paths == ["lines.0.sku"]
    assert shop.post("/promises", ask(("MUG", 2), country="germany")).status == 422


@pytest.mark.usefixtures("carrier", "cut_offs")
def test_an_order_keeps_the_day_that_its_service_takes_and_one_that_waits_has_none(
    offer: Callable[..., Any],
    acme: Merchant,
    acme_scope: Scope,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
) -> None:
    stock(mug, leeds, 10, backorder_limit=50)
    drafts = [
        make_draft(("MUG", 1), number="ONE", service_code="STD"),
        make_draft(("MUG", 1), number="FAR", service_code="STD", address=BERLIN_ADDRESS),
        make_draft(("MUG", 1), number="NOBODY SAID", service_code="CASH"),
        make_draft(("MUG", 20), number="WAITS", service_code="STD"),
    ]
    for some in (drafts[:1], drafts[1:]):  # alone, and together
        place_orders(scope=acme_scope, merchant_id=acme.id, drafts=some, now=now, actor=SYSTEM)
    with transaction(acme_scope):
        known = dict(Order.objects.values_list("external_number", "deliver_by"))
    assert known == {
        "ONE": datetime.fromisoformat("2026-11-05T18:00Z"),
        "FAR": datetime.fromisoformat("2026-11-10T18:00Z"),
        "NOBODY SAID": None,
        "WAITS": None,
    }


@pytest.mark.usefixtures("carrier")
def test_transit_times_are_replaced_whole_and_every_mistake_is_named(office: Caller, shop: Caller) -> None:
    listed = office.get("/carriers/MAIL/transit-times").body
    assert [(one["service"], one["to_country"], one["max_days"]) for one in listed] == [
        ("EXP", "", 1),
        ("STD", "DE", 5),
        ("STD", "GB", 2),
    ]
    wrong = [
        {"service": "CASH", "min_days": 1, "max_days": 1},
        {"service": "STD", "min_days": 3, "max_days": 2, "to_postal": "10"},
        {"service": "STD", "min_days": 1, "max_days": 2, "to_country": "DE", "to_postal": "1 0"},
        {"service": "STD", "min_days": 1, "max_days": 2, "to_country": "DE", "to_postal": "10"},
    ]
    refused = office.put("/carriers/MAIL/transit-times", {"transit_times": wrong})
    assert refused.paths == [
        "transit_times.0.service",
        "transit_times.1.to_country",
        "transit_times.1.max_days",
        "transit_times.3",
    ]
    assert office.get("/carriers/MAIL/transit-times").body == listed
    assert shop.put("/carriers/MAIL/transit-times", {"transit_times": []}).status == 404
    assert office.put("/carriers/NONE/transit-times", {"transit_times": []}).status == 404
    assert office.put("/carriers/MAIL/transit-times", {"transit_times": []}).status == 204
    assert office.get("/carriers/MAIL/transit-times").body == []


@pytest.mark.usefixtures("carrier", "cut_offs")
def test_an_order_leaves_by_its_own_carriers_cut_off_once_it_is_handled(
    acme: Merchant, acme_scope: Scope, stock: PutStock, mug: Sku, leeds: Place, berlin: Place, now: datetime
) -> None:
    """Another carrier calls earlier in the day; with five hours of handling the truck of the day is missed."""
    stock(mug, leeds, 9)
    stock(mug, berlin, 9)
    with transaction(Scope.operator()):
        CutOff.objects.create(site=leeds.site, carrier_code="LOCAL", weekday=now.isoweekday(), at="13:00")

    def place(number: str) -> Order:
        forget_sourcing_sites()
        forget_calendars()
        forget_room()
        drafts = [make_draft(("MUG", 1), number=number, service_code="STD")]
        place_orders(scope=acme_scope, merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)
        with transaction(acme_scope):
            return Order.objects.get(external_number=number)

    def find_site(order: Order) -> str:
        with transaction(Scope.operator()):
            return str(order.fulfillments.get().site.code)

    def change(**fields: int) -> None:
        with transaction(Scope.operator()):
            Site.objects.filter(code="LEEDS").update(**fields)

    first = place("A-1")
    assert (find_site(first), first.ship_by) == ("LEEDS", datetime.fromisoformat("2026-11-03T17:00Z"))
    change(handling_minutes=24 * 60)
    assert place("A-2").ship_by == datetime.fromisoformat("2026-11-04T17:00Z")
    change(orders_a_day=1)  # of the day after, which has one by now
    assert find_site(place("A-3")) == "BERLIN"
