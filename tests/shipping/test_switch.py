"""What is switched off is no longer chosen, and what has it already leaves with it."""

from datetime import datetime

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.journal.models import Entry
from packhaus.kernel.errors import NotFound
from packhaus.kernel.ids import new_id
from packhaus.shipping.queries.carton_types import list_carton_types
from packhaus.shipping.queries.list_carriers import get_carrier
from packhaus.shipping.queries.list_cartons import list_cartons
from packhaus.shipping.queries.priced_services import list_priced_services
from packhaus.shipping.queries.service_choice import find_service
from packhaus.shipping.services.carriers import CarrierDraft, ServiceDraft, save_carriers
from packhaus.shipping.services.cartons import CartonDraft, save_cartons
from packhaus.shipping.services.rate import rate_shipment
from packhaus.shipping.services.switch import switch_carton, switch_service
from packhaus.shipping.types import ShipmentRate
from tests.shipping.test_rate_shipment import make_shipment

FIRST = ServiceDraft("DHL-STD", "Standard", 31_500, "GBP", ((31_500, 500),), rank=1)
SECOND = ServiceDraft("DHL-EXP", "Express", 31_500, "GBP", ((31_500, 900),), rank=2)


@pytest.fixture
def carrier(operator: Scope, now: datetime) -> None:
    draft = CarrierDraft("DHL", "DHL", (FIRST, SECOND), "DH")
    save_carriers(scope=operator, drafts=[draft], now=now, actor=SYSTEM)


def make_carton(code: str, side: int) -> CartonDraft:
    return CartonDraft(code, side, side, side, side + 5, side + 5, side + 5, 100, 20_000, 30, "GBP")


@pytest.mark.usefixtures("carrier")
def test_a_service_that_is_off_is_chosen_for_no_new_order_and_takes_those_that_have_it(
    operator: Scope, now: datetime
) -> None:
    switch_service(scope=operator, code="DHL-STD", is_active=False, now=now, actor=SYSTEM)
    chosen = find_service(wanted="", country="GB", is_cod=False)
    assert chosen is not None
    assert chosen.code == "DHL-EXP"
    services = list_priced_services()
    cheapest = rate_shipment(draft=make_shipment(500), services=services)
    assert isinstance(cheapest, ShipmentRate)
    assert cheapest.service.code == "DHL-EXP"
    promised = rate_shipment(draft=make_shipment(500, wanted_service="DHL-STD"), services=services)
    assert isinstance(promised, ShipmentRate)
    assert promised.service.code == "DHL-STD"
    assert [service.is_active for service in get_carrier(code="DHL").services] == [True, False]
    switch_service(scope=operator, code="DHL-STD", is_active=True, now=now, actor=SYSTEM)
    again = find_service(wanted="", country="GB", is_cod=False)
    assert again is not None
    assert again.code == "DHL-STD"


@pytest.mark.usefixtures("carrier")
def test_saving_a_carrier_switches_nothing_on(operator: Scope, now: datetime) -> None:
    switch_service(scope=operator, code="DHL-STD", is_active=False, now=now, actor=SYSTEM)
    save_carriers(scope=operator, drafts=[get_carrier(code="DHL")], now=now, actor=SYSTEM)
    assert [service.code for service in get_carrier(code="DHL").services if service.is_active] == ["DHL-EXP"]


def test_a_carton_that_is_off_is_not_packed_in_and_stays_off_when_it_is_changed(
    acme: Merchant, operator: Scope, now: datetime
) -> None:
    drafts = [make_carton("S", 200), make_carton("L", 400)]
    save_cartons(scope=operator, merchant_id=None, drafts=drafts, now=now, actor=SYSTEM)
    small, _ = list_cartons(operator)
    switch_carton(scope=operator, carton_id=small.id, is_active=False, now=now, actor=SYSTEM)
    with transaction(operator):
        assert [row.code for row in list_carton_types(merchant_id=acme.id)] == ["L"]
    save_cartons(scope=operator, merchant_id=None, drafts=[make_carton("S", 210)], now=now, actor=SYSTEM)
    assert {(row.code, row.inner_length_mm, row.is_active) for row in list_cartons(operator)} == {
        ("L", 400, True), ("S", 210, False),
    }  # fmt: skip
    switch_carton(scope=operator, carton_id=small.id, is_active=True, now=now, actor=SYSTEM)
    with transaction(operator):
        assert {row.code for row in list_carton_types(merchant_id=acme.id)} == {"S", "L"}
    with pytest.raises(NotFound):
        switch_carton(scope=operator, carton_id=new_id(), is_active=True, now=now, actor=SYSTEM)


@pytest.mark.usefixtures("carrier")
def test_every_change_is_in_the_journal_with_who_made_it(operator: Scope, now: datetime) -> None:
    save_cartons(scope=operator, merchant_id=None, drafts=[make_carton("S", 200)], now=now, actor=SYSTEM)
    [carton] = list_cartons(operator)
    switch_service(scope=operator, code="DHL-STD", is_active=False, now=now, actor=SYSTEM)
    switch_carton(scope=operator, carton_id=carton.id, is_active=False, now=now, actor=SYSTEM)
    with transaction(operator):
        found = list(Entry.objects.order_by("id").values_list("kind", "aggregate_id", "data"))
    assert found == [
        ("carrier_saved", "DHL", {"code": "DHL", "services": ["DHL-STD", "DHL-EXP"]}),
        ("carton_saved", str(carton.id), {"code": "S"}),
        ("service_switched", "DHL", {"code": "DHL-STD", "is_active": False}),
        ("carton_switched", str(carton.id), {"code": "S", "is_active": False}),
    ]
