"""Words of registrations: with whom a merchant must be registered before somebody else may keep or send its goods."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

MOST_AT_ONCE = 1_000
SOON_DAYS = 90
"""An end within so many days is told: a register may need three months. Source: EU-Recycling, 7 July 2023, on ear."""


TOLD_DAYS = 30
"""So many days before its end a registration that nothing follows stands on the tower."""
PRESSING_DAYS = 7

REMINDED_DAYS = (90, 30, 7)
"""So many days before its end people are told by mail, once each. Source: SOON_DAYS, TOLD_DAYS and PRESSING_DAYS."""


class Scheme(StrEnum):
    """What a registration is for. WEEE is per brand and device class, batteries per brand and kind."""

    PACKAGING_REGISTER = "packaging_register"
    PACKAGING_SYSTEM = "packaging_system"
    WEEE = "weee"
    BATTERY = "battery"
    TEXTILE = "textile"


class Activity(StrEnum):
    """What a law forbids a fulfillment provider: keeping goods in the country, sending them to somebody there."""

    STORE = "store"
    SHIP = "ship"


PER_BRAND = frozenset({Scheme.WEEE, Scheme.BATTERY})
BATTERY_KINDS = ("portable", "light_means", "starting", "industrial", "electric_vehicle")
"""Source: Regulation (EU) 2023/1542, article 3 (1), points 9 and 11 to 14."""
STATUSES = ("claimed", "pending", "valid", "ending", "ended", "withdrawn")


@dataclass(frozen=True, slots=True)
class RegistrationDraft:
    """A registration to write down; `kept_by` is the register, or the system whose contract it is.

    `device_class` is the class of a device as the register calls it, or the kind of a battery.
    """

    country: str
    scheme: str
    number: str
    valid_from: date
    valid_to: date | None = None
    brand: str = ""
    device_class: str = ""
    kept_by: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that proves a registration, as it was uploaded."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class GateRuleDraft:
    """A law of a country that forbids an activity without a registration; `source` is where it says so.

    `ends_on` is its last day, where that is known.
    """

    country: str
    scheme: str
    activity: str
    source: str
    starts_on: date
    is_on: bool = True
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A registration that is missing: of a merchant, for an item where the scheme is about devices."""

    merchant_id: UUID
    merchant_code: str
    country: str
    scheme: str
    source: str
    sku_id: UUID | None
    sku_code: str
    brand: str
    device_class: str
