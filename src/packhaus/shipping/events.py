"""Facts of shipping: what was changed of carriers and cartons."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierSaved(Fact):
    """A carrier with its services and prices was created or changed."""

    kind: ClassVar[str] = "carrier_saved"
    aggregate_kind: ClassVar[str] = "carrier"
    code: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSwitched(Fact):
    """A service is chosen for new orders again, or no longer."""

    kind: ClassVar[str] = "service_switched"
    aggregate_kind: ClassVar[str] = "carrier"
    code: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CartonSaved(Fact):
    """A carton was created or changed."""

    kind: ClassVar[str] = "carton_saved"
    aggregate_kind: ClassVar[str] = "carton"
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CartonSwitched(Fact):
    """A carton is packed in again, or no longer."""

    kind: ClassVar[str] = "carton_switched"
    aggregate_kind: ClassVar[str] = "carton"
    code: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCardSaved(Fact):
    """A rate card of an account was created, or what holds for all of its versions was changed."""

    kind: ClassVar[str] = "rate_card_saved"
    aggregate_kind: ClassVar[str] = "rate_card"
    carrier: str
    is_in_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesLoaded(Fact):
    """Sheets came in as the draft of a rate card's next version."""

    kind: ClassVar[str] = "rates_loaded"
    aggregate_kind: ClassVar[str] = "rate_card"
    carrier: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesPublished(Fact):
    """A version of a rate card holds from its day on."""

    kind: ClassVar[str] = "rates_published"
    aggregate_kind: ClassVar[str] = "rate_card"
    carrier: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesWithdrawn(Fact):
    """A version of a rate card does not count any longer."""

    kind: ClassVar[str] = "rates_withdrawn"
    aggregate_kind: ClassVar[str] = "rate_card"
    carrier: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesUnpublished(Fact):
    """A published version of a rate card is a draft again; nothing was priced by it."""

    kind: ClassVar[str] = "rates_unpublished"
    aggregate_kind: ClassVar[str] = "rate_card"
    carrier: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatesRestored(Fact):
    """A withdrawn version of a rate card counts again."""

    kind: ClassVar[str] = "rates_restored"
    aggregate_kind: ClassVar[str] = "rate_card"
    carrier: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionSaved(Fact):
    """How a carrier's account is asked over its interface was entered, changed or switched."""

    kind: ClassVar[str] = "connection_saved"
    aggregate_kind: ClassVar[str] = "carrier"
    interface: str
    is_test: bool
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierBillTaken(Fact):
    """Charges of a carrier's bill came in and were put beside the parcels."""

    kind: ClassVar[str] = "carrier_bill_taken"
    aggregate_kind: ClassVar[str] = "carrier_bill"
    carrier: str
    number: str
    parcels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledParcelsDecided(Fact):
    """What a carrier asks for some parcels was accepted, disputed, given back, or is open again."""

    kind: ClassVar[str] = "billed_parcels_decided"
    aggregate_kind: ClassVar[str] = "carrier_bill"
    carrier: str
    number: str
    state: str
    parcels: int
