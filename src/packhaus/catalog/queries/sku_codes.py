"""Every code that an item bears."""

from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_CODES = """
SELECT code FROM catalog_sku WHERE id = %(sku_id)s
UNION ALL
(SELECT code FROM catalog_barcode WHERE sku_id = %(sku_id)s ORDER BY code)
"""


def list_sku_codes(*, scope: Scope, sku_id: UUID) -> list[str]:
    """Return an item's own code, then its barcodes; none when it is absent. Queries: 1."""
    with transaction(scope):
        return [str(code) for (code,) in rows.fetch_tuples(_CODES, {"sku_id": sku_id})]
