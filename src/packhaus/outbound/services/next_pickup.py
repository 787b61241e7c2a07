"""Left behind: orders go with the next pick-up of their carrier."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.network.queries.calendars import get_ship_by
from packhaus.orders.services.fulfillment import lock_fulfillments
from packhaus.outbound.events import PickupMoved

_OPEN = ["planned", "released", "picking", "picked", "packed"]

_PLACES = """
SELECT DISTINCT site_id, carrier_code FROM orders_fulfillmentorder WHERE id = ANY(%(ids)s::uuid[])
"""

_MOVE = """
UPDATE orders_fulfillmentorder AS f SET ship_by = p.at
FROM unnest(%(site_ids)s::uuid[], %(carriers)s::text[], %(instants)s::timestamptz[]) AS p(site_id, carrier_code, at)
WHERE f.id = ANY(%(ids)s::uuid[]) AND f.site_id = p.site_id AND f.carrier_code = p.carrier_code
  AND f.status = ANY(%(statuses)s::text[]) AND f.ship_by < p.at
RETURNING f.id, f.order_id, f.merchant_id, f.ship_by
"""


def move_to_next_pickup(
    *, fulfillment_ids: Sequence[UUID], now: datetime, actor: Actor
) -> dict[UUID, datetime]:
    """Let orders leave with the next pick-up after now; return when each leaves. What has left is passed over.

    Only the cut-off that the floor works to moves: what the shopper was promised stays, and stays late.
    Locks: orders. Emits: PickupMoved. Queries: 4, three more while the calendars are not fresh.
    """
    ids = list(fulfillment_ids)
    if not ids:
        return {}
    with transaction(Scope.operator()):
        lock_fulfillments(ids)
        places = rows.fetch_tuples(_PLACES, {"ids": ids})
        moved = rows.fetch_tuples(
            _MOVE,
            {
                "ids": ids,
                "statuses": _OPEN,
                "site_ids": [site for site, _ in places],
                "carriers": [carrier for _, carrier in places],
                "instants": [
                    get_ship_by(site_id=site, placed_at=now, carrier_code=carrier) for site, carrier in places
                ],
            },
        )
        facts = [
            PickupMoved(
                merchant_id=merchant_id,
                aggregate_id=order_id,
                fulfillment_id=str(id_),
                ship_by=at.isoformat(),
            )
            for id_, order_id, merchant_id, at in moved
        ]
        if facts:
            record(facts, happened_at=now, actor=actor)
    return {id_: at for id_, _, _, at in moved}
