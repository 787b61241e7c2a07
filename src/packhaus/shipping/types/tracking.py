"""What carriers tell of parcels, in our words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class TrackingStatus(StrEnum):
    """Where a parcel stands."""

    PENDING = "pending"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    READY_FOR_PICKUP = "ready_for_pickup"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    EXCEPTION = "exception"
    RETURNED_TO_SENDER = "returned_to_sender"
    LOST = "lost"


class TrackingProblem(StrEnum):
    """What is wrong with a parcel, as far as its carrier says."""

    ATTEMPT_FAILED = "attempt_failed"
    BAD_ADDRESS = "bad_address"
    REFUSED = "refused"
    DAMAGED = "damaged"
    CUSTOMS = "customs"
    HELD = "held"
    OTHER = "other"


class TrackingSource(StrEnum):
    """How the news came."""

    WEBHOOK = "webhook"
    POLL = "poll"
    API = "api"


# Longer and the carrier tells a story: it is cut.
MOST_TOLD = 200
MOST_PLACE = 60
MOST_EVENTS = 1_000
"""So many events are taken with one call, in one transaction."""


@dataclass(frozen=True, slots=True)
class TrackingDraft:
    """What a carrier told once of a parcel. `happened_at` by the carrier's clock, with its zone.

    No status: it tells nothing of where the parcel stands. `event_id`: the carrier's own name for the news; without one
    it is known by its moment and code. `told` are the carrier's words, which may name somebody and are forgotten in
    time; of who signed only initials are kept. `is_correction`: it takes back what was said before.
    """

    tracking_number: str
    happened_at: datetime
    status: TrackingStatus | None = None
    problem: TrackingProblem | None = None
    code: str = ""
    told: str = ""
    place: str = ""
    country: str = ""
    expected_at: datetime | None = None
    event_id: str = ""
    signed_by: str = ""
    is_correction: bool = False


@dataclass(frozen=True, slots=True)
class TakenEvents:
    """How many events were news, how many were known before, and the numbers that name no parcel of the caller."""

    taken: int
    known: int
    unknown_numbers: tuple[str, ...]


class CodeMeaning(NamedTuple):
    """What a carrier's code says; no status: nothing of where the parcel stands."""

    status: TrackingStatus | None
    problem: TrackingProblem | None = None


@dataclass(frozen=True, slots=True)
class ParcelEvent:
    """What a carrier told of a parcel; `told` are its own words and are for those who serve the shopper."""

    parcel_id: UUID
    happened_at: datetime
    status: str
    problem: str
    place: str
    country: str
    code: str
    told: str
    source: str


@dataclass(frozen=True, slots=True)
class ParcelStanding:
    """Where a parcel stands, since when, and when its carrier expects to deliver it.

    `moved_at`: the last time that the carrier had it in its hands. `signed_by`: initials.
    """

    id: UUID
    shipment_id: UUID
    tracking_number: str
    carrier_code: str
    status: str
    problem: str
    since: datetime | None
    moved_at: datetime | None
    expected_at: datetime | None
    delivered_at: datetime | None
    signed_by: str


@dataclass(frozen=True, slots=True)
class ParcelStory:
    """A parcel's standing and what its carrier told, the newest first."""

    standing: ParcelStanding
    events: tuple[ParcelEvent, ...]


class ProblemKind(StrEnum):
    """What goes wrong with parcels so that somebody has to act. Quiet: its carrier has had nothing to say for long."""

    QUIET = "quiet"
    ATTEMPT_FAILED = "attempt_failed"
    STOPPED = "stopped"
    DAMAGED = "damaged"
    RETURNING = "returning"
    LOST = "lost"
    DELAYED = "delayed"
