"""A tote comes to a zone, is picked there, and goes on: to the next zone's shelf, or to packing."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.move_allocated import AllocatedMove, move_allocated
from packhaus.journal.services import record
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows
from packhaus.orders.services.fulfillment import lock_fulfillments
from packhaus.outbound.errors import BatchTaken, LegOpen, ToteHeld, ToteNotFound, WrongShelf, WrongZone
from packhaus.outbound.events import ToteHeldBack
from packhaus.outbound.locks import lock_batch
from packhaus.outbound.queries.pick_zones import LegRow, find_leg
from packhaus.outbound.services.batches.cart import drop_totes
from packhaus.outbound.services.batches.claim import claim_batch, return_batch

_TOTE = """
SELECT b.id, b.number FROM inventory_handlingunit AS u
JOIN outbound_batchslot AS s ON s.tote_id = u.id
JOIN outbound_pickbatch AS b ON b.id = s.batch_id AND b.site_id = %(site_id)s::uuid AND b.method = 'zone'
WHERE u.code = %(code)s AND u.is_open AND b.status IN ('open', 'claimed')
ORDER BY b.id DESC LIMIT 1
"""

# What was sent here was cancelled, or found elsewhere, before anybody came for it.
_SEND_ELSEWHERE = """
UPDATE outbound_zoneleg SET zone = %(zone)s WHERE batch_id = %(batch_id)s AND done_at IS NULL
"""

_BEGIN = """
UPDATE outbound_zoneleg SET began_at = %(now)s, picker_id = %(picker_id)s, held_because = ''
WHERE batch_id = %(batch_id)s AND done_at IS NULL
"""

_HOLD = (
    "UPDATE outbound_zoneleg SET held_because = %(reason)s WHERE batch_id = %(batch_id)s AND done_at IS NULL"
)

_ORDERS = (
    "SELECT fulfillment_id FROM outbound_batchslot WHERE batch_id = %(batch_id)s ORDER BY fulfillment_id"
)

_GO_ON = """
UPDATE outbound_zoneleg SET done_at = %(now)s, picker_id = %(picker_id)s
WHERE batch_id = %(batch_id)s AND done_at IS NULL RETURNING site_id, place
"""

_NEXT = """
INSERT INTO outbound_zoneleg (batch_id, site_id, zone, place, held_because)
VALUES (%(batch_id)s, %(site_id)s, %(zone)s, %(place)s, '')
"""

_SHELVE = """
SELECT b.id, b.on_hand, s.tote_id, p.shelf_id FROM outbound_pickzone AS p
JOIN outbound_batchslot AS s ON s.batch_id = %(batch_id)s::uuid
JOIN inventory_balance AS b ON b.handling_unit_id = s.tote_id AND b.condition = 'sellable'
WHERE p.site_id = %(site_id)s::uuid AND p.code = %(zone)s AND p.shelf_id IS NOT NULL AND b.location_id <> p.shelf_id
ORDER BY b.id
"""

_STAND = """
UPDATE inventory_handlingunit AS u SET location_id = p.shelf_id
FROM outbound_pickzone AS p, outbound_batchslot AS s
WHERE p.site_id = %(site_id)s::uuid AND p.code = %(zone)s AND p.shelf_id IS NOT NULL
  AND s.batch_id = %(batch_id)s::uuid AND u.id = s.tote_id
