"""What was packed in: by merchant, country and material for the registers, empty space by carton, what runs out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

# What has left counts, on the day it left: a parcel that was unpacked was never put on a market.
_SENT = """
FROM outbound_packaginguse AS u
JOIN shipping_parcel AS p ON p.handling_unit_id = u.unit_id
JOIN shipping_shipment AS s ON s.id = p.shipment_id AND s.status = 'dispatched'
    AND s.dispatched_at >= %(since)s AND s.dispatched_at < %(until)s
JOIN access_merchant AS m ON m.id = u.merchant_id
WHERE (%(merchant_id)s::uuid IS NULL OR u.merchant_id = %(merchant_id)s::uuid)
"""

_MATERIALS = f"""
SELECT m.code AS merchant, u.country, x.key AS material, count(DISTINCT u.unit_id) AS parcels,
       sum(x.value::bigint)::bigint AS grams
{_SENT.replace("WHERE", "CROSS JOIN LATERAL jsonb_each_text(u.material_grams) AS x WHERE", 1)}
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""

_EMPTY = """
SELECT p.carton_code AS carton, count(*) AS parcels, round(avg(n.empty_permille))::int AS empty_permille,
       max(n.empty_permille)::int AS most_permille
FROM outbound_parcelplan AS n
JOIN shipping_parcel AS p ON p.handling_unit_id = n.unit_id
JOIN shipping_shipment AS s ON s.id = p.shipment_id AND s.status = 'dispatched'
    AND s.dispatched_at >= %(since)s AND s.dispatched_at < %(until)s
WHERE %(merchant_id)s::uuid IS NULL OR n.merchant_id = %(merchant_id)s::uuid
GROUP BY 1 ORDER BY 1
"""

_PARCELS = """
SELECT m.code AS merchant, s.order_number, p.tracking_number, p.carton_code AS carton,
       (s.dispatched_at AT TIME ZONE 'UTC')::date AS dispatched_on, n.length_mm, n.width_mm, n.height_mm,
       n.empty_permille::int AS empty_permille
FROM outbound_parcelplan AS n
JOIN shipping_parcel AS p ON p.handling_unit_id = n.unit_id
JOIN shipping_shipment AS s ON s.id = p.shipment_id AND s.status = 'dispatched'
    AND s.dispatched_at >= %(since)s AND s.dispatched_at < %(until)s
JOIN access_merchant AS m ON m.id = n.merchant_id
WHERE %(merchant_id)s::uuid IS NULL OR n.merchant_id = %(merchant_id)s::uuid
ORDER BY s.dispatched_at, p.id LIMIT %(limit)s
"""

_LOW = """
WITH linked AS (
    SELECT DISTINCT x.sku_id, x.low FROM shipping_cartontype AS t
    CROSS JOIN LATERAL (VALUES (t.sku_id, t.low_stock_at), (t.fill_sku_id, t.fill_low_stock_at)) AS x(sku_id, low)
    WHERE t.is_active AND x.sku_id IS NOT NULL AND x.low IS NOT NULL
)
SELECT m.code AS merchant, k.code AS sku, n.code AS site, k.base_unit,
       sum(t.on_hand - t.promised - t.held)::bigint AS free, max(l.low)::bigint AS low_stock_at
FROM linked AS l
JOIN catalog_sku AS k ON k.id = l.sku_id
JOIN access_merchant AS m ON m.id = k.merchant_id
JOIN inventory_sitestock AS t ON t.sku_id = l.sku_id
JOIN network_site AS n ON n.id = t.site_id
WHERE %(site_id)s::uuid IS NULL OR n.id = %(site_id)s::uuid
GROUP BY 1, 2, 3, 4 HAVING sum(t.on_hand - t.promised - t.held) <= max(l.low) ORDER BY 1, 2, 3
"""

PARCELS_AT_MOST = 100_000
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Period:
    """Instants from `since` on and before `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """Packaging of one merchant that went to one country; no material: nobody has said what it is made of."""

    merchant: str
    country: str
    material: str
    parcels: int
    grams: int


@dataclass(frozen=True, slots=True)
class EmptyRow:
    """How much of a carton's inside held nothing, in the mean and at most."""

    carton: str
    parcels: int
    empty_permille: int
    most_permille: int


@dataclass(frozen=True, slots=True)
class ParcelSpace:
    """One parcel with the inside of its carton and how much of it held nothing."""

    merchant: str
    order_number: str
    tracking_number: str
    carton: str
    dispatched_on: date
    length_mm: int
    width_mm: int
    height_mm: int
    empty_permille: int


@dataclass(frozen=True, slots=True)
class LowMaterial:
    """Cartons or fill that run out at a site; in base units."""

    merchant: str
    sku: str
    site: str
    base_unit: str
    free: int
    low_stock_at: int


def sum_packaging(*, scope: Scope, period: Period, merchant_id: UUID | None = None) -> list[MaterialRow]:
    """Sum up by merchant, country of destination and material what dispatched parcels were packed in. Queries: 1."""
    return _fetch(MaterialRow, _MATERIALS, scope, period, merchant_id)


def sum_empty_space(*, scope: Scope, period: Period, merchant_id: UUID | None = None) -> list[EmptyRow]:
    """Say by carton how much of it held nothing. Queries: 1."""
    return _fetch(EmptyRow, _EMPTY, scope, period, merchant_id)


def list_parcel_space(*, scope: Scope, period: Period, merchant_id: UUID | None = None) -> list[ParcelSpace]:
    """List the parcels that left with what of each held nothing, 100,000 at most. Queries: 1."""
    return _fetch(ParcelSpace, _PARCELS, scope, period, merchant_id)


def list_low_materials(*, scope: Scope, site_id: UUID | None = None) -> list[LowMaterial]:
    """List packaging that is at or below what its carton's type asks for. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(LowMaterial, _LOW, {"site_id": site_id})


def _fetch(
    row_type: type[_Row], sql: str, scope: Scope, period: Period, merchant_id: UUID | None
) -> list[_Row]:
    asked = {
        "since": period.since,
        "until": period.until,
        "merchant_id": merchant_id,
        "limit": PARCELS_AT_MOST,
    }
    with transaction(scope):
        return rows.fetch_rows(row_type, sql, asked)
