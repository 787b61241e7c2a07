"""Set units apart where they lie, and let them go again or scrap them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.inventory.events import QuarantineEnded, StockFreed, StockQuarantined
from packhaus.inventory.queries.balances import BalanceRow, find_balance
from packhaus.inventory.queries.rules import get_location_facts
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.services.lose import book_loss, give_way
from packhaus.inventory.types import QUARANTINE_OUTCOMES, QUARANTINE_REASONS, Condition, LocationKind, Move
from packhaus.journal.services import record
from packhaus.journal.types import Fact
from packhaus.kernel.errors import FieldProblem, Invalid

MOST_AT_ONCE = 50
"""Balances of one transaction: each may have to ask orders and picks for the units."""


@dataclass(frozen=True, slots=True)
class Paper:
    """By what units were set apart: a lot, a recall, a deed at the desk."""

    kind: str
    id: str


def quarantine_stock(
    *, scope: Scope, balance_ids: Sequence[int], reason: str, paper: Paper, now: datetime, actor: Actor
) -> int:
    """Set everything sellable of these balances apart where it lies, and return how many units were.

    The truth is not refused: picks go to other bins, carts and promises give way as for a loss. What has gone meanwhile
    or is on its way out of the house is passed over. Commits per MOST_AT_ONCE balances; a second call goes on.
    Locks: orders, site_stock, balances. Emits: StockQuarantined, PromiseDemoted by orders.
    Raises: Invalid, ResourceBusy.
    """
    _check("reason", reason, QUARANTINE_REASONS)

    def book(balance: BalanceRow, _units: int) -> Iterator[Fact]:
        facts = get_location_facts([balance.location_id])[balance.location_id]
        if balance.condition != Condition.SELLABLE or facts.is_off_shelf:
            return
        give_way(balance=balance, units=balance.on_hand, now=now, actor=actor)
        move = _stay(balance, balance.on_hand, Condition.QUARANTINE)
        _move(move, "quarantine", paper, now, actor)
        yield StockQuarantined(reason=reason, **_describe(balance, balance.on_hand, paper))

    return _book_each(scope, dict.fromkeys(balance_ids, 0), book, now, actor)


def settle_quarantine(
    *, scope: Scope, units: Mapping[int, int], outcome: str, paper: Paper, now: datetime, actor: Actor
) -> int:
    """Release or scrap units in quarantine by balance (0: all of it), and return how many units it were.

    Released ones stay where they are if stock may lie there, else they go to where goods come in. Of what has become
    less meanwhile, what is left is taken. Commits per MOST_AT_ONCE balances; a second call goes on.
    Locks: site_stock, balances. Emits: QuarantineEnded, StockFreed. Raises: Invalid, ResourceBusy.
    """
    _check("outcome", outcome, QUARANTINE_OUTCOMES)

    def book(balance: BalanceRow, wanted: int) -> Iterator[Fact]:
        if balance.condition != Condition.QUARANTINE or not balance.on_hand:
            return
        count = min(wanted or balance.on_hand, balance.on_hand)
        if outcome == "scrapped":
            _move(_scrap(balance, count), "scrap", paper, now, actor)
        else:
            _move(_let_go(balance, count), "release", paper, now, actor)
            yield StockFreed(
                merchant_id=balance.merchant_id, aggregate_id=balance.sku_id, site_id=str(balance.site_id),
                units=count,
            )  # fmt: skip
        yield QuarantineEnded(outcome=outcome, **_describe(balance, count, paper))

    return _book_each(scope, units, book, now, actor)


def _check(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise Invalid([FieldProblem(name, "unknown", f"is one of {', '.join(known)}")])


def _book_each(
    scope: Scope,
    units: Mapping[int, int],
    book: Callable[[BalanceRow, int], Iterator[Fact]],
    now: datetime,
    actor: Actor,
) -> int:
    """Book balance by balance: picks that give way may go to the next one, which is read only then."""

    def book_some(ids: Sequence[int]) -> int:
        told: list[Fact] = []
        for id_ in ids:
            balance = find_balance(balance_id=id_)
            if balance is not None and balance.on_hand:
                told += book(balance, units[id_])
        if told:
            record(told, happened_at=now, actor=actor)
        return sum(one.units for one in told if isinstance(one, StockQuarantined | QuarantineEnded))

    ids, total = sorted(units), 0
    for start in range(0, len(ids), MOST_AT_ONCE):
        total += book_loss(scope=scope, book=partial(book_some, ids[start : start + MOST_AT_ONCE]))
    return total


def _describe(balance: BalanceRow, units: int, paper: Paper) -> dict[str, Any]:
    return {
        "merchant_id": balance.merchant_id, "aggregate_id": balance.sku_id, "site_id": str(balance.site_id),
        "units": units, "location_id": balance.location_id, "location": balance.location_code,
        "lot_id": balance.lot_id, "serial": balance.serial,
        "unit_id": str(balance.handling_unit_id) if balance.handling_unit_id else None, "document": paper.id,
    }  # fmt: skip


def _stay(balance: BalanceRow, units: int, condition: Condition) -> Move:
    move = balance.as_move(quantity=units, to_location_id=balance.location_id, to_condition=condition)
    return replace(move, to_unit_id=balance.handling_unit_id)


def _let_go(balance: BalanceRow, units: int) -> Move:
    if get_location_facts([balance.location_id])[balance.location_id].counts_as_on_hand:
        return _stay(balance, units, Condition.SELLABLE)
    receiving = get_site_location(site_id=balance.site_id, kind=LocationKind.RECEIVING)
    return balance.as_move(quantity=units, to_location_id=receiving, to_condition=Condition.SELLABLE)


def _scrap(balance: BalanceRow, units: int) -> Move:
    gone = get_site_location(site_id=balance.site_id, kind=LocationKind.ADJUSTMENT)
    return balance.as_move(quantity=units, to_location_id=gone, to_condition=Condition.QUARANTINE)


def _move(move: Move, reason: str, paper: Paper, now: datetime, actor: Actor) -> None:
    record_movements(
        moves=[move],
        reason=reason,
        document_kind=paper.kind,
        document_id=paper.id,
        happened_at=now,
        actor=actor,
    )
