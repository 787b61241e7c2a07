"""What carriers collect over all parcels of an order is what the order comes to, to the penny."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.orders.models import FulfillmentOrder, Order, OrderLine
from packhaus.orders.services.cancel import LineCancel, cancel_lines
from packhaus.orders.types import LineDraft
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.pack import pack_fulfillments
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.services.unpack import unpack_fulfillment
from packhaus.outbound.types import Pack, ReleaseRule, WaveOutcome
from packhaus.shipping.models import Parcel, Shipment
from packhaus.shipping.queries.label_data import list_labels
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Packing, Picking, Releasing, list_open_tasks, make_scan

Batching = Callable[[WaveOutcome], list[UUID]]


def list_collected() -> list[int]:
    with transaction(Scope.operator()):
        live = Shipment.objects.exclude(status="voided").order_by("created_at", "id")
        return list(live.values_list("cod_minor", flat=True))


def get_due() -> int:
    with transaction(Scope.operator()):
        return Order.objects.get().cod_minor


@pytest.fixture
def at_two_sites(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    berlin: Place,
    carriers: None,
    release: Releasing,
    batch: Batching,
    now: datetime,
    operator: Scope,
) -> list[UUID]:
    """Seven mugs at 333 less a discount that does not divide, and shipping: picked at two sites, nothing packed."""
    stock(mug, leeds, 3)
    stock(mug, berlin, 4)
    line = LineDraft("MUG", 7, 333, discount_minor=100, tax_minor=77)
    place_one(make_draft(lines=(line,), payment_term="cod", shipping_minor=499, tax_source="channel"))
    batch(release())
    wave = release_wave(site_id=berlin.id, rule=ReleaseRule(), now=now, actor=SYSTEM)
    build_batches(wave_id=wave.id, max_totes=4, now=now, actor=SYSTEM)
    confirm_picks(scans=[make_scan(*task) for task in list_open_tasks()], now=now, actor=SYSTEM)
    with transaction(operator):
        return list(FulfillmentOrder.objects.order_by("number").values_list("id", flat=True))


def test_two_shipments_packed_together_collect_the_order(at_two_sites: list[UUID], now: datetime) -> None:
    pack_fulfillments(packs=[Pack(id_) for id_ in at_two_sites], now=now, actor=SYSTEM)
    collected = list_collected()
    assert len(collected) == 2
    assert all(collected)
    assert sum(collected) == get_due() == 7 * 333 - 100 + 77 + 499


def test_two_shipments_packed_one_after_the_other_collect_the_order(
    at_two_sites: list[UUID], now: datetime
) -> None:
    for id_ in at_two_sites:
        pack_fulfillments(packs=[Pack(id_)], now=now, actor=SYSTEM)
    first, second = list_collected()
    assert first + second == get_due()
    assert first - second > 0, "the shipping goes with the first"


def test_what_is_unpacked_and_packed_again_collects_the_rest(
    at_two_sites: list[UUID], now: datetime, operator: Scope
) -> None:
    for id_ in at_two_sites:
        pack_fulfillments(packs=[Pack(id_)], now=now, actor=SYSTEM)
    unpack_fulfillment(fulfillment_id=at_two_sites[0], now=now, actor=SYSTEM)
    pack_fulfillments(packs=[Pack(at_two_sites[0])], now=now, actor=SYSTEM)
    assert sum(list_collected()) == get_due()


def test_cancelled_units_are_not_collected_and_the_label_of_one_parcel_has_it_all(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    release: Releasing,
    batch: Batching,
    pick: Picking,
    pack: Packing,
    now: datetime,
    operator: Scope,
) -> None:
    stock(mug, leeds, 140)
    placed = place_one(make_draft(("MUG", 140), payment_term="cod", shipping_minor=100))
    with transaction(operator):
        cancels = [LineCancel(OrderLine.objects.get().id, 10)]
    cancel_lines(scope=operator, order_id=placed.id, cancels=cancels, now=now, actor=SYSTEM)
    batch(release(order_ids=(placed.id,)))
    pick()
    pack()
    assert list_collected() == [130 * 250 + 100]
    with transaction(operator):
        parcels = list(Parcel.objects.order_by("number").values_list("id", flat=True))
    assert len(parcels) > 1
    labels = list_labels(scope=operator, parcel_ids=parcels)
    amounts = [label.cash_on_delivery for label in labels if label.cash_on_delivery is not None]
    assert [amount.amount_minor for amount in amounts] == [32_600]
