"""What cartons and pallets hold, as their labels say it."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.queries.nested_units import DEEPEST
from packhaus.kernel import rows
from packhaus.printing.documents.plates import PlateGoods

# Units in a unit count as its own; a unit that is empty has no row.
_HELD = f"""
WITH RECURSIVE held AS (
    SELECT u.code, u.id, 0 AS depth FROM inventory_handlingunit AS u
    WHERE u.code = ANY(%(codes)s::text[]) AND u.is_open
    UNION ALL
    SELECT h.code, u.id, h.depth + 1 FROM inventory_handlingunit AS u JOIN held AS h ON u.parent_id = h.id
    WHERE u.is_open AND h.depth < {DEEPEST}
)
SELECT h.code, m.code AS merchant_code, k.code AS sku_code, k.name AS sku_name, coalesce(t.code, '') AS lot_code,
       b.expires_on, sum(b.on_hand)::bigint AS quantity
FROM held AS h JOIN inventory_balance AS b ON b.handling_unit_id = h.id AND b.on_hand > 0
JOIN catalog_sku AS k ON k.id = b.sku_id JOIN access_merchant AS m ON m.id = b.merchant_id
LEFT JOIN inventory_lot AS t ON t.id = b.lot_id
GROUP BY h.code, m.code, k.code, k.name, t.code, b.expires_on
ORDER BY h.code, m.code, k.code, b.expires_on, t.code
"""  # noqa: S608 - constants


class _Held(NamedTuple):
    code: str
    merchant_code: str
    sku_code: str
    sku_name: str
    lot_code: str
    expires_on: date | None
    quantity: int


def list_plate_goods(*, scope: Scope, codes: Sequence[str]) -> dict[str, PlateGoods]:
    """Return what each of these units holds; one that is empty or gone is absent. Queries: 1."""
    with transaction(scope):
        held = [_Held(*row) for row in rows.fetch_tuples(_HELD, {"codes": list(codes)})]
    return {code: _sum_up(list(own)) for code, own in groupby(held, key=lambda row: row.code)}


def _sum_up(held: Sequence[_Held]) -> PlateGoods:
    first, units = held[0], sum(row.quantity for row in held)
    kinds = {(row.merchant_code, row.sku_code) for row in held}
    if len(kinds) > 1:
        return PlateGoods(quantity=units, kinds=len(kinds))
    return PlateGoods(
        quantity=units,
        merchant_code=first.merchant_code,
        sku_code=first.sku_code,
        sku_name=first.sku_name,
        lots=tuple(dict.fromkeys(row.lot_code for row in held)),
        expires_on=min((row.expires_on for row in held if row.expires_on), default=None),
    )
