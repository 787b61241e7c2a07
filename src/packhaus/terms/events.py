"""Facts of terms: ids, codes and days."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSet(Fact):
    """A term has a new version; what it says is in the version, since a brand or an address may be in it."""

    kind: ClassVar[str] = "term_set"
    aggregate_kind: ClassVar[str] = "merchant"
    key: str
    valid_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationWritten(Fact):
    """A merchant has a registration; its number and brand are in its row."""

    kind: ClassVar[str] = "registration_written"
    aggregate_kind: ClassVar[str] = "registration"
    country: str
    scheme: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationAccepted(Fact):
    """What a merchant said of its registration was looked at, and counts."""

    kind: ClassVar[str] = "registration_accepted"
    aggregate_kind: ClassVar[str] = "registration"
    country: str
    scheme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationWithdrawn(Fact):
    """A registration does not count any more."""

    kind: ClassVar[str] = "registration_withdrawn"
    aggregate_kind: ClassVar[str] = "registration"
    country: str
    scheme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceKept(Fact):
    """A document that proves a registration was kept."""

    kind: ClassVar[str] = "evidence_kept"
    aggregate_kind: ClassVar[str] = "registration"
    country: str
    scheme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRuleSet(Fact):
    """A law that asks for a registration was written down, or switched."""

    kind: ClassVar[str] = "gate_rule_set"
    aggregate_kind: ClassVar[str] = "gate_rule"
    country: str
    scheme: str
    activity: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfRuleWritten(Fact):
    """Some of a merchant's orders ask for units that last longer; whose they are is in the rule."""

    kind: ClassVar[str] = "shelf_rule_written"
    aggregate_kind: ClassVar[str] = "shelf_rule"
    days: int
    life_percent: int
    transit_days: int
    priority: int
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfRuleWithdrawn(Fact):
    """A shelf-life rule does not count for orders that come from now on."""

    kind: ClassVar[str] = "shelf_rule_withdrawn"
    aggregate_kind: ClassVar[str] = "shelf_rule"
    days: int
