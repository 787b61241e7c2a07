"""Why a SKU has the figure it has: the sum, who holds it, where it lies, and whether both levels agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_SITES = """
SELECT s.site_id, n.code AS site_code, n.name AS site_name, s.policy, s.on_hand, s.promised, s.held,
       s.safety - s.doubted AS safety, s.backordered, s.backorder_limit, s.has_own_limit, s.inbound,
       greatest(s.on_hand - s.promised - s.held - s.safety, 0) AS free,
       greatest(least(s.on_hand - s.promised - s.held - s.safety + s.doubted, s.doubted), 0) AS uncounted,
       CASE WHEN NOT %(is_operator)s THEN s.on_hand ELSE coalesce((
           SELECT sum(b.on_hand) FROM inventory_balance AS b JOIN inventory_location AS l ON l.id = b.location_id
           WHERE b.sku_id = s.sku_id AND b.owner_id = s.owner_id AND l.site_id = s.site_id
             AND l.counts_as_on_hand AND b.condition = 'sellable'), 0)::bigint END AS in_bins
FROM inventory_sitestock AS s JOIN network_site AS n ON n.id = s.site_id
WHERE s.sku_id = %(sku_id)s AND (%(site_id)s::uuid IS NULL OR s.site_id = %(site_id)s)
ORDER BY n.priority, n.code, s.id
"""

_BINS = """
SELECT b.id, b.location_id, l.code AS location_code, l.kind AS location_kind, n.code AS site_code,
       b.lot_id, t.code AS lot_code, b.serial, u.code AS unit_code, b.condition, b.on_hand, b.allocated, b.received_on,
       b.expires_on, l.counts_as_on_hand AND b.condition = 'sellable' AS counts
FROM inventory_balance AS b
JOIN inventory_location AS l ON l.id = b.location_id
JOIN network_site AS n ON n.id = l.site_id
LEFT JOIN inventory_lot AS t ON t.id = b.lot_id
LEFT JOIN inventory_handlingunit AS u ON u.id = b.handling_unit_id
WHERE b.sku_id = %(sku_id)s AND (%(site_id)s::uuid IS NULL OR l.site_id = %(site_id)s) AND b.on_hand > 0
ORDER BY n.priority, l.can_be_allocated DESC, l.walk_sequence, b.id
LIMIT 100
"""

_CARTS = """
SELECT h.id, l.quantity, h.expires_at
FROM inventory_holdline AS l JOIN inventory_hold AS h ON h.id = l.hold_id
WHERE h.status = 'open' AND l.sku_id = %(sku_id)s AND (%(site_id)s::uuid IS NULL OR l.site_id = %(site_id)s)
  AND l.quantity > 0
ORDER BY h.expires_at, l.id LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class SiteTerms:
    """The equation of one site; `in_bins` is what its bins add up to, which only the operator can count.

    `uncounted` units would be free, but lie where a picker found fewer than the record says.
    """

    site_id: UUID
    site_code: str
    site_name: str
    policy: str
    on_hand: int
    promised: int
    held: int
    safety: int
    backordered: int
    backorder_limit: int
    has_own_limit: bool
    inbound: int
    free: int
    uncounted: int
    in_bins: int


@dataclass(frozen=True, slots=True)
class BinRow:
    """Units of one key at one location."""

    id: int
    location_id: int
    location_code: str
    location_kind: str
    site_code: str
    lot_id: int | None
    lot_code: str | None
    serial: str | None
    unit_code: str | None
    condition: str
    on_hand: int
    allocated: int
    received_on: date
    expires_on: date | None
    counts: bool


@dataclass(frozen=True, slots=True)
class CartRow:
    """Units that a cart holds until a moment."""

    id: UUID
    quantity: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SkuStock:
    """Everything the page of a SKU's stock says about now."""

    sites: Sequence[SiteTerms]
    bins: Sequence[BinRow]
    carts: Sequence[CartRow]

    def total(self, name: str) -> int:
        """Return a term summed over the sites shown."""
        return sum(getattr(site, name) for site in self.sites)

    @property
    def disagreeing(self) -> list[SiteTerms]:
        """The sites whose bins add up to another figure than their stock says; a partner's feed has no bins."""
        return [site for site in self.sites if site.policy == "own" and site.in_bins != site.on_hand]


def get_sku_stock(scope: Scope, *, sku_id: UUID, site_id: UUID | None = None) -> SkuStock:
    """Return a SKU's stock at all sites or one. Units: base units; at most 100 bins, 20 carts. Queries: 3."""
    parameters = {"sku_id": sku_id, "site_id": site_id, "is_operator": scope.is_operator}
    with transaction(scope):
        return SkuStock(
            sites=rows.fetch_rows(SiteTerms, _SITES, parameters),
            bins=rows.fetch_rows(BinRow, _BINS, parameters),
            carts=rows.fetch_rows(CartRow, _CARTS, parameters),
        )
