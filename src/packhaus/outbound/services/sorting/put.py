"""Put one item after the other into the compartment of its order."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.move_allocated import AllocatedMove, move_allocated
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows
from packhaus.orders.services.fulfillment import lock_fulfillments
from packhaus.outbound.errors import ItemNotWanted, SlotTaken, SortTaskClosed, WallFull, WrongSlot
from packhaus.outbound.locks import lock_wall
from packhaus.outbound.queries.walls import FREE_SLOTS, get_sort_step
from packhaus.outbound.types import SortOutcome, SortStep

LEFT_ALONE = timedelta(minutes=10)
"""So long a line stays with who began to sort it; then others may go on with it."""

# Orders that were packed, stopped or shorted meanwhile want fewer units, or none.
_REFRESH = """
UPDATE outbound_sorttask AS t
SET quantity = CASE WHEN w.units > 0 THEN w.units ELSE t.quantity END,
    sorted = CASE WHEN w.units > 0 THEN least(t.sorted, w.units) ELSE t.sorted END,
    status = CASE WHEN w.units = 0 THEN 'cancelled' WHEN w.units <= t.sorted THEN 'done' ELSE t.status END,
    done_at = CASE WHEN w.units = 0 OR w.units <= t.sorted THEN %(now)s::timestamptz END
FROM (
    SELECT o.id, CASE WHEN f.status = 'picked' THEN least(l.picked, o.quantity) ELSE 0 END AS units
    FROM outbound_sorttask AS o
    JOIN orders_fulfillmentorder AS f ON f.id = o.fulfillment_id
    JOIN orders_fulfillmentline AS l ON l.id = o.fulfillment_line_id
    WHERE o.wall_id = %(wall_id)s AND o.status IN ('open', 'claimed')
) AS w
WHERE t.id = w.id AND w.units < t.quantity
"""

_NEXT = """
SELECT t.id, t.fulfillment_id, t.slot_id
FROM outbound_sorttask AS t JOIN orders_fulfillmentorder AS f ON f.id = t.fulfillment_id
WHERE t.wall_id = %(wall_id)s AND t.sku_id = ANY(%(sku_ids)s::uuid[]) AND t.status IN ('open', 'claimed')
  AND (t.claimed_by IS NULL OR t.claimed_by = %(person_id)s::uuid OR t.claimed_at < %(stale)s)
ORDER BY t.claimed_by IS NULL, t.slot_id IS NULL, f.ship_by, f.priority, t.id LIMIT 1
"""

_FREE_SLOT = f"{FREE_SLOTS} LIMIT 1"

# Who sorted without a network chose one that was free then.
_GIVE_SCANNED = f"""
UPDATE outbound_sorttask AS t SET slot_id = s.id FROM ({FREE_SLOTS}) AS s
WHERE t.fulfillment_id = %(fulfillment_id)s AND t.wall_id = %(wall_id)s AND t.slot_id IS NULL
  AND t.status IN ('open', 'claimed') AND upper(s.code) = upper(%(slot_code)s)
"""  # noqa: S608 - constants

_WHOSE = "SELECT fulfillment_id, slot_id FROM outbound_sorttask WHERE id = %(id)s AND wall_id = %(wall_id)s"

_GIVE_SLOT = """
UPDATE outbound_sorttask SET slot_id = %(slot_id)s
WHERE fulfillment_id = %(fulfillment_id)s AND wall_id = %(wall_id)s AND status IN ('open', 'claimed')
"""

_CLAIM = """
UPDATE outbound_sorttask SET status = 'claimed', claimed_by = %(person_id)s, claimed_at = %(now)s WHERE id = %(id)s
"""

_LEAVE = """
UPDATE outbound_sorttask SET status = 'open', claimed_by = NULL, claimed_at = NULL
WHERE wall_id = %(wall_id)s AND claimed_by = %(person_id)s AND status = 'claimed'
"""

_PUT = """
UPDATE outbound_sorttask SET sorted = sorted + %(units)s,
    status = CASE WHEN sorted + %(units)s = quantity THEN 'done' ELSE status END,
    done_at = CASE WHEN sorted + %(units)s = quantity THEN %(now)s::timestamptz END
