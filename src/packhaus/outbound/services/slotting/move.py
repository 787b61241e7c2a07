"""Who brings an item to its new bin, and that it lies there now."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.types import CountWant
from packhaus.journal.services import record
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.states import apply_transition
from packhaus.outbound.errors import MoveTaken, TaskNotFound
from packhaus.outbound.locks import lock_faces
from packhaus.outbound.locks.slotting import SlottingMoveRow, lock_slotting, lock_slotting_move
from packhaus.outbound.services.haul import Haul, haul_goods
from packhaus.outbound.services.replenish.plan import plan_replenishment
from packhaus.outbound.services.replenish.travel import Travels, lock_travellers
from packhaus.outbound.slotting_events import ItemReslotted, ReslotFailed
from packhaus.outbound.states import (
    CANCEL_SLOTTING_MOVE,
    CLAIM_SLOTTING_MOVE,
    FINISH_SLOTTING,
    FINISH_SLOTTING_MOVE,
    OUTDATE_SLOTTING,
    SLOTTING_PROBLEMS,
)

_PROPOSALS = "outbound_slottingproposal"

_CLAIM = """
UPDATE outbound_slottingmove SET status = 'claimed', claimed_by = %(person_id)s, claimed_at = %(now)s WHERE id = %(id)s
"""

_RETURN = """
UPDATE outbound_slottingmove SET status = 'open', claimed_by = NULL, claimed_at = NULL WHERE id = %(id)s
"""

_ABOUT = "SELECT site_id, sku_id, proposal_id FROM outbound_slottingmove WHERE id = %(id)s"

_GOODS = """
SELECT b.id, b.on_hand FROM inventory_balance AS b
JOIN outbound_slottingmove AS v ON v.from_location_id = b.location_id AND v.sku_id = b.sku_id
WHERE v.id = %(id)s AND b.on_hand > 0 AND b.handling_unit_id IS NULL ORDER BY b.id
"""

_DONE = """
UPDATE outbound_slottingmove SET status = 'done', done_at = %(now)s, quantity = %(units)s,
    claimed_by = coalesce(claimed_by, %(person_id)s::uuid), claimed_at = coalesce(claimed_at, %(now)s)
WHERE id = %(id)s
"""

_FAILED = """
UPDATE outbound_slottingmove SET status = 'cancelled', done_at = %(now)s, problem = %(problem)s
WHERE proposal_id = %(proposal_id)s AND status IN ('open', 'claimed')
"""

_FACE = """
WITH gone AS (
    DELETE FROM outbound_pickface AS f
    WHERE f.location_id = %(from_id)s AND f.sku_id = %(sku_id)s AND EXISTS (
        SELECT FROM outbound_pickface AS o WHERE o.location_id = %(to_id)s AND o.sku_id = f.sku_id)
)
UPDATE outbound_pickface AS f SET location_id = %(to_id)s
WHERE f.location_id = %(from_id)s AND f.sku_id = %(sku_id)s AND NOT EXISTS (
    SELECT FROM outbound_pickface AS o WHERE o.location_id = %(to_id)s AND o.sku_id = f.sku_id)
