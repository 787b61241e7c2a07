"""What carriers and partners tell of parcels."""

from typing import Annotated

from pydantic import Field

from packhaus.api.fields import Input, Moment, bounded
from packhaus.shipping.types.tracking import MOST_EVENTS, TrackingDraft, TrackingProblem, TrackingStatus


class TrackingEventIn(Input):
    """One thing that happened to a parcel. Without a status it tells nothing of where the parcel stands.

    `event_id`: the carrier's own name for it; without one it is known by its moment and code. `signed_by`: whose
    initials are kept. `is_correction`: it takes back what was said before.
    """

    tracking_number: Annotated[str, bounded(40, 1)]
    happened_at: Moment
    status: TrackingStatus | None = None
    problem: TrackingProblem | None = None
    code: Annotated[str, bounded(40)] = ""
    told: Annotated[str, bounded(1_000)] = ""
    place: Annotated[str, bounded(200)] = ""
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    expected_at: Moment | None = None
    event_id: Annotated[str, bounded(200)] = ""
    signed_by: Annotated[str, bounded(200)] = ""
    is_correction: bool = False


class TrackingEventsIn(Input):
    """What happened, in any order; what was told before is known and changes nothing."""

    events: Annotated[list[TrackingEventIn], Field(min_length=1, max_length=MOST_EVENTS)]
    carrier: Annotated[str, bounded(24)] = ""

    def as_drafts(self) -> list[TrackingDraft]:
        """Return what the service takes."""
        return [TrackingDraft(**event.model_dump()) for event in self.events]
