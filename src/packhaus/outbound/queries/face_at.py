"""Whose face a scanned bin is."""

from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

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