WHERE id = %(id)s AND status IN ('open', 'claimed') AND sorted + %(units)s <= quantity
"""

_STILL = """
SELECT EXISTS (SELECT FROM outbound_sorttask WHERE fulfillment_id = %(id)s AND status IN ('open', 'claimed'))
"""

_WANTED = """
SELECT b.id, b.on_hand, b.sku_id, c.units, s.tote_id, l.unit_id, w.location_id, s.batch_id
FROM outbound_batchslot AS s
JOIN (SELECT sku_id, sum(sorted)::bigint AS units, max(slot_id) AS slot_id FROM outbound_sorttask
      WHERE fulfillment_id = %(id)s AND wall_id = %(wall_id)s AND status = 'done' GROUP BY 1) AS c ON true
JOIN outbound_wallslot AS l ON l.id = c.slot_id
JOIN outbound_putwall AS w ON w.id = l.wall_id
JOIN inventory_balance AS b
  ON b.handling_unit_id = s.tote_id AND b.sku_id = c.sku_id AND b.condition = 'sellable'
WHERE s.fulfillment_id = %(id)s AND s.tote_id <> l.unit_id
ORDER BY b.sku_id, b.expires_on, b.id
"""

_STAND = """
WITH slot AS (
    UPDATE outbound_batchslot SET tote_id = %(unit_id)s WHERE fulfillment_id = %(id)s RETURNING merchant_id
), own AS (
    UPDATE inventory_handlingunit AS u SET merchant_id = slot.merchant_id FROM slot WHERE u.id = %(unit_id)s
)
UPDATE inventory_handlingunit AS u SET merchant_id = NULL
WHERE u.id = %(tote_id)s AND NOT EXISTS (SELECT FROM inventory_balance AS b WHERE b.handling_unit_id = u.id)
  AND NOT EXISTS (
    SELECT FROM outbound_batchslot AS o JOIN orders_fulfillmentorder AS x ON x.id = o.fulfillment_id
    WHERE o.batch_id = %(batch_id)s AND o.tote_id = u.id AND o.fulfillment_id <> %(id)s
      AND x.status IN ('released', 'picking', 'picked'))
