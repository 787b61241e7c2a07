"""Facts of recalls: ids, codes and figures, never a person."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallFact(Fact):
    """Something that happened to one recall."""

    aggregate_kind: ClassVar[str] = "recall"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallBegun(RecallFact):
    """Lots or serial numbers are recalled, for a hazard."""

    kind: ClassVar[str] = "recall_begun"
    hazard: str
    lot_ids: list[int]
    sku_ids: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallTold(RecallFact):
    """The shoppers of so many orders are told; those of some cannot be reached."""

    kind: ClassVar[str] = "recall_told"
    orders: int
    unreachable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallReturned(RecallFact):
    """So many units of an order have come back, all in all."""

    kind: ClassVar[str] = "recall_returned"
    order_id: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallEnded(RecallFact):
    """What was in quarantine is released or scrapped."""

    kind: ClassVar[str] = "recall_ended"
    outcome: str
