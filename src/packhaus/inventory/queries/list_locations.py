"""Spots of the sites, how full they are, what lies there."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.types import NOT_COUNTED
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page

_KEYS = (Key("site_code", "text"), Key("code", "text"), Key("id", "bigint"))

_COLUMNS = """
SELECT l.id, l.site_id, n.code AS site_code, l.code, l.kind, l.zone, l.is_blocked, l.can_be_allocated,
       l.max_volume_mm3, l.max_weight_grams, l.max_pallets, l.mixing, s.pallets,
       s.skus, s.units::bigint, s.allocated::bigint, s.volume_mm3::bigint,
       s.weight_grams::bigint, n.timezone AS time_zone,
       (SELECT max(c.counted_at) FROM inventory_count AS c
        WHERE c.location_id = l.id AND c.status = 'approved' AND c.sku_id IS NULL) AS counted_at,
       (SELECT c.number FROM inventory_count AS c
        WHERE c.location_id = l.id AND c.status IN ('planned', 'recount', 'counting', 'counted')) AS open_count
FROM inventory_location AS l
JOIN network_site AS n ON n.id = l.site_id
CROSS JOIN LATERAL (
    SELECT count(DISTINCT b.sku_id) AS skus, count(DISTINCT u.id) AS pallets, coalesce(sum(b.on_hand), 0) AS units,
           coalesce(sum(b.allocated), 0) AS allocated,
           coalesce(sum(b.on_hand * k.length_mm::bigint * k.width_mm * k.height_mm), 0) AS volume_mm3,
           coalesce(sum(b.on_hand * k.weight_grams), 0) AS weight_grams
    FROM inventory_balance AS b JOIN catalog_sku AS k ON k.id = b.sku_id
    LEFT JOIN inventory_handlingunit AS u ON u.id = b.handling_unit_id AND u.kind = 'pallet'
    WHERE b.location_id = l.id AND b.on_hand > 0
) AS s
"""

_WHERE = """
WHERE l.kind NOT IN ('supplier', 'customer', 'in_transit', 'adjustment')
  AND (%(site_id)s::uuid IS NULL OR l.site_id = %(site_id)s)
  AND (cardinality(%(kinds)s::text[]) = 0 OR l.kind = ANY(%(kinds)s))
  AND (%(text)s::text = '' OR l.code >= %(text)s AND l.code < %(text_end)s)
  AND (NOT %(is_empty)s OR NOT EXISTS (
       SELECT FROM inventory_balance AS e WHERE e.location_id = l.id AND e.on_hand > 0))
  AND (NOT %(is_blocked)s OR l.is_blocked)
  AND (cardinality(%(ids)s::bigint[]) = 0 OR l.id = ANY(%(ids)s))
  AND (NOT %(is_over)s OR EXISTS (
       SELECT FROM inventory_balance AS o JOIN catalog_sku AS k ON k.id = o.sku_id
       LEFT JOIN inventory_handlingunit AS u ON u.id = o.handling_unit_id AND u.kind = 'pallet'
       WHERE o.location_id = l.id AND o.on_hand > 0
       HAVING sum(o.on_hand * k.length_mm::bigint * k.width_mm * k.height_mm) > l.max_volume_mm3
           OR sum(o.on_hand * k.weight_grams) > l.max_weight_grams OR count(DISTINCT u.id) > l.max_pallets))
  AND (%(uncounted_since)s::timestamptz IS NULL
       OR EXISTS (SELECT FROM inventory_balance AS e WHERE e.location_id = l.id AND e.on_hand > 0)
       AND NOT l.kind = ANY(%(not_counted)s::text[]) AND NOT EXISTS (
           SELECT FROM inventory_count AS c WHERE c.location_id = l.id AND c.status = 'approved'
             AND c.sku_id IS NULL AND c.counted_at >= %(uncounted_since)s))
"""

_COUNT = "SELECT l.id FROM inventory_location AS l " + _WHERE  # noqa: S608 - constants
_ONE = _COLUMNS + "WHERE l.id = %(id)s"
_BY_CODE = _COLUMNS + "WHERE l.site_id = %(site_id)s AND l.code = %(code)s"

CONTENTS = """
SELECT b.id, k.id AS sku_id, k.code AS sku_code, k.name AS sku_name, m.code AS merchant_code, t.code AS lot_code,
       b.lot_id, b.serial, u.id AS unit_id, u.code AS unit_code, b.condition, b.on_hand, b.allocated,
       b.received_on, b.expires_on
