from datetime import datetime, timedelta

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory import ports
from packhaus.inventory.errors import ShortBalance
from packhaus.inventory.models import Balance, Movement, SiteStock
from packhaus.inventory.services.adjust import Adjustment, adjust_stock
from packhaus.inventory.services.holds import HoldLineDraft, NotFree, expire_holds, hold_stock, release_hold
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.inventory.types import Move
from packhaus.journal.models import Entry
from packhaus.kernel import rows
from packhaus.orders.services.demote import demote_promises
from tests.harness.cast import Place
from tests.harness.stock import PutStock, put_stock
from tests.orders.conftest import *  # noqa: F403 - its fixtures
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import make_draft


def _move(sku: Sku, place: Place, quantity: int, source: str, target: str, **more: object) -> Move:
    return Move(
        merchant_id=sku.merchant_id,
        site_id=place.id,
        sku_id=sku.id,
        owner_id=sku.merchant_id,
        quantity=quantity,
        from_location_id=place.locations[source],
        to_location_id=place.locations[target],
        **more,  # type: ignore[arg-type]
    )


def _record(operator: Scope, now: datetime, *moves: Move) -> None:
    with transaction(operator, savepoint=True):
        record_movements(
            moves=moves, reason="test", document_kind="test", document_id="T", happened_at=now, actor=SYSTEM
        )


def _balances(operator: Scope, place: Place) -> dict[str, tuple[int, int]]:
    codes = {id_: code for code, id_ in place.locations.items()}
    with transaction(operator):
        found = Balance.objects.values_list("location_id", "on_hand", "allocated")
        return {codes[location]: (on_hand, allocated) for location, on_hand, allocated in found}


def test_a_move_inside_the_site_changes_balances_and_not_the_sites_stock(
    stock: PutStock, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 10)
    _record(operator, now, _move(mug, leeds, 4, "A-01-01", "R-01-01"))
    assert _balances(operator, leeds) == {"A-01-01": (6, 0), "R-01-01": (4, 0)}
    with transaction(operator):
        assert SiteStock.objects.get().on_hand == 10
        assert Movement.objects.count() == 2


def test_what_is_not_there_is_refused_with_its_place_and_nothing_moves(
    stock: PutStock, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 10)
    with pytest.raises(ShortBalance, match="A-01-01 has 10 of MUG"):
        _record(operator, now, _move(mug, leeds, 11, "A-01-01", "R-01-01"))
    assert _balances(operator, leeds) == {"A-01-01": (10, 0)}


def test_allocated_units_move_only_with_their_allocation(
    mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    # unchecked: an allocation without a pick behind it
    put_stock(mug, leeds, 10)
    with transaction(operator):
        rows.execute("UPDATE inventory_balance SET allocated = 7")
    with pytest.raises(ShortBalance):
        _record(operator, now, _move(mug, leeds, 4, "A-01-01", "TOTES"))
    _record(operator, now, _move(mug, leeds, 4, "A-01-01", "TOTES", allocated=4))
    assert _balances(operator, leeds) == {"A-01-01": (6, 3), "TOTES": (4, 4)}


def test_an_emptied_tote_leaves_no_row_and_an_emptied_bin_does(
    stock: PutStock, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 4)
    _record(operator, now, _move(mug, leeds, 4, "A-01-01", "TOTES"))
    _record(operator, now, _move(mug, leeds, 4, "TOTES", "STAGING"))
    assert _balances(operator, leeds) == {"A-01-01": (0, 0), "STAGING": (4, 0)}


def test_a_receipt_of_a_new_sku_opens_its_stock_and_tells_who_waits(
    check_clean: object, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    line = ReceiptLine(mug.merchant_id, mug.id, 5, leeds.locations["R-01-01"], lot_code="L-1")
    receive_stock(scope=operator, site_id=leeds.id, lines=[line], document_id="R-1", now=now, actor=SYSTEM)
    with transaction(operator):
        assert SiteStock.objects.get().on_hand == 5
        assert Balance.objects.get().lot_id is not None
        assert set(Entry.objects.values_list("kind", flat=True)) == {"stock_received", "stock_freed"}


def test_a_count_below_what_is_promised_is_booked_and_demotes(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    operator: Scope,
    now: datetime,
    place_one: PlacingOne,
    count: Counting,
) -> None:
    ports.set_promise_keeper(demote_promises)
    stock(mug, leeds, 10)
    placed = place_one(make_draft(("MUG", 8)))
    loss = Adjustment(mug.merchant_id, mug.id, leeds.locations["A-01-01"], -5, "count")
    adjust_stock(scope=operator, adjustments=[loss], document_id="C-1", now=now, actor=SYSTEM)
    assert count(placed.number) == [{"backordered": 3, "promised": 5}]
    with transaction(operator):
        site_stock = SiteStock.objects.get()
        assert (site_stock.on_hand, site_stock.promised, site_stock.backordered) == (5, 5, 3)


def test_carts_give_before_orders(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    operator: Scope,
    now: datetime,
    place_one: PlacingOne,
    count: Counting,
) -> None:
    ports.set_promise_keeper(demote_promises)
    stock(mug, leeds, 10)
    placed = place_one(make_draft(("MUG", 4)))
    hold_stock(
        scope=operator,
        merchant_id=mug.merchant_id,
        reference="cart",
        lines=[HoldLineDraft(mug.id, leeds.id, 6)],
        now=now,
    )
    loss = Adjustment(mug.merchant_id, mug.id, leeds.locations["A-01-01"], -6, "loss")
    adjust_stock(scope=operator, adjustments=[loss], document_id="C-1", now=now, actor=SYSTEM)
    assert count(placed.number) == [{"promised": 4}]
    with transaction(operator):
        assert SiteStock.objects.get().held == 0


def test_a_cart_holds_until_it_expires_and_never_more_than_is_free(
    stock: PutStock, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 10)
    lines = [HoldLineDraft(mug.id, leeds.id, 6)]
    merchant_id = mug.merchant_id
    first = hold_stock(scope=operator, merchant_id=merchant_id, reference="one", lines=lines, now=now)
    with pytest.raises(NotFree):
        hold_stock(scope=operator, merchant_id=merchant_id, reference="two", lines=lines, now=now)
    release_hold(scope=operator, hold_id=first, now=now, actor=SYSTEM)
    hold_stock(scope=operator, merchant_id=merchant_id, reference="two", lines=lines, now=now)
    assert expire_holds(scope=operator, now=now + timedelta(minutes=14), actor=SYSTEM) == 0
    assert expire_holds(scope=operator, now=now + timedelta(minutes=15), actor=SYSTEM) == 1
    with transaction(operator):
        assert SiteStock.objects.get().held == 0
