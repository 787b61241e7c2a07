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
