"""Which serial numbers are in a house already."""

from collections.abc import Iterable
from uuid import UUID

from packhaus.kernel import rows

_KNOWN = """
SELECT DISTINCT b.sku_id, b.serial
FROM unnest(%(sku_ids)s::uuid[], %(serials)s::text[]) AS u(sku_id, serial)
JOIN inventory_balance AS b ON b.sku_id = u.sku_id AND b.serial = u.serial AND b.on_hand > 0
"""


def list_known_serials(*, serials: Iterable[tuple[UUID, str]]) -> set[tuple[UUID, str]]:
    """Return those of the (SKU, serial) pairs that lie somewhere. Queries: 1, or 0 without any."""
    wanted = sorted(set(serials))
    if not wanted:
        return set()
    sku_ids, numbers = rows.as_columns(wanted, 2)
    found = rows.fetch_tuples(_KNOWN, {"sku_ids": sku_ids, "serials": numbers})
    return {(sku_id, serial) for sku_id, serial in found}
