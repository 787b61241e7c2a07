"""Take packed goods out of their cartons: the labels are void, the units lie in a tote again."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import LocationKind, Move
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import IllegalTransition
from packhaus.orders.services.fulfillment import apply_fulfillment_transition, lock_fulfillments, move_units
from packhaus.orders.states import UNPACK
from packhaus.orders.types import Counter, UnitMove
from packhaus.outbound.events import FulfillmentUnpacked
from packhaus.outbound.services.batches.totes import take_tote
from packhaus.shipping.services.void import void_shipments

_PACKED = """
SELECT s.id, f.merchant_id, f.order_id, f.site_id, f.number FROM orders_fulfillmentorder AS f
LEFT JOIN shipping_shipment AS s ON s.fulfillment_id = f.id AND s.status IN ('rated', 'labelled', 'manifested')
WHERE f.id = %(id)s AND f.status = ANY(%(sources)s::text[])
"""

_LINES = """
SELECT id, line_id, packed FROM orders_fulfillmentline WHERE fulfillment_id = %(id)s AND packed > 0 ORDER BY id
"""

_CONTENTS = """
SELECT b.sku_id, b.owner_id, b.location_id, b.handling_unit_id, b.lot_id, b.serial, b.on_hand
FROM shipping_parcel AS p JOIN inventory_balance AS b ON b.handling_unit_id = p.handling_unit_id
WHERE p.shipment_id = %(id)s ORDER BY b.id
"""

_REOPEN = """
WITH carton AS (
    UPDATE inventory_handlingunit SET is_open = false
    WHERE id IN (SELECT handling_unit_id FROM shipping_parcel WHERE shipment_id = %(shipment_id)s)
), fulfillment AS (
    UPDATE orders_fulfillmentorder SET packed_at = NULL WHERE id = %(id)s
)
UPDATE outbound_batchslot SET tote_id = %(tote_id)s WHERE fulfillment_id = %(id)s
"""


class _Content(NamedTuple):
    sku_id: UUID
    owner_id: UUID
    location_id: int
    unit_id: UUID
    lot_id: int | None
    serial: str | None
    on_hand: int


@again_when_busy
def unpack_fulfillment(*, fulfillment_id: UUID, now: datetime, actor: Actor) -> None:
    """Put a packed fulfillment order back to picked: carton to tote, labels void, packed to picked.

    Locks: the order, then balances. Emits: FulfillmentUnpacked. Raises: IllegalTransition when it is not packed.
    """
    with transaction(Scope.operator()):
        lock_fulfillments([fulfillment_id])
        found = rows.fetch_tuples(_PACKED, {"id": fulfillment_id, "sources": list(UNPACK.sources)})
        if not found:
            raise IllegalTransition(
                "unpack is legal from packed", transition="unpack", fulfillment_id=fulfillment_id
            )
        shipment_id, merchant_id, order_id, site_id, _ = found[0]
        apply_fulfillment_transition(UNPACK, fulfillment_ids=[fulfillment_id])
        tote_id = take_tote(site_id=site_id, merchant_id=merchant_id)
        _move_back(fulfillment_id, shipment_id, merchant_id, site_id, tote_id, now, actor)
        lines = rows.fetch_tuples(_LINES, {"id": fulfillment_id})
        changes = [UnitMove(id_, line_id, order_id, packed) for id_, line_id, packed in lines]
        move_units(changes=changes, source=Counter.PACKED, target=Counter.PICKED, now=now)
        void_shipments(shipment_ids=[shipment_id], now=now)
        rows.execute(_REOPEN, {"shipment_id": shipment_id, "id": fulfillment_id, "tote_id": tote_id})
        fact = FulfillmentUnpacked(
            merchant_id=merchant_id, aggregate_id=order_id, fulfillment_id=str(fulfillment_id)
        )
        record([fact], happened_at=now, actor=actor)


def _move_back(
    fulfillment_id: UUID,
    shipment_id: UUID,
    merchant_id: UUID,
    site_id: UUID,
    tote_id: UUID,
    now: datetime,
    actor: Actor,
) -> None:
    target = get_site_location(site_id=site_id, kind=LocationKind.TOTE)
    contents: Sequence[_Content] = [
        _Content._make(row) for row in rows.fetch_tuples(_CONTENTS, {"id": shipment_id})
    ]
    record_movements(
        moves=[
            Move(
                merchant_id=merchant_id,
                site_id=site_id,
                sku_id=content.sku_id,
                owner_id=content.owner_id,
                quantity=content.on_hand,
                from_location_id=content.location_id,
                to_location_id=target,
                lot_id=content.lot_id,
                serial=content.serial,
                from_unit_id=content.unit_id,
                to_unit_id=tote_id,
                allocated=content.on_hand,
            )
            for content in contents
        ],
        reason="unpack",
        document_kind="fulfillment",
        document_id=str(fulfillment_id),
        happened_at=now,
        actor=actor,
    )
