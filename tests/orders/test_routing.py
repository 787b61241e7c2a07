"""Sites are chosen by what an order costs from them: freight by contract, days, a further parcel, a full day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel.errors import Invalid
from packhaus.orders.models import FulfillmentOrder
from packhaus.orders.queries.routing import RoutingWeights
from packhaus.orders.services.routing import save_routing_weights, try_routing
from packhaus.shipping.services.carriers import CarrierDraft, ServiceDraft, save_carriers
from packhaus.shipping.services.rate_cards import load_rates, save_rate_card
from packhaus.shipping.services.rate_versions import publish_rates
from packhaus.shipping.services.transit_times import save_transit_times
from packhaus.shipping.types import RateCardDraft, TransitDraft
from packhaus.shipping.types.rate_sheets import Table
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing, PlacingOne
from tests.orders.drafts import make_draft

# From Britain a parcel costs 9.00, from Germany 4.00; it is there in two days and in six.
TABLES: dict[str, Table] = {
    "services": [["service"], ["STD"]],
    "zones": [
        ["origin_country", "country", "zone"],
        ["GB", "*", "dear"],
        ["DE", "*", "cheap"],
    ],
    "prices": [["service", "up_to", "dear", "cheap"], ["STD", "31.5", "9.00", "4.00"]],
}
WEIGHTS = RoutingWeights(is_active=True, currency="GBP", day_minor=100, split_minor=200, full_minor=0)

Weighing = Callable[[RoutingWeights], None]


@pytest.fixture
def contract(operator: Scope, now: datetime) -> object:
    std = ServiceDraft("STD", "Standard", 31_500, "GBP", ((31_500, 600),))
    save_carriers(scope=operator, drafts=[CarrierDraft("MAIL", "Mail", (std,))], now=now, actor=SYSTEM)
    lanes = [TransitDraft("STD", 1, 1, from_country="GB"), TransitDraft("STD", 3, 3, from_country="DE")]
    save_transit_times(scope=operator, carrier_code="MAIL", drafts=lanes, now=now, actor=SYSTEM)
    draft = RateCardDraft("MAIL", "5001-22", "Contract", "GBP")
    card_id = save_rate_card(scope=operator, draft=draft, now=now, actor=SYSTEM)
    version_id = load_rates(
        scope=operator, card_id=card_id, tables=TABLES, valid_from=date(2026, 1, 1), valid_until=None, now=now,
        actor=SYSTEM,
    )  # fmt: skip
    publish_rates(scope=operator, version_id=version_id, now=now, actor=SYSTEM)
    return version_id


@pytest.fixture
def weigh(operator: Scope, now: datetime) -> Weighing:
    def weigh(weights: RoutingWeights) -> None:
        save_routing_weights(scope=operator, weights=weights, now=now, actor=SYSTEM)

    return weigh


@pytest.mark.usefixtures("contract")
def test_the_cheaper_site_ships_and_the_nearer_is_told_its_price(
    acme_scope: Scope, place: Placing, place_one: PlacingOne, stock: PutStock, mug: Sku, weigh: Weighing,
    leeds: Place, berlin: Place,
) -> None:  # fmt: skip
    stock(mug, leeds, 50)
    stock(mug, berlin, 50)
    place_one(make_draft(("MUG", 1)))
    weigh(WEIGHTS)
    place_one(make_draft(("MUG", 1), number="A-2"))
    # Many at once are planned together.
    place(make_draft(("MUG", 1), number="A-3"), make_draft(("MUG", 1), number="A-4"))
    # Two days cost more than the freight that they save; prices of another currency say nothing.
    weigh(replace(WEIGHTS, day_minor=300))
    place_one(make_draft(("MUG", 1), number="A-5"))
    weigh(replace(WEIGHTS, currency="EUR"))
    place_one(make_draft(("MUG", 1), number="A-6"))
    with transaction(acme_scope):
        parts = list(FulfillmentOrder.objects.select_related("order").order_by("order__external_number"))
    chosen = {leeds.id: "LEEDS", berlin.id: "BERLIN"}
    assert [chosen[part.site_id] for part in parts] == [
        "LEEDS", "BERLIN", "BERLIN", "BERLIN", "LEEDS", "LEEDS",
    ]  # fmt: skip
    assert parts[1].explanation == [
        {
            "site": str(leeds.id), "rule": "dearer", "sku": None, "units": 0, "km": 0,
            "cost": {
                "currency": "GBP", "minor": 100, "freight_minor": 500, "time_minor": -400, "load_minor": 0,
                "split_minor": 0, "days": -4,
            },
        }
    ]  # fmt: skip


@pytest.mark.usefixtures("contract")
def test_a_trial_tells_what_would_have_gone_from_elsewhere_and_writes_nothing(
    operator: Scope, acme_scope: Scope, place: Placing, stock: PutStock, mug: Sku, lamp: Sku, now: datetime,
    leeds: Place, berlin: Place,
) -> None:  # fmt: skip
    stock(mug, leeds, 50)
    stock(mug, berlin, 50)
    stock(lamp, leeds, 1)
    place(make_draft(("MUG", 1)), make_draft(("LAMP", 1), number="A-2"))
    found = try_routing(scope=operator, weights=WEIGHTS, now=now)
    assert [(one.before, one.after, one.freight_minor, one.days) for one in found.changed] == [
        (["LEEDS"], ["BERLIN"], -500, 4)
    ]
    assert (found.looked_at, found.freight_before, found.freight_after) == (2, 1_800, 1_300)
    assert (found.dated, found.days_before, found.days_after) == (2, 4, 8)
    # As the distance decides, nothing changes.
    assert not try_routing(scope=operator, weights=replace(WEIGHTS, is_active=False), now=now).changed
    with transaction(acme_scope):
        assert set(FulfillmentOrder.objects.values_list("site_id", flat=True)) == {leeds.id}


def test_weights_that_are_none_are_refused_with_every_reason(operator: Scope, now: datetime) -> None:
    wrong = RoutingWeights(
        is_active=True, currency="Euro", day_minor=-1, split_minor=10**13, full_minor=0, parcel_grams=0
    )
    with pytest.raises(Invalid) as refused:
        save_routing_weights(scope=operator, weights=wrong, now=now, actor=SYSTEM)
    assert {problem.path for problem in refused.value.problems} == {
        "currency", "day_minor", "split_minor", "parcel_grams",
    }  # fmt: skip
