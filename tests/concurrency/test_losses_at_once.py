"""Losses start at stock and take from orders: whom they take from is locked, and nobody's moment refuses them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import psycopg

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, SiteStock
from packhaus.inventory.services.move import move_stock
from packhaus.inventory.services.settings import FeedRow, apply_stock_feed
from packhaus.kernel import rows
from packhaus.kernel.errors import DomainError, ResourceBusy
from packhaus.orders.locks import lock_orders
from packhaus.orders.models import FulfillmentLine, FulfillmentOrder, OrderLine
from packhaus.orders.services.cancel import cancel_order
from packhaus.orders.services.demote import demote_promises
from packhaus.orders.types import PlacedOrder
from packhaus.outbound.locks import lock_site_stock
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.services.stop import release_allocations
from packhaus.outbound.services.unrelease import unrelease_fulfillments
from packhaus.outbound.types import ReleaseRule, ShortReason
from tests.concurrency.threads import list_refusals, run_at_once, start_behind, wait_for_another_attempt
from tests.harness.cast import Place
from tests.invariants.floor import Floor

OPERATOR = Scope.operator()
BIN = "A-01-01"


def place(floor: Floor, *wants: tuple[int, int]) -> UUID:
    placed = floor.place(wants=list(wants))
    assert isinstance(placed, PlacedOrder)
    return placed.id


def read_stock(sku: Sku, site: str = "LEEDS") -> SiteStock:
    with transaction(OPERATOR):
        return SiteStock.objects.get(sku_id=sku.id, site__code=site)


def read_backordered(order_id: UUID) -> int:
    with transaction(OPERATOR):
        return OrderLine.objects.get(order_id=order_id).backordered


def list_unlocked(committed: dict[str, str], order_ids: Sequence[UUID]) -> set[UUID]:
    """List which of these orders another connection could lock at once."""
    with psycopg.connect(committed["DATABASE_URL"]) as other:
        other.execute("SELECT set_config('packhaus.operator', 'on', true)")
        found = other.execute(
            "SELECT id FROM orders_order WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED",
            [list(order_ids)],
        ).fetchall()
    return {id_ for (id_,) in found}


def test_promises_are_demoted_only_of_orders_that_are_locked(
    floor: Floor, mug: Sku, leeds: Place, now: datetime, committed: dict[str, str]
) -> None:
    """The younger order is cancelled while its lock is waited for; the older one gives, locked as well."""
    floor.receive(sku=0, site=0, location=BIN, quantity=10)
    old, young = place(floor, (0, 4)), place(floor, (0, 4))

    def demote() -> tuple[int, set[UUID]]:
        with transaction(OPERATOR):
            gave = demote_promises(site_id=leeds.id, sku_id=mug.id, units=4, now=now, actor=SYSTEM)
            return gave, list_unlocked(committed, [old, young])

    with transaction(floor.scope):
        lock_orders([young])
        finish = start_behind(demote)
        cancel_order(scope=floor.scope, order_id=young, now=now, actor=SYSTEM)
    assert finish() == (4, set())
    assert read_backordered(old) == 4


def test_allocations_are_released_only_of_orders_that_are_locked(
    floor: Floor, mug: Sku, leeds: Place, now: datetime, committed: dict[str, str]
) -> None:
    """The younger order is planned again while its lock is waited for; the older one gives, locked as well."""
    floor.receive(sku=0, site=0, location=BIN, quantity=8)
    old, young = place(floor, (0, 4)), place(floor, (0, 4))
    floor.release(site=0)
    with transaction(OPERATOR):
        balance_id = Balance.objects.get(sku_id=mug.id).id
        fulfillments = {one.order_id: one.id for one in FulfillmentOrder.objects.all()}

    def release() -> tuple[int, set[UUID]]:
        with transaction(OPERATOR):
            gave = release_allocations(balance_id=balance_id, units=4, now=now, actor=SYSTEM)
            return gave, list_unlocked(committed, [old, young])

    with transaction(OPERATOR):
        lock_orders([young])
        finish = start_behind(release)
        unrelease_fulfillments(fulfillment_ids=[fulfillments[young]], now=now, actor=SYSTEM)
    assert finish() == (4, set())
    with transaction(OPERATOR):
        assert not FulfillmentLine.objects.filter(fulfillment_id=fulfillments[old], allocated__gt=0).exists()


def test_a_loss_whose_lock_does_not_come_in_time_is_booked_by_a_later_attempt(floor: Floor, mug: Sku) -> None:
    floor.receive(sku=0, site=0, location=BIN, quantity=10)

    def lose() -> None:
        rows.execute("SET lock_timeout = '400ms'")
        floor.adjust(sku=0, site=0, location=BIN, quantity=-3)

    with transaction(OPERATOR):
        lock_site_stock([(mug.id, floor.places[0].id)])
        finish = start_behind(lose)
        wait_for_another_attempt()
    assert finish() is None
    assert read_stock(mug).on_hand == 7


def test_a_loss_that_meets_a_deadlock_is_booked(floor: Floor, mug: Sku) -> None:
    """It holds the order and waits for the stock, whose holder asks for the order: one of the two begins anew.

    Takes a second: until then the database does not look for deadlocks.
    """
    floor.receive(sku=0, site=0, location=BIN, quantity=10)
    order_id = place(floor, (0, 9))
    with suppress(ResourceBusy), transaction(OPERATOR):
        lock_site_stock([(mug.id, floor.places[0].id)])
        finish = start_behind(lambda: floor.adjust(sku=0, site=0, location=BIN, quantity=-3))
        lock_orders([order_id])
    assert finish() is None
    assert (read_stock(mug).on_hand, read_stock(mug).promised) == (7, 7)


def test_a_partners_feed_takes_back_what_was_promised_while_it_was_read(
    floor: Floor, mug: Sku, berlin: Place, now: datetime
) -> None:
    def feed(quantity: int) -> None:
        apply_stock_feed(
            scope=OPERATOR, site_id=berlin.id, feed=[FeedRow(floor.merchant_id, mug.id, quantity)], seen_at=now,
            now=now, actor=SYSTEM,
        )  # fmt: skip

    feed(20)
    place(floor, (0, 8))
    with transaction(floor.scope):
        late = place(floor, (0, 5))
        finish = start_behind(lambda: feed(10))
    assert finish() is None
    stock = read_stock(mug, "BERLIN")
    assert (stock.on_hand, stock.promised, stock.backordered) == (10, 10, 3)
    assert read_backordered(late) == 3


def test_a_quarantine_takes_back_what_was_promised_meanwhile(floor: Floor, mug: Sku, now: datetime) -> None:
    floor.receive(sku=0, site=0, location=BIN, quantity=10)
    with transaction(OPERATOR):
        balance_id = Balance.objects.get(sku_id=mug.id).id

    def quarantine() -> None:
        move_stock(
            scope=OPERATOR, balance_id=balance_id, quantity=6, to_location_id=floor.places[0].locations["QUARANTINE"],
            now=now, actor=SYSTEM,
        )  # fmt: skip

    with transaction(floor.scope):
        late = place(floor, (0, 9))
        finish = start_behind(quarantine)
    assert finish() is None
    assert (read_stock(mug).on_hand, read_stock(mug).promised) == (4, 4)
    assert read_backordered(late) == 5


def test_a_loss_behind_a_release_takes_back_what_was_allocated(
    floor: Floor, mug: Sku, leeds: Place, now: datetime
) -> None:
    floor.receive(sku=0, site=0, location=BIN, quantity=10)
    order_id = place(floor, (0, 9))
    with transaction(OPERATOR):
        release_wave(site_id=leeds.id, rule=ReleaseRule(max_orders=10), now=now, actor=SYSTEM)
        finish = start_behind(lambda: floor.adjust(sku=0, site=0, location=BIN, quantity=-4))
    assert finish() is None
    assert read_stock(mug).on_hand == 6
    assert read_backordered(order_id) == 3


def test_a_release_behind_a_loss_allocates_what_is_left(floor: Floor, mug: Sku) -> None:
    floor.receive(sku=0, site=0, location=BIN, quantity=10)
    order_id = place(floor, (0, 9))
    with transaction(OPERATOR):
        floor.adjust(sku=0, site=0, location=BIN, quantity=-4)
        finish = start_behind(lambda: floor.release(site=0))
    assert finish() is None
    with transaction(OPERATOR):
        line = OrderLine.objects.get(order_id=order_id)
    assert (line.allocated, line.backordered) == (6, 3)


def test_losses_shorts_waves_and_orders_of_the_same_skus_at_once_refuse_no_truth(
    floor: Floor, mug: Sku
) -> None:
    for sku in (0, 1):
        for location in (BIN, "A-01-02", "R-01-01"):
            floor.receive(sku=sku, site=0, location=location, quantity=20)
    for number in range(10):
        place(floor, (number % 2, 3), (1 - number % 2, 2))
    floor.release(site=0, max_orders=6)

    def lose() -> list[DomainError | None]:
        return [
            _try(floor, "adjust", sku=number % 2, site=0, location=BIN, quantity=-1) for number in range(6)
        ]

    def short() -> list[DomainError | None]:
        return [_try(floor, "pick", stops=1, missing=1, reason=ShortReason.FEWER) for _ in range(6)]

    def work() -> list[DomainError | None]:
        place(floor, (0, 2), (1, 2))
        return [_try(floor, "release", site=0, max_orders=2) for _ in range(2)] and []

    answers = run_at_once(lose, short, work, work)
    assert not list_refusals(answers)
    refused = [one.code for answer in answers if isinstance(answer, list) for one in answer if one]
    assert not [code for code in refused if code in {"busy", "stock_promised"}], refused


def _try(floor: Floor, deed: str, **how: object) -> DomainError | None:
    try:
        getattr(floor, deed)(**how)
    except DomainError as refusal:
        return refusal
    return None
