"""A lead says which proposals are done on the floor, and which are not."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.states import Transition, apply_transition
from packhaus.outbound.errors import ProposalNotFound
from packhaus.outbound.locks.slotting import lock_slotting
from packhaus.outbound.slotting_events import SlottingDecided
from packhaus.outbound.states import (
    ACCEPT_SLOTTING,
    OPEN_SLOTTING_MOVE,
    OUTDATE_SLOTTING,
    REJECT_SLOTTING,
    REOPEN_SLOTTING,
    SLOTTING_REFUSALS,
)

_TABLE, _MOVES = "outbound_slottingproposal", "outbound_slottingmove"

# As it was proposed: the item lies there loose and sellable, and at its new bin lies nothing but what leaves it, no
# face is, and no other move is on its way to or from either.
_OUTDATED = """
SELECT DISTINCT v.proposal_id FROM outbound_slottingmove AS v
WHERE v.proposal_id = ANY(%(ids)s::uuid[]) AND (
    NOT EXISTS (
        SELECT FROM inventory_balance AS b
        WHERE b.location_id = v.from_location_id AND b.sku_id = v.sku_id AND b.on_hand > 0)
    OR EXISTS (
        SELECT FROM inventory_balance AS b
        WHERE b.location_id = v.from_location_id AND b.sku_id = v.sku_id AND b.on_hand > 0
          AND (b.condition <> 'sellable' OR b.handling_unit_id IS NOT NULL OR b.owner_id <> b.merchant_id))
    OR EXISTS (SELECT FROM inventory_location AS l WHERE l.id = v.to_location_id AND l.is_blocked)
    OR EXISTS (
        SELECT FROM (
            SELECT b.sku_id FROM inventory_balance AS b WHERE b.location_id = v.to_location_id AND b.on_hand > 0
            UNION ALL
            SELECT f.sku_id FROM outbound_pickface AS f WHERE f.location_id = v.to_location_id
            UNION ALL
            SELECT t.sku_id FROM outbound_replenishmenttask AS t
            WHERE t.site_id = v.site_id AND t.status IN ('open', 'claimed') AND t.to_location_id = v.to_location_id
        ) AS there
        WHERE NOT EXISTS (
            SELECT FROM outbound_slottingmove AS o
            WHERE o.proposal_id = v.proposal_id AND o.sku_id = there.sku_id
              AND o.from_location_id = v.to_location_id))
    OR EXISTS (
        SELECT FROM outbound_slottingmove AS o
        WHERE o.site_id = v.site_id AND o.status IN ('open', 'claimed')
          AND (o.from_location_id IN (v.from_location_id, v.to_location_id)
               OR o.to_location_id IN (v.from_location_id, v.to_location_id))))
"""

_SAY = """
UPDATE outbound_slottingproposal SET decided_at = %(now)s, decided_by = %(who)s, refusal = %(refusal)s
WHERE id = ANY(%(ids)s::uuid[])
"""

_MOVE_IDS = "SELECT id FROM outbound_slottingmove WHERE proposal_id = ANY(%(ids)s::uuid[]) ORDER BY id"

_BEGUN = """
SELECT DISTINCT proposal_id FROM outbound_slottingmove
WHERE proposal_id = ANY(%(ids)s::uuid[]) AND status IN ('claimed', 'done')
"""

_CLOSE_MOVES = """
UPDATE outbound_slottingmove SET status = 'proposed'
WHERE proposal_id = ANY(%(ids)s::uuid[]) AND status = 'open'
"""


class SlottingOutcome(NamedTuple):
    """What became of proposals: those that changed, and those that are not as they were any more."""

    changed: list[UUID]
    outdated: list[UUID]


@again_when_busy
def accept_proposals(*, proposal_ids: Sequence[UUID], now: datetime, actor: Actor) -> SlottingOutcome:
    """Give the moves of proposals to the floor; those whose bins are not as they were are outdated instead.

    Locks: the advice of the sites, so that no two acceptances use one bin. Emits: SlottingDecided per site.
    Queries: 5 to 8. Raises: ProposalNotFound, IllegalTransition (one was decided before); nothing is changed.
    """
    with transaction(Scope.operator()):
        sites = _lock(proposal_ids)
        outdated = _list_ids(_OUTDATED, list(sites))
        if outdated:
            apply_transition(OUTDATE_SLOTTING, table=_TABLE, ids=outdated)
        accepted = [id_ for id_ in sites if id_ not in outdated]
        _decide(ACCEPT_SLOTTING, accepted, sites, "", now, actor)
        if accepted:
            moves = [id_ for (id_,) in rows.fetch_tuples(_MOVE_IDS, {"ids": accepted})]
            apply_transition(OPEN_SLOTTING_MOVE, table=_MOVES, ids=moves)
        return SlottingOutcome(accepted, outdated)


@again_when_busy
def reject_proposals(*, proposal_ids: Sequence[UUID], refusal: str, now: datetime, actor: Actor) -> None:
    """Leave items where they are for 90 days, or with `wrong_bin` propose another bin. Emits: SlottingDecided per site.

    Queries: 4. Raises: Invalid, ProposalNotFound, IllegalTransition; nothing is changed.
    """
    if refusal not in SLOTTING_REFUSALS:
        raise Invalid([FieldProblem("refusal", "unknown", f"is one of {', '.join(SLOTTING_REFUSALS)}")])
    with transaction(Scope.operator()):
        sites = _lock(proposal_ids)
        _decide(REJECT_SLOTTING, list(sites), sites, refusal, now, actor)


@again_when_busy
def reopen_proposals(*, proposal_ids: Sequence[UUID], now: datetime, actor: Actor) -> SlottingOutcome:
    """Take a decision back: what nobody has begun on the floor is only proposed again; the others are returned.

    Emits: SlottingDecided per site. Queries: 6. Raises: ProposalNotFound, IllegalTransition.
    """
    with transaction(Scope.operator()):
        sites = _lock(proposal_ids)
        begun = _list_ids(_BEGUN, list(sites))
        free = [id_ for id_ in sites if id_ not in begun]
        _decide(REOPEN_SLOTTING, free, sites, "", now, actor)
        rows.execute(_CLOSE_MOVES, {"ids": free})
        return SlottingOutcome(free, begun)


def _lock(proposal_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    sites = lock_slotting(proposal_ids=proposal_ids)
    if missing := [id_ for id_ in proposal_ids if id_ not in sites]:
        raise ProposalNotFound("there is no such proposal", proposals=missing)
    return sites


def _list_ids(sql: str, ids: Sequence[UUID]) -> list[UUID]:
    return [id_ for (id_,) in rows.fetch_tuples(sql, {"ids": list(ids)})]


def _decide(
    move: Transition, ids: Sequence[UUID], sites: dict[UUID, UUID], refusal: str, now: datetime, actor: Actor
) -> None:
    if not ids:
        return
    apply_transition(move, table=_TABLE, ids=list(ids))
    rows.execute(_SAY, {"ids": list(ids), "now": now, "who": actor.id, "refusal": refusal})
    facts = [
        SlottingDecided(
            merchant_id=None, aggregate_id=site_id, count=sum(sites[id_] == site_id for id_ in ids),
            outcome=move.target, refusal=refusal,
        )
        for site_id in sorted({sites[id_] for id_ in ids})
    ]  # fmt: skip
    record(facts, happened_at=now, actor=actor)
