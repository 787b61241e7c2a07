"""What other apps know of an order: parcels, messages, shorts. What happened to it tells `order_timeline`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_PARCELS = """
SELECT p.id, p.shipment_id, p.number, s.carrier_code, s.service_code, s.status, p.tracking_number,
       p.tracking_status, p.carton_code,
       p.weight_grams, CASE WHEN %(sees_costs)s THEN p.cost_minor END AS cost_minor, s.currency, s.fulfillment_id,
       p.label_count::int AS label_count,
       n.empty_permille::int AS empty_permille, h.shipment_id IS NOT NULL AS has_choice,
       coalesce(h.runner_up, '') AS runner_up, h.runner_up_minor,
       coalesce(replace(c.tracking_url, '{number}', p.tracking_number), '') AS tracking_url
FROM shipping_parcel AS p JOIN shipping_shipment AS s ON s.id = p.shipment_id
LEFT JOIN shipping_carrier AS c ON c.code = s.carrier_code
LEFT JOIN outbound_parcelplan AS n ON n.unit_id = p.handling_unit_id
LEFT JOIN shipping_servicechoice AS h ON h.shipment_id = s.id
WHERE s.fulfillment_id = ANY(%(fulfillment_ids)s::uuid[]) ORDER BY s.created_at, p.number, p.id
"""

_MESSAGES = """
SELECT g.id, g.kind, g.channel, g.language, g.status, g.failure, g.queued_at, g.due_at, g.sent_at
FROM messaging_message AS g WHERE g.topic_id = %(order_id)s ORDER BY g.queued_at DESC, g.fact, g.rank, g.id LIMIT 20
"""

_SHORTS = """
SELECT h.id, h.line_id, l.code AS location_code, h.missing, h.reason, h.from_other_bin, h.from_other_site,
       h.to_backorder
FROM outbound_short AS h JOIN inventory_location AS l ON l.id = h.location_id
WHERE h.fulfillment_id = ANY(%(fulfillment_ids)s::uuid[]) AND h.resolved_at IS NULL ORDER BY h.id LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel of the order; `empty_permille` is what of its carton holds nothing, None where nobody knows.

    `has_choice`: somebody chose its service, and who asks may know against which; the runner-up is of the shipment.
    """

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
    empty_permille: int | None
    has_choice: bool
    runner_up: str
    runner_up_minor: int | None
    tracking_url: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message to the shopper about the order; its words are elsewhere and expire."""

    id: UUID
    kind: str
    channel: str
    language: str
    status: str
    failure: str
    queued_at: datetime
    due_at: datetime
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
class OrderStory:
    """What others know of an order."""

    parcels: Sequence[ParcelRow]
    messages: Sequence[MessageRow]
    shorts: Sequence[OrderShort]


def get_order_story(scope: Scope, *, order_id: UUID, fulfillment_ids: Sequence[UUID]) -> OrderStory:
    """Return what shipping, messaging and the floor know of an order. Queries: 3."""
    with transaction(scope):
        return OrderStory(
            parcels=list_order_parcels(scope, fulfillment_ids=fulfillment_ids),
            messages=rows.fetch_rows(MessageRow, _MESSAGES, {"order_id": order_id}),
            shorts=rows.fetch_rows(OrderShort, _SHORTS, {"fulfillment_ids": list(fulfillment_ids)}),
        )


def list_order_parcels(scope: Scope, *, fulfillment_ids: Sequence[UUID]) -> list[ParcelRow]:
    """Return the parcels of an order's fulfillment orders, the first packed first. Queries: 1.

    What they cost is the operator's own affair, whose contracts priced them.
    """
    asked = {"fulfillment_ids": list(fulfillment_ids), "sees_costs": scope.is_operator}
    with transaction(scope):
        return rows.fetch_rows(ParcelRow, _PARCELS, asked)
