"""Many writers at once: units are neither made nor lost, and nobody waits for ever."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connections

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory import ports
from packhaus.inventory.errors import ShortBalance
from packhaus.inventory.models import Balance, SiteStock
from packhaus.inventory.services.adjust import Adjustment, adjust_stock
from packhaus.inventory.services.holds import HoldLineDraft, NotFree, hold_stock, release_hold
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import Move
from packhaus.orders.services.demote import demote_promises
from tests.harness.cast import Place
from tests.harness.stock import PutStock

WRITERS = 4
ROUNDS = 15


def run_at_once(*jobs: Callable[[], None]) -> None:
    """Start every job at the same moment and raise what any of them raised."""
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], None]) -> None:
        try:
            gate.wait(timeout=10)
            job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        for done in [pool.submit(run, job) for job in jobs]:
            done.result(timeout=60)


@pytest.mark.usefixtures("committed")
def test_moves_to_and_fro_between_the_same_bins_keep_every_unit(
    stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    places = ["A-01-01", "A-01-02", "A-02-01", "TOTES"]
    for sku in (mug, lamp):
        for place in places[:3]:
            stock(sku, leeds, 20, location=place)

    def shuffle(writer: int) -> None:
        for number in range(ROUNDS):
            moves = [
                Move(
                    merchant_id=sku.merchant_id,
                    site_id=leeds.id,
                    sku_id=sku.id,
                    owner_id=sku.merchant_id,
                    quantity=3,
                    from_location_id=leeds.locations[places[(writer + number + step) % 4]],
                    to_location_id=leeds.locations[places[(writer + number + step + 1 + writer % 3) % 4]],
                )
                for step, sku in enumerate((mug, lamp, mug) if writer % 2 else (lamp, mug, lamp))
            ]
            try:
                with transaction(operator):
                    record_movements(
                        moves=moves, reason="test", document_kind="test", document_id=str(writer),
                        happened_at=now, actor=SYSTEM,
                    )  # fmt: skip
            except ShortBalance:
                continue

    run_at_once(*(lambda writer=writer: shuffle(writer) for writer in range(WRITERS)))
    with transaction(operator):
        assert sorted(SiteStock.objects.values_list("on_hand", flat=True)) == [60, 60]
        assert sum(Balance.objects.values_list("on_hand", flat=True)) == 120


@pytest.mark.usefixtures("committed")
def test_a_loss_is_booked_while_carts_come_and_go(
    stock: PutStock, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    ports.set_promise_keeper(demote_promises)
    stock(mug, leeds, 60)

    def shop(writer: int) -> None:
        for number in range(ROUNDS):
            try:
                hold = hold_stock(
                    scope=operator, merchant_id=mug.merchant_id, reference=f"{writer}-{number}",
                    lines=[HoldLineDraft(mug.id, leeds.id, 10)], now=now,
                )  # fmt: skip
            except NotFree:
                continue
            if number % 2:
                release_hold(scope=operator, hold_id=hold, now=now, actor=SYSTEM)

    def lose() -> None:
        for number in range(ROUNDS):
            loss = Adjustment(mug.merchant_id, mug.id, leeds.locations["A-01-01"], -3, "loss")
            adjust_stock(scope=operator, adjustments=[loss], document_id=str(number), now=now, actor=SYSTEM)

    run_at_once(lose, *(lambda writer=writer: shop(writer) for writer in range(WRITERS - 1)))
    with transaction(operator):
        left = SiteStock.objects.get()
        assert left.on_hand == 60 - 3 * ROUNDS
        assert left.held <= left.on_hand
