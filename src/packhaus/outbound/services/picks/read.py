"""The stops that scans name, locked in the global order together with their orders."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.outbound.types import PickScan

# Orders first: everything that changes a line's counters waits for them. Tasks and allocations are locked as well, so
# that a scan which had to wait sees what the other one left. Six relations: with two more, planning took longer than
# all the rest of a scan.
_LOCK = """
SELECT n.place, t.id, t.batch_id, t.slot, t.status, t.quantity, t.picked, t.merchant_id, t.fulfillment_id,
       t.fulfillment_line_id, t.allocation_id, t.location_id, t.sku_id, a.line_id, a.wave_id, a.balance_id, f.order_id,
       f.site_id, s.tote_id,
       EXISTS (SELECT FROM outbound_scan AS d WHERE d.device = n.device AND d.client_id = n.client_id)
FROM unnest(%(task_ids)s::bigint[], %(devices)s::text[], %(client_ids)s::text[]) WITH ORDINALITY
     AS n(task_id, device, client_id, place)
JOIN outbound_picktask AS t ON t.id = n.task_id
JOIN orders_fulfillmentorder AS f ON f.id = t.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
JOIN outbound_allocation AS a ON a.id = t.allocation_id
JOIN outbound_batchslot AS s ON s.fulfillment_id = f.id
ORDER BY o.id, t.id, n.place FOR NO KEY UPDATE OF o, t, a
"""


class StopRow(NamedTuple):
    """One scan's stop: where from, where to, for whom, and how far it is."""

    place: int
    task_id: int
    batch_id: UUID
    slot: int
    status: str
    quantity: int
    picked: int
    merchant_id: UUID
    fulfillment_id: UUID
    fulfillment_line_id: int
    allocation_id: int
    location_id: int
    sku_id: UUID
    line_id: int
    wave_id: UUID
    balance_id: int
    order_id: UUID
    site_id: UUID
    tote_id: UUID
    is_repeat: bool


def lock_stops(scans: Sequence[PickScan]) -> dict[int, StopRow]:
    """Lock what the scans name and return it by the scan's place, from 1. Queries: 1."""
    found = rows.fetch_tuples(
        _LOCK,
        {
            "task_ids": [scan.task_id for scan in scans],
            "devices": [scan.device for scan in scans],
            "client_ids": [scan.client_id for scan in scans],
        },
    )
    return {row[0]: StopRow._make(row) for row in found}
