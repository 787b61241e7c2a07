"""What the floor's hot paths cost in statements, BEGIN with its scope included: exact, so that one more shows."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.types import WaveOutcome
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Packing, Releasing, list_open_tasks, make_scan

Batching = Callable[[WaveOutcome], list[UUID]]


def count_statements(job: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        job()
    texts = [" ".join(query["sql"].split()) for query in captured.captured_queries]
    return [text[:60] for text in texts if not text.startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))]


@pytest.mark.parametrize("orders", [1, 5])
def test_each_step_costs_the_same_however_many_orders(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    now: datetime,
    release: Releasing,
    batch: Batching,
    pack: Packing,
    orders: int,
) -> None:
    stock(mug, leeds, 100)
    stock(lamp, leeds, 100, location="A-01-02")
    place_one(make_draft(("MUG", 1), number="warm"))
    batch(release())
    confirm_picks(scans=[make_scan(*task) for task in list_open_tasks()], now=now, actor=SYSTEM)
    pack()
    for number in range(orders):
        place_one(make_draft(("MUG", 2), ("LAMP", 1), number=str(number)))
    waves: list[WaveOutcome] = []
    released = count_statements(lambda: waves.append(release()))
    assert len(released) == 8, released
    batch(waves[0])
    tasks = list_open_tasks()
    assert (
        len(count_statements(lambda: confirm_picks(scans=[make_scan(*tasks[0])], now=now, actor=SYSTEM))) == 5
    )
    rest = [make_scan(*task) for task in tasks[1:]]
    # One more: the fact that orders are picked.
    assert len(count_statements(lambda: confirm_picks(scans=rest, now=now, actor=SYSTEM))) == 6
    shipments = pack()
    ids = [one.shipment_id for one in shipments]
    assert len(count_statements(lambda: dispatch_shipments(shipment_ids=ids, now=now, actor=SYSTEM))) == 17


@pytest.mark.parametrize("orders", [4, 8])
def test_a_wave_with_restricted_and_split_lines_costs_twelve_however_many_orders(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    operator: Scope,
    release: Releasing,
    orders: int,
) -> None:
    """Lamps must last for a month, a line of mugs begins where a bin ends, which repair puts right."""
    with transaction(operator):
        Sku.objects.filter(id=lamp.id).update(minimum_shelf_life_days=30)
    stock(lamp, leeds, 100)
    with transaction(operator):
        Balance.objects.update(expires_on=date(2027, 6, 1))
    for location in ("A-01-01", "A-01-02", "A-02-01"):
        stock(mug, leeds, 2 * orders, location=location)
    for number in range(orders):
        place_one(make_draft(("MUG", 3), ("LAMP", 1), number=str(number)))
    released = count_statements(release)
    assert len(released) == 12, released
