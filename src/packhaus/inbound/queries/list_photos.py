"""Photos of deliveries, as long as their pictures are kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound

_PHOTOS = """
SELECT p.id, p.line_id, coalesce(k.code, '') AS sku_code, coalesce(k.name, '') AS sku_name, p.taken_at,
       coalesce(u.name, '') AS taken_by_name
FROM inbound_photo AS p JOIN parties_blob AS b ON b.id = p.blob_id
LEFT JOIN inbound_asnline AS l ON l.id = p.line_id
LEFT JOIN catalog_sku AS k ON k.id = l.sku_id
LEFT JOIN access_user AS u ON u.id::text = p.taken_by
WHERE p.asn_id = %(asn_id)s AND b.expires_at > %(now)s ORDER BY p.taken_at, p.id
"""
_PICTURE = """
SELECT b.media_type, b.content FROM inbound_photo AS p JOIN parties_blob AS b ON b.id = p.blob_id
WHERE p.id = %(id)s AND p.asn_id = %(asn_id)s AND b.expires_at > %(now)s
"""


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo of a delivery; without an item it is of the whole."""

    id: UUID
    line_id: int | None
    sku_code: str
    sku_name: str
    taken_at: datetime
    taken_by_name: str


@dataclass(frozen=True, slots=True)
class PictureRow:
    """The picture itself."""

    media_type: str
    content: bytes


def list_photos(*, scope: Scope, asn_id: UUID, now: datetime) -> list[PhotoRow]:
    """Return the photos of a delivery in the order they were taken. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(PhotoRow, _PHOTOS, {"asn_id": asn_id, "now": now})


def get_picture(*, scope: Scope, asn_id: UUID, photo_id: UUID, now: datetime) -> PictureRow:
    """Return the picture of a photo. Queries: 1. Raises: NotFound when there is none, or none any more."""
    with transaction(scope):
        found = rows.find_row(PictureRow, _PICTURE, {"id": photo_id, "asn_id": asn_id, "now": now})
    if found is None:
        raise NotFound("there is no such photo")
    return found
