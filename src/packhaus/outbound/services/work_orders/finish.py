"""Do work: parts leave the shelves, what they make comes in, in one entry of the ledger each way."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import StockFreed
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import LocationKind, Move
from packhaus.journal.services import record
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows
from packhaus.outbound.errors import PartsMissing, WorkOver
from packhaus.outbound.events import WorkCancelled, WorkDone, WorkFact
from packhaus.outbound.locks import FreeBalance, WorkRow, lock_free_balances, lock_work_order

_PARTS = """
SELECT p.sku_id, k.code, p.quantity FROM outbound_workpart AS p JOIN catalog_sku AS k ON k.id = p.sku_id
WHERE p.work_order_id = %(id)s ORDER BY p.sku_id
"""
_CODE = "SELECT code FROM catalog_sku WHERE id = %(id)s"
_CLAIM = """
UPDATE outbound_workorder SET status = 'claimed', claimed_by = %(user_id)s, claimed_at = %(now)s
WHERE number = %(number)s AND (status = 'open' OR status = 'claimed' AND claimed_by = %(user_id)s)
"""
_DONE = """
UPDATE outbound_workorder SET done = done + %(units)s,
    status = CASE WHEN done + %(units)s = quantity THEN 'done' ELSE status END,
    done_at = CASE WHEN done + %(units)s = quantity THEN %(now)s::timestamptz END
WHERE id = %(id)s
"""
_CANCEL = "UPDATE outbound_workorder SET status = 'cancelled', done_at = %(now)s WHERE id = %(id)s"
_ENDED = frozenset({"done", "cancelled"})


class _Part(NamedTuple):
    """Units of an item that the work takes, or gives."""

    sku_id: UUID
    code: str
    quantity: int


def claim_work(*, scope: Scope, number: str, user_id: UUID, now: datetime) -> None:
    """Give an open work order to a person; twice is once. Queries: 1. Raises: WorkOver (somebody else has it)."""
    with transaction(scope, savepoint=True):
        if not rows.execute(_CLAIM, {"number": number, "user_id": user_id, "now": now}):
            raise WorkOver("somebody else has it, or it is over", number=number)


@again_when_busy
def do_work(
    *,
    scope: Scope,
    number: str,
    units: int,
    device: str = "",
    client_id: str = "",
    now: datetime,
    actor: Actor,
) -> int:
    """Book so many units as made or taken apart, and return how many are left; the same booking twice is once.

    What it takes is taken from what nobody was promised, from the packing places first.
    Locks: the work order, site stock, balances. Emits: WorkDone, StockFreed for what came in. Queries: 9 to 12.
    Raises: WorkOrderNotFound, WorkOver (it is over, or fewer are left), PartsMissing naming each part that is short;
        nothing was booked.
    """
    assert units > 0
    with transaction(scope, savepoint=True):
        work = lock_work_order(number)
        if not take_scan(device=device, client_id=client_id, operation="work", document_id=work.id):
            return work.left
        if work.status in _ENDED or units > work.left:
            raise WorkOver("there are fewer units left to do", number=number, left=work.left)
        taken, given = _list_sides(work, units)
        balances = lock_free_balances(keys=[(part.sku_id, work.site_id) for part in taken])
        moves = [*_take(work, taken, balances), *_give(work, given)]
        record_movements(
            moves=moves,
            reason=work.kind,
            document_kind="work_order",
            document_id=str(work.id),
            happened_at=now,
            actor=actor,
        )
        rows.execute(_DONE, {"id": work.id, "units": units, "now": now})
        freed = [
            StockFreed(
                merchant_id=work.merchant_id,
                aggregate_id=part.sku_id,
                site_id=str(work.site_id),
                units=part.quantity,
            )
            for part in given
        ]
        record([_tell(WorkDone, work, units), *freed], happened_at=now, actor=actor)
    return work.left - units


def cancel_work(*, scope: Scope, number: str, now: datetime, actor: Actor) -> None:
    """End a work order; what was done of it stays done. Emits: WorkCancelled. Queries: 3.

    Raises: WorkOrderNotFound, WorkOver.
    """
    with transaction(scope, savepoint=True):
        work = lock_work_order(number)
        if work.status in _ENDED:
            raise WorkOver("it is over", number=number, left=0)
        rows.execute(_CANCEL, {"id": work.id, "now": now})
        record([_tell(WorkCancelled, work, work.left)], happened_at=now, actor=actor)


def _tell(fact: type[WorkFact], work: WorkRow, units: int) -> WorkFact:
    return fact(
        merchant_id=work.merchant_id,
        aggregate_id=work.id,
        number=work.number,
        sku_id=str(work.sku_id),
        units=units,
    )


def _list_sides(work: WorkRow, units: int) -> tuple[list[_Part], list[_Part]]:
    """Return what the work takes and what it gives."""
    parts = [
        _Part(sku_id, code, quantity * units)
        for sku_id, code, quantity in rows.fetch_tuples(_PARTS, {"id": work.id})
    ]
    whole = [_Part(work.sku_id, str(rows.fetch_value(_CODE, {"id": work.sku_id})), units)]
    return (parts, whole) if work.kind == "assemble" else (whole, parts)


def _take(work: WorkRow, parts: Sequence[_Part], balances: Sequence[FreeBalance]) -> list[Move]:
    supply: defaultdict[UUID, list[FreeBalance]] = defaultdict(list)
    for balance in balances:
        if balance.owner_id == work.merchant_id:
            supply[balance.sku_id].append(balance)
    moves: list[Move] = []
    missing: dict[str, int] = {}
    for part in parts:
        took = list(_take_part(work, part, supply[part.sku_id]))
        moves += took
        short = part.quantity - sum(move.quantity for move in took)
        if short:
            missing[part.code] = short
    if missing:
        listed = ", ".join(f"{units} × {code}" for code, units in missing.items())
        raise PartsMissing(f"not free at the site: {listed}", missing=missing)
    return moves


def _take_part(work: WorkRow, part: _Part, balances: Sequence[FreeBalance]) -> Iterator[Move]:
    left = min(part.quantity, balances[0].site_free) if balances else 0
    used = get_site_location(site_id=work.site_id, kind=LocationKind.ADJUSTMENT)
    for balance in balances:
        units = min(left, balance.free)
        if units > 0:
            left -= units
            yield Move(
                merchant_id=work.merchant_id,
                site_id=work.site_id,
                sku_id=part.sku_id,
                owner_id=work.merchant_id,
                quantity=units,
                from_location_id=balance.location_id,
                to_location_id=used,
                lot_id=balance.lot_id,
                from_unit_id=balance.unit_id,
            )


def _give(work: WorkRow, parts: Sequence[_Part]) -> Iterator[Move]:
    source = get_site_location(site_id=work.site_id, kind=LocationKind.ADJUSTMENT)
    for part in parts:
        yield Move(
            merchant_id=work.merchant_id,
            site_id=work.site_id,
            sku_id=part.sku_id,
            owner_id=work.merchant_id,
            quantity=part.quantity,
            from_location_id=source,
            to_location_id=work.to_location_id,
        )
