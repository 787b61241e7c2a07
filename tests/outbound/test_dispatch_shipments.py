from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, Movement, SiteStock
from packhaus.journal.models import Entry
from packhaus.orders.models import FulfillmentOrder, Order
from packhaus.outbound.models import Wave
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.shipping.models import Manifest, Parcel, Shipment
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting
from tests.outbound.conftest import Packing, Picking, Sending


def test_an_order_goes_from_promise_to_parcel_and_every_figure_follows(
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    operator: Scope,
    pick: Picking,
    pack: Packing,
    send: Sending,
) -> None:
    stock(mug, leeds, 10)
    stock(lamp, leeds, 2, location="A-01-02")
    placed = send(("MUG", 4), ("LAMP", 2))
    assert all(outcome.is_fulfillment_picked for outcome in pick())
    assert count(placed.number) == [{"picked": 4}, {"picked": 2}]
    (packed,) = pack()
    assert count(placed.number) == [{"packed": 4}, {"packed": 2}]
    assert packed.service_code == "A-48"
    (left,) = dispatch_shipments(shipment_ids=[packed.shipment_id], now=now, actor=SYSTEM)
    assert left.units == 6
    assert count(placed.number) == [{"shipped": 4}, {"shipped": 2}]
    with transaction(operator):
        assert Order.objects.get().stage == "shipped"
        assert FulfillmentOrder.objects.get().status == "dispatched"
        assert Wave.objects.get().status == "done"
        shipment = Shipment.objects.get()
        assert shipment.status == "dispatched"
        assert Manifest.objects.get().id == shipment.manifest_id
        assert {parcel.tracking_number for parcel in Parcel.objects.all()} == set(packed.tracking_numbers)
        assert list(SiteStock.objects.order_by("on_hand").values_list("on_hand", "promised")) == [
            (0, 0),
            (6, 0),
        ]
        assert sorted(Balance.objects.values_list("on_hand", "allocated")) == [(0, 0), (6, 0)]
        assert Movement.objects.count() == 2 + 3 * 2
        kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {
        "fulfillment_released",
        "fulfillment_picked",
        "fulfillment_packed",
        "shipment_dispatched",
    } <= kinds
