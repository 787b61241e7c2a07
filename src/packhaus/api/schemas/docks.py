"""Trucks at doors as programs send them and ask for them."""

from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from packhaus.api.fields import Input, MerchantCode, Moment, bounded
from packhaus.api.schemas.inbound import AsnNumber
from packhaus.api.schemas.stock import SiteCode
from packhaus.inbound.queries.settings import ReceivingSettings
from packhaus.inbound.services.docks.pick_ups import MOST_DAYS, PickUpDraft

DoorCode = Annotated[str, bounded(16, 1)]
Pallets = Annotated[int, Field(ge=0, le=1_000)]
ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
AppointmentStatus = Literal[
    "booked", "arrived", "docked", "unloading", "unloaded", "departed", "cancelled", "missed"
]
Step = Literal["arrive", "dock", "begin", "end", "depart", "miss", "undo"]


class DoorsIn(Input):
    """The doors of a site, in their order."""

    doors: Annotated[list[DoorCode], Field(max_length=200)]


class DoorHoursIn(Input):
    """When doors open and close on a day, site time; without times they do as usual."""

    opens_at: ClockTime | None = None
    closes_at: ClockTime | None = None

    @model_validator(mode="after")
    def _take_both(self) -> Self:
        if (self.opens_at is None) != (self.closes_at is None):
            message = "give both times, or none"
            raise ValueError(message)
        return self

    def as_hours(self) -> tuple[time, time] | None:
        """Return them as the service takes them."""
        if self.opens_at is None or self.closes_at is None:
            return None
        return time.fromisoformat(self.opens_at), time.fromisoformat(self.closes_at)


class ReceivingIn(Input):
    """How a site receives: whether new items are measured first, and when its doors take trucks, site time."""

    must_measure: bool = False
    opens_at: ClockTime = "06:00"
    closes_at: ClockTime = "22:00"
    slot_minutes: Annotated[int, Field(ge=5, le=240)] = 30
    minutes_per_pallet: Annotated[int, Field(ge=1, le=120)] = 3
    trucks_at_once: Annotated[int, Field(ge=1, le=200)] | None = None
    must_prove_labels: bool = False

    def as_settings(self) -> ReceivingSettings:
        """Return it as the service takes it."""
        return ReceivingSettings(
            self.must_measure, time.fromisoformat(self.opens_at), time.fromisoformat(self.closes_at),
            self.slot_minutes, self.minutes_per_pallet, self.trucks_at_once, self.must_prove_labels,
        )  # fmt: skip


class FreeSlotsIn(Input):
    """Which day, site time, and how much is on the truck."""

    site: SiteCode
    day: date
    pallets: Pallets = 0


class PickUpsIn(Input):
    """Which trucks: those that stand at a door at some moment of the span."""

    since: Moment
    until: Moment


class PickUpIn(Input):
    """Which carrier's truck stands at which door, and on how many days on end."""

    door: DoorCode
    carrier: Annotated[str, bounded(24, 1)]
    starts_at: Moment
    ends_at: Moment
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 1

    def as_draft(self, door_id: int) -> PickUpDraft:
        """Return it as the service takes it."""
        return PickUpDraft(door_id, self.carrier, self.starts_at, self.ends_at, self.days)


class AppointmentIn(Input):
    """When the truck of a delivery comes; only the operator's keys choose its door."""

    starts_at: Moment
    pallets: Pallets = 0
    door: Annotated[str, bounded(16)] = ""
    merchant: MerchantCode = ""


class SharedTruckIn(Input):
    """With which delivery another comes on one truck; only the operator's keys name somebody else's `with_merchant`."""

    with_asn: AsnNumber
    pallets: Pallets = 0
    merchant: MerchantCode = ""
    with_merchant: MerchantCode = ""


class AppointmentListIn(Input):
    """What narrows the list: trucks that stand at a door at some moment of [since, until)."""

    since: Moment
    until: Moment
    site: Annotated[str, bounded(16)] = ""
    merchant: MerchantCode = ""
    status: Annotated[list[AppointmentStatus], Field(max_length=8)] = []


class StepIn(Input):
    """What the truck of a delivery does now; `undo` takes back what it did last."""

    step: Step
    merchant: MerchantCode = ""
