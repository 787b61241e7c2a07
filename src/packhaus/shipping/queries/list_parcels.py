"""Parcels that have left: where they are, and which of them somebody should look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

QUIET = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class TrackedParcelRow:
    """A parcel that has left, with what was promised and what its carrier expects."""

    id: UUID
    shipment_id: UUID
    tracking_number: str
    tracking_status: str
    tracking_problem: str
    order_number: str
    merchant_code: str
    carrier_code: str
    service_code: str
    site_code: str
    country: str
    weight_grams: int
    cost_minor: int | None
    currency: str
    dispatched_at: datetime
    deliver_by: datetime | None
    expected_at: datetime | None
    moved_at: datetime | None
    delivered_at: datetime | None
    tracking_url: str
    zone: str


@dataclass(frozen=True, slots=True)
class ParcelFilter:
    """Which parcels; what is left empty takes all. `number` is the beginning of a tracking or of an order's number."""

    merchant_id: UUID | None = None
    site_id: UUID | None = None
    carrier: str = ""
    country: str = ""
    statuses: Sequence[str] = ()
    number: str = ""
    overdue_at: datetime | None = None
    quiet_at: datetime | None = None
    ids: Sequence[UUID] = ()


_PARCELS = """
SELECT p.id, p.shipment_id, p.tracking_number, p.tracking_status, p.tracking_problem, s.order_number,
       m.code AS merchant_code, s.carrier_code, s.service_code, n.code AS site_code, a.country, p.weight_grams,
       p.cost_minor, s.currency, s.dispatched_at, s.deliver_by, p.expected_at, p.moved_at, p.delivered_at,
       coalesce(replace(c.tracking_url, '{number}', p.tracking_number), '') AS tracking_url, n.timezone AS zone
FROM shipping_shipment AS s
JOIN shipping_parcel AS p ON p.shipment_id = s.id
JOIN access_merchant AS m ON m.id = s.merchant_id
JOIN network_site AS n ON n.id = s.site_id
JOIN parties_address AS a ON a.id = s.address_id
LEFT JOIN shipping_carrier AS c ON c.code = s.carrier_code
WHERE s.status = 'dispatched' AND s.dispatched_at IS NOT NULL
  AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s::uuid)
  AND (%(site_id)s::uuid IS NULL OR s.site_id = %(site_id)s::uuid)
  AND (%(carrier)s::text = '' OR s.carrier_code = %(carrier)s)
  AND (%(country)s::text = '' OR a.country = %(country)s)
  AND (cardinality(%(statuses)s::text[]) = 0 OR p.tracking_status = ANY(%(statuses)s::text[]))
  AND (%(number)s::text = '' OR starts_with(p.tracking_number, %(number)s) OR starts_with(s.order_number, %(number)s))
  AND (%(overdue_at)s::timestamptz IS NULL OR s.deliver_by < %(overdue_at)s::timestamptz
       AND p.tracking_status NOT IN ('delivered', 'returned_to_sender', 'lost'))
  AND (%(quiet_before)s::timestamptz IS NULL OR coalesce(p.moved_at, s.dispatched_at) < %(quiet_before)s::timestamptz
       AND p.tracking_status NOT IN ('delivered', 'returned_to_sender', 'lost'))
  AND (cardinality(%(ids)s::uuid[]) = 0 OR p.id = ANY(%(ids)s::uuid[]))
"""
_KEYS = (Key("dispatched_at", "timestamptz"), Key("id", "uuid"))


def list_parcels(*, scope: Scope, chosen: ParcelFilter, page: PageOf) -> Page[TrackedParcelRow]:
    """Return a page of parcels that have left, by when they did. Queries: 2."""
    asked = {
        "merchant_id": chosen.merchant_id,
        "site_id": chosen.site_id,
        "carrier": chosen.carrier,
        "country": chosen.country,
        "statuses": list(chosen.statuses),
        "number": chosen.number,
        "overdue_at": chosen.overdue_at,
        "quiet_before": chosen.quiet_at - QUIET if chosen.quiet_at else None,
        "ids": list(chosen.ids),
    }
    with transaction(scope):
        return fetch_page(TrackedParcelRow, _PARCELS, asked, keys=_KEYS, page=page)
