"""What the library makes of a carrier's tracking, in our words.

It gives local times as if they were of Greenwich where a carrier names no zone; `take_events` bears with that.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from packhaus.shipping.types.tracking import TrackingDraft, TrackingProblem, TrackingStatus

_STATUSES: Mapping[str, tuple[TrackingStatus, TrackingProblem | None]] = {
    "pending": (TrackingStatus.PENDING, None),
    "picked_up": (TrackingStatus.PICKED_UP, None),
    "in_transit": (TrackingStatus.IN_TRANSIT, None),
    "out_for_delivery": (TrackingStatus.OUT_FOR_DELIVERY, None),
    "ready_for_pickup": (TrackingStatus.READY_FOR_PICKUP, None),
    "delivered": (TrackingStatus.DELIVERED, None),
    "delivery_delayed": (TrackingStatus.DELAYED, None),
    "delivery_failed": (TrackingStatus.EXCEPTION, TrackingProblem.ATTEMPT_FAILED),
    "on_hold": (TrackingStatus.EXCEPTION, TrackingProblem.HELD),
    "return_to_sender": (TrackingStatus.RETURNED_TO_SENDER, None),
}
# By how the library's reasons begin.
_REASONS: Mapping[str, TrackingProblem] = {
    "carrier_damaged": TrackingProblem.DAMAGED,
    "carrier_address": TrackingProblem.BAD_ADDRESS,
    "consignee_incorrect_address": TrackingProblem.BAD_ADDRESS,
    "consignee_refused": TrackingProblem.REFUSED,
    "consignee_not": TrackingProblem.ATTEMPT_FAILED,
    "customs": TrackingProblem.CUSTOMS,
}
_LOST = "carrier_parcel_lost"


def read_events(details: Any) -> tuple[TrackingDraft, ...]:
    """Return what was told of one parcel; an event without a moment can't be put in order and is left out.

    Where events say nothing of the parcel's standing, the latest says what the carrier says of the whole.
    """
    dated = [(moment, one) for one in details.events or [] if (moment := _read_moment(one)) is not None]
    dated.sort(key=lambda pair: pair[0])
    expected_at = _read_date(details.estimated_delivery)
    drafts = []
    for place, (moment, one) in enumerate(dated, start=1):
        is_last = place == len(dated)
        status, problem = _find_standing(one.status or (details.status if is_last else None), one.reason)
        drafts.append(
            TrackingDraft(
                str(details.tracking_number),
                moment,
                status=status,
                problem=problem,
                code=str(one.code or "")[:40],
                told=str(one.description or ""),
                place=str(one.location or ""),
                expected_at=expected_at if is_last else None,
            )
        )
    return tuple(drafts)


def _find_standing(
    status: str | None, reason: str | None
) -> tuple[TrackingStatus | None, TrackingProblem | None]:
    if reason == _LOST:
        return TrackingStatus.LOST, None
    found, problem = _STATUSES.get(status or "", (None, None))
    if found not in {TrackingStatus.EXCEPTION, TrackingStatus.DELAYED}:
        return found, problem
    named = next((known for start, known in _REASONS.items() if (reason or "").startswith(start)), None)
    return found, named or problem


def _read_moment(event: Any) -> datetime | None:
    if event.timestamp:
        return _read_date(event.timestamp)
    return _read_date(f"{event.date}T{event.time or '00:00'}") if event.date else None


def _read_date(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
