"""What happened to the bins of items."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact
from packhaus.outbound.events import FaceFact


@dataclass(frozen=True, slots=True, kw_only=True)
class SlottingRulesSaved(Fact):
    """How a site is advised on its bins was changed."""

    kind: ClassVar[str] = "slotting_rules_saved"
    aggregate_kind: ClassVar[str] = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlottingDecided(Fact):
    """Proposals of slotting were accepted, rejected or taken up again; `refusal` says why they were rejected."""

    kind: ClassVar[str] = "slotting_decided"
    aggregate_kind: ClassVar[str] = "site"
    count: int
    outcome: str
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReslotted(FaceFact):
    """All of an item lies in another bin now; its pick face has moved along."""

    kind: ClassVar[str] = "item_reslotted"
    move_id: int
    source: str
    target: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReslotFailed(FaceFact):
    """An item could not be brought to its new bin."""

    kind: ClassVar[str] = "reslot_failed"
    move_id: int
    source: str
    target: str
    problem: str
