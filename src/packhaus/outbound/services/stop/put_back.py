"""Picked units go back to the bins that they came from."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import Move
from packhaus.kernel import rows

_PICKED = """
SELECT a.id, a.picked, a.merchant_id, f.site_id, a.sku_id, b.owner_id, b.location_id, b.lot_id, b.serial, s.tote_id,
       t.location_id, f.id, l.id
FROM outbound_allocation AS a
JOIN orders_fulfillmentline AS l ON l.id = a.fulfillment_line_id
JOIN orders_fulfillmentorder AS f ON f.id = l.fulfillment_id
JOIN inventory_balance AS b ON b.id = a.balance_id
JOIN outbound_batchslot AS s ON s.fulfillment_id = f.id
JOIN inventory_handlingunit AS t ON t.id = s.tote_id
WHERE l.id = ANY(%(line_ids)s::bigint[]) AND a.picked > 0 ORDER BY f.id, a.id DESC
"""

_LOWER = """
WITH lowered AS (
    UPDATE outbound_allocation AS a SET picked = a.picked - c.quantity, quantity = a.quantity - c.quantity
    FROM unnest(%(ids)s::bigint[], %(quantities)s::bigint[]) AS c(id, quantity) WHERE a.id = c.id
    RETURNING a.balance_id, c.quantity
)
UPDATE inventory_balance AS b SET allocated = b.allocated - l.units
FROM (SELECT balance_id, sum(quantity) AS units FROM lowered GROUP BY 1) AS l WHERE b.id = l.balance_id
"""


class _Picked(NamedTuple):
    id: int
    picked: int
    merchant_id: UUID
    site_id: UUID
    sku_id: UUID
    owner_id: UUID
    location_id: int
    lot_id: int | None
    serial: str | None
    tote_id: UUID
    tote_location_id: int
    fulfillment_id: UUID
    line_id: int


def put_back(*, units: Mapping[int, int], now: datetime, actor: Actor) -> None:
    """Move units of fulfillment lines, by their ids, from the tote to their bins, where they are free again.

    The last picked go first. Locks: the orders must be locked; balances. The caller moves the counters.
    Queries: 2, and those of `record_movements` per fulfillment order.
    """
    left = dict(units)
    parts: list[tuple[_Picked, int]] = []
    for row in rows.fetch_tuples(_PICKED, {"line_ids": list(units)}):
        picked = _Picked._make(row)
        taken = min(left[picked.line_id], picked.picked)
        if taken:
            parts.append((picked, taken))
            left[picked.line_id] -= taken
    assert not any(left.values()), "allocations cover the lines' picked units"
    # The allocation travels back with the units and is taken off the bin afterwards: it was theirs all the way.
    for fulfillment_id, own in groupby(parts, key=lambda part: part[0].fulfillment_id):
        record_movements(
            moves=[_as_move(picked, taken) for picked, taken in own],
            reason="put_back",
            document_kind="fulfillment",
            document_id=str(fulfillment_id),
            happened_at=now,
            actor=actor,
        )
    rows.execute(
        _LOWER, {"ids": [picked.id for picked, _ in parts], "quantities": [taken for _, taken in parts]}
    )


def _as_move(picked: _Picked, units: int) -> Move:
    return Move(
        merchant_id=picked.merchant_id,
        site_id=picked.site_id,
        sku_id=picked.sku_id,
        owner_id=picked.owner_id,
        quantity=units,
        from_location_id=picked.tote_location_id,
        to_location_id=picked.location_id,
        lot_id=picked.lot_id,
        serial=picked.serial,
        from_unit_id=picked.tote_id,
        allocated=units,
    )
