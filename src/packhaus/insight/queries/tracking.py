"""What a shopper sees of one order, by nothing but the token of the link.

The token is looked up in the operator's scope, which yields two ids; everything that is shown is then read in a
transaction of that one merchant, so that a mistake below could show no other merchant's rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.care.queries.notes import ShownNote, list_shown_notes
from packhaus.kernel import rows
from packhaus.terms.queries.get_terms import get_terms

LASTS = timedelta(days=180)
# Long enough for ours, short enough not to ask the database about anything.
LONGEST_TOKEN = 32
TOLD_KINDS = (
    "order_placed", "order_backordered", "backorder_promised", "backorder_date_moved", "order_cancelled",
    "order_changed", "fulfillment_packed", "shipment_dispatched",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrackedOrder:
    """The header; name and street are the shopper's own and shown shortened. `zone` is where it is packed."""

    id: UUID
    merchant_id: UUID
    number: str
    shop: str
    accent: str
    language: str
    stage: str
    currency: str
    cod_minor: int
    placed_at: datetime
    ship_by: datetime | None
    deliver_by: datetime | None
    shipped_at: datetime | None
    name: str
    street: str
    city: str
    zone: str


@dataclass(frozen=True, slots=True)
class TrackedLine:
    """An item and where its units are; `waits_until` only means something while some wait."""

    name: str
    ordered: int
    cancelled: int
    waiting: int
    preparing: int
    shipped: int
    waits_until: date | None


@dataclass(frozen=True, slots=True)
class TrackedParcel:
    """A carton with its number; `tracking_url` is the carrier's page for it, or empty.

    `delivery_options`: what its receiver may still choose. `moved_at`: when the carrier last had it in hand.
    """

    id: UUID
    carrier: str
    tracking_number: str
    tracking_url: str
    tracking_status: str
    dispatched_at: datetime | None
    zone: str
    delivery_options: list[str]
    problem: str
    moved_at: datetime | None
    expected_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class TrackedItem:
    """Units in a parcel."""

    parcel_id: UUID
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class TrackedEvent:
    """Something that happened; `is_whole` matters to a cancellation."""

    kind: str
    happened_at: datetime
    is_whole: bool


@dataclass(frozen=True, slots=True)
class TrackedScan:
    """What a carrier told of a parcel, without its own words: they may name somebody."""

    parcel_id: UUID
    happened_at: datetime
    status: str
    problem: str
    place: str


@dataclass(frozen=True, slots=True)
class Tracking:
    """Everything the page shows; an expired one has the header alone."""

    order: TrackedOrder
    is_expired: bool
    support_email: str = ""
    lines: Sequence[TrackedLine] = ()
    parcels: Sequence[TrackedParcel] = ()
    items: Sequence[TrackedItem] = ()
    events: Sequence[TrackedEvent] = ()
    scans: Sequence[TrackedScan] = ()
    notes: Sequence[ShownNote] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    id: UUID
    merchant_id: UUID


_FIND = "SELECT id, merchant_id FROM orders_order WHERE tracking_token = %(token)s"

_ORDER = """
SELECT o.id, o.merchant_id, o.number, m.name AS shop, m.accent, o.language, o.stage, o.currency, o.cod_minor,
       o.placed_at, o.ship_by, o.deliver_by, o.shipped_at, coalesce(c.name, '') AS name,
       coalesce(a.lines[1], '') AS street, coalesce(a.city, '') AS city,
       coalesce((SELECT s.timezone FROM orders_fulfillmentorder AS f JOIN network_site AS s ON s.id = f.site_id
                 WHERE f.order_id = o.id ORDER BY f.number LIMIT 1), 'UTC') AS zone
FROM orders_order AS o
JOIN access_merchant AS m ON m.id = o.merchant_id
LEFT JOIN parties_contact AS c ON c.id = o.contact_id
LEFT JOIN parties_address AS a ON a.id = o.address_id
WHERE o.id = %(order_id)s
"""

_LINES = """
SELECT k.name, l.ordered, l.cancelled, l.backordered AS waiting,
       l.promised + l.allocated + l.picked + l.packed AS preparing, l.shipped,
       (SELECT CASE WHEN bool_and(d.promised_on IS NOT NULL) THEN max(d.promised_on) END
        FROM orders_backorderdemand AS d WHERE d.line_id = l.id) AS waits_until
FROM orders_orderline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE l.order_id = %(order_id)s
  AND NOT EXISTS (SELECT FROM orders_orderline AS part WHERE part.order_id = l.order_id AND part.parent_line_id = l.id)
ORDER BY l.position
"""

