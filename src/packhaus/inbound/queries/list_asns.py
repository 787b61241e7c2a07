"""Announced deliveries by the day they are expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.errors import AsnNotFound
from packhaus.inbound.types import say_tracking
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page

_HEADS = """
SELECT a.id, a.number, a.merchant_id, m.code AS merchant_code, s.code AS site_code,
       coalesce(c.code, '') AS supplier_code, coalesce(c.name, '') AS supplier_name, a.order_number, a.carrier_code,
       a.tracking_number, a.status, a.expected_on, a.announced_at,
       a.arrived_at, a.closed_at, a.is_announced, l.line_count, l.expected, l.received, l.damaged, s.timezone AS zone,
       a.site_id, t.starts_at AS slot_at, t.code AS door_code, coalesce(t.status, '') AS truck_status
FROM inbound_asn AS a
JOIN access_merchant AS m ON m.id = a.merchant_id
JOIN network_site AS s ON s.id = a.site_id
LEFT JOIN parties_company AS c ON c.id = a.supplier_id
CROSS JOIN LATERAL (
    SELECT count(*) AS line_count, coalesce(sum(i.expected), 0)::bigint AS expected,
           coalesce(sum(i.received), 0)::bigint AS received, coalesce(sum(i.damaged), 0)::bigint AS damaged
    FROM inbound_asnline AS i WHERE i.asn_id = a.id
) AS l
LEFT JOIN LATERAL (
    SELECT s.starts_at, d.code, p.status FROM inbound_dockappointment AS p
    JOIN inbound_dockslot AS s ON s.id = p.slot_id JOIN inbound_dockdoor AS d ON d.id = s.door_id
    WHERE p.asn_id = a.id AND p.status NOT IN ('cancelled', 'missed') ORDER BY p.booked_at DESC, p.id DESC LIMIT 1
) AS t ON true
"""
_LIST = (
    _HEADS
    + """
WHERE (%(site_id)s::uuid IS NULL OR a.site_id = %(site_id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR a.merchant_id = %(merchant_id)s::uuid)
  AND (cardinality(%(statuses)s::text[]) = 0 OR a.status = ANY(%(statuses)s::text[]))
  AND (%(number)s = '' OR a.number >= %(number)s AND a.number < %(number_end)s OR a.tracking_number = %(tracking)s)
  AND (%(supplier)s = '' OR c.code = %(supplier)s)
  AND (%(from_on)s::date IS NULL OR a.expected_on >= %(from_on)s::date)
  AND (%(to_on)s::date IS NULL OR a.expected_on <= %(to_on)s::date)
  AND (%(late_since)s::timestamptz IS NULL
       OR t.status = 'booked' AND a.arrived_at IS NULL AND t.starts_at < %(late_since)s::timestamptz)
  AND (%(only)s::text <> 'unannounced' OR NOT a.is_announced)
  AND (%(only)s::text <> 'different' OR a.is_announced AND EXISTS (
       SELECT FROM inbound_asnline AS d WHERE d.asn_id = a.id AND (d.damaged > 0 OR d.received + d.damaged > d.expected
         OR d.received + d.damaged < d.expected AND a.status IN ('received', 'closed'))))
  AND (cardinality(%(ids)s::uuid[]) = 0 OR a.id = ANY(%(ids)s::uuid[]))
"""
)
_ONE = _HEADS + "WHERE a.number = %(number)s AND a.merchant_id = %(merchant_id)s"
_ID = "SELECT id FROM inbound_asn WHERE number = %(number)s AND merchant_id = %(merchant_id)s"
_LINES = """
SELECT l.id, l.position, l.sku_id, k.code AS sku_code, k.name AS sku_name, l.lot_code, l.expires_on, l.unit_code,
       l.unit_kind, l.expected, l.received, l.damaged, l.difference_reason, l.order_number
FROM inbound_asnline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE l.asn_id = %(asn_id)s ORDER BY l.position, l.id
"""
_KEYS = (Key("expected_on", "date"), Key("id", "uuid"))


@dataclass(frozen=True, slots=True)
class AsnRow:
    """An announced delivery; days are those of its site. Its truck is at the door `slot_at`, when one is booked."""

    id: UUID
    number: str
    merchant_id: UUID
    merchant_code: str
    site_code: str
    supplier_code: str
    supplier_name: str
    order_number: str
    carrier_code: str
    tracking_number: str
    status: str
    expected_on: date
    announced_at: datetime
    arrived_at: datetime | None
    closed_at: datetime | None
    is_announced: bool
    line_count: int
    expected: int
    received: int
    damaged: int
    zone: str
    site_id: UUID
    slot_at: datetime | None
    door_code: str | None
    truck_status: str


@dataclass(frozen=True, slots=True)
class AsnLineRow:
    """What one line announces, and what came of it."""

    id: int
    position: int
    sku_id: UUID
    sku_code: str
    sku_name: str
    lot_code: str
    expires_on: date | None
    unit_code: str
    unit_kind: str
    expected: int
    received: int
    damaged: int
    difference_reason: str
    order_number: str

    @property
    def came(self) -> int:
        """Units that came, whole or damaged."""
        return self.received + self.damaged

    @property
    def left(self) -> int:
        """Units that are still to come."""
        return max(self.expected - self.came, 0)


@dataclass(frozen=True, slots=True)
class AsnDetail:
    """An announced delivery with its lines."""

    header: AsnRow
    lines: list[AsnLineRow]


@dataclass(frozen=True, slots=True)
class AsnFilter:
    """What narrows the list; `number` is how numbers begin, or the carrier's tracking number.

    `late_since`: trucks that were to come before it.
    `only`: unannounced, or different, where lines came over, damaged or, once all is said to be here, short.
    """

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    statuses: Sequence[str] = ()
    number: str = ""
    supplier: str = ""
    from_on: date | None = None
    to_on: date | None = None
    late_since: datetime | None = None
    only: str = ""
    ids: Sequence[UUID] = ()


def list_asns(*, scope: Scope, chosen: AsnFilter, page: PageOf) -> Page[AsnRow]:
    """Return a page of announced deliveries by the day they are expected. Queries: 2."""
    parameters = {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "statuses": list(chosen.statuses),
        "number": chosen.number,
        "number_end": bound_prefix(chosen.number),
        "tracking": say_tracking(chosen.number),
        "supplier": chosen.supplier,
        "from_on": chosen.from_on,
        "to_on": chosen.to_on,
        "late_since": chosen.late_since,
        "only": chosen.only,
        "ids": list(chosen.ids),
    }
    with transaction(scope):
        return fetch_page(AsnRow, _LIST, parameters, keys=_KEYS, page=page)


def get_asn_id(*, scope: Scope, merchant_id: UUID, number: str) -> UUID:
    """Return the id of a merchant's announced delivery. Queries: 1. Raises: AsnNotFound."""
    with transaction(scope):
        found: UUID | None = rows.fetch_value(_ID, {"number": number, "merchant_id": merchant_id})
    if found is None:
        raise AsnNotFound("there is no such announced delivery", number=number)
    return found


def get_asn(*, scope: Scope, merchant_id: UUID, number: str) -> AsnDetail:
    """Return a merchant's announced delivery. Queries: 2. Raises: AsnNotFound."""
    with transaction(scope):
        header = rows.find_row(AsnRow, _ONE, {"number": number, "merchant_id": merchant_id})
        if header is None:
            raise AsnNotFound("there is no such announced delivery", number=number)
        return AsnDetail(header, rows.fetch_rows(AsnLineRow, _LINES, {"asn_id": header.id}))
