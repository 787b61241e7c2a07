"""What a person decides about a label that was not bought, or of which nobody knows."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.shipping.errors import PurchaseSettled
from packhaus.shipping.locks import lock_purchase
from packhaus.shipping.services.fall_back import ask_again
from packhaus.shipping.states import LOSE, REFUSE

_REFUSE = """
UPDATE shipping_labelpurchase SET status = %(status)s, settled_at = %(now)s, due_at = NULL WHERE id = %(id)s::uuid
"""


def try_label_again(*, scope: Scope, purchase_id: UUID, now: datetime) -> UUID:
    """Ask the carrier anew, under a new reference, for the label of a shipment that still waits; return the shipment.

    Of a purchase that nobody knows about, the person has seen at the carrier's that nothing was bought.
    Locks: the shipment, the purchase. Queries: 5. Raises: PurchaseNotFound; PurchaseSettled when the shipment does not
    wait for it, or the carrier is still to be asked about it.
    """
    with transaction(scope, savepoint=True):
        purchase = lock_purchase(purchase_id)
        is_lost = purchase.status == LOSE.target and purchase.due_at is None
        if not purchase.is_wanted or not (is_lost or purchase.status == REFUSE.target):
            raise PurchaseSettled("this label is not waited for", status=purchase.status)
        if is_lost:
            rows.execute(_REFUSE, {"id": purchase_id, "status": REFUSE.target, "now": now})
        ask_again(purchase_id=purchase_id, now=now)
        return purchase.shipment_id
