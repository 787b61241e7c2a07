"""Kill -9 of whoever picks, packs and dispatches, at any point: what was confirmed is there once, the rest goes on."""

import multiprocessing
import os
import random
import select
import signal
from collections.abc import Callable, Iterator
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.db import connections

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.wiring import wire
from packhaus.kernel import rows
from packhaus.orders.services.place import place_orders
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.outbound.services.pack import pack_fulfillments
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.types import Pack, PickScan, ReleaseRule
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.outbound.conftest import carriers

__all__ = ["carriers"]

ORDERS = 24
KILLS = 16
FORK = multiprocessing.get_context("fork")

_STOPS = """
SELECT id, picked FROM outbound_picktask WHERE status IN ('open', 'claimed') ORDER BY batch_id, sequence
"""
_PICKED = "SELECT id FROM orders_fulfillmentorder WHERE status = 'picked' ORDER BY id"
_LABELLED = "SELECT id FROM shipping_shipment WHERE status = 'labelled' ORDER BY id"
_DONE = """
SELECT 'pick', device || '/' || client_id, count(*) FROM outbound_scan GROUP BY 2
UNION ALL
SELECT 'pack', fulfillment_id::text, count(*) FROM shipping_shipment WHERE status <> 'voided' GROUP BY 2
UNION ALL
SELECT 'dispatch', document_id, sum(quantity)::bigint / 3 FROM inventory_movement WHERE reason = 'dispatch' GROUP BY 2
"""


@pytest.fixture
def floor(
    committed: dict[str, str], carriers: None, acme: Merchant, stock: PutStock, mug: Sku, leeds: Place, now: datetime
) -> None:  # fmt: skip
    """Give a walk for two dozen orders of three mugs each, every mug of which is confirmed by itself."""
    wire()
    for location in ("A-01-01", "A-01-02", "A-02-01"):
        stock(mug, leeds, ORDERS, location=location)
    drafts = [make_draft(("MUG", 3), number=f"O-{number}") for number in range(ORDERS)]
    place_orders(scope=Scope.merchant(acme.id), merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)
    wave = release_wave(site_id=leeds.id, rule=ReleaseRule(max_orders=ORDERS), now=now, actor=SYSTEM)
    build_batches(wave_id=wave.id, max_totes=6, now=now, actor=SYSTEM)


def fetch(sql: str) -> list[tuple[Any, ...]]:
    with transaction(Scope.operator()):
        return list(rows.fetch_tuples(sql))


def work(path: Path, now: datetime) -> None:
    """Do the floor's work in turn until none is left; note each piece when, and only when, it was confirmed."""
    noted = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    deeds: list[Callable[[datetime], Iterator[str]]] = [pick_next, pack_next, dispatch_next]
    is_left = True
    while is_left:
        is_left = False
        for deed in deeds:
            for note in deed(now):
                is_left = True
                os.write(noted, f"{note}\n".encode())


def pick_next(now: datetime) -> Iterator[str]:
    for task_id, picked in fetch(_STOPS)[:4]:
        client_id = f"{task_id}-{picked}"
        confirm_picks(scans=[PickScan(task_id, 1, "gun", client_id)], now=now, actor=SYSTEM)
        yield f"pick gun/{client_id}"


def pack_next(now: datetime) -> Iterator[str]:
    for (id_,) in fetch(_PICKED)[:2]:
        pack_fulfillments(packs=[Pack(id_)], now=now, actor=SYSTEM)
        yield f"pack {id_}"


def dispatch_next(now: datetime) -> Iterator[str]:
    for (id_,) in fetch(_LABELLED)[:1]:
        dispatch_shipments(shipment_ids=[id_], now=now, actor=SYSTEM)
        yield f"dispatch {id_}"


def start(path: Path, now: datetime) -> BaseProcess:
    connections.close_all()
    process = FORK.Process(target=work, args=(path, now), daemon=True)
    process.start()
    return process


def kill_in_the_middle(process: BaseProcess, path: Path, dice: random.Random) -> None:
    """Let it confirm a few more pieces, then kill it at some point of the next one."""
    wanted = count_lines(path) + dice.randint(1, 6)
    deadline = monotonic() + 60
    while count_lines(path) < wanted and process.is_alive():
        assert monotonic() < deadline, "nothing was confirmed"
        select.select([process.sentinel], [], [], 0.002)
    select.select([process.sentinel], [], [], dice.uniform(0, 0.03))
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def count_lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.mark.faults
def test_what_was_picked_packed_and_dispatched_before_a_kill_is_there_once(
    floor: None, tmp_path: Path, now: datetime
) -> None:
    """That everything adds up is proved afterwards, as for every test that asks for stock."""
    path, dice = tmp_path / "confirmed", random.Random(16)
    for _ in range(KILLS):
        kill_in_the_middle(start(path, now), path, dice)
    last = start(path, now)
    last.join(120)
    assert last.exitcode == 0
    confirmed = path.read_text().splitlines()
    done = {f"{kind} {what}": count for kind, what, count in fetch(_DONE)}
    assert not [note for note in confirmed if note not in done]
    assert set(done.values()) == {1}
    assert len(done) == ORDERS * 5
    (left,) = fetch("SELECT count(*) FROM inventory_balance WHERE on_hand > 0")
    assert left == (0,)
