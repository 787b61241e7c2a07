"""Facts of the bench: weights that a lead answered for, and labels that carriers sell."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.outbound.events import OrderFact


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightAccepted(OrderFact):
    """A carton weighed other than expected, and the actor answered for it."""

    kind: ClassVar[str] = "weight_accepted"
    box: int
    weighed_grams: int
    expected_grams: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFact(OrderFact):
    """What came of the wish to buy a shipment's labels."""

    shipment_id: str
    carrier: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelNotBought(LabelFact):
    """A carrier refused, could not be asked, or left it open (not `is_known`); the carrier's code or ours says why."""

    kind: ClassVar[str] = "label_not_bought"
    failure: str
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFellBack(LabelFact):
    """Another service takes the parcels than the one that could not; `dearer_minor`: what it costs more, if known."""

    kind: ClassVar[str] = "label_fell_back"
    from_service: str
    dearer_minor: int | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelGivenBack(LabelFact):
    """The carrier took a label back that nobody uses."""

    kind: ClassVar[str] = "label_given_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelKept(LabelFact):
    """The carrier would not take a label back: it may be charged."""

    kind: ClassVar[str] = "label_kept"
    failure: str
