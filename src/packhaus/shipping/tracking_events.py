"""Facts of parcels on their way: what carriers told that somebody wants to know."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelFact(Fact):
    """Something that a carrier told of one parcel. `expected_on`: when it expects to deliver, as far as it says."""

    aggregate_kind: ClassVar[str] = "parcel"
    shipment_id: str
    fulfillment_id: str
    tracking_number: str
    carrier_code: str
    problem: str
    expected_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelAccepted(ParcelFact):
    """The carrier has it."""

    kind: ClassVar[str] = "parcel_accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelOutForDelivery(ParcelFact):
    """It is in the vehicle that delivers it."""

    kind: ClassVar[str] = "parcel_out_for_delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelReadyForPickup(ParcelFact):
    """It waits for the shopper at a shop, a locker or a depot."""

    kind: ClassVar[str] = "parcel_ready_for_pickup"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelDelivered(ParcelFact):
    """It is with the shopper."""

    kind: ClassVar[str] = "parcel_delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelAttemptFailed(ParcelFact):
    """The carrier came and could not deliver it; each time is a fact."""

    kind: ClassVar[str] = "parcel_attempt_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelStopped(ParcelFact):
    """It cannot go on: a wrong address, the customs, or what else the carrier says."""

    kind: ClassVar[str] = "parcel_stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelDelayed(ParcelFact):
    """It comes later: the carrier says so, or now expects to deliver it after the day that was promised."""

    kind: ClassVar[str] = "parcel_delayed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelDamaged(ParcelFact):
    """It is damaged, whether it was delivered or not."""

    kind: ClassVar[str] = "parcel_damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelReturning(ParcelFact):
    """It is on its way back to its sender."""

    kind: ClassVar[str] = "parcel_returning"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelLost(ParcelFact):
    """The carrier has lost it."""

    kind: ClassVar[str] = "parcel_lost"


PARCEL_KINDS = tuple(
    fact.kind
    for fact in (
        ParcelAccepted, ParcelOutForDelivery, ParcelReadyForPickup, ParcelDelivered, ParcelAttemptFailed,
        ParcelStopped, ParcelDelayed, ParcelDamaged, ParcelReturning, ParcelLost,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFact(Fact):
    """What somebody did about a parcel's problem."""

    aggregate_kind: ClassVar[str] = "parcel"
    tracking_number: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemTaken(ProblemFact):
    """Somebody looks after it, or nobody any more."""

    kind: ClassVar[str] = "parcel_problem_taken"
    owner_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemClosed(ProblemFact):
    """It is dealt with."""

    kind: ClassVar[str] = "parcel_problem_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemReopened(ProblemFact):
    """It is not dealt with after all."""

    kind: ClassVar[str] = "parcel_problem_reopened"
