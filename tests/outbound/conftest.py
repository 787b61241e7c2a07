"""The floor for tests: orders of ACME, released, picked, packed and dispatched through the services."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.orders.services.backorders import promise_backorders
from packhaus.orders.types import PlacedOrder
from packhaus.outbound.models import PickTask
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.keep_policies import keep_policies
from packhaus.outbound.services.pack import pack_fulfillments
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.types import (
    Pack,
    PackedFulfillment,
    PickOutcome,
    PickScan,
    ReleaseRule,
    ShortReason,
    WaveOutcome,
)
from packhaus.shipping.models import Carrier, CartonType, Service, ServicePrice
from packhaus.shipping.queries.carton_types import forget_carton_types
from packhaus.shipping.queries.priced_services import forget_priced_services
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne, count, place, place_one
from tests.orders.drafts import make_draft

__all__ = ["count", "place", "place_one"]

Packing = Callable[[], list[PackedFulfillment]]
Batching = Callable[[WaveOutcome], list[UUID]]


class Releasing(Protocol):
    """Release a wave at Leeds by a rule."""

    def __call__(self, **rule: object) -> WaveOutcome: ...


class Sending(Protocol):
    """Place an order, release it and put it into a walk."""

    def __call__(self, *wants: tuple[str, int], **changes: Any) -> PlacedOrder: ...


class Finding(Protocol):
    """Confirm the only open stop with as many units as are found there, and why there are not more."""

    def __call__(self, units: int, reason: ShortReason) -> PickOutcome: ...


class Picking(Protocol):
    """Confirm every open stop of Leeds with what it asks for."""

    def __call__(self) -> list[PickOutcome]: ...


@pytest.fixture
def carriers(operator: Scope) -> Iterator[None]:
    """Give one carrier with two services and three cartons of the operator's."""
    forget_carton_types()
    forget_priced_services()
    with transaction(operator):
        carrier = Carrier.objects.create(code="ALBION", name="Albion Parcel", tracking_prefix="AP")
        for code, grams, rank, factor, cash in (
            ("A-48", 30_000, 10, 1, True),
            ("A-24", 30_000, 20, 2, False),
        ):
            service = Service.objects.create(
                carrier=carrier,
                code=code,
                name=code,
                max_weight_grams=grams,
                rank=rank,
                can_collect_cash=cash,
            )
            for up_to, price in ((1000, 300), (5000, 400), (30_000, 900)):
                ServicePrice.objects.create(
                    service=service, up_to_grams=up_to, amount_minor=price * factor, currency="GBP"
                )
        for code, side, tare in (("S", 150, 60), ("M", 300, 200), ("L", 500, 500)):
            CartonType.objects.create(
                merchant_id=None,
                code=code,
                inner_length_mm=side,
                inner_width_mm=side,
                inner_height_mm=side,
                outer_length_mm=side + 8,
                outer_width_mm=side + 8,
                outer_height_mm=side + 8,
                tare_grams=tare,
                max_weight_grams=20_000,
                currency="GBP",
            )
    yield
    forget_carton_types()
    forget_priced_services()


@pytest.fixture
def release(leeds: Place, now: datetime) -> Releasing:
    def release(**rule: object) -> WaveOutcome:
        chosen = ReleaseRule(**rule)  # type: ignore[arg-type]
        return release_wave(site_id=leeds.id, rule=chosen, now=now, actor=SYSTEM)

    return release


@pytest.fixture
def batch(now: datetime) -> Batching:
    def batch(wave: WaveOutcome) -> list[UUID]:
        return build_batches(wave_id=wave.id, max_totes=4, now=now, actor=SYSTEM)

    return batch


@pytest.fixture
def send(place_one: PlacingOne, release: Releasing, batch: Batching) -> Sending:
    def send(*wants: tuple[str, int], **changes: Any) -> PlacedOrder:
        placed = place_one(make_draft(*wants, **changes))
        batch(release())
        return placed

    return send


@pytest.fixture
def find(now: datetime) -> Finding:
    def find(units: int, reason: ShortReason) -> PickOutcome:
        ((task_id, _),) = list_open_tasks()
        (outcome,) = confirm_picks(
            scans=[make_scan(task_id, units, short_reason=reason)], now=now, actor=SYSTEM
        )
        return outcome

    return find


def make_scan(task_id: int, quantity: int, **changes: object) -> PickScan:
    """Make a scan with a client id of its own."""
    return PickScan(task_id, quantity, "gun-1", str(new_id()))._replace(**changes)  # type: ignore[arg-type]


def list_open_tasks() -> list[tuple[int, int]]:
    """List open stops in walking order: id and units."""
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(
            "SELECT id, quantity - picked FROM outbound_picktask WHERE status IN ('open', 'claimed') "
            "ORDER BY batch_id, sequence"
        )
    return [(id_, units) for id_, units in found]


@pytest.fixture
def pick(now: datetime) -> Picking:
    def pick() -> list[PickOutcome]:
        scans = [make_scan(task_id, units) for task_id, units in list_open_tasks()]
        return confirm_picks(scans=scans, now=now, actor=SYSTEM)

    return pick


@pytest.fixture
def pack(now: datetime, carriers: None, operator: Scope) -> Packing:
    def pack() -> list[PackedFulfillment]:
        with transaction(operator):
            found = rows.fetch_tuples(
                "SELECT id FROM orders_fulfillmentorder WHERE status = 'picked' ORDER BY id"
            )
        return pack_fulfillments(packs=[Pack(id_) for (id_,) in found], now=now, actor=SYSTEM)

    return pack


@pytest.fixture
def shorted(
    request: pytest.FixtureRequest,
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    release: Releasing,
    batch: Batching,
    now: datetime,
) -> str:
    """An order of 4 mugs, 3 lamps: one lamp is picked, then one mug of four is found; nobody has more."""
    stock(lamp, leeds, 3, location="A-01-01")
    stock(mug, leeds, 4, location="A-02-01")
    placed = place_one(make_draft(("MUG", 4), ("LAMP", 3), policy=request.param))
    batch(release())
    mugs, lamps = list_stops(mug, lamp)
    confirm_picks(scans=[make_scan(lamps, 1)], now=now, actor=SYSTEM)
    confirm_picks(scans=[make_scan(mugs, 1, short_reason=ShortReason.FEWER)], now=now, actor=SYSTEM)
    keep_policies(order_ids=[placed.id], now=now, actor=SYSTEM)
    keep_policies(order_ids=[placed.id], now=now, actor=SYSTEM)
    return placed.number


def list_stops(*skus: Sku) -> list[int]:
    with transaction(Scope.operator()):
        return [PickTask.objects.get(sku_id=sku.id).id for sku in skus]


def receive(mug: Sku, leeds: Place, now: datetime) -> None:
    line = ReceiptLine(mug.merchant_id, mug.id, 5, leeds.locations["A-02-01"])
    receive_stock(
        scope=Scope.operator(), site_id=leeds.id, document_id="R-9", lines=[line], now=now, actor=SYSTEM
    )
    promise_backorders(scope=Scope.operator(), sku_ids=[mug.id], now=now, actor=SYSTEM)
