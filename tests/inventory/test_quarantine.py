"""Lots, bins and cartons are set apart in one deed; the truth is not refused."""

from datetime import date, datetime, timedelta

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, Lot, SiteStock
from packhaus.inventory.queries.balances import list_matching
from packhaus.inventory.queries.list_lots import LotFilter, get_lot, list_lots
from packhaus.inventory.services.expire import quarantine_expired
from packhaus.inventory.services.quarantine import Paper, quarantine_stock, settle_quarantine
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.journal.models import Entry
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.types import ShortReason
from tests.harness.cast import Place
from tests.outbound.conftest import (
    Finding,
    Sending,
    batch,
    carriers,
    find,
    place,
    place_one,
    release,
    send,
)  # fmt: skip

__all__ = ["Finding", "ShortReason", "batch", "carriers", "find", "place", "place_one", "release", "send"]
PAPER = Paper("lot", "1")


def receive(
    mug: Sku, leeds: Place, now: datetime, *wants: tuple[str, str, int], expires_on: date | None = None
) -> None:
    lines = [
        ReceiptLine(
            mug.merchant_id, mug.id, units, leeds.locations[place], lot_code=lot, expires_on=expires_on
        )
        for lot, place, units in wants
    ]
    receive_stock(
        scope=Scope.operator(), site_id=leeds.id, document_id="R-1", lines=lines, now=now, actor=SYSTEM
    )


def apart(now: datetime, reason: str = "quality", **chosen: object) -> int:
    operator = Scope.operator()
    ids = list_matching(scope=operator, condition="sellable", **chosen)  # type: ignore[arg-type]
    return quarantine_stock(
        scope=operator, balance_ids=ids, reason=reason, paper=PAPER, now=now, actor=SYSTEM
    )


def settle(now: datetime, outcome: str, **chosen: object) -> int:
    operator = Scope.operator()
    ids = list_matching(scope=operator, condition="quarantine", **chosen)  # type: ignore[arg-type]
    return settle_quarantine(
        scope=operator, units=dict.fromkeys(ids, 0), outcome=outcome, paper=PAPER, now=now, actor=SYSTEM
    )


def read_stock() -> tuple[int, int, int]:
    with transaction(Scope.operator()):
        stock = SiteStock.objects.get()
    return stock.on_hand, stock.promised, stock.backordered


def get_lot_id(code: str) -> int:
    with transaction(Scope.operator()):
        return Lot.objects.get(code=code).id


def test_picks_go_to_another_lot_and_what_no_bin_covers_waits(
    mug: Sku, leeds: Place, now: datetime, carriers: None, send: Sending, check_clean: object
) -> None:
    receive(mug, leeds, now, ("BAD", "A-01-01", 3), ("BAD", "A-01-02", 4))
    with transaction(Scope.operator()):
        SiteStock.objects.update(backorder_limit=100, has_own_limit=True)
    send(("MUG", 5))
    receive(mug, leeds, now + timedelta(days=1), ("GOOD", "A-02-01", 2))
    assert apart(now, lot_ids=[get_lot_id("BAD")]) == 7
    assert read_stock() == (2, 2, 3)
    with transaction(Scope.operator()):
        good = Balance.objects.get(lot_id=get_lot_id("GOOD"))
        assert good.allocated in {0, 2}
        assert Entry.objects.filter(kind="stock_quarantined").count() == 2
        told = Entry.objects.filter(kind="stock_quarantined").first()
        assert told
        assert (told.data["reason"], told.data["lot_id"]) == ("quality", get_lot_id("BAD"))
    assert apart(now, lot_ids=[get_lot_id("BAD")]) == 0


def test_what_is_set_apart_is_released_or_scrapped_once(
    mug: Sku, leeds: Place, now: datetime, check_clean: object
) -> None:
    receive(mug, leeds, now, ("L-1", "A-01-01", 3), ("L-2", "A-01-01", 4))
    assert apart(now, location_id=leeds.locations["A-01-01"]) == 7
    assert read_stock()[0] == 0
    assert settle(now, "released", lot_ids=[get_lot_id("L-1")]) == 3
    assert settle(now, "scrapped", lot_ids=[get_lot_id("L-2")]) == 4
    assert settle(now, "scrapped", lot_ids=[get_lot_id("L-2")]) == 0
    assert read_stock()[0] == 3
    lot = get_lot(Scope.operator(), lot_id=get_lot_id("L-2"))
    assert (lot.on_hand, lot.quarantined) == (0, 0)


def test_an_unknown_reason_changes_nothing(
    mug: Sku, leeds: Place, now: datetime, check_clean: object
) -> None:
    receive(mug, leeds, now, ("L-1", "A-01-01", 3))
    with pytest.raises(Invalid):
        apart(now, "because", lot_ids=[get_lot_id("L-1")])
    assert read_stock()[0] == 3


def test_what_expired_yesterday_is_set_apart_and_so_is_what_lasts_too_little(
    mug: Sku, leeds: Place, now: datetime, operator: Scope, check_clean: object
) -> None:
    for code, days in (("PAST", -1), ("TODAY", 0), ("SHORT", 9), ("LONG", 10)):
        receive(mug, leeds, now, (code, "A-01-01", 2), expires_on=now.date() + timedelta(days=days))
    assert quarantine_expired(scope=operator, now=now, actor=SYSTEM) == 2
    with transaction(operator):
        Sku.objects.filter(id=mug.id).update(minimum_shelf_life_days=10)
    assert quarantine_expired(scope=operator, now=now, actor=SYSTEM) == 4
    assert quarantine_expired(scope=operator, now=now, actor=SYSTEM) == 0
    assert read_stock()[0] == 2
    wanted = LotFilter(until=now.date() + timedelta(days=9), only="here")
    found = list_lots(operator, wanted=wanted, page=PageOf())
    assert [(lot.lot_code, lot.quarantined) for lot in found.rows] == [
        ("PAST", 2),
        ("TODAY", 2),
        ("SHORT", 2),
    ]


def test_a_stranger_sees_no_lot(
    mug: Sku, leeds: Place, now: datetime, beta_scope: Scope, check_clean: object
) -> None:
    receive(mug, leeds, now, ("L-1", "A-01-01", 3))
    assert list_lots(beta_scope, wanted=LotFilter(), page=PageOf()).rows == []
