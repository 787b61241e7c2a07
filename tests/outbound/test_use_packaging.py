"""Cartons and fill are used up where they are stock, once for each parcel, and add up for the registers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Movement, SiteStock
from packhaus.journal.models import Entry
from packhaus.outbound.models import PackagingUse
from packhaus.outbound.queries.packaging import (
    Period,
    list_low_materials,
    list_parcel_space,
    sum_empty_space,
    sum_packaging,
)
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.outbound.services.use_packaging import use_packaging
from packhaus.outbound.types import WaveOutcome
from packhaus.shipping.models import CartonType
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Packing, Picking, Releasing

Batching = Callable[[WaveOutcome], list[UUID]]


@pytest.fixture
def shipment_id(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    release: Releasing,
    batch: Batching,
    pick: Picking,
    pack: Packing,
) -> UUID:
    """One mug in a small carton."""
    stock(mug, leeds, 1)
    place_one(make_draft(("MUG", 1)))
    batch(release())
    pick()
    (packed,) = pack()
    return packed.shipment_id


@pytest.fixture
def card(operator: Scope, mug: Sku) -> Sku:
    """The stock that small cartons are taken from."""
    with transaction(operator):
        sku = Sku.objects.create(
            merchant_id=mug.merchant_id, code="CARD-S", name="Carton S", name_key="carton s"
        )
        CartonType.objects.filter(code="S").update(
            sku_id=sku.id,
            low_stock_at=2,
            material_grams={"paper": 55, "plastic": 5},
            fill_material="paper",
            fill_grams_per_litre=10,
        )
    return sku


def get_on_hand(sku: Sku) -> int:
    with transaction(Scope.operator()):
        return SiteStock.objects.get(sku_id=sku.id).on_hand


def test_a_packed_parcel_takes_its_carton_from_stock_once(
    shipment_id: UUID, card: Sku, stock: PutStock, leeds: Place, operator: Scope, now: datetime
) -> None:
    stock(card, leeds, 3)
    for _ in range(2):
        use_packaging(shipment_ids=[shipment_id], now=now, actor=SYSTEM)
    assert get_on_hand(card) == 2
    with transaction(operator):
        moved = Movement.objects.filter(sku_id=card.id, reason="packaging").values_list("quantity", flat=True)
        assert list(moved) == [1]
    assert [(row.sku, row.free, row.low_stock_at) for row in list_low_materials(scope=operator)] == [
        ("CARD-S", 2, 2)
    ]


def test_a_carton_that_the_record_does_not_have_is_told_and_refuses_nothing(
    shipment_id: UUID, card: Sku, stock: PutStock, leeds: Place, operator: Scope, now: datetime
) -> None:
    use_packaging(shipment_ids=[shipment_id], now=now, actor=SYSTEM)
    with transaction(operator):
        assert PackagingUse.objects.count() == 2
        (entry,) = Entry.objects.filter(kind="packaging_missing")
        assert (entry.aggregate_id, entry.data["units"]) == (str(card.id), 1)


def test_promised_units_of_a_carton_stay_with_who_was_promised_them(
    shipment_id: UUID,
    card: Sku,
    stock: PutStock,
    leeds: Place,
    place_one: PlacingOne,
    now: datetime,
) -> None:
    stock(card, leeds, 1)
    place_one(make_draft(("CARD-S", 1), number="promised"))
    use_packaging(shipment_ids=[shipment_id], now=now, actor=SYSTEM)
    assert get_on_hand(card) == 1


def test_what_left_adds_up_by_merchant_country_and_material(
    shipment_id: UUID, card: Sku, operator: Scope, now: datetime, beta_scope: Scope
) -> None:
    use_packaging(shipment_ids=[shipment_id], now=now, actor=SYSTEM)
    period = Period(now - timedelta(days=1), now + timedelta(days=1))
    assert sum_packaging(scope=operator, period=period) == []
    dispatch_shipments(shipment_ids=[shipment_id], now=now, actor=SYSTEM)
    (space,) = list_parcel_space(scope=operator, period=period)
    (empty,) = sum_empty_space(scope=operator, period=period)
    assert (empty.carton, empty.parcels, empty.empty_permille) == ("S", 1, space.empty_permille)
    litres = space.empty_permille / 1_000 * space.length_mm * space.width_mm * space.height_mm / 1_000_000
    found = sum_packaging(scope=operator, period=period)
    assert [(row.merchant, row.material, row.parcels, row.grams) for row in found] == [
        ("ACME", "paper", 1, 55 + round(litres * 10)),
        ("ACME", "plastic", 1, 5),
    ]
    assert sum_packaging(scope=beta_scope, period=period) == []
    assert sum_packaging(scope=operator, period=Period(now + timedelta(hours=1), period.until)) == []


def test_the_weight_of_a_carton_of_unknown_material_does_not_disappear(
    shipment_id: UUID, operator: Scope, now: datetime
) -> None:
    use_packaging(shipment_ids=[shipment_id], now=now, actor=SYSTEM)
    dispatch_shipments(shipment_ids=[shipment_id], now=now, actor=SYSTEM)
    period = Period(now - timedelta(days=1), now + timedelta(days=1))
    (row,) = sum_packaging(scope=operator, period=period)
    assert (row.material, row.grams) == ("", 60)
