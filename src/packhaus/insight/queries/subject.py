"""What the apps know about one person, beside contacts and addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows

_OPEN = """
SELECT number FROM orders_order
WHERE contact_id = ANY(%(ids)s::uuid[]) AND stage IN ('draft', 'placed', 'in_progress', 'partially_shipped')
ORDER BY number LIMIT 20
"""

_ORDERS = """
SELECT o.number, o.external_number, o.channel, o.placed_at, o.stage, o.currency, o.total_minor,
       coalesce((
           SELECT jsonb_agg(jsonb_build_object('sku', k.code, 'name', k.name, 'ordered', l.ordered,
                                               'shipped', l.shipped, 'total_minor', l.total_minor) ORDER BY l.position)
           FROM orders_orderline AS l JOIN catalog_sku AS k ON k.id = l.sku_id WHERE l.order_id = o.id
       ), '[]'::jsonb) AS lines
FROM orders_order AS o WHERE o.contact_id = ANY(%(ids)s::uuid[]) ORDER BY o.placed_at, o.id
"""

_MESSAGES = """
SELECT m.kind, m.channel, m.status, m.queued_at, m.sent_at, m.topic_number, b.recipient, b.subject, b.text
FROM messaging_message AS m LEFT JOIN messaging_messagebody AS b ON b.message_id = m.id
WHERE m.contact_id = ANY(%(ids)s::uuid[]) ORDER BY m.queued_at, m.id
"""


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
    lines: list[dict[str, object]]


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


def list_open_orders(*, contact_ids: Sequence[UUID]) -> list[str]:
    """Return the numbers of orders that still need the address, at most 20. Queries: 1."""
    return [number for (number,) in rows.fetch_tuples(_OPEN, {"ids": list(contact_ids)})]


def list_subject_orders(*, contact_ids: Sequence[UUID]) -> list[SubjectOrder]:
    """Return the person's orders with their lines, oldest first. Queries: 1."""
    return rows.fetch_rows(SubjectOrder, _ORDERS, {"ids": list(contact_ids)})


def list_subject_messages(*, contact_ids: Sequence[UUID]) -> list[SubjectMessage]:
    """Return what the person was told, oldest first. Queries: 1."""
    return rows.fetch_rows(SubjectMessage, _MESSAGES, {"ids": list(contact_ids)})
