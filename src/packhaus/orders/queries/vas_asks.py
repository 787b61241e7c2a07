"""Value-added services that an order asks for itself."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_ASKS = """
SELECT x.code AS option, x.kind, x.names, coalesce(l.position, 0) AS position, coalesce(k.code, '') AS sku,
       coalesce(k.name, '') AS sku_name, a.blob_id IS NOT NULL AS has_text
FROM orders_vasask AS a
JOIN catalog_vasoption AS x ON x.id = a.option_id
LEFT JOIN orders_orderline AS l ON l.id = a.line_id
LEFT JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE a.order_id = %(order_id)s ORDER BY l.position NULLS FIRST, x.code
"""


@dataclass(frozen=True, slots=True)
class VasAskRow:
    """A service asked for: of the line at `position`, or (0) of the whole order."""

    option: str
    kind: str
    names: dict[str, str]
    position: int
    sku: str
    sku_name: str
    has_text: bool


def list_vas_asks(scope: Scope, *, order_id: UUID) -> list[VasAskRow]:
    """Return what an order asks for itself; what rules add is not among it. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(VasAskRow, _ASKS, {"order_id": order_id})
