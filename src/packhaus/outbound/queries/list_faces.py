"""Pick faces with their bounds and what lies in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page


@dataclass(frozen=True, slots=True)
class FaceRow:
    """A pick face of an item; `incoming` units are on their way, `in_reserve` lie where they could come from."""

    id: int
    site_id: UUID
    site_code: str
    location_id: int
    location_code: str
    merchant_code: str
    sku_code: str
    sku_name: str
    minimum: int
    maximum: int
    in_face: int
    incoming: int
    in_reserve: int


@dataclass(frozen=True, slots=True)
class FaceFilter:
    """Which faces; what is left empty takes all. `is_low`: fewer units than the minimum lie there."""

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    is_low: bool = False
    ids: Sequence[int] = ()


_FACES = """
SELECT * FROM (
    SELECT f.id, f.site_id, n.code AS site_code, f.location_id, l.code AS location_code, m.code AS merchant_code,
           k.code AS sku_code, k.name AS sku_name, f.minimum, f.maximum,
           coalesce((SELECT sum(b.on_hand) FROM inventory_balance AS b
                     WHERE b.location_id = f.location_id AND b.sku_id = f.sku_id), 0)::bigint AS in_face,
           coalesce((SELECT sum(t.quantity) FROM outbound_replenishmenttask AS t
                     WHERE t.site_id = f.site_id AND t.status IN ('open', 'claimed')
                       AND t.to_location_id = f.location_id AND t.sku_id = f.sku_id), 0)::bigint AS incoming,
           coalesce((SELECT sum(b.on_hand - b.allocated) FROM inventory_balance AS b
                     JOIN inventory_location AS r ON r.id = b.location_id AND r.kind = 'reserve'
                     WHERE b.sku_id = f.sku_id AND r.site_id = f.site_id), 0)::bigint AS in_reserve
    FROM outbound_pickface AS f
    JOIN network_site AS n ON n.id = f.site_id
    JOIN inventory_location AS l ON l.id = f.location_id
    JOIN access_merchant AS m ON m.id = f.merchant_id
    JOIN catalog_sku AS k ON k.id = f.sku_id
    WHERE (%(site_id)s::uuid IS NULL OR f.site_id = %(site_id)s::uuid)
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
      AND (cardinality(%(ids)s::bigint[]) = 0 OR f.id = ANY(%(ids)s::bigint[]))
) AS face
WHERE NOT %(is_low)s::boolean OR in_face < minimum
"""

_KEYS = (Key("location_code", "text"), Key("id", "bigint"))


def list_faces(*, scope: Scope, chosen: FaceFilter, page: PageOf) -> Page[FaceRow]:
    """Return a page of faces by the code of their bin. Queries: 2."""
    parameters = {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "is_low": chosen.is_low,
        "ids": list(chosen.ids),
    }
    with transaction(scope):
        return fetch_page(FaceRow, _FACES, parameters, keys=_KEYS, page=page)
