"""Photos of packed orders, as long as their pictures are kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound

_PHOTOS = """
SELECT p.id, p.fulfillment_id, f.number AS fulfillment_number, p.taken_at, b.expires_at,
       coalesce(u.name, '') AS taken_by_name
FROM outbound_packphoto AS p
JOIN parties_blob AS b ON b.id = p.blob_id
JOIN orders_fulfillmentorder AS f ON f.id = p.fulfillment_id
LEFT JOIN access_user AS u ON u.id::text = p.taken_by AND %(is_operator)s
WHERE p.order_id = %(order_id)s AND b.expires_at > %(now)s ORDER BY p.taken_at, p.id
"""
_PICTURE = """
SELECT b.media_type, b.content FROM outbound_packphoto AS p JOIN parties_blob AS b ON b.id = p.blob_id
WHERE p.id = %(id)s AND b.expires_at > %(now)s
"""


@dataclass(frozen=True, slots=True)
class PackPhotoRow:
    """A photo of a fulfillment order at the bench, or of its parcels; kept until `expires_at`."""

    id: UUID
    fulfillment_id: UUID
    fulfillment_number: str
    taken_at: datetime
    expires_at: datetime
    taken_by_name: str


@dataclass(frozen=True, slots=True)
class PackPicture:
    """The picture itself."""

    media_type: str
    content: bytes


def list_pack_photos(*, scope: Scope, order_id: UUID, now: datetime) -> list[PackPhotoRow]:
    """Return the photos of an order in the order they were taken. Queries: 1."""
    asked = {"order_id": order_id, "now": now, "is_operator": scope.is_operator}
    with transaction(scope):
        return rows.fetch_rows(PackPhotoRow, _PHOTOS, asked)


def get_pack_picture(*, scope: Scope, photo_id: UUID, now: datetime) -> PackPicture:
    """Return the picture of a photo. Queries: 1. Raises: NotFound when there is none, or none any more."""
    with transaction(scope):
        found = rows.find_row(PackPicture, _PICTURE, {"id": photo_id, "now": now})
    if found is None:
        raise NotFound("there is no such photo")
    return found
