"""Words of stock."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class LocationKind(StrEnum):
    """What a location is for."""

    RECEIVING = "receiving"
    RESERVE = "reserve"
    PICK_FACE = "pick_face"
    CROSS_DOCK = "cross_dock"
    TOTE = "tote"
    PACKING = "packing"
    STAGING = "staging"
    DOCK = "dock"
    RETURNS = "returns"
    QUARANTINE = "quarantine"
    REPAIR = "repair"
    SCRAP = "scrap"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    IN_TRANSIT = "in_transit"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True)
class LocationRule:
    """What a kind of location means for stock."""

    counts_as_on_hand: bool
    can_be_allocated: bool
    is_virtual: bool = False


LOCATION_RULES = {
    LocationKind.RESERVE: LocationRule(counts_as_on_hand=True, can_be_allocated=True),
    LocationKind.PICK_FACE: LocationRule(counts_as_on_hand=True, can_be_allocated=True),
    LocationKind.CROSS_DOCK: LocationRule(counts_as_on_hand=True, can_be_allocated=True),
    LocationKind.RECEIVING: LocationRule(counts_as_on_hand=True, can_be_allocated=False),
    LocationKind.TOTE: LocationRule(counts_as_on_hand=True, can_be_allocated=False),
    LocationKind.PACKING: LocationRule(counts_as_on_hand=True, can_be_allocated=False),
    LocationKind.STAGING: LocationRule(counts_as_on_hand=True, can_be_allocated=False),
    LocationKind.DOCK: LocationRule(counts_as_on_hand=True, can_be_allocated=False),
    LocationKind.RETURNS: LocationRule(counts_as_on_hand=False, can_be_allocated=False),
    LocationKind.QUARANTINE: LocationRule(counts_as_on_hand=False, can_be_allocated=False),
    LocationKind.REPAIR: LocationRule(counts_as_on_hand=False, can_be_allocated=False),
    LocationKind.SCRAP: LocationRule(counts_as_on_hand=False, can_be_allocated=False),
    LocationKind.IN_TRANSIT: LocationRule(counts_as_on_hand=False, can_be_allocated=False, is_virtual=True),
    LocationKind.SUPPLIER: LocationRule(counts_as_on_hand=False, can_be_allocated=False, is_virtual=True),
    LocationKind.CUSTOMER: LocationRule(counts_as_on_hand=False, can_be_allocated=False, is_virtual=True),
    LocationKind.ADJUSTMENT: LocationRule(counts_as_on_hand=False, can_be_allocated=False, is_virtual=True),
}


CLAIMED_KINDS = ("receive", "pack", "load", "move")
"""Kinds of floor work that several people may be at together: each of them has a claim of her own."""

PARKED_KINDS = ("pick", "put_away", "replenish", "reslot", "check", "receive", "pack", "load")
"""Kinds of floor work with a cart or goods that can be put down half done."""

MIXING = ("mixed", "one_sku", "one_lot")
"""What may lie in a location together: anything, one item, or one lot of one item."""


class Condition(StrEnum):
    """State of the goods; only sellable units count as on hand."""

    SELLABLE = "sellable"
    QUARANTINE = "quarantine"
    DAMAGED = "damaged"
    REFURBISHED = "refurbished"


@dataclass(frozen=True, slots=True)
class Move:
    """Units of one key that go from one location to another; the lines of a ledger entry.

    `allocated`: units of the source balance's allocation that travel along. `promised`: units of the site's promise
    that end with this move, at dispatch. Dates left out are taken from the source balance, or are today.
    """

    merchant_id: UUID
    site_id: UUID
    sku_id: UUID
    owner_id: UUID
    quantity: int
    from_location_id: int
    to_location_id: int
    lot_id: int | None = None
    serial: str | None = None
    from_unit_id: UUID | None = None
    to_unit_id: UUID | None = None
    from_condition: str = "sellable"
    to_condition: str = "sellable"
    allocated: int = 0
    promised: int = 0
    grams: int = 0
    received_on: date | None = None
    expires_on: date | None = None


COUNT_TRIGGERS = ("cycle", "accuracy", "zero_check", "short", "bin_full", "wrong_label", "asked", "by_hand")
"""Why a bin is counted; the last was counted without being planned."""

COUNT_REASONS = (
    "within", "miscounted", "lost", "mislaid", "damaged", "wrong_receipt", "wrong_pick", "unit_error", "other",
)  # fmt: skip
"""Why a variance is booked; within tolerance nobody is asked."""

QUARANTINE_REASONS = ("damage", "expiry", "short_life", "recall", "quality", "suspicion", "other")
"""Why units are set apart; those of expiry are set apart by themselves."""

QUARANTINE_OUTCOMES = ("released", "scrapped")

NOT_COUNTED = frozenset(
    {
        LocationKind.TOTE, LocationKind.PACKING, LocationKind.STAGING, LocationKind.DOCK, LocationKind.SUPPLIER,
        LocationKind.CUSTOMER, LocationKind.IN_TRANSIT, LocationKind.ADJUSTMENT,
    }
)  # fmt: skip
"""Places that no count is planned for: what stands there is on its way."""


@dataclass(frozen=True, slots=True)
class CountWant:
    """A place to count, or one item of it, and why; the lower the priority, the earlier."""

    location_id: int
    trigger: str = "asked"
    sku_id: UUID | None = None
    priority: int = 100


@dataclass(frozen=True, slots=True)
class CountEntry:
    """Units of an item that lie in a bin: all that were found of it, of this lot or serial where it has them.

    With neither SKU nor a code that is known, `code` is noted as unknown. `client_id` takes effect once.
    """

    count_id: UUID
    units: int
    sku_id: UUID | None = None
    code: str = ""
    lot_code: str = ""
    serial: str = ""
    client_id: str = ""