"""


class Passed(NamedTuple):
    """Where a tote went: to a zone, or to packing; a repeated scan changed nothing."""

    zone: str | None
    is_repeat: bool = False


@again_when_busy
def arrive(
    *, site_id: UUID, zone: str, tote_code: str, picker_id: UUID, is_lead: bool, now: datetime, actor: Actor
) -> str:
    """Take a tote that came to a zone: its walk is that person's until it is passed on; return the walk's number.

    The same person's second scan changes nothing; a lead takes a held tote, which is held no more. Locks: the walk.
    Emits: BatchClaimed.
    Raises: ToteNotFound, WrongZone naming where it has to go, BatchTaken naming who has it, ToteHeld; nothing changed.
    """
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(_TOTE, {"site_id": site_id, "code": tote_code})
        if not found:
            raise ToteNotFound(f"{tote_code} has nothing to pick by zones here", tote=tote_code)
        batch_id, number = found[0]
        lock_batch(batch_id)
        leg = find_leg(scope=Scope.operator(), batch_id=batch_id)
        if leg is None or leg.next_zone is None:
            raise ToteNotFound(f"{tote_code} has nothing left to pick", tote=tote_code)
        if leg.next_zone != zone:
            raise WrongZone(f"{tote_code} goes to {leg.next_zone}", tote=tote_code, zone=leg.next_zone)
        if leg.held_because and not is_lead:
            raise ToteHeld(f"{tote_code} is held", tote=tote_code, reason=leg.held_because)
        claim_batch(batch_id=batch_id, picker_id=picker_id, now=now, actor=actor)
        if leg.zone != zone:
            rows.execute(_SEND_ELSEWHERE, {"batch_id": batch_id, "zone": zone})
        rows.execute(_BEGIN, {"batch_id": batch_id, "picker_id": picker_id, "now": now})
    return str(number)


@again_when_busy
def pass_on(
    *,
    batch_id: UUID,
    place_code: str,
    picker_id: UUID,
    device: str = "",
    client_id: str = "",
    now: datetime,
    actor: Actor,
) -> Passed:
    """Set a tote down on the shelf of its next zone, or at packing after its last; the walk waits there for anybody.

    The same scan twice is once. Locks: orders, the walk, balances. Emits: BatchReturned where it goes on.
    Raises: LegOpen with the stops that are left here, WrongShelf naming the right one, PlaceNotFound where packing was
    to be scanned, BatchTaken when it is somebody else's; nothing changed.
    """
    with transaction(Scope.operator()):
        orders = [id_ for (id_,) in rows.fetch_tuples(_ORDERS, {"batch_id": batch_id})]
        if orders:
            lock_fulfillments(orders)
        status, walker, number = lock_batch(batch_id)
        if not take_scan(device=device, client_id=client_id, operation="pass_on", document_id=str(batch_id)):
            leg = find_leg(scope=Scope.operator(), batch_id=batch_id)
            return Passed(leg.zone if leg else None, is_repeat=True)
        leg = find_leg(scope=Scope.operator(), batch_id=batch_id)
        if walker != picker_id or status not in {"claimed", "done"} or leg is None:
            raise BatchTaken(f"batch {number} is {status}", batch=number, status=status, picker_id=walker)
        if leg.next_zone is None:
            drop_totes(batch_id=batch_id, place_code=place_code, now=now, actor=actor)
        else:
            _check_shelf(leg, place_code)
        done = {"batch_id": batch_id, "picker_id": picker_id, "now": now}
        ((site_id, place),) = rows.fetch_tuples(_GO_ON, done)
        if leg.next_zone is not None:
            target = {"batch_id": batch_id, "site_id": site_id, "zone": leg.next_zone, "place": place + 1}
            rows.execute(_NEXT, target)
            return_batch(batch_id=batch_id, now=now, actor=actor)
            _shelve(batch_id, site_id, leg.next_zone, now, actor)
        return Passed(leg.next_zone)


@again_when_busy
def hold_tote(*, batch_id: UUID, reason: str, picker_id: UUID, now: datetime, actor: Actor) -> None:
    """Set a tote aside for a lead, as it stands; nobody else gets it meanwhile. Locks: the walk.

    Emits: BatchReturned, ToteHeldBack. Raises: BatchTaken when it is somebody else's, or passed on.
    """
    with transaction(Scope.operator()):
        status, walker, number = lock_batch(batch_id)
        leg = find_leg(scope=Scope.operator(), batch_id=batch_id)
        if status != "claimed" or walker != picker_id or leg is None:
            raise BatchTaken(f"batch {number} is {status}", batch=number, status=status, picker_id=walker)
        return_batch(batch_id=batch_id, now=now, actor=actor)
        rows.execute(_HOLD, {"batch_id": batch_id, "reason": reason})
        fact = ToteHeldBack(merchant_id=None, aggregate_id=batch_id, zone=leg.zone, reason=reason)
        record([fact], happened_at=now, actor=actor)


def _check_shelf(leg: LegRow, code: str) -> None:
    assert leg.next_zone is not None
    if leg.next_zone == leg.zone:
        raise LegOpen("stops of this zone are left", zone=leg.zone)
    needed = leg.next_shelf or leg.next_zone
    if code.upper() != needed.upper():
        raise WrongShelf(f"needed {needed}", needed=needed, zone=leg.next_zone)


def _shelve(batch_id: UUID, site_id: UUID, zone: str, now: datetime, actor: Actor) -> None:
    target = {"batch_id": batch_id, "site_id": site_id, "zone": zone}
    held = rows.fetch_tuples(_SHELVE, target)
    if held:
        moves = [
            AllocatedMove(id_, units, shelf_id, tote_id, str(batch_id))
            for id_, units, tote_id, shelf_id in held
        ]
        move_allocated(moves=moves, reason="drop", document_kind="batch", happened_at=now, actor=actor)
    rows.execute(_STAND, target)
