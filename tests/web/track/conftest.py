"""An order of ACME with two parcels out of three, as the floor would have left it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.orders.models import FulfillmentOrder, Order, OrderLine
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import PlacedOrder
from packhaus.shipping.models import Carrier, Parcel, ParcelItem, Shipment
from packhaus.web.track.gate import forget_misses
from tests.harness.cast import Place
from tests.harness.stock import put_stock
from tests.orders.drafts import BERLIN_ADDRESS, make_draft


@dataclass(frozen=True, slots=True)
class Tracked:
    """The order and its link."""

    order: PlacedOrder
    path: str


@pytest.fixture(autouse=True)
def _no_misses() -> None:
    forget_misses()


@pytest.fixture
def tracked(acme: Merchant, acme_scope: Scope, mug: Sku, lamp: Sku, leeds: Place, now: datetime) -> Tracked:
    put_stock(mug, leeds, 5, backorder_limit=100)
    put_stock(lamp, leeds, 1, backorder_limit=100)
    draft = replace(
        make_draft(("MUG", 4), ("LAMP", 3)),
        address=BERLIN_ADDRESS,
        contact=replace(make_draft().contact, name="Änne von der Heide"),
    )
    (placed,) = place_orders(scope=acme_scope, merchant_id=acme.id, drafts=[draft], now=now, actor=SYSTEM)
    assert isinstance(placed, PlacedOrder), placed
    return Tracked(placed, f"/t/{placed.tracking_token}")


Ship = Callable[..., None]


@pytest.fixture
def ship(tracked: Tracked, operator: Scope, now: datetime) -> Ship:
    """Make parcels of the order; it has left unless told otherwise. Only what the page reads is written."""

    def ship(count: int = 2, *, has_left: bool = True, **parcel: Any) -> None:
        with transaction(operator):
            order = Order.objects.get(pk=tracked.order.id)
            fulfillment = FulfillmentOrder.objects.get(order_id=order.id)
            Carrier.objects.get_or_create(
                code="ALBION", name="Albion Parcel", tracking_url="https://track.albion.example/{number}"
            )
            assert order.address_id
            left_at = now - timedelta(hours=3) if has_left else None
            shipment = Shipment.objects.create(
                merchant_id=order.merchant_id, fulfillment_id=fulfillment.id, order_number=order.number,
                site_id=fulfillment.site_id, address_id=order.address_id, service_code="STD",
                carrier_code="ALBION", status="dispatched" if has_left else "labelled", currency="GBP",
                created_at=now, dispatched_at=left_at,
            )  # fmt: skip
            line = OrderLine.objects.filter(order_id=order.id).order_by("position").first()
            assert line
            for number in range(1, count + 1):
                _make_parcel(shipment, line.pk, line.sku_id, number, parcel)
            if has_left:
                _mark_shipped(order.id)

    return ship


def _make_parcel(
    shipment: Shipment, line_id: int, sku_id: UUID, number: int, changes: dict[str, Any]
) -> None:
    made = Parcel.objects.create(
        merchant_id=shipment.merchant_id, shipment=shipment, handling_unit_id=new_id(), number=number,
        carton_code="M", tracking_number=f"AP00034043412345678{number}", length_mm=300, width_mm=200,
        height_mm=200, weight_grams=900, **changes,
    )  # fmt: skip
    ParcelItem.objects.create(
        merchant_id=shipment.merchant_id, parcel_id=made.id, line_id=line_id, sku_id=sku_id, quantity=2
    )


def _mark_shipped(order_id: UUID) -> None:
    rows.execute(
        "UPDATE orders_orderline SET shipped = promised, promised = 0 WHERE order_id = %(id)s",
        {"id": order_id},
    )
    rows.execute("UPDATE orders_order SET stage = 'partially_shipped' WHERE id = %(id)s", {"id": order_id})
