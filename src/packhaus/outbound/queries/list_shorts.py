"""What was not found, and what was done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page


@dataclass(frozen=True, slots=True)
class ShortRow:
    """A short with its bin, its reason, its effect on stock and what took its place."""

    id: int
    happened_at: datetime
    site_code: str
    zone: str
    merchant_code: str
    sku_code: str
    sku_name: str
    location_id: int
    location_code: str
    order_number: str
    missing: int
    reason: str
    written_off: int
    from_other_bin: int
    from_other_site: int
    to_backorder: int
    doubted: int
    resolved_at: datetime | None

    @property
    def needs_count(self) -> bool:
        """Tell whether nobody knows what is in the bin until it is counted."""
        return self.resolved_at is None and self.reason != "damaged"


@dataclass(frozen=True, slots=True)
class ShortFilter:
    """Which shorts; what is left empty takes all."""

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    reasons: Sequence[str] = ()
    is_open: bool | None = None
    location_id: int | None = None
    sku_id: UUID | None = None
    ids: Sequence[int] = ()


_SHORTS = """
SELECT s.id, s.happened_at, n.code AS site_code, n.timezone AS zone, m.code AS merchant_code, k.code AS sku_code,
       k.name AS sku_name, s.location_id, l.code AS location_code, o.number AS order_number, s.missing, s.reason,
       s.written_off, s.from_other_bin, s.from_other_site, s.to_backorder, s.doubted,
       s.resolved_at
FROM outbound_short AS s
JOIN network_site AS n ON n.id = s.site_id
JOIN access_merchant AS m ON m.id = s.merchant_id
JOIN catalog_sku AS k ON k.id = s.sku_id
JOIN inventory_location AS l ON l.id = s.location_id
JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
WHERE (%(site_id)s::uuid IS NULL OR s.site_id = %(site_id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s::uuid)
  AND (cardinality(%(reasons)s::text[]) = 0 OR s.reason = ANY(%(reasons)s::text[]))
  AND (%(is_open)s::boolean IS NULL OR (s.resolved_at IS NULL) = %(is_open)s::boolean)
  AND (%(location_id)s::bigint IS NULL OR s.location_id = %(location_id)s::bigint)
  AND (%(sku_id)s::uuid IS NULL OR s.sku_id = %(sku_id)s::uuid)
  AND (cardinality(%(ids)s::bigint[]) = 0 OR s.id = ANY(%(ids)s::bigint[]))
"""

_KEYS = (Key("happened_at", "timestamptz"), Key("id", "bigint"))


def list_shorts(*, scope: Scope, chosen: ShortFilter, page: PageOf) -> Page[ShortRow]:
    """Return a page of shorts, the newest first when the page is descending. Queries: 2."""
    parameters = {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "reasons": list(chosen.reasons),
        "is_open": chosen.is_open,
        "location_id": chosen.location_id,
        "sku_id": chosen.sku_id,
        "ids": list(chosen.ids),
    }
    with transaction(scope):
        return fetch_page(ShortRow, _SHORTS, parameters, keys=_KEYS, page=page)
