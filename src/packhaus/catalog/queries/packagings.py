"""The cases and pallets of items."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_SIZES = """
SELECT code, quantity FROM catalog_packaging WHERE sku_id = %(sku_id)s::uuid ORDER BY quantity DESC, code
"""


def list_packagings(*, scope: Scope, sku_id: UUID) -> Sequence[tuple[str, int]]:
    """Return (name, base units) of an item's packagings, the largest first. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_tuples(_SIZES, {"sku_id": sku_id})
    return [(str(code), int(quantity)) for code, quantity in found]
