"""Labels that are not used: voided, or bought again with another service."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition
from packhaus.shipping.locks import lock_shipment
from packhaus.shipping.services.enqueue_labels import enqueue_steps
from packhaus.shipping.services.redraft import redraft
from packhaus.shipping.services.shipments import create_shipments
from packhaus.shipping.states import DROP, GIVE_BACK, VOID
from packhaus.shipping.types import LabelledShipment

# What is being asked for, or unknown, is given back when it turns out to be bought.
_GIVE_BACK = """
UPDATE shipping_labelpurchase AS u
SET status = CASE u.status WHEN 'queued' THEN %(dropped)s ELSE %(voiding)s END,
    due_at = CASE u.status WHEN 'bought' THEN %(now)s::timestamptz END
WHERE u.shipment_id = ANY(%(ids)s::uuid[]) AND u.status IN ('queued', 'bought') RETURNING u.id, u.status
"""


def void_shipments(*, shipment_ids: Sequence[UUID], now: datetime) -> None:
    """Void shipments that have not left, all or none, in the caller's transaction; bought labels are given back.

    Queries: 2 (one more where labels were bought). Raises: IllegalTransition naming every one that has left.
    """
    apply_transition(VOID, table="shipping_shipment", ids=shipment_ids)
    words = {"ids": list(shipment_ids), "now": now, "dropped": DROP.target, "voiding": GIVE_BACK.target}
    given = [id_ for id_, status in rows.fetch_tuples(_GIVE_BACK, words) if status == GIVE_BACK.target]
    if given:
        enqueue_steps(purchase_ids=given)


def relabel_shipment(
    *,
    scope: Scope,
    shipment_id: UUID,
    service_code: str = "",
    weights: dict[int, int] | None = None,
    now: datetime,
) -> LabelledShipment:
    """Void a shipment and buy its labels again: another service, or weights (grams by the parcel's number) that differ.

    The cartons stay as they are. Locks: the shipment.
    Raises: ShipmentNotFound; IllegalTransition when it has left; NoService, and the old labels stay good.
    """
    with transaction(scope, savepoint=True):
        header = lock_shipment(shipment_id)
        draft = redraft(shipment_id=shipment_id, header=header, service_code=service_code, weights=weights)
        void_shipments(shipment_ids=[shipment_id], now=now)
        return create_shipments(drafts=[draft], now=now)[0]
