"""A short waits for what it needs before it has anything of it: who follows the order of locks is never in its way."""

from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, SiteStock
from packhaus.kernel import rows
from packhaus.orders.locks import lock_orders
from packhaus.orders.models import OrderLine
from packhaus.orders.types import PlacedOrder
from packhaus.outbound.locks import lock_bins_of, lock_site_stock
from packhaus.outbound.types import ShortReason
from tests.concurrency.threads import start_behind
from tests.harness.cast import Place
from tests.invariants.floor import Floor

OPERATOR = Scope.operator()
BIN = "A-01-01"

_STOCK = "SELECT id FROM inventory_sitestock ORDER BY id FOR NO KEY UPDATE SKIP LOCKED"
_BINS = "SELECT id FROM inventory_balance ORDER BY id FOR NO KEY UPDATE SKIP LOCKED"


@pytest.fixture
def late(floor: Floor) -> UUID:
    """An order of six that is on the floor, and a later one that is promised the other four of the ten."""
    floor.receive(sku=0, site=0, location=BIN, quantity=10)
    floor.place(wants=[(0, 6)])
    floor.release(site=0)
    placed = floor.place(wants=[(0, 4)])
    assert isinstance(placed, PlacedOrder)
    return placed.id


@pytest.fixture
def short(floor: Floor) -> Callable[[], object]:
    """Pick two of the six."""
    return lambda: floor.pick(stops=1, missing=4, reason=ShortReason.FEWER)


def count_free(committed: dict[str, str], sql: str) -> int:
    """Count the rows that another connection could lock at once."""
    with psycopg.connect(committed["DATABASE_URL"]) as other:
        other.execute("SELECT set_config('packhaus.operator', 'on', true)")
        return len(other.execute(sql).fetchall())


def test_while_it_waits_for_stock_it_holds_no_bin(
    floor: Floor, late: UUID, short: Callable[[], object], mug: Sku, leeds: Place, committed: dict[str, str]
) -> None:
    with transaction(OPERATOR):
        bins = Balance.objects.count()
        lock_site_stock([(mug.id, leeds.id)])
        finish = start_behind(short)
        assert count_free(committed, _BINS) == bins
        lock_bins_of(keys=[(mug.id, leeds.id)], balance_ids=[])
    assert finish() is None
    assert_short(late, mug)


def test_while_it_waits_for_an_order_that_has_to_give_it_holds_no_stock(
    floor: Floor, late: UUID, short: Callable[[], object], mug: Sku, leeds: Place, committed: dict[str, str]
) -> None:
    with transaction(OPERATOR):
        stocks, bins = SiteStock.objects.count(), Balance.objects.count()
        lock_orders([late])
        finish = start_behind(short)
        assert (count_free(committed, _STOCK), count_free(committed, _BINS)) == (stocks, bins)
        lock_site_stock([(mug.id, leeds.id)])
    assert finish() is None
    assert_short(late, mug)


def test_while_it_waits_for_a_bin_it_holds_no_later_one(
    floor: Floor, late: UUID, short: Callable[[], object], mug: Sku, committed: dict[str, str]
) -> None:
    floor.receive(sku=0, site=0, location="R-01-01", quantity=1)
    floor.receive(sku=0, site=0, location="A-01-02", quantity=1)
    with transaction(OPERATOR):
        shelves = list(
            Balance.objects.filter(sku_id=mug.id, handling_unit_id=None)
            .order_by("id")
            .values_list("id", flat=True)
        )
        rows.execute(
            "SELECT id FROM inventory_balance WHERE id = %(id)s FOR NO KEY UPDATE", {"id": shelves[0]}
        )
        finish = start_behind(short)
        assert count_free(committed, _BINS) == len(shelves) - 1
    assert finish() is None


def assert_short(late: UUID, mug: Sku) -> None:
    """Four of ten are gone, two are in the tote, and four that the record still has are promised to nobody."""
    with transaction(OPERATOR):
        stock = SiteStock.objects.get(sku_id=mug.id, site__code="LEEDS")
        assert (stock.on_hand, stock.promised, stock.backordered) == (6, 2, 8)
        assert OrderLine.objects.get(order_id=late).backordered == 4
