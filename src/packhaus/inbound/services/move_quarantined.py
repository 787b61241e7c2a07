"""Units leave quarantine: to be sold, to the supplier, or as scrap."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.inbound.queries.check_units import CheckUnits
from packhaus.inventory.events import StockFreed
from packhaus.inventory.queries.balances import BalanceRow, list_quarantined
from packhaus.inventory.queries.rules import get_location_facts
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import Condition, LocationKind, Move
from packhaus.journal.services import record

REASONS = {"released": "release", "returned": "return_supplier", "scrapped": "scrap"}


def move_quarantined(*, units: Sequence[CheckUnits], outcome: str, now: datetime, actor: Actor) -> None:
    """Move units out of quarantine, wherever in the site they lie by now, in the caller's transaction.

    Released ones stay where they are if stock may lie there, else they go to where goods come in; the spoiled ones of
    them are damaged. What was lost meanwhile is left out. The deliveries and their sites' doors are locked.
    Locks: site_stock, balances. Emits: StockFreed. Queries: 4 to 9.
    """
    lying = list_quarantined(
        site_ids=sorted({one.site_id for one in units}), sku_ids=sorted({one.sku_id for one in units})
    )
    left = {row.id: row.on_hand for row in lying}
    moves = [move for one in units for move in _take(one, lying, left, outcome)]
    if not moves:
        return
    record_movements(
        moves=moves, reason=REASONS[outcome], document_kind="quality", document_id=str(units[0].check_id),
        happened_at=now, actor=actor,
    )  # fmt: skip
    _free([move for move in moves if move.to_condition == Condition.SELLABLE], now, actor)


def _free(moves: Sequence[Move], now: datetime, actor: Actor) -> None:
    """Tell that units may be promised."""
    freed: Counter[tuple[UUID, UUID, UUID]] = Counter()
    for move in moves:
        freed[move.merchant_id, move.sku_id, move.site_id] += move.quantity
    facts = [
        StockFreed(merchant_id=merchant_id, aggregate_id=sku_id, site_id=str(site_id), units=count)
        for (merchant_id, sku_id, site_id), count in freed.items()
    ]
    if facts:
        record(facts, happened_at=now, actor=actor)


def _take(wanted: CheckUnits, lying: Sequence[BalanceRow], left: dict[int, int], outcome: str) -> list[Move]:
    """Take units of the same lot and serial number, those on the carton that they came on first."""
    fitting = [
        row
        for row in lying
        if (row.site_id, row.sku_id, row.lot_id, row.serial)
        == (wanted.site_id, wanted.sku_id, wanted.lot_id, wanted.serial)
    ]
    fitting.sort(key=lambda row: (row.handling_unit_id != wanted.unit_id, row.id))
    moves = []
    for units_wanted, is_spoiled in ((wanted.quantity - wanted.spoiled, False), (wanted.spoiled, True)):
        missing = units_wanted
        for row in fitting:
            units = min(left[row.id], missing)
            if units:
                left[row.id] -= units
                missing -= units
                move = _move(row, units, outcome)
                moves.append(replace(move, to_condition=Condition.DAMAGED) if is_spoiled else move)
    return moves


def _move(row: BalanceRow, units: int, outcome: str) -> Move:
    target, unit_id, condition = _find_target(row, outcome)
    return replace(
        row.as_move(quantity=units, to_location_id=target, to_condition=condition), to_unit_id=unit_id
    )


def _find_target(row: BalanceRow, outcome: str) -> tuple[int, UUID | None, str]:
    if outcome == "returned":
        supplier = get_site_location(site_id=row.site_id, kind=LocationKind.SUPPLIER)
        return supplier, None, Condition.QUARANTINE
    if outcome == "scrapped":
        gone = get_site_location(site_id=row.site_id, kind=LocationKind.ADJUSTMENT)
        return gone, None, Condition.QUARANTINE
    if get_location_facts([row.location_id])[row.location_id].counts_as_on_hand:
        return row.location_id, row.handling_unit_id, Condition.SELLABLE
    receiving = get_site_location(site_id=row.site_id, kind=LocationKind.RECEIVING)
    return receiving, None, Condition.SELLABLE
