"""What the apps know about one person, beside contacts and addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.kernel import rows

_OPEN = """
SELECT number FROM orders_order
WHERE contact_id = ANY(%(ids)s::uuid[]) AND stage IN ('draft', 'placed', 'in_progress', 'partially_shipped')
ORDER BY number LIMIT 20
"""

_ORDERS = """
SELECT o.number, o.external_number, o.channel, o.placed_at, o.stage, o.currency, o.total_minor, o.payment_term,
       o.payment_status, o.service_code, o.tags, o.language, o.country,
       coalesce((
           SELECT jsonb_agg(jsonb_build_object('sku', k.code, 'name', k.name, 'ordered', l.ordered,
                                               'shipped', l.shipped, 'total_minor', l.total_minor) ORDER BY l.position)
           FROM orders_orderline AS l JOIN catalog_sku AS k ON k.id = l.sku_id WHERE l.order_id = o.id
       ), '[]'::jsonb) AS lines,
       coalesce((
           SELECT jsonb_agg(jsonb_build_object('reason', h.reason, 'placed_at', h.placed_at, 'lifted_at', h.lifted_at)
                            ORDER BY h.placed_at, h.id)
           FROM orders_orderhold AS h WHERE h.order_id = o.id
       ), '[]'::jsonb) AS holds
FROM orders_order AS o WHERE o.contact_id = ANY(%(ids)s::uuid[]) ORDER BY o.placed_at, o.id
"""

_MESSAGES = """
SELECT m.kind, m.channel, m.status, m.queued_at, m.sent_at, m.topic_number, b.recipient, b.subject, b.text
FROM messaging_message AS m LEFT JOIN messaging_messagebody AS b ON b.message_id = m.id
WHERE m.contact_id = ANY(%(ids)s::uuid[]) ORDER BY m.queued_at, m.id
"""

_NOTES = """
SELECT o.number AS order_number, n.kind, n.wished_on, n.status, n.sent_at, w.text, w.answer
FROM care_shoppernote AS n JOIN orders_order AS o ON o.id = n.order_id
LEFT JOIN care_shoppernotewords AS w ON w.note_id = n.id
WHERE n.contact_id = ANY(%(ids)s::uuid[]) ORDER BY n.sent_at, n.id
"""

_PARCELS = """
SELECT o.number AS order_number, p.tracking_number, s.carrier_code, s.service_code, s.status, p.weight_grams,
       s.created_at
FROM orders_order AS o
JOIN orders_fulfillmentorder AS f ON f.order_id = o.id
JOIN shipping_shipment AS s ON s.fulfillment_id = f.id
JOIN shipping_parcel AS p ON p.shipment_id = s.id
WHERE o.contact_id = ANY(%(ids)s::uuid[]) ORDER BY s.created_at, p.id
"""

_ORDER_IDS = "SELECT id FROM orders_order WHERE contact_id = ANY(%(ids)s::uuid[]) ORDER BY id"


@dataclass(frozen=True, slots=True)
class SubjectOrder:
    """An order of the person."""

    number: str
    external_number: str
    channel: str
    placed_at: datetime
    stage: str
    currency: str
    total_minor: int
    payment_term: str
    payment_status: str
    service_code: str
    tags: list[str]
    language: str
    country: str
    lines: list[dict[str, object]]
    holds: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class SubjectMessage:
    """What the person was told; without words when they have expired."""

    kind: str
    channel: str
    status: str
    queued_at: datetime
    sent_at: datetime | None
    topic_number: str
    recipient: str | None
    subject: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class SubjectNote:
    """What the person wrote about an order; without words when they have expired."""

    order_number: str
    kind: str
    wished_on: date | None
    status: str
    sent_at: datetime
    text: str | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class SubjectParcel:
    """A parcel that went, or was to go, to the person."""

    order_number: str
    tracking_number: str
    carrier_code: str
    service_code: str
    status: str
    weight_grams: int
    created_at: datetime


def list_open_orders(*, contact_ids: Sequence[UUID]) -> list[str]:
    """Return the numbers of orders that still need the address, at most 20. Queries: 1."""
    return [number for (number,) in rows.fetch_tuples(_OPEN, {"ids": list(contact_ids)})]


def list_subject_orders(*, contact_ids: Sequence[UUID]) -> list[SubjectOrder]:
    """Return the person's orders with their lines, oldest first. Queries: 1."""
    return rows.fetch_rows(SubjectOrder, _ORDERS, {"ids": list(contact_ids)})


def list_subject_messages(*, contact_ids: Sequence[UUID]) -> list[SubjectMessage]:
    """Return what the person was told, oldest first. Queries: 1."""
    return rows.fetch_rows(SubjectMessage, _MESSAGES, {"ids": list(contact_ids)})


def list_subject_notes(*, contact_ids: Sequence[UUID]) -> list[SubjectNote]:
    """Return what the person wrote, oldest first. Queries: 1."""
    return rows.fetch_rows(SubjectNote, _NOTES, {"ids": list(contact_ids)})


def list_subject_parcels(*, contact_ids: Sequence[UUID]) -> list[SubjectParcel]:
    """Return the person's parcels, oldest first. Queries: 1."""
    return rows.fetch_rows(SubjectParcel, _PARCELS, {"ids": list(contact_ids)})


def list_subject_order_ids(*, contact_ids: Sequence[UUID]) -> list[UUID]:
    """Return the ids of the person's orders. Queries: 1."""
    return [order_id for (order_id,) in rows.fetch_tuples(_ORDER_IDS, {"ids": list(contact_ids)})]
