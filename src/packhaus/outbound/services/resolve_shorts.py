"""Close shorts that a person has looked into."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.outbound.events import OrderFact


@dataclass(frozen=True, slots=True)
class _Resolved:
    merchant_id: UUID
    fulfillment_id: UUID
    order_id: UUID
    id: int


_RESOLVE = """
UPDATE outbound_short AS s SET resolved_at = %(now)s
FROM orders_fulfillmentorder AS f
WHERE s.id = ANY(%(ids)s::bigint[]) AND s.resolved_at IS NULL AND f.id = s.fulfillment_id
RETURNING s.merchant_id, s.fulfillment_id, f.order_id, s.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortResolved(OrderFact):
    """Somebody looked into a short that was left open."""

    kind: ClassVar[str] = "short_resolved"
    short_id: int


def resolve_shorts(*, short_ids: Sequence[int], now: datetime, actor: Actor) -> int:
    """Close those of these shorts that are open, and return how many. Emits: ShortResolved. Queries: 2."""
    with transaction(Scope.operator()):
        found = rows.fetch_rows(_Resolved, _RESOLVE, {"ids": list(short_ids), "now": now})
        facts = [
            ShortResolved(
                merchant_id=short.merchant_id,
                aggregate_id=short.order_id,
                fulfillment_id=str(short.fulfillment_id),
                short_id=short.id,
            )
            for short in found
        ]
        record(facts, happened_at=now, actor=actor)
    return len(found)
