from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.decide.identifiers import is_sscc
from packhaus.inventory.models import Balance, HandlingUnit
from packhaus.kernel.states import IllegalTransition
from packhaus.orders.models import FulfillmentLine, FulfillmentOrder
from packhaus.orders.services.cancel import cancel_order
from packhaus.outbound.errors import NotInTote, PackingStopped
from packhaus.outbound.queries.parcel_plans import get_parcel_plan
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.outbound.services.pack import pack_fulfillments
from packhaus.outbound.services.unpack import unpack_fulfillment
from packhaus.outbound.types import Box, BoxedUnits, Pack, WaveOutcome
from packhaus.shipping.errors import NoService
from packhaus.shipping.models import Parcel, ParcelItem, Service, Shipment
from packhaus.shipping.queries.label_data import list_pallet_labels
from packhaus.shipping.queries.priced_services import forget_priced_services
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Packing, Picking, Releasing

Batching = Callable[[WaveOutcome], list[UUID]]
Preparing = Callable[..., None]


@pytest.fixture
def prepare(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    release: Releasing,
    batch: Batching,
    pick: Picking,
) -> Preparing:
    """Return the function that brings an order of mugs into its tote."""

    def prepare(units: int, **changes: Any) -> None:
        stock(mug, leeds, units)
        place_one(make_draft(("MUG", units), **changes))
        batch(release())
        pick()

    return prepare


@pytest.fixture
def fulfillment_id(operator: Scope) -> Callable[[], UUID]:
    def find() -> UUID:
        with transaction(operator):
            return FulfillmentOrder.objects.get().id

    return find


def test_the_packers_boxes_are_taken_as_they_were_closed(
    prepare: Preparing, fulfillment_id: Callable[[], UUID], carriers: None, operator: Scope, now: datetime
) -> None:
    prepare(3)
    with transaction(operator):
        line = FulfillmentLine.objects.get().id
    boxes = (Box("S", (BoxedUnits(line, 1),), weight_grams=450), Box("M", (BoxedUnits(line, 2),)))
    (packed,) = pack_fulfillments(packs=[Pack(fulfillment_id(), boxes)], now=now, actor=SYSTEM)
    with transaction(operator):
        found = list(
            Parcel.objects.order_by("number").values_list("carton_code", "weight_grams", "cost_minor")
        )
        assert found == [("S", 450, 300), ("M", 900, 300)]
        assert Shipment.objects.get().cost_minor == 600
        assert sorted(ParcelItem.objects.values_list("quantity", flat=True)) == [1, 2]
        assert HandlingUnit.objects.get(kind="tote").merchant_id is None
    assert len(packed.tracking_numbers) == 2


def test_what_lies_where_and_what_is_empty_is_kept_with_the_parcel(
    prepare: Preparing, pack: Packing, operator: Scope
) -> None:
    prepare(3)
    (packed,) = pack()
    plan = get_parcel_plan(scope=operator, shipment_id=packed.shipment_id, parcel_number=1)
    assert [(line.sku_code, line.quantity) for line in plan.lines] == [("MUG", 3)]
    drawn = sum(place.nx * place.ny * place.nz for place in plan.placements)
    held = sum(place.nx * place.ny * place.nz * place.dx * place.dy * place.dz for place in plan.placements)
    inside = plan.parcel.length_mm * plan.parcel.width_mm * plan.parcel.height_mm
    assert drawn == 3
    assert plan.parcel.empty_permille == round(1_000 - held * 1_000 / inside)
    assert {place.line for place in plan.placements} == {line.id for line in plan.lines}


def test_fragile_goods_and_what_reacts_decide_on_the_cartons(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    release: Releasing,
    batch: Batching,
    pick: Picking,
    pack: Packing,
    operator: Scope,
) -> None:
    """Acid and what it sets free of a metal hydride never share a carton, however much room there is."""
    with transaction(operator):
        Sku.objects.filter(id=mug.id).update(hazard="8")
        Sku.objects.filter(id=lamp.id).update(hazard="4.3")
    stock(mug, leeds, 2)
    stock(lamp, leeds, 2, location="A-01-02")
    place_one(make_draft(("MUG", 1), ("LAMP", 1)))
    batch(release())
    pick()
    (packed,) = pack()
    assert len(packed.parcel_ids) == 2


def test_a_service_that_charges_space_is_paid_for_the_space(
    prepare: Preparing, pack: Packing, carriers: None, operator: Scope
) -> None:
    prepare(1)
    with transaction(operator):
        Service.objects.update(cm3_per_kg=1_000)
    forget_priced_services()
    pack()
    with transaction(operator):
        parcel = Parcel.objects.get()
        # 158 mm each way are 3,945 g at 1,000 cm³ a kilogram: beyond the step of 1,000 g that its weight would cost.
        assert (parcel.carton_code, parcel.weight_grams < 1_000, parcel.cost_minor) == ("S", True, 400)


