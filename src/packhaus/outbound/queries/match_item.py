"""Whether a scanned code means one of a merchant's items, and how many of it."""

from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_MATCH = """
(SELECT k.code, 1::bigint AS quantity FROM access_merchant AS m JOIN catalog_sku AS k ON k.merchant_id = m.id
 WHERE m.code = %(merchant)s AND k.code = %(code)s)
UNION ALL
(SELECT k.code, b.quantity FROM access_merchant AS m
 JOIN catalog_barcode AS b ON b.merchant_id = m.id AND b.code = %(code)s
 JOIN catalog_sku AS k ON k.id = b.sku_id WHERE m.code = %(merchant)s)
LIMIT 1
"""


def match_item(*, scope: Scope, merchant_code: str, code: str) -> tuple[str, int]:
    """Return the SKU that a merchant's code means and the units it stands for; "" when none. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_tuples(_MATCH, {"merchant": merchant_code, "code": code})
    return (str(found[0][0]), int(found[0][1])) if found else ("", 0)


_FACES_AT = """
SELECT k.name FROM outbound_pickface AS f
JOIN inventory_location AS l ON l.id = f.location_id AND l.code = %(code)s
JOIN catalog_sku AS k ON k.id = f.sku_id
WHERE f.site_id = %(site_id)s ORDER BY k.name LIMIT 1
"""


def find_face_item(*, scope: Scope, site_id: UUID, code: str) -> str:
    """Return the name of an item whose face a bin is, or nothing. Queries: 1."""
    with transaction(scope):
        return str(rows.fetch_value(_FACES_AT, {"site_id": site_id, "code": code}) or "")