"""


class _Held(NamedTuple):
    balance_id: int
    on_hand: int
    sku_id: UUID
    units: int
    tote_id: UUID
    unit_id: UUID
    location_id: int
    batch_id: UUID


@again_when_busy
def claim_slot(*, wall_id: UUID, sku_ids: list[UUID], person_id: UUID, now: datetime) -> SortStep:
    """Return the compartment that an item in somebody's hand belongs into; its line is that person's from now on.

    The most urgent order first, one that has its compartment before one that needs another. Locks: the wall.
    Queries: 7. Raises: WallNotFound; ItemNotWanted, also while another person has every line of it; WallFull.
    """
    with transaction(Scope.operator()):
        lock_wall(wall_id)
        rows.execute(_REFRESH, {"wall_id": wall_id, "now": now})
        asked = {"wall_id": wall_id, "sku_ids": sku_ids, "person_id": person_id, "stale": now - LEFT_ALONE}
        found = rows.fetch_tuples(_NEXT, asked)
        if not found:
            raise ItemNotWanted("it belongs to no open order at this wall")
        task_id, fulfillment_id, slot_id = found[0]
        if slot_id is None:
            slot_id = rows.fetch_value(_FREE_SLOT, {"wall_id": wall_id})
            if slot_id is None:
                raise WallFull("every compartment holds an order")
            rows.execute(
                _GIVE_SLOT, {"slot_id": slot_id, "fulfillment_id": fulfillment_id, "wall_id": wall_id}
            )
        rows.execute(_CLAIM, {"id": task_id, "person_id": person_id, "now": now})
        return get_sort_step(wall_id=wall_id, task_id=task_id)


@again_when_busy
def put_into_slot(
    *,
    wall_id: UUID,
    task_id: int,
    slot_code: str,
    units: int = 1,
    person_id: UUID,
    device: str,
    client_id: str,
    now: datetime,
    actor: Actor,
) -> SortOutcome:
    """Note that items went into the compartment that was scanned; the same scan twice is once.

    With the last item of an order all its units move from the tote to the compartment, which is packed like a tote.
    An order that has no compartment yet gets the one that was scanned. Locks: the order, the wall, balances.
    Queries: 10, 14 with the last item; 1 more for an order's first compartment.
    Raises: WallNotFound, WrongSlot naming both, SlotTaken when the order has none and that one holds another,
        SortTaskClosed when the line is done, stopped or somebody else's.
    """
    assert units > 0
    with transaction(Scope.operator()):
        fulfillment_id = _lock(wall_id, task_id)
        if not take_scan(device=device, client_id=client_id, operation="sort", document_id=str(task_id)):
            step = get_sort_step(wall_id=wall_id, task_id=task_id)
            return SortOutcome(step, is_repeat=True, is_complete=_is_complete(step.fulfillment_id))
        rows.execute(_REFRESH, {"wall_id": wall_id, "now": now})
        step = _find_place(wall_id, task_id, fulfillment_id, slot_code)
        if slot_code.upper() != step.slot_code.upper():
            raise WrongSlot(f"needed {step.slot_code}", needed=step.slot_code, slot=step.slot)
        if step.claimed_by not in {None, person_id}:
            raise SortTaskClosed("somebody else sorts this line", task_id=task_id)
        if not rows.execute(_PUT, {"id": task_id, "units": units, "now": now}):
            raise SortTaskClosed(f"{step.left} are wanted", task_id=task_id, left=step.left)
        is_complete = _is_complete(step.fulfillment_id)
        if is_complete:
            _move(step, now, actor)
        return SortOutcome(
            get_sort_step(wall_id=wall_id, task_id=task_id), is_repeat=False, is_complete=is_complete
        )


def _lock(wall_id: UUID, task_id: int) -> UUID:
    """Lock the order of a line, then the wall, and return which order it is."""
    found = rows.fetch_tuples(_WHOSE, {"id": task_id, "wall_id": wall_id})
    if not found:
        raise SortTaskClosed("there is no such line to sort", task_id=task_id)
    fulfillment_id: UUID = found[0][0]
    lock_fulfillments([fulfillment_id])
    lock_wall(wall_id)
    return fulfillment_id


def _find_place(wall_id: UUID, task_id: int, fulfillment_id: UUID, slot_code: str) -> SortStep:
    """Return the line with its compartment; an order without one gets the scanned one while that is free."""
    order = {"wall_id": wall_id, "fulfillment_id": fulfillment_id}
    [(_, slot_id)] = rows.fetch_tuples(_WHOSE, {"id": task_id, "wall_id": wall_id})
    if slot_id is None and not rows.execute(_GIVE_SCANNED, {**order, "slot_code": slot_code}):
        raise SlotTaken(f"{slot_code} is no free compartment", slot_code=slot_code)
    return get_sort_step(wall_id=wall_id, task_id=task_id)


def leave_wall(*, wall_id: UUID, person_id: UUID) -> int:
    """Let others go on with what a person began to sort, and return how many lines. Queries: 2."""
    with transaction(Scope.operator()):
        return rows.execute(_LEAVE, {"wall_id": wall_id, "person_id": person_id})


def _is_complete(fulfillment_id: UUID) -> bool:
    return not rows.fetch_value(_STILL, {"id": fulfillment_id})


def _move(step: SortStep, now: datetime, actor: Actor) -> None:
    parameters = {"id": step.fulfillment_id, "wall_id": step.wall_id}
    held = [_Held._make(row) for row in rows.fetch_tuples(_WANTED, parameters)]
    if not held:
        return
    taken: defaultdict[UUID, int] = defaultdict(int)
    moves = []
    for one in held:
        units = min(one.on_hand, one.units - taken[one.sku_id])
        if units:
            taken[one.sku_id] += units
            moves.append(
                AllocatedMove(one.balance_id, units, one.location_id, one.unit_id, str(one.batch_id))
            )
    move_allocated(moves=moves, reason="sort", document_kind="batch", happened_at=now, actor=actor)
    rows.execute(
        _STAND,
        {
            "id": step.fulfillment_id,
            "unit_id": held[0].unit_id,
            "tote_id": held[0].tote_id,
            "batch_id": held[0].batch_id,
        },
    )
