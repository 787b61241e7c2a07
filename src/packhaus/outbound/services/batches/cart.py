"""The totes of a cart: which one stands in which slot, and where they are set down."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.move_allocated import AllocatedMove, move_allocated
from packhaus.kernel import rows
from packhaus.orders.services.fulfillment import lock_fulfillments
from packhaus.outbound.errors import PlaceNotFound, ToteInUse, ToteNotFound
from packhaus.outbound.locks import lock_batch, lock_totes_to_swap

_SLOT = """
SELECT s.tote_id, s.merchant_id, b.site_id, u.code FROM outbound_batchslot AS s
JOIN outbound_pickbatch AS b ON b.id = s.batch_id
JOIN inventory_handlingunit AS u ON u.id = s.tote_id
WHERE s.batch_id = %(batch_id)s AND s.slot = %(slot)s
"""

_HELD = "SELECT EXISTS (SELECT FROM inventory_balance WHERE handling_unit_id = %(id)s)"

_SWAP = """
WITH slot AS (
    UPDATE outbound_batchslot SET tote_id = %(new_id)s WHERE batch_id = %(batch_id)s AND tote_id = %(old_id)s
), freed AS (
    UPDATE inventory_handlingunit SET merchant_id = NULL WHERE id = %(old_id)s
)
UPDATE inventory_handlingunit AS u SET merchant_id = %(merchant_id)s, location_id = o.location_id
FROM inventory_handlingunit AS o WHERE u.id = %(new_id)s AND o.id = %(old_id)s
"""

_ORDERS = """
SELECT s.fulfillment_id FROM outbound_batchslot AS s WHERE s.batch_id = %(batch_id)s ORDER BY s.fulfillment_id
"""

_PLACE = """
SELECT l.id FROM inventory_location AS l JOIN outbound_pickbatch AS b ON b.site_id = l.site_id
WHERE b.id = %(batch_id)s AND l.code = %(code)s AND l.kind = 'packing'
"""

_CONTENTS = """
SELECT DISTINCT b.id, b.on_hand, s.tote_id FROM outbound_batchslot AS s
JOIN inventory_balance AS b ON b.handling_unit_id = s.tote_id
WHERE s.batch_id = %(batch_id)s AND b.location_id <> %(place_id)s AND b.condition = 'sellable' ORDER BY b.id
"""

_STAND = """
UPDATE inventory_handlingunit SET location_id = %(place_id)s WHERE id = ANY(%(tote_ids)s::uuid[])
"""


def assign_tote(*, batch_id: UUID, slot: int, code: str) -> None:
    """Put another empty tote of the site into a slot; the one that stood there is free. Locks: the batch, both totes.

    Scanning the tote that stands there already changes nothing. Queries: 5.
    Raises: BatchNotFound, ToteNotFound, ToteInUse naming the tote that holds goods; nothing is changed.
    """
    with transaction(Scope.operator()):
        lock_batch(batch_id)
        found = rows.fetch_tuples(_SLOT, {"batch_id": batch_id, "slot": slot})
        if not found:
            raise ToteNotFound("there is no such slot", slot=slot)
        old_id, merchant_id, site_id, old_code = found[0]
        if code == old_code:
            return
        totes = lock_totes_to_swap(site_id=site_id, own_id=old_id, code=code)
        fresh = next(((id_, is_empty) for id_, name, is_empty in totes if name == code), None)
        if fresh is None:
            raise ToteNotFound(f"{code} is no tote of this site", tote=code)
        if not fresh[1]:
            raise ToteInUse(f"{code} still holds an order", totes=[code])
        if rows.fetch_value(_HELD, {"id": old_id}):
            raise ToteInUse(f"{old_code} has been picked into", totes=[old_code])
        rows.execute(
            _SWAP,
            {
                "batch_id": batch_id,
                "new_id": fresh[0],
                "old_id": old_id,
                "merchant_id": merchant_id,
            },
        )


def drop_totes(*, batch_id: UUID, place_code: str, now: datetime, actor: Actor) -> int:
    """Set the totes of a batch down at a packing place and return how many moved; a second time moves none.

    Locks: orders, then balances. Queries: 5, or 3 when nothing moves.
    Raises: PlaceNotFound when the site has no packing place of this code.
    """
    with transaction(Scope.operator()):
        orders = [id_ for (id_,) in rows.fetch_tuples(_ORDERS, {"batch_id": batch_id})]
        if orders:
            lock_fulfillments(orders)
        place_id = rows.fetch_value(_PLACE, {"batch_id": batch_id, "code": place_code})
        if place_id is None:
            raise PlaceNotFound(f"{place_code} is no packing place of this site", place=place_code)
        contents = rows.fetch_tuples(_CONTENTS, {"batch_id": batch_id, "place_id": place_id})
        if not contents:
            return 0
        totes = list({tote_id for _, _, tote_id in contents})
        move_allocated(
            moves=[
                AllocatedMove(balance_id, units, place_id, tote_id, str(batch_id))
                for balance_id, units, tote_id in contents
            ],
            reason="drop",
            document_kind="batch",
            happened_at=now,
            actor=actor,
        )
        rows.execute(_STAND, {"place_id": place_id, "tote_ids": totes})
        return len(totes)
