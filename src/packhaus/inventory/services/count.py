"""Somebody has counted what lies at a location: the record follows, and what is free there is promised."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.inventory.errors import CountStale
from packhaus.inventory.events import BinCounted
from packhaus.inventory.queries.balances import BalanceRow, get_balance
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.services.lose import book_loss, give_way
from packhaus.inventory.types import LocationKind, Move
from packhaus.journal.services import record
from packhaus.kernel.errors import FieldProblem, Invalid

_STALE = "{location} had {seen} units when the count began, and something was booked there since; count again"


class Counted(NamedTuple):
    """Units of a balance that were found, and what its record said when the count began."""

    balance_id: int
    units: int
    seen: int


def count_balances(
    *, scope: Scope, counts: Sequence[Counted], document_id: str, now: datetime, actor: Actor
) -> int:
    """Bring records in line with what was counted, all or none; return how many units they changed by, up and down.

    A count that finds what the record says is a fact, too: whoever doubted the place is told. Fewer units than the
    record make allocations, carts and promises give way, as with every loss.
    Locks: orders, site_stock, balances. Emits: BinCounted per SKU and location. Raises: Invalid; CountStale when
    something was booked there since; UnknownLocation; ResourceBusy.
    """
    _check(counts)
    return book_loss(scope=scope, book=lambda: _book(counts, document_id, now, actor))


def _check(counts: Sequence[Counted]) -> None:
    problems = [
        FieldProblem(f"counts.{index}", "range", "is not negative")
        for index, counted in enumerate(counts)
        if counted.units < 0
    ]
    if problems or not counts:
        raise Invalid(problems or [FieldProblem("counts", "required", "is empty")])


def _book(counts: Sequence[Counted], document_id: str, now: datetime, actor: Actor) -> int:
    balances = [_read(counted) for counted in counts]
    for balance, counted in zip(balances, counts, strict=True):
        if counted.units < balance.on_hand:
            give_way(balance=balance, units=balance.on_hand - counted.units, now=now, actor=actor)
    moves = [
        _as_move(balance, counted.units - balance.on_hand)
        for balance, counted in zip(balances, counts, strict=True)
        if counted.units != balance.on_hand
    ]
    if moves:
        record_movements(
            moves=moves,
            reason="count",
            document_kind="count",
            document_id=document_id,
            happened_at=now,
            actor=actor,
        )
        _prove(counts)
    record(_list_facts(balances, counts), happened_at=now, actor=actor)
    return sum(move.quantity for move in moves)


def _read(counted: Counted) -> BalanceRow:
    balance = get_balance(balance_id=counted.balance_id)
    if balance.on_hand != counted.seen:
        raise CountStale(
            _STALE.format(location=balance.location_code, seen=counted.seen),
            location_id=balance.location_id,
        )
    return balance


def _prove(counts: Sequence[Counted]) -> None:
    """Refuse when a pick was booked between the look at the record and its lock, which is held by now."""
    for counted in counts:
        balance = get_balance(balance_id=counted.balance_id) if counted.units else None
        if balance is not None and balance.on_hand != counted.units:
            raise CountStale(
                _STALE.format(location=balance.location_code, seen=counted.seen),
                location_id=balance.location_id,
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


def _list_facts(balances: Sequence[BalanceRow], counts: Sequence[Counted]) -> list[BinCounted]:
    found: dict[tuple[UUID, UUID, int], BinCounted] = {}
    for balance, counted in zip(balances, counts, strict=True):
        key = (balance.merchant_id, balance.sku_id, balance.location_id)
        known = found.get(key)
        found[key] = BinCounted(
            merchant_id=balance.merchant_id,
            aggregate_id=balance.sku_id,
            site_id=str(balance.site_id),
            location_id=balance.location_id,
            location=balance.location_code,
            units=counted.units + (known.units if known else 0),
            change=counted.units - balance.on_hand + (known.change if known else 0),
        )
    return list(found.values())
