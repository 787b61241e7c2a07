"""The one way in which a counted difference becomes a movement."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.inventory.events import BinCounted
from packhaus.inventory.queries.balances import BalanceRow
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.services.lose import give_way
from packhaus.inventory.types import LocationKind, Move


def book_differences(
    *, found: Sequence[tuple[BalanceRow, int]], document_id: str, now: datetime, actor: Actor
) -> None:
    """Book units more (positive) or fewer against the adjustment location; what was built on lost ones gives way.

    Zero books nothing. Locks: orders, site_stock, balances. Raises: ShortBalance, StockPromised.
    """
    for balance, units in found:
        if units < 0:
            give_way(balance=balance, units=-units, now=now, actor=actor)
    moves = [_as_move(balance, units) for balance, units in found if units]
    if moves:
        record_movements(
            moves=moves,
            reason="count",
            document_kind="count",
            document_id=document_id,
            happened_at=now,
            actor=actor,
        )


def _as_move(balance: BalanceRow, units: int) -> Move:
    """Return the movement from or to the adjustment location that the difference needs."""
    against = get_site_location(site_id=balance.site_id, kind=LocationKind.ADJUSTMENT)
    if units < 0:
        return balance.as_move(quantity=-units, to_location_id=against, to_condition=balance.condition)
    return Move(
        merchant_id=balance.merchant_id,
        site_id=balance.site_id,
        sku_id=balance.sku_id,
        owner_id=balance.owner_id,
        quantity=units,
        from_location_id=against,
        to_location_id=balance.location_id,
        lot_id=balance.lot_id,
        serial=balance.serial,
        to_unit_id=balance.handling_unit_id,
        from_condition=balance.condition,
        to_condition=balance.condition,
    )


def list_facts(found: Sequence[tuple[BalanceRow, int, int]]) -> list[BinCounted]:
    """Return what to tell of (balance, units there, units more than the record said), one fact per item and place."""
    told: dict[tuple[UUID, UUID, int], BinCounted] = {}
    for balance, units, change in found:
        key = (balance.merchant_id, balance.sku_id, balance.location_id)
        known = told.get(key)
        told[key] = BinCounted(
            merchant_id=balance.merchant_id,
            aggregate_id=balance.sku_id,
            site_id=str(balance.site_id),
            location_id=balance.location_id,
            location=balance.location_code,
            units=units + (known.units if known else 0),
            change=change + (known.change if known else 0),
        )
    return list(told.values())
