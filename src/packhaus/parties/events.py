"""Facts of parties: ids only."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactForgotten(Fact):
    """Everything that named this person was erased."""

    kind: ClassVar[str] = "contact_forgotten"
    aggregate_kind: ClassVar[str] = "contact"
