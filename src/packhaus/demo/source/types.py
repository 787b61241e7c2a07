"""The records that the demo's source hands to whoever drives the services.

Quantities are whole base units, lengths millimetres, weights grams, money minor units of the record's currency.
Codes are upper case: the file writes 85123a and 85123A for one article.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

SkuKind = Literal["stock", "kit", "service", "digital", "fee", "deposit"]
PaymentTerms = Literal["prepaid", "invoice", "cod"]
OrderPolicy = Literal["ship_available", "ship_complete", "fill_or_kill"]
AdjustmentReason = Literal["damaged", "found", "lost", "channel", "unexplained"]


@dataclass(frozen=True, slots=True)
class DemoLine:
    """One line as it stands in the invoice; the same code may stand twice."""

    code: str
    quantity: int
    unit_price_minor: int
    vas: str = ""


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """One order. ``customer`` is the key that `shoppers.make_shopper` takes, ``country`` ISO 3166-1 alpha-2.

    ``vas`` are services as order files name them.
    """

    external_number: str
    merchant_code: str
    placed_at: datetime
    customer: str
    country: str
    currency: str
    payment_terms: PaymentTerms
    policy: OrderPolicy
    lines: tuple[DemoLine, ...]
    vas: str = ""


@dataclass(frozen=True, slots=True)
class DemoCancellation:
    """One C-line. ``customer`` is None where the file names none; ``row`` counts the file's data rows from 1."""

    external_number: str
    row: int
    cancelled_at: datetime
    customer: str | None
    code: str
    quantity: int
    unit_price_minor: int


@dataclass(frozen=True, slots=True)
class DemoAdjustment:
    """A correction of the stock record; ``quantity`` is signed."""

    external_number: str
    row: int
    happened_at: datetime
    code: str
    quantity: int
    reason: AdjustmentReason
    note: str


@dataclass(frozen=True, slots=True)
class DemoDay:
    """One trading day, everything in the file's order. ``number`` counts from 0."""

    number: int
    on: date
    orders: tuple[DemoOrder, ...]
    cancellations: tuple[DemoCancellation, ...]
    adjustments: tuple[DemoAdjustment, ...]


@dataclass(frozen=True, slots=True)
class DemoSku:
    """One item. Sides and weight are invented per description class and zero for what has no body."""

    merchant_code: str
    code: str
    name: str
    kind: SkuKind
    dimension_class: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int
    barcode: str | None
    is_lot_tracked: bool = False
    shelf_life_days: int | None = None
    components: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DemoAddress:
    """A made address. Levels that a country does not use are empty; ``district`` is the Indonesian kecamatan."""

    lines: tuple[str, ...]
    subdistrict: str
    district: str
    city: str
    region: str
    postal_code: str
    country: str


@dataclass(frozen=True, slots=True)
class DemoShopper:
    """A made person; ``language`` is en, de or id."""

    customer: str
    name: str
    email: str
    phone: str
    language: str
    address: DemoAddress