FROM inventory_balance AS b
JOIN catalog_sku AS k ON k.id = b.sku_id
JOIN access_merchant AS m ON m.id = b.merchant_id
LEFT JOIN inventory_lot AS t ON t.id = b.lot_id
LEFT JOIN inventory_handlingunit AS u ON u.id = b.handling_unit_id
"""
_CONTENTS_AT = CONTENTS + "WHERE b.location_id = %(id)s AND b.on_hand > 0 ORDER BY k.code, b.id LIMIT 200"


@dataclass(frozen=True, slots=True)
class LocationRow:
    """One spot with what stands in it, when all of it was counted last, and the count of it that is open."""

    id: int
    site_id: UUID
    site_code: str
    code: str
    kind: str
    zone: str
    is_blocked: bool
    can_be_allocated: bool
    max_volume_mm3: int | None
    max_weight_grams: int | None
    max_pallets: int | None
    mixing: str
    pallets: int
    skus: int
    units: int
    allocated: int
    volume_mm3: int
    weight_grams: int
    time_zone: str
    counted_at: datetime | None
    open_count: str | None

    @property
    def fill(self) -> float | None:
        """The fullest of volume, weight and pallets as a share of one, or None where no limit is known."""
        shares = [
            used / limit
            for used, limit in (
                (self.volume_mm3, self.max_volume_mm3),
                (self.weight_grams, self.max_weight_grams),
                (self.pallets, self.max_pallets),
            )
            if limit
        ]
        return max(shares) if shares else None


@dataclass(frozen=True, slots=True)
class ContentRow:
    """Units of one key in a location."""

    id: int
    sku_id: UUID
    sku_code: str
    sku_name: str
    merchant_code: str
    lot_code: str | None
    lot_id: int | None
    serial: str | None
    unit_id: UUID | None
    unit_code: str | None
    condition: str
    on_hand: int
    allocated: int
    received_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class LocationFilter:
    """What narrows the list.

    `is_over`: more lies there than it can hold. `uncounted_since`: something lies there that nobody has counted since.
    """

    text: str = ""
    site_id: UUID | None = None
    kinds: tuple[str, ...] = ()
    is_empty: bool = False
    is_blocked: bool = False
    ids: tuple[int, ...] = ()
    is_over: bool = False
    uncounted_since: datetime | None = None


def list_locations(scope: Scope, *, wanted: LocationFilter, page: PageOf) -> Page[LocationRow]:
    """Return real locations by site and code. Queries: 2."""
    with transaction(scope):
        return fetch_page(
            LocationRow,
            _COLUMNS + _WHERE,
            {
                "site_id": wanted.site_id,
                "kinds": list(wanted.kinds),
                "text": wanted.text.upper(),
                "text_end": bound_prefix(wanted.text.upper()),
                "is_empty": wanted.is_empty,
                "is_blocked": wanted.is_blocked,
                "ids": list(wanted.ids),
                "is_over": wanted.is_over,
                "uncounted_since": wanted.uncounted_since,
                "not_counted": sorted(kind.value for kind in NOT_COUNTED),
            },
            keys=_KEYS,
            page=page,
            count_sql=_COUNT,
        )


def get_location(scope: Scope, *, location_id: int) -> LocationRow:
    """Return one location. Queries: 1. Raises: NotFound."""
    with transaction(scope):
        found = rows.find_row(LocationRow, _ONE, {"id": location_id})
    if found is None:
        raise NotFound("location not found")
    return found


def get_location_by_code(scope: Scope, *, site_id: UUID, code: str) -> LocationRow:
    """Return the location of a site with this code. Queries: 1. Raises: NotFound."""
    with transaction(scope):
        found = rows.find_row(LocationRow, _BY_CODE, {"site_id": site_id, "code": code})
    if found is None:
        raise NotFound("location not found")
    return found


def list_contents(scope: Scope, *, location_id: int) -> list[ContentRow]:
    """Return what lies in a location, at most 200 keys. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(ContentRow, _CONTENTS_AT, {"id": location_id})
