"""What a carrier's interface is asked, and what it answers: the same for every carrier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from packhaus.kernel.money import Money
from packhaus.shipping.types.tracking import TrackingDraft


@dataclass(frozen=True, slots=True)
class Party:
    """Who sends or gets a parcel."""

    name: str
    company: str
    lines: tuple[str, ...]
    city: str
    postal_code: str
    region: str
    country: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class LabelParcel:
    """One parcel; weight with the carton, outer measures."""

    number: int
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int


@dataclass(frozen=True, slots=True)
class LabelOrder:
    """Labels for one shipment; `reference` is ours, and no two orders have the same.

    `insured`: what the goods are to be insured for, all parcels together; `is_signed`: delivered against a signature.
    """

    reference: str
    product: str
    sender: Party
    recipient: Party
    parcels: tuple[LabelParcel, ...]
    cash_on_delivery: Money | None = None
    insured: Money | None = None
    is_signed: bool = False


@dataclass(frozen=True, slots=True)
class Bought:
    """What the carrier sold: its name for the shipment, a tracking number a parcel, and labels as PDF.

    The name is what it takes back: its number for all, or the parcels' numbers with commas between them. Labels are one
    file for each parcel, or one file with a page for each.
    """

    identifier: str
    tracking_numbers: tuple[str, ...]
    labels: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class NotBought:
    """Certainly nothing was bought. `is_down`: the carrier could not be asked; else it said no, in its own words."""

    failure: str
    told: str = ""
    is_down: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The carrier may have sold a label: it was asked, and what it answered says neither yes nor no."""

    failure: str


Purchase = Bought | NotBought | Unknown


@dataclass(frozen=True, slots=True)
class Voided:
    """Whether the carrier took a label back, and what it said if not."""

    is_void: bool
    failure: str = ""
    told: str = ""


Tracked = Mapping[str, Sequence[TrackingDraft]] | NotBought
"""What a carrier tells of parcels by the number that was asked for, or why it does not."""


class Gateway(Protocol):
    """A carrier's account, asked over the network; nothing here runs in a transaction.

    No method raises for what carriers and networks do: the answer says it.
    """

    @property
    def can_look_up(self) -> bool:
        """Whether the carrier can be asked by our reference what it sold."""

    def check(self) -> NotBought | None:
        """Sign in; None when the carrier lets us."""

    def buy(self, order: LabelOrder) -> Purchase:
        """Buy labels. Ask once: who does not know what came of it looks it up before buying again."""

    def look_up(self, order: LabelOrder) -> Purchase:
        """Ask by our reference what was sold; `NotBought` that is not down: the carrier knows of nothing."""

    def track(self, numbers: Sequence[str]) -> Tracked:
        """Ask where parcels are; numbers of which the carrier knows nothing are absent."""

    def void(self, identifier: str) -> Voided:
        """Give a label back."""
