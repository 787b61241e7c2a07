"""A cart that asks, and what it is told."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


class CartLine(NamedTuple):
    """So many base units of an item."""

    sku_code: str
    quantity: int


@dataclass(frozen=True, slots=True)
class CartDraft:
    """A cart and where it would go. An empty policy or payment term is the merchant's own.

    `channel` and `tags` decide, as on an order, which shelf-life rules hold. Prices in `currency` come first.
    """

    lines: tuple[CartLine, ...]
    country: str
    postal_code: str = ""
    city: str = ""
    region: str = ""
    policy: str = ""
    payment_term: str = ""
    currency: str = ""
    channel: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedLine:
    """What a line would get. `expected_on`: when the last of what waits is there; None: nothing waits, or unknown."""

    sku: str
    ordered: int
    promised: int
    backordered: int
    expected_on: date | None
    sites: list[str]


@dataclass(frozen=True, slots=True)
class OfferedService:
    """A service that would take everything, for so much, and when.

    `ship_by`: when the last parcel leaves; the first arrives from `deliver_from`, the last by `deliver_by`. Where a
    date is not known `undated` says why: `no_transit_time`, or `no_restock_date` of something that waits.
    """

    service: str
    carrier: str
    currency: str
    amount_minor: int
    ship_by: datetime | None
    deliver_from: date | None
    deliver_by: date | None
    undated: str


@dataclass(frozen=True, slots=True)
class ExcludedService:
    """A service that cannot, and the first rule that excluded it: `switched_off`, `country`, `cash` or `weight`."""

    service: str
    rule: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What placing the cart now would come to; nothing is set aside by it. Services: the cheapest first."""

    lines: list[OfferedLine]
    sites: list[str]
    services: list[OfferedService]
    excluded: list[ExcludedService]
