"""What the faults bench starts from: stock that was received, a wave released, stops to pick."""

import subprocess
from datetime import UTC, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.bench.bodies import LINES_PER_ORDER
from packhaus.bench.cast import Cast, fill_bins, fill_cast
from packhaus.bench.templates import COMMAND, lead
from packhaus.inventory.services.locations import save_locations
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.kernel import rows
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import LineDraft, OrderDraft
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.types import ReleaseRule
from packhaus.parties.types import AddressDraft, ContactDraft

SKUS = 50
UNITS = 100_000
UNITS_PER_LINE = 4
TOTES = 12

_BINS = """
SELECT k.id, l.id FROM catalog_sku AS k JOIN inventory_balance AS b ON b.sku_id = k.id
JOIN inventory_location AS l ON l.id = b.location_id ORDER BY k.id
"""


def fill_faults_cast(environment: dict[str, str], *, orders: int) -> Cast:
    """Migrate, receive stock and release a wave of this many orders."""
    subprocess.run([*COMMAND, "migrate", "--quiet"], env=lead(environment), check=True)  # noqa: S603 - our own command
    cast = fill_cast(skus=SKUS, on_hand=0)
    save_locations(
        scope=Scope.operator(), site_id=cast.site_id, drafts=[], now=datetime.now(UTC), actor=SYSTEM
    )
    fill_bins(cast, bins=SKUS, units=0)
    _receive(cast)
    _release(cast, orders)
    return cast


def _receive(cast: Cast) -> None:
    with transaction(Scope.operator()):
        bins: list[tuple[UUID, int]] = rows.fetch_tuples(_BINS)
    lines = [
        ReceiptLine(merchant_id=cast.merchant_id, sku_id=sku_id, location_id=location_id, quantity=UNITS)
        for sku_id, location_id in bins
    ]
    receive_stock(
        scope=Scope.operator(),
        site_id=cast.site_id,
        lines=lines,
        document_id="bench",
        now=datetime.now(UTC),
        actor=SYSTEM,
    )


def _release(cast: Cast, orders: int) -> None:
    now = datetime.now(UTC)
    codes = cast.codes
    drafts = [
        OrderDraft(
            channel="before",
            external_number=str(number),
            placed_at=now,
            currency="EUR",
            contact=ContactDraft("Bench", f"b{number}@example.com"),
            address=AddressDraft(("Torstraße 1",), "Berlin", "DE", "10119"),
            lines=tuple(
                LineDraft(codes[(number + step) % len(codes)], UNITS_PER_LINE, 250)
                for step in range(LINES_PER_ORDER)
            ),
        )
        for number in range(orders)
    ]
    scope = Scope.merchant(cast.merchant_id)
    place_orders(scope=scope, merchant_id=cast.merchant_id, drafts=drafts, now=now, actor=SYSTEM)
    wave = release_wave(site_id=cast.site_id, rule=ReleaseRule(max_orders=100_000), now=now, actor=SYSTEM)
    build_batches(wave_id=wave.id, max_totes=TOTES, now=now, actor=SYSTEM)