_PARCELS = """
SELECT p.id, coalesce(c.name, s.carrier_code) AS carrier, p.tracking_number,
       replace(coalesce(c.tracking_url, ''), '{number}', p.tracking_number) AS tracking_url, p.tracking_status,
       s.dispatched_at, t.timezone AS zone,
       CASE WHEN p.tracking_status IN ('delivered', 'returned_to_sender', 'lost') THEN '{}'::text[]
            ELSE coalesce(v.delivery_options, '{}')::text[] END AS delivery_options,
       p.tracking_problem AS problem, p.moved_at, p.expected_at, p.delivered_at
FROM orders_fulfillmentorder AS f
JOIN shipping_shipment AS s ON s.fulfillment_id = f.id AND s.status <> 'voided'
JOIN shipping_parcel AS p ON p.shipment_id = s.id
JOIN network_site AS t ON t.id = f.site_id
LEFT JOIN shipping_carrier AS c ON c.code = s.carrier_code
LEFT JOIN shipping_service AS v ON v.code = s.service_code
WHERE f.order_id = %(order_id)s
ORDER BY f.number, p.number, p.id
"""

_ITEMS = """
SELECT i.parcel_id, k.name, sum(i.quantity)::bigint AS quantity
FROM shipping_parcelitem AS i JOIN catalog_sku AS k ON k.id = i.sku_id
WHERE i.parcel_id = ANY(%(parcel_ids)s::uuid[])
GROUP BY i.parcel_id, i.line_id, k.name
ORDER BY i.parcel_id, i.line_id
"""

_SCANS = """
SELECT e.parcel_id, e.happened_at, e.status, e.problem, e.place FROM shipping_trackingevent AS e
WHERE e.parcel_id = ANY(%(parcel_ids)s::uuid[]) AND e.status <> ''
ORDER BY e.happened_at DESC, e.id DESC LIMIT 200
"""

_EVENTS = """
SELECT e.kind, min(e.happened_at) AS happened_at, bool_and(coalesce((e.data ->> 'is_whole')::boolean, true)) AS is_whole
FROM journal_entry AS e
WHERE e.aggregate_id = %(order_id)s::text AND e.kind = ANY(%(kinds)s::text[])
GROUP BY e.xid, e.kind
ORDER BY min(e.happened_at), min(e.id)
"""


def find_tracking(*, token: str, now: datetime, is_renewed: bool = False) -> Tracking | None:
    """Return what the link shows, or None when there is no such link.

    A link lasts LASTS after the last parcel left, and after placing when the order was cancelled; a renewed one is
    not asked for its age here.
    Queries: 8 in two transactions (1 for an unknown token, 2 for an expired one), whatever the order's size; one more
    when the merchant's terms were not read lately.
    """
    found = _find(token)
    if found is None:
        return None
    with transaction(Scope.merchant(found.merchant_id)):
        order = rows.fetch_one(TrackedOrder, _ORDER, {"order_id": found.id})
        terms = get_terms(Scope.merchant(found.merchant_id), merchant_id=found.merchant_id, at=now)
        order = replace(order, shop=terms.tracking_brand or order.shop)
        if not is_renewed and _is_expired(order, now):
            return Tracking(order, is_expired=True, support_email=terms.support_email)
        parcels = rows.fetch_rows(TrackedParcel, _PARCELS, {"order_id": found.id})
        parcel_ids = [parcel.id for parcel in parcels]
        return Tracking(
            order,
            is_expired=False,
            support_email=terms.support_email,
            lines=rows.fetch_rows(TrackedLine, _LINES, {"order_id": found.id}),
            parcels=parcels,
            items=rows.fetch_rows(TrackedItem, _ITEMS, {"parcel_ids": parcel_ids}),
            scans=rows.fetch_rows(TrackedScan, _SCANS, {"parcel_ids": parcel_ids}),
            events=rows.fetch_rows(
                TrackedEvent, _EVENTS, {"order_id": str(found.id), "kinds": list(TOLD_KINDS)}
            ),
            notes=list_shown_notes(order_id=found.id),
        )


def _find(token: str) -> _Found | None:
    if not token or len(token) > LONGEST_TOKEN:
        return None
    with transaction(Scope.operator()):
        return rows.find_row(_Found, _FIND, {"token": token})


def _is_expired(order: TrackedOrder, now: datetime) -> bool:
    ended_at = order.placed_at if order.stage == "cancelled" else order.shipped_at
    return ended_at is not None and now - ended_at > LASTS
