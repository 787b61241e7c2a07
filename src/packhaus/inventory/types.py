"""Words of stock."""

from dataclasses import dataclass
from enum import StrEnum


class LocationKind(StrEnum):
    """What a location is for."""

    RECEIVING = "receiving"
    RESERVE = "reserve"
    PICK_FACE = "pick_face"
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


class Condition(StrEnum):
    """State of the goods; only sellable units count as on hand."""

    SELLABLE = "sellable"
    QUARANTINE = "quarantine"
    DAMAGED = "damaged"
    REFURBISHED = "refurbished"
