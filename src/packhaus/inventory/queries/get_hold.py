"""One cart: what it holds, and until when."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.errors import HoldNotFound
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class HeldLine:
    """Units of an item that a site sets aside; 0 when a loss took them."""

    sku: str
    site: str
    quantity: int


@dataclass(frozen=True, slots=True)
class _Header:
    id: UUID
    merchant_code: str
    reference: str
    status: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class HoldDetail(_Header):
    """A cart; only an open one sets units aside."""

    lines: Sequence[HeldLine]


_HEADER = """
SELECT h.id, m.code AS merchant_code, h.reference, h.status, h.created_at, h.expires_at
FROM inventory_hold AS h JOIN access_merchant AS m ON m.id = h.merchant_id WHERE h.id = %(id)s
"""

_LINES = """
SELECT k.code AS sku, s.code AS site, l.quantity
FROM inventory_holdline AS l
JOIN catalog_sku AS k ON k.id = l.sku_id
JOIN network_site AS s ON s.id = l.site_id
WHERE l.hold_id = %(id)s ORDER BY k.code, s.code, l.id
"""


def get_hold(scope: Scope, *, hold_id: UUID) -> HoldDetail:
    """Return a cart with its units. Queries: 2. Raises: HoldNotFound."""
    with transaction(scope):
        header = rows.find_row(_Header, _HEADER, {"id": hold_id})
        if header is None:
            raise HoldNotFound("there is no such hold", hold_id=hold_id)
        lines = rows.fetch_rows(HeldLine, _LINES, {"id": hold_id})
    return HoldDetail(**asdict(header), lines=lines)