def test_boxes_that_do_not_hold_what_was_picked_are_refused_with_both_figures(
    prepare: Preparing, fulfillment_id: Callable[[], UUID], carriers: None, operator: Scope, now: datetime
) -> None:
    prepare(3)
    with transaction(operator):
        line = FulfillmentLine.objects.get().id
    pack = Pack(fulfillment_id(), (Box("M", (BoxedUnits(line, 2),)),))
    with pytest.raises(NotInTote) as refusal:
        pack_fulfillments(packs=[pack], now=now, actor=SYSTEM)
    assert refusal.value.data["lines"] == {line: {"picked": 3, "packed": 2}}
    with transaction(operator):
        assert FulfillmentOrder.objects.get().status == "picked"
        assert not Shipment.objects.exists()


def test_s094_when_nobody_takes_the_parcel_everything_stays_picked_and_a_retry_packs_it(
    prepare: Preparing, pack: Packing, operator: Scope
) -> None:
    prepare(3)
    with transaction(operator):
        Service.objects.update(countries=["DE"])
    forget_priced_services()
    with pytest.raises(NoService) as refusal:
        pack()
    assert list(refusal.value.data["excluded"].values()) == [{"A-48": "country", "A-24": "country"}]
    with transaction(operator):
        assert FulfillmentOrder.objects.get().status == "picked"
        assert not HandlingUnit.objects.filter(kind="carton").exists()
        Service.objects.update(countries=[])
    forget_priced_services()
    assert len(pack()) == 1


def test_an_order_of_many_cartons_stands_on_pallets_with_an_sscc_each(
    prepare: Preparing, pack: Packing, operator: Scope
) -> None:
    prepare(700)
    (packed,) = pack()
    assert len(packed.parcel_ids) > 10
    with transaction(operator):
        pallets = dict(HandlingUnit.objects.filter(kind="pallet").values_list("id", "code"))
        assert all(is_sscc(code) for code in pallets.values())
        cartons = HandlingUnit.objects.filter(kind="carton").values_list("parent_id", flat=True)
        assert len(cartons) == len(packed.parcel_ids)
        assert set(cartons) == set(pallets)
        assert set(Parcel.objects.values_list("pallet_sscc", flat=True)) == set(pallets.values())
    labels = list_pallet_labels(scope=operator, parcel_ids=packed.parcel_ids[:1])
    assert [(label.sscc, label.parcel_count) for label in labels] == [(min(pallets.values()), 1)]
    assert labels[0].weight_grams > 25_000


def test_a_held_order_or_one_that_is_asked_to_stop_is_not_packed(
    prepare: Preparing, pack: Packing, operator: Scope, acme_scope: Scope, now: datetime
) -> None:
    prepare(3)
    with transaction(operator):
        order_id = FulfillmentOrder.objects.get().order_id
    cancel_order(scope=acme_scope, order_id=order_id, now=now, actor=SYSTEM)
    with pytest.raises(PackingStopped, match="stop"):
        pack()


def test_packing_twice_is_refused_and_names_the_state(
    prepare: Preparing, pack: Packing, fulfillment_id: Callable[[], UUID], now: datetime
) -> None:
    prepare(3)
    pack()
    with pytest.raises(IllegalTransition, match="is packed"):
        pack_fulfillments(packs=[Pack(fulfillment_id())], now=now, actor=SYSTEM)


def test_unpacked_goods_lie_in_a_tote_again_and_can_be_packed_anew(
    prepare: Preparing,
    pack: Packing,
    fulfillment_id: Callable[[], UUID],
    operator: Scope,
    now: datetime,
) -> None:
    prepare(3)
    pack()
    unpack_fulfillment(fulfillment_id=fulfillment_id(), now=now, actor=SYSTEM)
    with transaction(operator):
        assert FulfillmentOrder.objects.get().status == "picked"
        assert Shipment.objects.get().status == "voided"
        assert HandlingUnit.objects.get(kind="tote").merchant_id is not None
    (packed,) = pack()
    dispatch_shipments(shipment_ids=[packed.shipment_id], now=now, actor=SYSTEM)
    with transaction(operator):
        assert FulfillmentOrder.objects.get().status == "dispatched"
        assert not Balance.objects.filter(on_hand__gt=0).exists()


@pytest.mark.parametrize(
    ("units", "first"),
    [
        (4, 390 + 4 * 250),  # one shipment collects goods and shipping
        (1, 390 + 250),
    ],
)
def test_cash_is_the_value_of_what_is_in_the_parcels(
    prepare: Preparing, pack: Packing, operator: Scope, units: int, first: int
) -> None:
    prepare(units, payment_term="cod", shipping_minor=390)
    pack()
    with transaction(operator):
        shipment = Shipment.objects.get()
    assert (shipment.cod_minor, shipment.cod_currency, shipment.service_code) == (first, "GBP", "A-48")
