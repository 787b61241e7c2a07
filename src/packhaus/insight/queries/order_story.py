"""What other apps know of an order: parcels, messages, and what the journal tells of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

TOLD_AT_MOST = 50

_PARCELS = """
SELECT p.id, p.shipment_id, p.number, s.carrier_code, s.service_code, s.status, p.tracking_number,
       p.tracking_status, p.carton_code,
       p.weight_grams, p.cost_minor, s.currency, s.fulfillment_id, p.label_count::int AS label_count,
       coalesce(replace(c.tracking_url, '{number}', p.tracking_number), '') AS tracking_url
FROM shipping_parcel AS p JOIN shipping_shipment AS s ON s.id = p.shipment_id
LEFT JOIN shipping_carrier AS c ON c.code = s.carrier_code
WHERE s.fulfillment_id = ANY(%(fulfillment_ids)s::uuid[]) ORDER BY s.created_at, p.number, p.id
"""

_MESSAGES = """
SELECT g.id, g.kind, g.channel, g.language, g.status, g.queued_at, g.sent_at
FROM messaging_message AS g WHERE g.topic_id = %(order_id)s ORDER BY g.queued_at DESC, g.id LIMIT 20
"""

_SHORTS = """
SELECT h.id, h.line_id, l.code AS location_code, h.missing, h.reason, h.from_other_bin, h.from_other_site,
       h.to_backorder
FROM outbound_short AS h JOIN inventory_location AS l ON l.id = h.location_id
WHERE h.fulfillment_id = ANY(%(fulfillment_ids)s::uuid[]) AND h.resolved_at IS NULL ORDER BY h.id LIMIT 50
"""

_ENTRIES = """
SELECT e.id, e.happened_at, e.kind, e.actor_kind, e.actor_id, u.name AS actor_name, e.data
FROM journal_entry AS e
LEFT JOIN access_user AS u ON e.actor_kind = 'user' AND u.id::text = e.actor_id
WHERE e.aggregate_id = ANY(%(aggregate_ids)s::text[]) AND (%(before)s::bigint IS NULL OR e.id < %(before)s)
ORDER BY e.id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel of the order."""

    id: UUID
    shipment_id: UUID
    number: int
    carrier_code: str
    service_code: str
    status: str
    tracking_number: str
    tracking_status: str
    carton_code: str
    weight_grams: int
    cost_minor: int | None
    currency: str
    fulfillment_id: UUID
    label_count: int
    tracking_url: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message to the shopper about the order; its words are elsewhere and expire."""

    id: UUID
    kind: str
    channel: str
    language: str
    status: str
    queued_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrderShort:
    """Units of a line that were not found and that nobody has looked after yet."""

    id: int
    line_id: int
    location_code: str
    missing: int
    reason: str
    from_other_bin: int
    from_other_site: int
    to_backorder: int


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One fact of the journal with the name of the person who did it."""

    id: int
    happened_at: datetime
    kind: str
    actor_kind: str
    actor_id: str
    actor_name: str | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OrderStory:
    """What others know of an order; `older_id` is where an older page of facts begins, if there is one."""

    parcels: Sequence[ParcelRow]
    messages: Sequence[MessageRow]
    entries: Sequence[StoryRow]
    shorts: Sequence[OrderShort]
    older_id: int | None


def get_order_story(
    scope: Scope, *, order_id: UUID, fulfillment_ids: Sequence[UUID], before: int | None = None
) -> OrderStory:
    """Return what shipping, messaging and the journal know of an order, newest facts first. Queries: 4."""
    aggregate_ids = [str(order_id), *(str(id_) for id_ in fulfillment_ids)]
    with transaction(scope):
        entries = rows.fetch_rows(
            StoryRow,
            _ENTRIES,
            {"aggregate_ids": aggregate_ids, "before": before, "limit": TOLD_AT_MOST + 1},
        )
        return OrderStory(
            parcels=rows.fetch_rows(ParcelRow, _PARCELS, {"fulfillment_ids": list(fulfillment_ids)}),
            messages=rows.fetch_rows(MessageRow, _MESSAGES, {"order_id": order_id}),
            entries=entries[:TOLD_AT_MOST],
            shorts=rows.fetch_rows(OrderShort, _SHORTS, {"fulfillment_ids": list(fulfillment_ids)}),
            older_id=entries[TOLD_AT_MOST - 1].id if len(entries) > TOLD_AT_MOST else None,
        )
