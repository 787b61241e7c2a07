"""Who waits for which stock, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.insight.queries.promisable import WITH_PROMISABLE
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

_KEYS = (Key("oldest_at", "timestamptz"), Key("sku_id", "uuid"))

_BACKORDERS = f"""
WITH waiting AS (
    SELECT d.merchant_id, d.sku_id, sum(d.quantity) AS units, count(DISTINCT d.order_id) AS orders,
           min(d.placed_at) AS oldest_at, min(d.promised_on) AS next_on
    FROM orders_backorderdemand AS d
    WHERE (%(merchant_id)s::uuid IS NULL OR d.merchant_id = %(merchant_id)s)
      AND (%(site_id)s::uuid IS NULL OR d.site_id = %(site_id)s)
      AND (cardinality(%(sku_ids)s::uuid[]) = 0 OR d.sku_id = ANY(%(sku_ids)s))
    GROUP BY d.merchant_id, d.sku_id
), {WITH_PROMISABLE}
SELECT k.id AS sku_id, m.code AS merchant_code, k.code, k.name, t.units::bigint, t.orders, t.oldest_at, t.next_on,
       coalesce(p.free, 0) AS free, coalesce(p.uncounted, 0) AS uncounted, p.uncounted_location_id
FROM waiting AS t
JOIN catalog_sku AS k ON k.id = t.sku_id
JOIN access_merchant AS m ON m.id = k.merchant_id
LEFT JOIN promisable AS p ON p.sku_id = t.sku_id
"""  # noqa: S608 - made of constants


@dataclass(frozen=True, slots=True)
class BackorderRow:
    """A SKU that orders wait for; `free` could be promised now, `next_on` is the earliest date told.

    `uncounted` units are free, too, but in bins that a picker found short: one of them is named.
    """

    sku_id: UUID
    merchant_code: str
    code: str
    name: str
    units: int
    orders: int
    oldest_at: datetime
    next_on: date | None
    free: int
    uncounted: int
    uncounted_location_id: int | None


def list_backorders(
    scope: Scope,
    *,
    page: PageOf,
    now: datetime,
    merchant_id: UUID | None = None,
    site_id: UUID | None = None,
    sku_ids: Sequence[UUID] = (),
) -> Page[BackorderRow]:
    """Return SKUs that are waited for, the longest first. Units: base units. Queries: 2."""
    with transaction(scope):
        return fetch_page(
            BackorderRow,
            _BACKORDERS,
            {"merchant_id": merchant_id, "site_id": site_id, "sku_ids": list(sku_ids), "now": now},
            keys=_KEYS,
            page=page,
        )


_LINES = """
SELECT d.order_id, d.line_id, sum(d.quantity)::bigint AS units FROM orders_backorderdemand AS d
WHERE d.sku_id = %(sku_id)s::uuid AND (%(site_id)s::uuid IS NULL OR d.site_id = %(site_id)s)
GROUP BY d.order_id, d.line_id ORDER BY d.order_id, d.line_id LIMIT 1000
"""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Units of a line that wait."""

    order_id: UUID
    line_id: int
    units: int


def list_waiting_lines(scope: Scope, *, sku_id: UUID, site_id: UUID | None = None) -> list[WaitingLine]:
    """Return the lines that wait for a SKU, a thousand at most. Units: base units. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(WaitingLine, _LINES, {"sku_id": sku_id, "site_id": site_id})
