"""Waves that meet what others give back or take in the very bins that they wait for."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance
from packhaus.orders.models import FulfillmentOrder, OrderLine
from packhaus.orders.types import PlacedOrder
from packhaus.outbound.services.unrelease import unrelease_fulfillments
from tests.concurrency.threads import start_behind
from tests.invariants.floor import Floor

OPERATOR = Scope.operator()


def place(floor: Floor, units: int) -> UUID:
    placed = floor.place(wants=[(0, units)])
    assert isinstance(placed, PlacedOrder)
    return placed.id


def test_a_wave_allocates_the_units_that_are_given_back_while_it_waits_for_their_bin(
    floor: Floor, mug: Sku, now: datetime
) -> None:
    """PostgreSQL checks the bin's constraint on the version seen before the wait: 5 of 8 taken, and 5 more."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=8)
    floor.receive(sku=0, site=0, location="A-01-02", quantity=2)
    first = place(floor, 5)
    floor.release(site=0)
    second = place(floor, 5)
    with transaction(OPERATOR):
        fulfillment_id = FulfillmentOrder.objects.get(order_id=first).id
        unrelease_fulfillments(fulfillment_ids=[fulfillment_id], now=now, actor=SYSTEM)
        finish = start_behind(lambda: floor.release(site=0, max_orders=1))
    assert finish() is None
    with transaction(OPERATOR):
        assert OrderLine.objects.get(order_id=second).allocated == 5
        assert sum(Balance.objects.values_list("allocated", flat=True)) == 5


def test_a_wave_leaves_the_units_that_are_received_into_its_bin_to_the_next(floor: Floor, mug: Sku) -> None:
    floor.receive(sku=0, site=0, location="A-01-01", quantity=4)
    order_id = place(floor, 4)
    with transaction(OPERATOR):
        floor.receive(sku=0, site=0, location="A-01-01", quantity=6)
        finish = start_behind(lambda: floor.release(site=0))
    assert finish() is None
    with transaction(OPERATOR):
        assert OrderLine.objects.get(order_id=order_id).allocated == 4
        balance = Balance.objects.get(sku_id=mug.id)
    assert (balance.on_hand, balance.allocated) == (10, 4)
