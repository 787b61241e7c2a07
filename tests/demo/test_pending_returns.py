import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.demo.cancellations import Wish
from packhaus.demo.cancelling import Canceller
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.outbound.services.stop import answer_cancel_requests
from packhaus.outbound.types import WaveOutcome
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import (
    Packing,
    Picking,
    Releasing,
    batch,
    carriers,
    count,
    pack,
    pick,
    place,
    place_one,
    release,
)

__all__ = ["batch", "carriers", "count", "pack", "pick", "place", "place_one", "release"]


def read(path: Path) -> list[tuple[str, str, str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (row["invoice"], row["order_number"], row["lines"], row["units_returning"])
            for row in csv.DictReader(file)
        ]


def test_units_asked_back_when_they_were_packed_are_expected_once_they_have_left(
    tmp_path: Path,
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    release: Releasing,
    batch: Callable[[WaveOutcome], list[UUID]],
    pick: Picking,
    pack: Packing,
) -> None:
    stock(mug, leeds, 4)
    place_one(make_draft(("MUG", 4), number="536365"))
    path = tmp_path / "pending_returns.csv"
    canceller = Canceller([Wish(now, "C536379", "536365", ((1, 3),))], path)
    batch(release())
    pick()
    (packed,) = pack()
    canceller.cancel_until(now)
    answer_cancel_requests(now=now, actor=SYSTEM)
    canceller.expect_refused()
    assert read(path) == [], "it stands at the dock still"
    dispatch_shipments(shipment_ids=[packed.shipment_id], now=now, actor=SYSTEM)
    for _ in range(2):
        canceller.expect_refused()
    assert read(path) == [("C536379", "536365", "1:3", "3")]
    assert canceller.units == {"cancelled": 0, "requested": 3, "returning": 3}
