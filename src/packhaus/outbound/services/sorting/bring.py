"""Bring a tote of a walk to a wall: what is in it waits to be sorted."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.move_allocated import AllocatedMove, move_allocated
from packhaus.kernel import rows
from packhaus.orders.services.fulfillment import lock_fulfillments
from packhaus.outbound.errors import ToteNotFound, ToteNotSorted
from packhaus.outbound.locks import lock_wall

_TOTE = """
SELECT s.tote_id, s.batch_id, p.method, f.id, f.status FROM inventory_handlingunit AS u
JOIN inventory_location AS l ON l.id = u.location_id
JOIN outbound_batchslot AS s ON s.tote_id = u.id
JOIN outbound_pickbatch AS p ON p.id = s.batch_id
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
JOIN outbound_putwall AS w ON w.id = %(wall_id)s AND w.site_id = l.site_id
WHERE u.code = %(code)s AND u.is_open AND f.status IN ('released', 'picking', 'picked')
ORDER BY f.id
"""

_CONTENTS = """
SELECT id, on_hand FROM inventory_balance
WHERE handling_unit_id = %(tote_id)s AND location_id <> %(place_id)s AND condition = 'sellable' ORDER BY id
"""

_STAND = "UPDATE inventory_handlingunit SET location_id = %(place_id)s WHERE id = %(tote_id)s"

_PLAN = """
INSERT INTO outbound_sorttask (site_id, wall_id, batch_id, merchant_id, fulfillment_id, fulfillment_line_id, sku_id,
    from_location_id, to_location_id, quantity, sorted, status, priority)
SELECT f.site_id, %(wall_id)s, s.batch_id, s.merchant_id, f.id, l.id, l.sku_id, %(place_id)s, %(place_id)s, l.picked, 0,
       'open', 100
FROM outbound_batchslot AS s
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id AND f.status = 'picked'
JOIN orders_fulfillmentline AS l ON l.fulfillment_id = f.id AND l.picked > 0
WHERE s.batch_id = %(batch_id)s AND s.tote_id = %(tote_id)s
ON CONFLICT (fulfillment_line_id) WHERE status IN ('open', 'claimed') DO NOTHING
"""


@again_when_busy
def bring_tote(*, wall_id: UUID, tote_code: str, now: datetime, actor: Actor) -> int:
    """Stand a tote at a wall and plan where its items go; return the lines that are new. A second time adds none.

    Orders that somebody still picks for come later: scan the tote again. Locks: orders, the wall, balances.
    Raises: WallNotFound, ToteNotFound, ToteNotSorted when the tote is one order's own; nothing is changed.
    """
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(_TOTE, {"wall_id": wall_id, "code": tote_code})
        if found:
            lock_fulfillments([row[3] for row in found])
        place_id = lock_wall(wall_id)
        found = rows.fetch_tuples(_TOTE, {"wall_id": wall_id, "code": tote_code})
        if not found:
            raise ToteNotFound(f"{tote_code} holds nothing of an order here", tote=tote_code)
        tote_id, batch_id, method, _, _ = found[0]
        if method != "wall":
            raise ToteNotSorted(f"{tote_code} is not for a wall", tote=tote_code)
        contents = rows.fetch_tuples(_CONTENTS, {"tote_id": tote_id, "place_id": place_id})
        if contents:
            move_allocated(
                moves=[
                    AllocatedMove(id_, units, place_id, tote_id, str(batch_id)) for id_, units in contents
                ],
                reason="drop",
                document_kind="batch",
                happened_at=now,
                actor=actor,
            )
        rows.execute(_STAND, {"tote_id": tote_id, "place_id": place_id})
        return rows.execute(
            _PLAN, {"wall_id": wall_id, "place_id": place_id, "batch_id": batch_id, "tote_id": tote_id}
        )
