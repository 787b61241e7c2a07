"""Photos of what was packed, and how."""

from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.orders.services.fulfillment import lock_fulfillments
from packhaus.outbound.errors import FulfillmentNotFound
from packhaus.outbound.events import PackingPhotographed
from packhaus.parties.services.keep_document import keep_document
from packhaus.parties.services.pictures import Picture, check_picture
from packhaus.terms.queries.get_terms import get_terms

MOST_PHOTOS = 20
_OF = """
SELECT f.merchant_id, f.order_id, o.contact_id,
       (SELECT count(*) FROM outbound_packphoto AS p WHERE p.fulfillment_id = f.id)
FROM orders_fulfillmentorder AS f JOIN orders_order AS o ON o.id = f.order_id
WHERE f.id = %(id)s AND f.status IN ('picked', 'packed', 'dispatched')
"""
_KEEP = """
INSERT INTO outbound_packphoto (id, merchant_id, fulfillment_id, order_id, blob_id, taken_at, taken_by)
VALUES (%(photo_id)s, %(merchant_id)s, %(id)s, %(order_id)s, %(blob_id)s, %(now)s, %(actor_id)s)
"""


@again_when_busy
def keep_pack_photo(
    *, scope: Scope, fulfillment_id: UUID, picture: Picture, now: datetime, actor: Actor
) -> UUID:
    """Keep a photo of an order at the bench or of its parcels, for as long as the merchant's terms say.

    It is the shopper's: a label on it names a person, so that forgetting the shopper takes it too.
    Locks: the order. Emits: PackingPhotographed. Queries: 5, one more while terms are not fresh.
    Raises: Invalid, FulfillmentNotFound when the order is not picked.
    """
    check_picture(picture)
    with transaction(scope, savepoint=True):
        lock_fulfillments([fulfillment_id])
        found = rows.fetch_tuples(_OF, {"id": fulfillment_id})
        if not found:
            raise FulfillmentNotFound("this order is not picked", fulfillment_id=fulfillment_id)
        merchant_id, order_id, contact_id, count = found[0]
        if count >= MOST_PHOTOS:
            raise Invalid([FieldProblem("photo", "too_many", f"are at most {MOST_PHOTOS} of an order")])
        days = get_terms(scope, merchant_id=merchant_id, at=now).retention_photo_days
        blob_id = keep_document(
            merchant_id=merchant_id, contact_id=contact_id, kind="packing_photo", media_type=picture.media_type,
            content=picture.content, now=now, expires_at=now + timedelta(days=days),
        )  # fmt: skip
        photo_id = new_id()
        parameters = {
            "photo_id": photo_id, "merchant_id": merchant_id, "id": fulfillment_id, "order_id": order_id,
            "blob_id": blob_id, "now": now, "actor_id": actor.id[:40],
        }  # fmt: skip
        rows.execute(_KEEP, parameters)
        told = PackingPhotographed(
            merchant_id=merchant_id, aggregate_id=order_id, fulfillment_id=str(fulfillment_id)
        )
        record([told], happened_at=now, actor=actor)
    return photo_id
