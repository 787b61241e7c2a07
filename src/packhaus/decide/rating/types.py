"""A rate card as it was agreed, parcels to rate, and a price with everything it is made of.

Weights are grams, measures millimetres, amounts minor units of the card's one currency, percentages parts of 100,000.
`row` is the row of the sheet that a thing was read from; 0 where it came from elsewhere.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple

PARTS = 100_000
"""A whole, as percentages are counted."""
ANYWHERE = "*"
"""A country that stands for all that have no zone of their own."""


class Option(StrEnum):
    """What a sender may ask for with a parcel, or what the carrier has to know of it."""

    CASH = "cash"
    DANGEROUS = "dangerous"
    HANDLING = "handling"
    SATURDAY = "saturday"
    SIGNATURE = "signature"


class PlaceKind(StrEnum):
    """By what a place is found: its postal code, or the carrier's own area code."""

    POSTAL = "postal"
    AREA = "area"


class Refusal(IntEnum):
    """Why a service has no price for a parcel; the first of these that holds."""

    NONE = 0
    NO_ZONE = 1
    NO_PRICE = 2
    TOO_HEAVY = 3
    TOO_LARGE = 4


class Place(NamedTuple):
    """A place, or with `low` and `high` a range of places in one country; both empty: the whole country.

    A range takes what begins with its ends: 10 to 12 holds 10115 and 12999.
    """

    country: str
    low: str = ""
    high: str = ""
    kind: PlaceKind = PlaceKind.POSTAL


class ServiceTerms(NamedTuple):
    """What holds for a whole service. `mm3_per_kg`: so much space counts as a kilogram, from `light_mm3` on."""

    code: str
    mm3_per_kg: int | None = None
    light_mm3: int = 0
    minimum_minor: int = 0
    max_weight_grams: int | None = None
    max_length_mm: int | None = None
    max_girth_mm: int | None = None
    row: int = 0


class ZoneRange(NamedTuple):
    """From here to there is this zone, of one service or (empty) of all; no origin: from anywhere."""

    zone: str
    destination: Place
    origin: Place | None = None
    service: str = ""
    row: int = 0


class PriceStep(NamedTuple):
    """Up to this weight a parcel into this zone costs so much.

    A tail (`each_grams`) has no end: every further started so many grams above the last step cost `amount_minor`.
    """

    service: str
    zone: str
    up_to_grams: int
    amount_minor: int
    each_grams: int = 0
    row: int = 0


class Surcharge(NamedTuple):
    """An extra charge where all conditions hold that are given; the greatest of its amounts is charged.

    Conditions: one of `services`, a door or a business, in the area list, longer, wider or bulkier than, heavier than,
    the option, worth more than, and the days from the first to the last. Of one `group` only the dearest is charged.
    `billed_grams`: the parcel counts as at least so heavy; that needs no amount.
    """

    code: str
    name: str
    amount_minor: int = 0
    services: tuple[str, ...] = ()
    is_residential: bool | None = None
    area: str = ""
    over_length_mm: int | None = None
    over_second_mm: int | None = None
    over_girth_mm: int | None = None
    over_grams: int | None = None
    option: Option | None = None
    over_value_minor: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    each_grams: int = 0
    each_amount_minor: int = 0
    base_parts: int = 0
    value_parts: int = 0
    billed_grams: int = 0
    group: str = ""
    is_fuelled: bool = True
    row: int = 0


class Fuel(NamedTuple):
    """A percentage on the price and on surcharges that bear it, while it is valid; no services: all."""

    parts: int
    valid_from: date | None = None
    valid_until: date | None = None
    services: tuple[str, ...] = ()
    row: int = 0


class Discount(NamedTuple):
    """A percentage off the price from so many parcels a month on; no zone or services: all."""

    parts: int
    from_parcels: int = 0
    services: tuple[str, ...] = ()
    zone: str = ""
    row: int = 0


class RateCard(NamedTuple):
    """All that one version of a contract says, in one currency."""

    services: tuple[ServiceTerms, ...]
    zones: tuple[ZoneRange, ...]
    prices: tuple[PriceStep, ...]
    surcharges: tuple[Surcharge, ...] = ()
    areas: tuple[tuple[str, Place], ...] = ()
    fuel: tuple[Fuel, ...] = ()
    discounts: tuple[Discount, ...] = ()


class RatedParcel(NamedTuple):
    """A parcel as a carrier bills it: from a place to a place on a day; `sides_mm` in any order."""

    origin: Place
    destination: Place
    weight_grams: int
    sides_mm: tuple[int, int, int]
    on: date
    area_code: str = ""
    is_residential: bool = True
    options: frozenset[Option] = frozenset()
    value_minor: int = 0


class ChargeKind(StrEnum):
    """What a part of a price is."""

    BASE = "base"
    DISCOUNT = "discount"
    MINIMUM = "minimum"
    SURCHARGE = "surcharge"
    FUEL = "fuel"


class Charge(NamedTuple):
    """A part of a price; `code` and `name` are a surcharge's, `parts` a percentage's."""

    kind: ChargeKind
    amount_minor: int
    code: str = ""
    name: str = ""
    parts: int = 0


class Quote(NamedTuple):
    """What one parcel costs with one service: the charges add up to the total. Refused: no charges and the reason."""

    service: str
    refusal: Refusal
    zone: str
    billed_grams: int
    dimensional_grams: int
    charges: tuple[Charge, ...]

    @property
    def total_minor(self) -> int:
        """The sum of all charges."""
        return sum(charge.amount_minor for charge in self.charges)


class CardProblem(NamedTuple):
    """A thing that can't be right in a card: the sheet, its row and column, and what is wrong by name."""

    sheet: str
    row: int
    column: str
    code: str
    other: str = ""
