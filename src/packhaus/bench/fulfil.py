"""Bench `fulfil`: promised orders through release, allocation, pick, pack, label data and dispatch.

The limit is the least SQL that writes the same movements and states, in chunks of as many orders, as the owner.
"""

import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.bench.alternating import alternate
from packhaus.bench.cast import Cast, fill_bins, fill_cast
from packhaus.bench.pgbench import LIMITS
from packhaus.bench.place import bench_database, run_as_owner
from packhaus.bench.types import Measure
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.locations import save_locations
from packhaus.inventory.types import LocationKind
from packhaus.kernel import rows
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import LineDraft, OrderDraft, PlacedOrder
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.outbound.services.pack import pack_fulfillments
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.types import Pack, PickScan, ReleaseRule
from packhaus.parties.types import AddressDraft, ContactDraft
from packhaus.shipping.services.carriers import CarrierDraft, ServiceDraft, save_carriers
from packhaus.shipping.services.cartons import CartonDraft, save_cartons

ORDERS = 10_000
SKUS = 1_000
UNITS_PER_BIN = 1_000_000
CHUNK = 1_600
TOTES = 12

_TASKS = "SELECT id, quantity FROM outbound_picktask WHERE batch_id = %(batch_id)s ORDER BY sequence, id"
_PICKED = "SELECT id FROM orders_fulfillmentorder WHERE status = 'picked' ORDER BY id"
_CHUNK = """
CREATE TEMP TABLE chunk ON COMMIT DROP AS
SELECT id AS fulfillment_id, order_id, uuidv7() AS tote_id, uuidv7() AS carton_id, uuidv7() AS shipment_id,
       uuidv7() AS parcel_id
FROM orders_fulfillmentorder WHERE status = 'planned' ORDER BY id LIMIT %s
"""


def run(*, orders: int = ORDERS) -> dict[str, Any]:
    """Fulfil `orders` orders of three lines three times on each side."""
    with bench_database("bench_fulfil") as environment:
        owner_url = environment["DATABASE_OWNER_URL"]
        cast = _make_cast()
        _place(cast, orders, "warm", owner_url)
        _fulfil(cast)

        def limit(number: int) -> Measure:
            _place(cast, orders, f"limit-{number}", owner_url)
            return _run_limit(owner_url, cast, orders)

        def product(number: int) -> Measure:
            _place(cast, orders, f"product-{number}", owner_url)
            started, cpu = time.perf_counter(), time.process_time()
            dispatched = _fulfil(cast)
            seconds = time.perf_counter() - started
            assert dispatched == orders, (dispatched, orders)
            return Measure(orders, seconds, time.process_time() - cpu)

        return {"orders": orders, **alternate(limit=limit, product=product)}


def _make_cast() -> Cast:
    cast = fill_cast(skus=SKUS, on_hand=UNITS_PER_BIN)
    said: dict[str, Any] = {"now": datetime.now(UTC), "actor": SYSTEM}
    save_locations(scope=Scope.operator(), site_id=cast.site_id, drafts=[], **said)
    fill_bins(cast, bins=SKUS, units=UNITS_PER_BIN)
    service = ServiceDraft("BENCH-STD", "Bench", 31_500, "EUR", ((31_500, 500),))
    save_carriers(scope=Scope.operator(), drafts=[CarrierDraft("BENCH", "Bench", (service,), "BN")], **said)
    cartons = [
        CartonDraft(f"C{side}", side, side, side, side + 6, side + 6, side + 6, 150, 30_000, 30, "EUR")
        for side in (200, 300, 400, 600)
    ]
    save_cartons(scope=Scope.operator(), merchant_id=None, drafts=cartons, **said)
    return cast


def _place(cast: Cast, count: int, tag: str, owner_url: str) -> None:
    draw = random.Random(tag)  # noqa: S311 - a workload, not a secret
    now = datetime.now(UTC)
    drafts = [
        OrderDraft(
            channel="bench",
            external_number=f"{tag}-{number}",
            placed_at=now,
            currency="EUR",
            contact=ContactDraft("Bench", f"b{number}@example.com"),
            address=AddressDraft(("Torstraße 1",), "Berlin", "DE", "10119"),
            lines=tuple(LineDraft(code, draw.randint(1, 3), 250) for code in draw.sample(cast.codes, 3)),
        )
        for number in range(count)
    ]
    for at in range(0, count, CHUNK):
        outcomes = place_orders(
            scope=Scope.merchant(cast.merchant_id),
            merchant_id=cast.merchant_id,
            drafts=drafts[at : at + CHUNK],
            now=now,
            actor=SYSTEM,
        )
        assert all(isinstance(outcome, PlacedOrder) for outcome in outcomes)
    run_as_owner("ANALYZE", owner_url)


def _fulfil(cast: Cast) -> int:
    now = datetime.now(UTC)
    wave = release_wave(site_id=cast.site_id, rule=ReleaseRule(max_orders=100_000), now=now, actor=SYSTEM)
    for batch_id in build_batches(wave_id=wave.id, max_totes=TOTES, now=now, actor=SYSTEM):
        with transaction(Scope.operator()):
            tasks = rows.fetch_tuples(_TASKS, {"batch_id": batch_id})
        scans = [PickScan(id_, quantity, "bench", str(id_)) for id_, quantity in tasks]
        confirm_picks(scans=scans, now=now, actor=SYSTEM)
    with transaction(Scope.operator()):
        picked: Sequence[UUID] = [id_ for (id_,) in rows.fetch_tuples(_PICKED)]
    packed = pack_fulfillments(packs=[Pack(id_) for id_ in picked], now=now, actor=SYSTEM)
    shipments = [one.shipment_id for one in packed]
    return len(dispatch_shipments(shipment_ids=shipments, now=now, actor=SYSTEM))


def _run_limit(owner_url: str, cast: Cast, orders: int) -> Measure:
    kinds = {"totes": LocationKind.TOTE, "staging": LocationKind.STAGING, "customer": LocationKind.CUSTOMER}
    script = (LIMITS / "fulfil.sql").read_text()
    with transaction(Scope.operator()):
        for name, kind in kinds.items():
            location_id = get_site_location(site_id=cast.site_id, kind=kind)
            script = script.replace(f":{name}", str(location_id))
    with psycopg.connect(owner_url) as connection:
        started = time.perf_counter()
        for _ in range(-(-orders // CHUNK)):
            connection.execute(_CHUNK.encode(), [CHUNK])
            connection.execute(script.encode())
            connection.commit()
        return Measure(orders, time.perf_counter() - started)
