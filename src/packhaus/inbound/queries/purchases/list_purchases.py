"""Purchase orders by the day they are expected, and what deliveries brought of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.errors import PurchaseNotFound
from packhaus.inbound.queries.purchases.filled import FILLED
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page

_HEADS = f"""
SELECT o.id, o.number, o.merchant_id, m.code AS merchant_code, o.site_id, s.code AS site_code,
       c.code AS supplier_code, c.name AS supplier_name, o.status, o.expected_on, t.next_on,
       coalesce(o.status = 'open' AND t.next_on < (%(now)s::timestamptz AT TIME ZONE s.timezone)::date, false)
       AS is_late,
       o.ordered_at, t.line_count, t.ordered, t.cancelled, t.announced, t.received, t.open_units, s.timezone AS zone
FROM inbound_purchaseorder AS o
JOIN access_merchant AS m ON m.id = o.merchant_id
JOIN network_site AS s ON s.id = o.site_id
JOIN parties_company AS c ON c.id = o.supplier_id
CROSS JOIN LATERAL (
    SELECT count(*) AS line_count, coalesce(sum(i.units), 0)::bigint AS ordered,
           coalesce(sum(i.cancelled), 0)::bigint AS cancelled, coalesce(sum(i.announced), 0)::bigint AS announced,
           coalesce(sum(i.received), 0)::bigint AS received, coalesce(sum(i.open_units), 0)::bigint AS open_units,
           min(i.expected_on) FILTER (WHERE i.received < i.wanted) AS next_on
    FROM ({FILLED}) AS i
) AS t
"""  # noqa: S608 - constants
_LIST = (
    _HEADS
    + """
WHERE (%(site_id)s::uuid IS NULL OR o.site_id = %(site_id)s::uuid)
  AND (%(merchant_id)s::uuid IS NULL OR o.merchant_id = %(merchant_id)s::uuid)
  AND (cardinality(%(statuses)s::text[]) = 0 OR o.status = ANY(%(statuses)s::text[]))
  AND (%(number)s = '' OR o.number >= %(number)s AND o.number < %(number_end)s)
  AND (%(supplier)s = '' OR c.code = %(supplier)s)
  AND (%(sku_id)s::uuid IS NULL OR EXISTS (
      SELECT FROM inbound_purchaseline AS p WHERE p.order_id = o.id AND p.sku_id = %(sku_id)s::uuid))
  AND (NOT %(is_late)s OR o.status = 'open' AND t.next_on < (%(now)s::timestamptz AT TIME ZONE s.timezone)::date)
  AND (NOT %(is_unannounced)s OR o.status = 'open' AND t.open_units > 0)
  AND (cardinality(%(ids)s::uuid[]) = 0 OR o.id = ANY(%(ids)s::uuid[]))
  AND (cardinality(%(numbers)s::text[]) = 0 OR o.number = ANY(%(numbers)s::text[]))
"""
)
_ONE = _HEADS + "WHERE o.number = %(number)s AND o.merchant_id = %(merchant_id)s"
_ARRIVED = (
    _HEADS
    + """
WHERE o.number = %(number)s AND o.status = 'open' AND t.open_units > 0
  AND (%(site_id)s::uuid IS NULL OR o.site_id = %(site_id)s::uuid)
ORDER BY o.expected_on, o.id LIMIT 20
"""
)
_ID = "SELECT id FROM inbound_purchaseorder WHERE number = %(number)s AND merchant_id = %(merchant_id)s"
_LINES = f"""
SELECT i.id, i.position, i.sku_id, k.code AS sku_code, k.name AS sku_name, i.expected_on, i.pack_code, i.pack_units,
       i.units AS ordered, i.cancelled, i.announced, i.received, i.open_units
