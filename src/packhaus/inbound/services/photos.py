"""Photos of what differs or is damaged."""

from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.events import DeliveryPhotographed
from packhaus.inbound.locks import lock_asns
from packhaus.inbound.queries.receivable import list_receivable
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.parties.services.keep_document import keep_document
from packhaus.parties.services.pictures import Picture, check_picture
from packhaus.terms.queries.get_terms import get_terms

MOST_PHOTOS = 50
_PHOTO = """
INSERT INTO inbound_photo (id, merchant_id, asn_id, line_id, blob_id, taken_at, taken_by)
VALUES (%(id)s::uuid, %(merchant_id)s, %(asn_id)s, %(line_id)s::bigint, %(blob_id)s::uuid, %(now)s, %(actor_id)s)
"""
_COUNT = "SELECT count(*) FROM inbound_photo WHERE asn_id = %(asn_id)s"


@again_when_busy
def keep_photo(
    *, scope: Scope, asn_id: UUID, line_id: int | None, picture: Picture, now: datetime, actor: Actor
) -> UUID:
    """Keep a photo of a delivery or of one line of it, for as long as the merchant's terms say.

    Locks: the delivery. Emits: DeliveryPhotographed. Raises: AsnNotFound, Invalid.
    """
    check_picture(picture)
    with transaction(scope):
        [asn] = lock_asns([asn_id])
        if line_id is not None and line_id not in {line.id for line in list_receivable(asn_id=asn_id)}:
            raise Invalid([FieldProblem("line", "unknown_line", "is no line of this delivery")])
        if rows.fetch_value(_COUNT, {"asn_id": asn_id}) >= MOST_PHOTOS:
            raise Invalid([FieldProblem("photo", "too_many", f"are at most {MOST_PHOTOS} of a delivery")])
        days = get_terms(scope, merchant_id=asn.merchant_id, at=now).retention_photo_days
        blob_id = keep_document(
            merchant_id=asn.merchant_id, contact_id=None, kind="delivery_photo", media_type=picture.media_type,
            content=picture.content, now=now, expires_at=now + timedelta(days=days),
        )  # fmt: skip
        photo_id = new_id()
        parameters = {
            "id": photo_id, "merchant_id": asn.merchant_id, "asn_id": asn_id, "line_id": line_id,
            "blob_id": blob_id, "now": now, "actor_id": actor.id[:40],
        }  # fmt: skip
        rows.execute(_PHOTO, parameters)
        told = DeliveryPhotographed(merchant_id=asn.merchant_id, aggregate_id=asn.id, number=asn.number)
        record([told], happened_at=now, actor=actor)
    return photo_id
