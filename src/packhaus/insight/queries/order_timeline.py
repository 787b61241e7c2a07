"""What the journal tells of an order, newest first, with the words of its notes where they still exist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.insight.queries.causes import Cause, list_causes
from packhaus.kernel import rows

TOLD_AT_MOST = 50
# What the chips of a timeline mean; a fact is in one group.
GROUPS: dict[str, tuple[str, ...]] = {
    "stock": (
        "order_backordered", "promise_demoted", "backorder_promised", "backorder_date_moved", "request_rejected",
        "pick_short",
    ),
    "status": (
        "order_placed", "order_cancelled", "order_changed", "order_moved", "vas_asked_for",
        "vas_dropped", "vas_done", "vas_taken_back", "order_tagged", "order_untagged", "cancel_requested",
        "cancel_refused", "cancel_answered", "partner_asked_to_cancel", "partner_keeps", "hold_placed", "hold_lifted",
        "request_accepted", "fulfillment_released",
        "fulfillment_unreleased", "fulfillment_picked", "fulfillment_packed", "fulfillment_unpacked",
        "label_bought", "label_not_bought", "label_fell_back", "label_given_back", "label_kept",
        "tote_put_back", "pickup_moved", "shipment_dispatched",
        "parcel_accepted", "parcel_out_for_delivery", "parcel_ready_for_pickup", "parcel_delivered",
        "parcel_attempt_failed", "parcel_stopped", "parcel_delayed", "parcel_damaged", "parcel_returning",
        "parcel_lost", "parcel_problem_taken", "parcel_problem_closed", "parcel_problem_reopened",
    ),
    "messages": (
        "message_resent", "message_confirmed", "note_sent", "note_taken", "note_answered", "note_closed",
        "note_reopened",
    ),
    "notes": ("note_written",),
}  # fmt: skip

# A note that was taken back leaves its fact behind, which tells nothing.
_ENTRIES = """
SELECT e.id, e.recorded_on, e.cause_id, e.happened_at, e.kind,
       CASE WHEN e.actor_kind = 'user' AND NOT k.is_known THEN 'warehouse' ELSE e.actor_kind END AS actor_kind,
       CASE WHEN k.is_known THEN u.name END AS actor_name, e.data,
       convert_from(b.content, 'UTF8') AS note, coalesce(n.is_for_merchant, false) AS is_for_merchant
FROM journal_entry AS e
LEFT JOIN access_user AS u ON e.actor_kind = 'user' AND u.id::text = e.actor_id
CROSS JOIN LATERAL (
    SELECT %(is_operator)s OR EXISTS (
        SELECT FROM access_membership AS h WHERE h.user_id = u.id AND h.merchant_id = ANY(%(merchant_ids)s::uuid[])
    ) AS is_known
) AS k
LEFT JOIN orders_ordernote AS n ON e.kind = 'note_written' AND n.id = (e.data ->> 'note_id')::uuid
LEFT JOIN parties_blob AS b ON b.id = n.blob_id
WHERE e.aggregate_id = ANY(%(aggregate_ids)s::text[]) AND (%(before)s::bigint IS NULL OR e.id < %(before)s)
  AND (cardinality(%(kinds)s::text[]) = 0 OR e.kind = ANY(%(kinds)s))
  AND (e.kind <> 'note_written' OR n.id IS NOT NULL)
ORDER BY e.id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One fact with who did it; `note` is None where there are no words, or no more.

    A merchant is told the names of its own people; everybody else is `warehouse`.
    """

    id: int
    recorded_on: date
    cause_id: int | None
    happened_at: datetime
    kind: str
    actor_kind: str
    actor_name: str | None
    data: Mapping[str, Any]
    note: str | None
    is_for_merchant: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of facts, what led to each, by id; `older_id` is where the next one begins, if there is one."""

    rows: Sequence[TimelineRow]
    causes: Mapping[int, Sequence[Cause]]
    older_id: int | None


def list_timeline(
    scope: Scope, *, aggregate_ids: Sequence[UUID], groups: Sequence[str] = (), before: int | None = None
) -> Timeline:
    """Return the facts of these things, newest first, all of them or those of some groups. Queries: 1 or 2."""
    kinds = [kind for group in groups for kind in GROUPS.get(group, ())]
    parameters = {
        "aggregate_ids": [str(id_) for id_ in aggregate_ids],
        "kinds": kinds,
        "is_operator": scope.is_operator,
        "merchant_ids": list(scope.merchant_ids),
        "before": before,
        "limit": TOLD_AT_MOST + 1,
    }
    with transaction(scope):
        found = rows.fetch_rows(TimelineRow, _ENTRIES, parameters)
        causes = list_causes(scope, entries=found[:TOLD_AT_MOST])
    has_more = len(found) > TOLD_AT_MOST
    return Timeline(found[:TOLD_AT_MOST], causes, found[TOLD_AT_MOST - 1].id if has_more else None)
