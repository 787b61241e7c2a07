"""Somebody has counted what lies at a location without being asked: the record follows at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.inventory.errors import CountStale
from packhaus.inventory.queries.balances import BalanceRow, get_balance
from packhaus.inventory.services.counts.again import ask_again
from packhaus.inventory.services.counts.book import book_differences, list_facts
from packhaus.inventory.services.counts.by_hand import HandLine, note_by_hand
from packhaus.inventory.services.lose import book_loss
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
    record make allocations, carts and promises give way, as with every loss. It is kept among the counts as approved;
    what waits there to be approved is counted again.
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
    ask_again(location_ids=[balance.location_id for balance in balances], now=now, actor=actor)
    pairs = list(zip(balances, counts, strict=True))
    found = [(balance, counted.units - balance.on_hand) for balance, counted in pairs]
    book_differences(found=found, document_id=document_id, now=now, actor=actor)
    if any(units for _, units in found):
        _prove(counts)
    lines = [
        HandLine(balance, counted.units, units)
        for (balance, counted), (_, units) in zip(pairs, found, strict=True)
    ]
    note_by_hand(lines=lines, document_id=document_id, now=now, actor=actor)
    record(
        list_facts([(one.balance, one.counted, one.change) for one in lines]), happened_at=now, actor=actor
    )
    return sum(abs(units) for _, units in found)


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
