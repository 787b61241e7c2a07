"""Propose the cartons of an order that stands on the bench."""

from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.outbound.errors import FulfillmentNotFound
from packhaus.outbound.services.pack.plan import plan_boxes
from packhaus.outbound.services.pack.read import read_pack_work
from packhaus.outbound.types import PlannedBox
from packhaus.shipping.queries.carton_types import list_carton_types


def propose_boxes(*, scope: Scope, fulfillment_id: UUID) -> tuple[PlannedBox, ...]:
    """Return the cartons that `pack_fulfillments` would take by itself. Queries: 4, or 3 while the types are fresh.

    Raises: FulfillmentNotFound.
    """
    with transaction(scope):
        work = read_pack_work(fulfillment_ids=[fulfillment_id]).get(fulfillment_id)
        if work is None:
            raise FulfillmentNotFound("there is no such fulfillment order", fulfillment_id=fulfillment_id)
        return plan_boxes(work=work, types=list_carton_types(merchant_id=work.header.merchant_id))
