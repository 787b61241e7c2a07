"""Correct the record: losses and finds, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.inventory.errors import ShortBalance
from packhaus.inventory.events import StockAdjusted, StockFreed
from packhaus.inventory.queries.balances import BalanceRow, list_balances_at
from packhaus.inventory.queries.rules import get_location_facts
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.services.lose import book_loss, give_way
from packhaus.inventory.types import LocationKind, Move
from packhaus.journal.services import record
from packhaus.journal.types import Fact
from packhaus.kernel.errors import FieldProblem, Invalid

LOSS_REASONS = ("damage", "loss", "count", "expiry", "sample", "correction")
FIND_REASONS = ("found", "count", "correction")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Units of a SKU that a location has more (positive) or fewer (negative) than the record says."""

    merchant_id: UUID
    sku_id: UUID
    location_id: int
    quantity: int
    reason: str
    lot_id: int | None = None


def adjust_stock(
    *, scope: Scope, adjustments: Sequence[Adjustment], document_id: str, now: datetime, actor: Actor
) -> None:
    """Book losses and finds against the adjustment location, all or none.

    A loss releases allocations and demotes carts and promises first; it is refused only where the record has fewer
    units than are said to be lost. With the reason "count" the location counts as counted. Locks: orders, site_stock,
    balances.
    Emits: StockAdjusted, StockFreed for finds, PromiseDemoted by orders. Raises: Invalid, ShortBalance, ResourceBusy.
    """
    _check(adjustments)

    def book() -> None:
        facts: list[Fact] = []
        for adjustment in adjustments:
            facts += _adjust(adjustment, document_id, now, actor)
        record(facts, happened_at=now, actor=actor)

    book_loss(scope=scope, book=book)


def _check(adjustments: Sequence[Adjustment]) -> None:
    problems = [
        FieldProblem(f"adjustments.{index}", "invalid", "has units, and a reason that fits a loss or a find")
        for index, adjustment in enumerate(adjustments)
        if adjustment.quantity == 0
        or adjustment.reason not in (LOSS_REASONS if adjustment.quantity < 0 else FIND_REASONS)
    ]
    if problems or not adjustments:
        raise Invalid(problems or [FieldProblem("adjustments", "required", "is empty")])


def _adjust(adjustment: Adjustment, document_id: str, now: datetime, actor: Actor) -> list[Fact]:
    site_id = get_location_facts([adjustment.location_id])[adjustment.location_id].site_id
    against = get_site_location(site_id=site_id, kind=LocationKind.ADJUSTMENT)
    if adjustment.quantity < 0:
        moves = _lose(adjustment, against, now, actor)
    else:
        moves = [
            Move(
                merchant_id=adjustment.merchant_id,
                site_id=site_id,
                sku_id=adjustment.sku_id,
                owner_id=adjustment.merchant_id,
                quantity=adjustment.quantity,
                from_location_id=against,
                to_location_id=adjustment.location_id,
                lot_id=adjustment.lot_id,
            )
        ]
    record_movements(
        moves=moves,
        reason=adjustment.reason,
        document_kind="adjustment",
        document_id=document_id,
        happened_at=now,
        actor=actor,
    )
    adjusted = StockAdjusted(
        merchant_id=adjustment.merchant_id,
        aggregate_id=adjustment.sku_id,
        site_id=str(site_id),
        units=adjustment.quantity,
        reason=adjustment.reason,
        location_id=adjustment.location_id,
        lot_id=adjustment.lot_id,
        document=document_id,
    )
    if adjustment.quantity < 0:
        return [adjusted]
    freed = StockFreed(
        merchant_id=adjustment.merchant_id,
        aggregate_id=adjustment.sku_id,
        site_id=str(site_id),
        units=adjustment.quantity,
    )
    return [adjusted, freed]


def _lose(adjustment: Adjustment, against: int, now: datetime, actor: Actor) -> list[Move]:
    left = -adjustment.quantity
    taken: list[tuple[BalanceRow, int]] = []
    for balance in list_balances_at(
        location_id=adjustment.location_id, sku_id=adjustment.sku_id, lot_id=adjustment.lot_id
    ):
        units = min(left, balance.on_hand)
        if units:
            taken.append((balance, units))
            left -= units
    if left:
        there = -adjustment.quantity - left
        raise ShortBalance(
            f"the record has {there} units there, {-adjustment.quantity} are said to be lost",
            there=there,
            wanted=-adjustment.quantity,
        )
    for balance, units in taken:
        give_way(balance=balance, units=units, now=now, actor=actor)
    return [
        balance.as_move(quantity=units, to_location_id=against, to_condition=balance.condition)
        for balance, units in taken
    ]
