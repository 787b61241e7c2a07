"""What may not ship, and why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

_KEYS = (Key("placed_at", "timestamptz"), Key("id", "bigint"))

_HOLDS = """
SELECT h.id, h.order_id, o.number, m.code AS merchant_code, h.reason, h.placed_at, o.total_minor, o.currency, o.ship_by
FROM orders_orderhold AS h
JOIN orders_order AS o ON o.id = h.order_id
JOIN access_merchant AS m ON m.id = o.merchant_id
WHERE h.lifted_at IS NULL
  AND (%(merchant_id)s::uuid IS NULL OR h.merchant_id = %(merchant_id)s)
  AND (cardinality(%(reasons)s::text[]) = 0 OR h.reason = ANY(%(reasons)s))
  AND (cardinality(%(ids)s::bigint[]) = 0 OR h.id = ANY(%(ids)s))
"""


@dataclass(frozen=True, slots=True)
class OpenHoldRow:
    """An order that may not be released, for one reason."""

    id: int
    order_id: UUID
    number: str
    merchant_code: str
    reason: str
    placed_at: datetime
    total_minor: int
    currency: str
    ship_by: datetime | None


def list_holds(
    scope: Scope,
    *,
    page: PageOf,
    merchant_id: UUID | None = None,
    reasons: tuple[str, ...] = (),
    ids: tuple[int, ...] = (),
) -> Page[OpenHoldRow]:
    """Return open holds, the oldest first. Queries: 2."""
    with transaction(scope):
        return fetch_page(
            OpenHoldRow,
            _HOLDS,
            {"merchant_id": merchant_id, "reasons": list(reasons), "ids": list(ids)},
            keys=_KEYS,
            page=page,
        )
