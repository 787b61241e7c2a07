"""Packing chooses by the contracts in force, the merchant's own before the operator's, and keeps why."""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel.ids import new_id
from packhaus.orders.models import Order
from packhaus.parties.models import Address
from packhaus.shipping.errors import NoService
from packhaus.shipping.models import Service, ServiceChoice, Shipment
from packhaus.shipping.queries.priced_services import forget_priced_services
from packhaus.shipping.queries.rate_cards import list_versions
from packhaus.shipping.services.rate_cards import load_rates, save_rate_card
from packhaus.shipping.services.rate_versions import publish_rates, withdraw_rates
from packhaus.shipping.services.transit_times import save_transit_times
from packhaus.shipping.services.void import relabel_shipment
from packhaus.shipping.types import RateCardDraft, TransitDraft
from packhaus.terms.services.set_terms import set_term
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.outbound.conftest import Packing, Picking, Sending


class Packed(Protocol):
    """Pack an order of two mugs: its service, what it costs, and why."""

    def __call__(self, *, deliver_by: datetime | None = None) -> tuple[str, int, ServiceChoice]: ...


def agree(
    operator: Scope, now: datetime, number: str, prices: dict[str, str], merchant_id: UUID | None = None
) -> None:
    """Let a contract be in force: what each service costs within the country."""
    draft = RateCardDraft("ALBION", number, f"Contract {number}", "GBP", merchant_id=merchant_id)
    card_id = save_rate_card(scope=operator, draft=draft, now=now, actor=SYSTEM)
    version_id = load_rates(
        scope=operator,
        card_id=card_id,
        tables={
            "services": [["service"], *([service] for service in prices)],
            "zones": [["country", "zone"], ["GB", "1"]],
            "prices": [["service", "up_to", "1"], *([one, "30", price] for one, price in prices.items())],
            "fuel": [["percent"], ["10"]],
        },
        valid_from=now.date(),
        valid_until=None,
        now=now,
        actor=SYSTEM,
    )
    publish_rates(scope=operator, version_id=version_id, now=now, actor=SYSTEM)


@pytest.fixture
def pack_mugs(send: Sending, pick: Picking, pack: Packing, stock: PutStock, mug: Sku, leeds: Place) -> Packed:
    stock(mug, leeds, 20)

    def pack_mugs(*, deliver_by: datetime | None = None) -> tuple[str, int, ServiceChoice]:
        placed = send(("MUG", 2), number=str(new_id())[-12:])
        with transaction(Scope.operator()):
            Order.objects.filter(id=placed.id).update(deliver_by=deliver_by)
        pick()
        (packed,) = pack()
        with transaction(Scope.operator()):
            shipment = Shipment.objects.get(id=packed.shipment_id)
            return shipment.service_code, shipment.cost_minor or 0, ServiceChoice.objects.get(pk=shipment.id)

    return pack_mugs


def test_a_merchants_own_contract_goes_before_the_operators(
    pack_mugs: Packed, operator: Scope, acme: Merchant, acme_scope: Scope, now: datetime
) -> None:
    # Flat: A-48 for 3.00, A-24 for 6.00. By the operator's contract A-24 costs 2.20, fuel and all.
    agree(operator, now, "1", {"A-24": "2.00"})
    code, cost, kept = pack_mugs()
    assert (code, cost, kept.runner_up, kept.runner_up_minor) == ("A-24", 220, "A-48", 300)
    assert kept.rivals == [["A-48", "", 300, "GBP", None]]
    [version] = list_versions(operator)
    assert kept.version_id == version.id
    # What the operator pays is no merchant's affair.
    with transaction(acme_scope):
        assert not ServiceChoice.objects.exists()
    # Acme's own account names A-48 only: A-24 is still the operator's.
    agree(operator, now, "2", {"A-48": "1.50"}, merchant_id=acme.id)
    assert pack_mugs()[:2] == ("A-48", 165)
    withdraw_rates(scope=operator, version_id=list_versions(operator)[0].id, now=now, actor=SYSTEM)
    withdraw_rates(scope=operator, version_id=list_versions(operator)[1].id, now=now, actor=SYSTEM)
    code, cost, kept = pack_mugs()
    assert (code, cost, kept.version_id, kept.runner_up) == ("A-48", 300, None, "A-24")


def test_the_cheapest_that_keeps_the_promised_day_goes(
    pack_mugs: Packed, operator: Scope, now: datetime, carriers: None
) -> None:
    days = [TransitDraft("A-48", 5, 9), TransitDraft("A-24", 1, 1)]
    save_transit_times(scope=operator, carrier_code="ALBION", drafts=days, now=now, actor=SYSTEM)
    agree(operator, now, "1", {"A-24": "9.00", "A-48": "2.00"})
    code, _, kept = pack_mugs(deliver_by=now + timedelta(days=3))
    assert (code, kept.is_late) == ("A-24", False)
    assert [rival[:3] for rival in kept.rivals] == [["A-48", "too_late", 220]]


def test_the_merchants_rules_hold_where_the_order_names_no_service(
    pack_mugs: Packed, operator: Scope, acme: Merchant, now: datetime, carriers: None
) -> None:
    set_term(
        scope=operator, merchant_id=acme.id, key="excluded_services", value=["A-48"], now=now, actor=SYSTEM
    )
    code, cost, kept = pack_mugs()
    assert (code, cost, kept.rivals) == ("A-24", 600, [["A-48", "excluded", 300, "GBP", None]])


def test_a_box_of_the_post_and_what_is_insured_go_with_who_takes_them(
    pack_mugs: Packed, pack: Packing, operator: Scope, acme: Merchant, now: datetime
) -> None:
    # Nobody is liable for anything yet: what must be insured is packed with no service.
    set_term(scope=operator, merchant_id=acme.id, key="insured_above", value=1, now=now, actor=SYSTEM)
    with pytest.raises(NoService) as refused:
        pack_mugs()
    [excluded] = refused.value.data["excluded"].values()
    assert excluded == {"A-48": "insurance", "A-24": "insurance"}
    with transaction(operator):
        Service.objects.filter(code="A-24").update(liable_minor=10**6)
    forget_priced_services()
    packed = pack()
    assert [one.service_code for one in packed] == ["A-24"]
    [shipment] = packed
    with transaction(operator):
        Service.objects.update(takes_po_boxes=False)
        Address.objects.update(lines=["P.O. Box 12"])
    forget_priced_services()
    with pytest.raises(NoService) as refused:
        relabel_shipment(scope=operator, shipment_id=shipment.shipment_id, now=now)
    [excluded] = refused.value.data["excluded"].values()
    assert excluded == {"A-48": "po_box", "A-24": "po_box"}