FROM inbound_purchaseorder AS o CROSS JOIN LATERAL ({FILLED}) AS i JOIN catalog_sku AS k ON k.id = i.sku_id
WHERE o.id = %(id)s ORDER BY i.position, i.id
"""  # noqa: S608 - constants
_DELIVERIES = """
SELECT a.id, a.number, a.status, a.expected_on, l.expected, l.came
FROM inbound_purchaseorder AS o
JOIN LATERAL (
    SELECT i.asn_id, sum(i.expected)::bigint AS expected, sum(i.received + i.damaged)::bigint AS came
    FROM inbound_asnline AS i
    WHERE i.merchant_id = o.merchant_id AND i.order_number = o.number AND i.order_number <> '' GROUP BY i.asn_id
) AS l ON true
JOIN inbound_asn AS a ON a.id = l.asn_id
WHERE o.id = %(id)s ORDER BY a.expected_on, a.id LIMIT 200
"""
_KEYS = (Key("expected_on", "date"), Key("id", "uuid"))


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """A purchase order; `open_units` no delivery has brought or announced, `next_on` is the first day that misses some.

    Days are those of its site. It is late when such a day has passed.
    """

    id: UUID
    number: str
    merchant_id: UUID
    merchant_code: str
    site_id: UUID
    site_code: str
    supplier_code: str
    supplier_name: str
    status: str
    expected_on: date
    next_on: date | None
    is_late: bool
    ordered_at: datetime
    line_count: int
    ordered: int
    cancelled: int
    announced: int
    received: int
    open_units: int
    zone: str


@dataclass(frozen=True, slots=True)
class PurchaseLineRow:
    """What one line orders, and what came of it; units of an item fill the earliest day first."""

    id: int
    position: int
    sku_id: UUID
    sku_code: str
    sku_name: str
    expected_on: date
    pack_code: str
    pack_units: int
    ordered: int
    cancelled: int
    announced: int
    received: int
    open_units: int


@dataclass(frozen=True, slots=True)
class PurchaseDelivery:
    """A delivery of which lines name the order; units of those."""

    id: UUID
    number: str
    status: str
    expected_on: date
    expected: int
    came: int


@dataclass(frozen=True, slots=True)
class PurchaseDetail:
    """A purchase order with its lines and its deliveries."""

    header: PurchaseRow
    lines: list[PurchaseLineRow]
    deliveries: list[PurchaseDelivery]


@dataclass(frozen=True, slots=True)
class PurchaseFilter:
    """What narrows the list; `number` is how numbers begin, `numbers` are whole ones.

    Unannounced are orders with units that nothing brings.
    """

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    statuses: Sequence[str] = ()
    number: str = ""
    supplier: str = ""
    sku_id: UUID | None = None
    is_late: bool = False
    is_unannounced: bool = False
    ids: Sequence[UUID] = ()
    numbers: Sequence[str] = ()


def list_purchases(*, scope: Scope, chosen: PurchaseFilter, now: datetime, page: PageOf) -> Page[PurchaseRow]:
    """Return a page of purchase orders by their first day. Queries: 2."""
    parameters = {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "statuses": list(chosen.statuses),
        "number": chosen.number,
        "number_end": bound_prefix(chosen.number),
        "supplier": chosen.supplier,
        "sku_id": chosen.sku_id,
        "is_late": chosen.is_late,
        "is_unannounced": chosen.is_unannounced,
        "ids": list(chosen.ids),
        "numbers": list(chosen.numbers),
        "now": now,
    }
    with transaction(scope):
        return fetch_page(PurchaseRow, _LIST, parameters, keys=_KEYS, page=page)


def find_purchase_id(*, scope: Scope, merchant_id: UUID, number: str) -> UUID | None:
    """Return the id of a merchant's purchase order, if there is one. Queries: 1."""
    with transaction(scope):
        found: UUID | None = rows.fetch_value(_ID, {"number": number, "merchant_id": merchant_id})
    return found


def find_open_purchases(
    *, scope: Scope, site_id: UUID | None, number: str, now: datetime
) -> list[PurchaseRow]:
    """Return the purchase orders of a number of which units come that nothing announces. Queries: 1."""
    with transaction(scope):
        parameters = {"number": number, "site_id": site_id, "now": now}
        return rows.fetch_rows(PurchaseRow, _ARRIVED, parameters)


def get_purchase(*, scope: Scope, merchant_id: UUID, number: str, now: datetime) -> PurchaseDetail:
    """Return a merchant's purchase order. Queries: 3. Raises: PurchaseNotFound."""
    with transaction(scope):
        parameters = {"number": number, "merchant_id": merchant_id, "now": now}
        header = rows.find_row(PurchaseRow, _ONE, parameters)
        if header is None:
            raise PurchaseNotFound("there is no such purchase order", number=number)
        return PurchaseDetail(
            header,
            rows.fetch_rows(PurchaseLineRow, _LINES, {"id": header.id}),
            rows.fetch_rows(PurchaseDelivery, _DELIVERIES, {"id": header.id}),
        )
