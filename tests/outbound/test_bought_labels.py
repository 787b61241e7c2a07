"""Labels that carriers sell: two carriers on loopback, one of ours behind them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from pypdf import PdfReader

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from packhaus.outbound.services.labels import take_due_steps, take_step
from packhaus.outbound.services.unpack import unpack_fulfillment
from packhaus.outbound.types import PackedFulfillment
from packhaus.shipping.errors import ParcelNotFound
from packhaus.shipping.gateways.connection import Connection
from packhaus.shipping.gateways.karrio import KarrioGateway, forget_tokens
from packhaus.shipping.gateways.port import Bought, LabelOrder
from packhaus.shipping.models import LabelPurchase, Parcel, Shipment
from packhaus.shipping.queries.connections import forget_buyers, get_connection
from packhaus.shipping.queries.priced_services import forget_priced_services
from packhaus.shipping.services.carriers import save_carriers
from packhaus.shipping.services.connections import save_connection
from packhaus.shipping.services.forget_told import TOLD_DAYS, forget_told
from packhaus.shipping.services.labels import print_labels
from packhaus.shipping.services.poll_tracking import poll_tracking
from packhaus.shipping.types import CarrierDraft, ConnectionDraft, ServiceDraft
from packhaus.terms.services.set_terms import set_term
from tests.harness.carrier_server import (
    DHL_ORDERS,
    UPS_RECOVER,
    UPS_SHIP,
    UPS_VOID,
    CarrierStandIn,
    stand_in_for_carriers,
)
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
from tests.web.conftest import SignIn, sign_in

__all__ = ["batch", "carriers", "count", "pack", "pick", "place", "place_one", "release", "sign_in"]

Opening = Callable[[Connection], KarrioGateway]


@pytest.fixture
def stand_in() -> Iterator[CarrierStandIn]:
    forget_tokens()
    with stand_in_for_carriers() as carriers:
        yield carriers


@pytest.fixture
def open_gateway(stand_in: CarrierStandIn) -> Opening:
    def open_gateway(connection: Connection) -> KarrioGateway:
        return KarrioGateway(connection, server=stand_in.url, timeout_seconds=5)

    return open_gateway


KNOWN = {
    "UPS": ("ups", "ups_standard", ("client_id", "client_secret"), 100),
    "DHL": (
        "dhl_parcel_de",
        "dhl_parcel_de_paket",
        ("client_id", "client_secret", "username", "password"),
        200,
    ),
}


def offer_services(operator: Scope, now: datetime) -> None:
    """Let UPS be cheapest, DHL next, and Albion with labels of our own the last."""
    services = {
        code: ServiceDraft(f"{code}-STD", code, 31_500, "GBP", ((31_500, price),), rank=1, product=product)
        for code, (_, product, _, price) in KNOWN.items()
    }
    drafts = [CarrierDraft(code, code, (service,)) for code, service in services.items()]
    save_carriers(scope=operator, drafts=drafts, now=now, actor=SYSTEM)
    with transaction(operator):
        rows.execute(
            "UPDATE network_site SET street = '1 Dock Road', city = 'Leeds', postal_code = 'LS10 1AB'", {}
        )


def connect(operator: Scope, code: str, now: datetime) -> None:
    interface, _, names, _ = KNOWN[code]
    credentials = dict.fromkeys(names, "hush-hush")
    draft = ConnectionDraft(code, "A1B2C3", interface, credentials, is_test=False)
    save_connection(scope=operator, draft=draft, now=now, actor=SYSTEM)


@pytest.fixture
def sellers(carriers: None, leeds: Place, operator: Scope, now: datetime) -> Iterator[None]:
    offer_services(operator, now)
    for code in KNOWN:
        connect(operator, code, now)
    yield
    forget_buyers()


@pytest.fixture
def packed(
    sellers: None,
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    release: Releasing,
    batch: Batching,
    pick: Picking,
    pack: Packing,
) -> PackedFulfillment:
    """Pack an order that UPS is to take."""
    stock(mug, leeds, 10)
    place_one(make_draft(("MUG", 4), address=BERLIN_ADDRESS, service_code="UPS-STD"))
    batch(release())
    pick()
    (one,) = pack()
    return one


def see() -> tuple[Shipment, list[LabelPurchase], Parcel]:
    with transaction(Scope.operator()):
        return Shipment.objects.get(), list(LabelPurchase.objects.order_by("id")), Parcel.objects.get()


def list_facts() -> list[tuple[str, dict[str, Any]]]:
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(
            "SELECT kind, data FROM journal_entry WHERE kind LIKE 'label_%%' ORDER BY id", {}
        )
    return [(kind, data) for kind, data in found]


def step_all(open_gateway: Opening, now: datetime) -> None:
    """Do every step that is due now, and those that these make due."""
    while take_due_steps(open_gateway=open_gateway, now=now):
        pass


def test_a_parcel_waits_for_its_label_and_gets_the_carriers(
    packed: PackedFulfillment, stand_in: CarrierStandIn, open_gateway: Opening, operator: Scope, now: datetime
) -> None:
    shipment, (purchase,), parcel = see()
    assert (shipment.status, parcel.tracking_number, packed.tracking_numbers) == ("rated", "", ())
    with pytest.raises(ParcelNotFound):
        print_labels(scope=operator, parcel_ids=packed.parcel_ids, now=now)
    assert take_step(purchase_id=purchase.id, open_gateway=open_gateway, now=now)
    assert not take_step(purchase_id=purchase.id, open_gateway=open_gateway, now=now)  # the job comes twice
    shipment, (purchase,), parcel = see()
    assert (shipment.status, purchase.status) == ("labelled", "bought")
    assert stand_in.sold[purchase.reference][0]["numbers"] == [parcel.tracking_number]
    assert [kind for kind, _ in list_facts()] == ["label_bought"]
    printed = print_labels(scope=operator, parcel_ids=packed.parcel_ids, now=now)
    (page,) = PdfReader(BytesIO(printed)).pages
    assert page.images  # the carrier's own picture, not a label of ours


def test_a_carrier_that_is_down_falls_back_and_says_so(
    packed: PackedFulfillment, stand_in: CarrierStandIn, open_gateway: Opening, now: datetime
) -> None:
    stand_in.moods["/security"] = "down"
    step_all(open_gateway, now)
    shipment, purchases, parcel = see()
    assert (shipment.status, shipment.carrier_code, shipment.cost_minor) == ("labelled", "DHL", 200)
    assert [(one.carrier_code, one.status, one.failure) for one in purchases] == [
        ("UPS", "refused", "unreachable"),
        ("DHL", "bought", ""),
    ]
    assert parcel.tracking_number.startswith("00340434")
    (_, refused), (_, moved), _ = list_facts()
    assert (refused["service"], refused["failure"]) == ("UPS-STD", "unreachable")
    assert (moved["from_service"], moved["service"], moved["dearer_minor"]) == ("UPS-STD", "DHL-STD", 100)


def test_the_next_service_is_told_what_the_goods_are_worth(
    sellers: None,
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    release: Releasing,
    batch: Batching,
    pick: Picking,
    pack: Packing,
    stand_in: CarrierStandIn,
    open_gateway: Opening,
    operator: Scope,
    acme: Merchant,
    now: datetime,
) -> None:
    for key in ("insured_above", "signed_above"):
        set_term(scope=operator, merchant_id=acme.id, key=key, value=1, now=now, actor=SYSTEM)
    with transaction(operator):
        rows.execute("UPDATE shipping_service SET liable_minor = 100000 WHERE code = 'DHL-STD'", {})
    forget_priced_services()
    stock(mug, leeds, 10)
    place_one(make_draft(("MUG", 4), address=BERLIN_ADDRESS, service_code="UPS-STD"))
    batch(release())
    pick()
    pack()
    stand_in.moods["/security"] = "down"
    step_all(open_gateway, now)
    shipment, _, _ = see()
    assert (shipment.carrier_code, shipment.value_minor > 0) == ("DHL", True)  # Albion is liable for nothing
    sent = next(body for _, path, body in stand_in.asked if path.startswith(DHL_ORDERS))
    services = sent["shipments"][0]["services"]
    assert services["signedForByRecipient"] is True
    assert services["additionalInsurance"]["value"] == shipment.value_minor / 100


def test_both_carriers_say_no_and_our_own_label_goes_on(
    packed: PackedFulfillment, stand_in: CarrierStandIn, open_gateway: Opening, now: datetime
) -> None:
    stand_in.moods = {UPS_SHIP: "refuse", DHL_ORDERS: "refuse"}
    step_all(open_gateway, now)
    shipment, purchases, parcel = see()
    assert (shipment.status, shipment.carrier_code) == ("labelled", "ALBION")
    assert parcel.tracking_number.startswith("AP")
    assert purchases[0].told == "Missing or invalid ship to city"
    assert forget_told(now=now + timedelta(days=TOLD_DAYS)) == 0
    assert forget_told(now=now + timedelta(days=TOLD_DAYS, seconds=1)) == len(
        [one for one in purchases if one.told]
    )
    assert {one.told for one in see()[1]} == {""}
    kinds = [kind for kind, _ in list_facts()]
    assert kinds == ["label_not_bought", "label_fell_back"] * 2 + ["label_bought"]


def test_a_label_whose_answer_was_cut_off_is_found_by_our_reference(
    packed: PackedFulfillment, stand_in: CarrierStandIn, open_gateway: Opening, now: datetime
) -> None:
    stand_in.moods[UPS_SHIP] = "cut"
    step_all(open_gateway, now)
    shipment, (purchase,), parcel = see()
    assert (shipment.status, shipment.carrier_code, purchase.status) == ("labelled", "UPS", "bought")
    assert stand_in.sold[purchase.reference][0]["numbers"] == [parcel.tracking_number]
    assert stand_in.count(UPS_SHIP) == 1


def test_a_label_that_turns_up_later_is_given_back(
    packed: PackedFulfillment, stand_in: CarrierStandIn, open_gateway: Opening, now: datetime
) -> None:
    stand_in.moods = {UPS_SHIP: "cut", UPS_RECOVER: "down"}
    step_all(open_gateway, now)
    shipment, (ups, dhl), _ = see()
    assert (shipment.carrier_code, ups.status, dhl.status) == ("DHL", "unknown", "bought")
    stand_in.moods.clear()
    step_all(open_gateway, now + timedelta(minutes=2))
    _, (ups, dhl), _ = see()
    assert (ups.status, dhl.status) == ("voided", "bought")
    assert stand_in.list_live() == [dhl.reference]


def test_a_carrier_that_knows_of_nothing_is_believed_after_a_while(
    packed: PackedFulfillment, stand_in: CarrierStandIn, open_gateway: Opening, now: datetime
) -> None:
    stand_in.moods[UPS_SHIP] = "down"
    step_all(open_gateway, now)
    _, (ups, _), _ = see()
    assert ups.status == "unknown"
    for minutes in (2, 10, 60):
        step_all(open_gateway, now + timedelta(minutes=minutes))
    _, (ups, _), _ = see()
    assert (ups.status, ups.failure, stand_in.count(UPS_SHIP)) == ("refused", "not_there", 1)


def test_a_process_that_is_killed_while_asking_buys_nothing_twice(
    packed: PackedFulfillment, stand_in: CarrierStandIn, open_gateway: Opening, now: datetime
) -> None:
    class Killed(KarrioGateway):
        def buy(self, order: LabelOrder) -> Any:
            assert isinstance(super().buy(order), Bought)
            raise KeyboardInterrupt

    def die(connection: Connection) -> KarrioGateway:
        return Killed(connection, server=stand_in.url, timeout_seconds=5)

    _, (purchase,), _ = see()
    with pytest.raises(KeyboardInterrupt):
        take_step(purchase_id=purchase.id, open_gateway=die, now=now)
    assert not take_step(purchase_id=purchase.id, open_gateway=open_gateway, now=now)  # still claimed
    step_all(open_gateway, now + timedelta(minutes=4))
    shipment, (purchase,), _ = see()
    assert (shipment.status, purchase.status, stand_in.count(UPS_SHIP)) == ("labelled", "bought", 1)


def test_an_opened_carton_gives_its_label_back(
    packed: PackedFulfillment, stand_in: CarrierStandIn, open_gateway: Opening, now: datetime
) -> None:
    step_all(open_gateway, now)
    unpack_fulfillment(fulfillment_id=packed.fulfillment_id, now=now, actor=SYSTEM)
    stand_in.moods[UPS_VOID] = "down"
    step_all(open_gateway, now)
    assert see()[1][0].status == "voiding"
    stand_in.moods.clear()
    step_all(open_gateway, now + timedelta(hours=2))
    assert see()[1][0].status == "voided"
    assert stand_in.list_live() == []


def test_a_label_that_nobody_asked_for_yet_is_not_bought(
    packed: PackedFulfillment, stand_in: CarrierStandIn, open_gateway: Opening, now: datetime
) -> None:
    unpack_fulfillment(fulfillment_id=packed.fulfillment_id, now=now, actor=SYSTEM)
    step_all(open_gateway, now)
    assert see()[1][0].status == "dropped"
    assert stand_in.asked == []


def test_parcels_that_left_are_asked_after_until_they_arrive(
    packed: PackedFulfillment, stand_in: CarrierStandIn, open_gateway: Opening, now: datetime
) -> None:
    step_all(open_gateway, now)
    assert poll_tracking(open_gateway=open_gateway, now=now + timedelta(hours=2)) == 0  # still at the dock
    with transaction(Scope.operator()):
        Shipment.objects.update(status="dispatched", dispatched_at=now)
    stand_in.moods["/api/track"] = "down"
    at = now + timedelta(hours=4)
    assert poll_tracking(open_gateway=open_gateway, now=at) == 0
    assert see()[1][0].track_due_at == at + timedelta(minutes=15)
    stand_in.moods.clear()
    at += timedelta(minutes=15)
    assert poll_tracking(open_gateway=open_gateway, now=at) == 1
    assert poll_tracking(open_gateway=open_gateway, now=at) == 0  # told once is enough for a while
    _, (purchase,), parcel = see()
    assert (parcel.tracking_status, purchase.track_due_at) == ("in_transit", at + timedelta(hours=3))
    stand_in.journey = "delivered"
    assert poll_tracking(open_gateway=open_gateway, now=at + timedelta(hours=3)) == 1
    _, (purchase,), parcel = see()
    assert (parcel.tracking_status, purchase.track_due_at) == ("delivered", None)


def test_secrets_are_sealed_and_in_no_fact(packed: PackedFulfillment, operator: Scope) -> None:
    with transaction(operator):
        sealed = rows.fetch_tuples("SELECT id, sealed_credentials FROM shipping_carrierconnection", {})
        facts = rows.fetch_tuples("SELECT data::text FROM journal_entry", {})
        connection = get_connection(connection_id=UUID(str(sealed[0][0])))
    assert all(b"hush-hush" not in bytes(content) for _, content in sealed)
    assert not any("hush-hush" in text for (text,) in facts)
    assert "hush-hush" in connection.credentials.values()
    assert "hush-hush" not in repr(replace(connection))


def test_the_bench_waits_and_leads_on_when_the_label_is_there(
    packed: PackedFulfillment,
    stand_in: CarrierStandIn,
    open_gateway: Opening,
    now: datetime,
    sign_in: SignIn,
    lead: User,
) -> None:
    bench = sign_in(lead)
    done = reverse("console:pack-done", args=[packed.shipment_id])
    look = reverse("console:pack-look", args=[packed.shipment_id])
    assert "UPS is asked for the label of UPS-STD." in bench.get(done).content.decode()
    assert bench.post(look)["Location"] == done  # without JavaScript, while it waits
    stand_in.moods = {UPS_SHIP: "refuse", "/parcel/de/account": "down"}
    step_all(open_gateway, now)
    assert bench.post(look)["Location"] == done
    assert bench.get(look)["Location"] == done  # by a link, or back after signing in
    order = bench.get(reverse("console:order", args=[f"ACME:{see()[0].order_number}"])).content.decode()
    assert "Missing or invalid ship to city" in order
    assert "the carrier does not answer" in order
