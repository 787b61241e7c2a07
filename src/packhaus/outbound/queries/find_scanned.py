"""What a scanned code means at a site, whatever was expected."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class Scanned:
    """One meaning of a code: `kind` is bin, item, tote or carton; `name` says it in words."""

    kind: str
    code: str
    name: str


_FIND = """
(SELECT 'bin' AS kind, l.code, l.code AS name FROM inventory_location AS l
 WHERE l.site_id = %(site_id)s::uuid AND l.code = %(code)s::text)
UNION ALL
(SELECT DISTINCT 'item', k.code, k.name FROM catalog_barcode AS b JOIN catalog_sku AS k ON k.id = b.sku_id
 WHERE b.code = %(code)s::text LIMIT 5)
UNION ALL
(SELECT 'item', k.code, k.name FROM access_merchant AS m
 JOIN catalog_sku AS k ON k.merchant_id = m.id AND k.code = %(code)s::text LIMIT 5)
UNION ALL
(SELECT u.kind, u.code, coalesce(o.number, '') FROM inventory_handlingunit AS u
 LEFT JOIN outbound_batchslot AS s ON s.tote_id = u.id
 LEFT JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
   AND f.status IN ('released', 'picking', 'picked')
 LEFT JOIN orders_order AS o ON o.id = f.order_id
 WHERE u.code = %(code)s::text AND u.is_open ORDER BY o.number NULLS LAST LIMIT 1)
"""


def find_scanned(*, scope: Scope, site_id: UUID, code: str) -> list[Scanned]:
    """Return what a code means at a site, the likeliest first; nothing when nobody knows it. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(Scanned, _FIND, {"site_id": site_id, "code": code})
