"""What closed deliveries brought otherwise than announced, and what was said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page

_LIST = """
SELECT d.id, d.merchant_id, m.code AS merchant_code, a.number AS asn_number, s.code AS site_code, l.sku_id,
       k.code AS sku_code, k.name AS sku_name, l.lot_code, coalesce(c.code, '') AS supplier_code, d.expected,
       d.received, d.damaged, greatest(d.received + d.damaged - d.expected, 0) AS over,
       greatest(d.expected - d.received - d.damaged, 0) AS missing, l.difference_reason, d.status, d.reason, d.ground,
       d.found_at, d.said_at, coalesce(u.name, '') AS said_by_name, d.answered_at,
       coalesce(w.name, '') AS answered_by_name,
       (SELECT count(*) FROM inbound_photo AS p JOIN parties_blob AS b ON b.id = p.blob_id
        WHERE p.line_id = d.line_id AND b.expires_at > %(now)s) AS photos, s.timezone AS zone
FROM inbound_difference AS d
JOIN inbound_asn AS a ON a.id = d.asn_id
JOIN inbound_asnline AS l ON l.id = d.line_id
JOIN access_merchant AS m ON m.id = d.merchant_id
JOIN network_site AS s ON s.id = a.site_id
JOIN catalog_sku AS k ON k.id = l.sku_id
LEFT JOIN parties_company AS c ON c.id = a.supplier_id
LEFT JOIN access_user AS u ON u.id::text = d.said_by AND (%(is_operator)s OR EXISTS (
    SELECT FROM access_membership AS x WHERE x.user_id = u.id AND x.merchant_id = d.merchant_id))
LEFT JOIN access_user AS w ON w.id::text = d.answered_by AND %(is_operator)s
WHERE (%(site_id)s::uuid IS NULL OR a.site_id = %(site_id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR d.merchant_id = %(merchant_id)s::uuid)
  AND (%(asn_id)s::uuid IS NULL OR d.asn_id = %(asn_id)s::uuid)
  AND (cardinality(%(statuses)s::text[]) = 0 OR d.status = ANY(%(statuses)s::text[]))
  AND (%(number)s = '' OR a.number >= %(number)s AND a.number < %(number_end)s)
  AND (%(sku_code)s = '' OR k.code = %(sku_code)s)
  AND (cardinality(%(ids)s::uuid[]) = 0 OR d.id = ANY(%(ids)s::uuid[]))
"""
_KEYS = (Key("found_at", "timestamptz"), Key("id", "uuid"))


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A line that brought other than announced. What a merchant said has `reason`, what was answered `ground`.

    `difference_reason` is why, as the receivers see it. Who of its people said or answered
    anything is the operator's to know.
    """

    id: UUID
    merchant_id: UUID
    merchant_code: str
    asn_number: str
    site_code: str
    sku_id: UUID
    sku_code: str
    sku_name: str
    lot_code: str
    supplier_code: str
    expected: int
    received: int
    damaged: int
    over: int
    missing: int
    difference_reason: str
    status: str
    reason: str
    ground: str
    found_at: datetime
    said_at: datetime | None
    said_by_name: str
    answered_at: datetime | None
    answered_by_name: str
    photos: int
    zone: str


@dataclass(frozen=True, slots=True)
class DifferenceFilter:
    """What narrows the list; `number` is how numbers of deliveries begin."""

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    asn_id: UUID | None = None
    statuses: Sequence[str] = ()
    number: str = ""
    sku_code: str = ""
    ids: Sequence[UUID] = ()


def list_differences(
    *, scope: Scope, chosen: DifferenceFilter, now: datetime, page: PageOf
) -> Page[DifferenceRow]:
    """Return a page of differences by when their deliveries were closed. Queries: 2."""
    parameters = {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "asn_id": chosen.asn_id,
        "statuses": list(chosen.statuses),
        "number": chosen.number,
        "number_end": bound_prefix(chosen.number),
        "sku_code": chosen.sku_code,
        "ids": list(chosen.ids),
        "now": now,
        "is_operator": scope.is_operator,
    }
    with transaction(scope):
        return fetch_page(DifferenceRow, _LIST, parameters, keys=_KEYS, page=page)