"""

_OPEN_STEPS = """
SELECT count(*) FROM outbound_slottingmove WHERE proposal_id = %(id)s AND status <> 'done'
"""

_DONE_AT = "UPDATE outbound_slottingproposal SET done_at = %(now)s WHERE id = %(id)s"


class Reslotted(NamedTuple):
    """What a scan of the new bin did; repeated, it changed nothing."""

    move_id: int
    units: int
    is_repeat: bool


@again_when_busy
def claim_move(*, move_id: int, person_id: UUID, now: datetime) -> None:
    """Give a move to a person; giving it to the same person again changes nothing. Locks: the move. Queries: 2.

    Raises: TaskNotFound, MoveTaken.
    """
    with transaction(Scope.operator()):
        move = _lock(move_id)
        if move.status in CLAIM_SLOTTING_MOVE.sources and not move.waits:
            rows.execute(_CLAIM, {"id": move_id, "person_id": person_id, "now": now})
        elif move.status != "claimed" or move.claimed_by != person_id:
            raise _refusal(move)


@again_when_busy
def return_move(*, move_id: int) -> None:
    """Let somebody else do a move. Locks: the move. Queries: 2. Raises: TaskNotFound, MoveTaken."""
    with transaction(Scope.operator()):
        move = _lock(move_id)
        if move.status != "claimed":
            raise _refusal(move)
        rows.execute(_RETURN, {"id": move_id})


@again_when_busy
def hand_over_move(*, move_id: int, from_id: UUID, to_id: UUID, now: datetime) -> None:
    """Give a person's move to a colleague, as it is. Locks: the move. Queries: 2.

    Raises: TaskNotFound, MoveTaken when it is not that person's any more; nothing changed.
    """
    with transaction(Scope.operator()):
        move = _lock(move_id)
        if move.status != "claimed" or move.claimed_by != from_id:
            raise _refusal(move)
        rows.execute(_CLAIM, {"id": move_id, "person_id": to_id, "now": now})


@again_when_busy
def confirm_move(
    *,
    move_id: int,
    person_id: UUID | None,
    device: str = "",
    client_id: str = "",
    now: datetime,
    actor: Actor,
) -> Reslotted:
    """Book that all of an item lies in its new bin, with what orders were allocated of it; its face moves along.

    The same scan twice is once. Locks: orders and walks of what travels, faces, the move, then as `haul_goods`.
    Emits: ItemReslotted. Raises: TaskNotFound, MoveTaken; GoodsAllocated where pickers are on the way: nothing moves.
    """
    with transaction(Scope.operator()):
        lock_travellers([id_ for id_, _ in _list_goods(move_id)], Travels.UNCLAIMED)
        move = _lock_whole(move_id)
        if not take_scan(device=device, client_id=client_id, operation="reslot", document_id=str(move_id)):
            return Reslotted(move_id, 0, is_repeat=True)
        if move.status not in FINISH_SLOTTING_MOVE.sources or move.waits:
            raise _refusal(move)
        goods = dict(_list_goods(move_id))
        haul_goods(haul=Haul(move.to_location_id, loose=goods), is_lead=False, now=now, actor=actor)
        _finish(move, sum(goods.values()), person_id, now, actor)
        return Reslotted(move_id, sum(goods.values()), is_repeat=False)


@again_when_busy
def give_move_up(*, move_id: int, problem: str, now: datetime, actor: Actor) -> None:
    """Leave an item where it is: the proposal is outdated, and what is not as recorded is counted.

    Locks: the proposal, the move. Emits: ReslotFailed, CountsPlanned. Raises: Invalid, TaskNotFound, MoveTaken.
    """
    if problem not in SLOTTING_PROBLEMS:
        raise Invalid([FieldProblem("problem", "unknown", f"is one of {', '.join(SLOTTING_PROBLEMS)}")])
    with transaction(Scope.operator()):
        move = _lock_whole(move_id)
        if move.status not in CANCEL_SLOTTING_MOVE.sources:
            raise _refusal(move)
        rows.execute(_FAILED, {"proposal_id": move.proposal_id, "problem": problem, "now": now})
        apply_transition(OUTDATE_SLOTTING, table=_PROPOSALS, ids=[move.proposal_id])
        fact = ReslotFailed(
            merchant_id=move.merchant_id, aggregate_id=move.sku_id, site_id=str(move.site_id), move_id=move.id,
            source=move.source_code, target=move.target_code, problem=problem,
        )  # fmt: skip
        record([fact], happened_at=now, actor=actor)
        doubted = {"not_there": move.from_location_id, "full": move.to_location_id}.get(problem)
        if doubted is not None:
            plan_counts(scope=Scope.operator(), wants=[CountWant(doubted)], now=now, actor=actor)


def _lock(move_id: int) -> SlottingMoveRow:
    move = lock_slotting_move(move_id)
    if move is None:
        raise TaskNotFound("there is no such task", task_id=move_id)
    return move


def _lock_whole(move_id: int) -> SlottingMoveRow:
    """Lock what a move belongs to before it: the faces of its item, and its proposal."""
    for site_id, sku_id, proposal_id in rows.fetch_tuples(_ABOUT, {"id": move_id}):
        lock_faces(site_id=site_id, sku_ids=[sku_id])
        lock_slotting(proposal_ids=[proposal_id])
    return _lock(move_id)


def _list_goods(move_id: int) -> list[tuple[int, int]]:
    return [(id_, on_hand) for id_, on_hand in rows.fetch_tuples(_GOODS, {"id": move_id})]


def _finish(move: SlottingMoveRow, units: int, person_id: UUID | None, now: datetime, actor: Actor) -> None:
    rows.execute(_DONE, {"id": move.id, "units": units, "person_id": person_id, "now": now})
    face = {"from_id": move.from_location_id, "to_id": move.to_location_id, "sku_id": move.sku_id}
    rows.execute(_FACE, face)
    if not rows.fetch_value(_OPEN_STEPS, {"id": move.proposal_id}):
        apply_transition(FINISH_SLOTTING, table=_PROPOSALS, ids=[move.proposal_id])
        rows.execute(_DONE_AT, {"id": move.proposal_id, "now": now})
    fact = ItemReslotted(
        merchant_id=move.merchant_id, aggregate_id=move.sku_id, site_id=str(move.site_id), move_id=move.id,
        source=move.source_code, target=move.target_code, units=units,
    )  # fmt: skip
    record([fact], happened_at=now, actor=actor)
    plan_replenishment(site_id=move.site_id, sku_ids=[move.sku_id], now=now)


def _refusal(move: SlottingMoveRow) -> MoveTaken:
    state = "waiting for the one before it" if move.waits and move.status == "open" else move.status
    return MoveTaken(f"the move is {state}", move_id=move.id, status=move.status)
