"""Facts of inbound: ids, codes and figures, never a person."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AsnFact(Fact):
    """Something that happened to one announced delivery."""

    aggregate_kind: ClassVar[str] = "asn"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsnAnnounced(AsnFact):
    """Goods are announced for a day."""

    kind: ClassVar[str] = "asn_announced"
    site_id: str
    lines: int
    units: int
    expected_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsnChanged(AsnFact):
    """What is announced, or when it comes, was changed before it arrived; `sku_ids` are not in it any more."""

    kind: ClassVar[str] = "asn_changed"
    lines: int
    units: int
    expected_on: str
    sku_ids: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsnArriving(AsnFact):
    """It is on its way."""

    kind: ClassVar[str] = "asn_arriving"


@dataclass(frozen=True, slots=True, kw_only=True)
class AsnCancelled(AsnFact):
    """It will not come."""

    kind: ClassVar[str] = "asn_cancelled"
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnannouncedArrived(AsnFact):
    """A delivery came that nobody had announced."""

    kind: ClassVar[str] = "unannounced_arrived"
    site_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsReceived(AsnFact):
    """Units of the delivery came in; `damaged` of them are."""

    kind: ClassVar[str] = "goods_received"
    site_id: str
    units: int
    damaged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRolledBack(AsnFact):
    """Units that were booked in were taken out of the record again."""

    kind: ClassVar[str] = "receipt_rolled_back"
    sku_id: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AsnClosed(AsnFact):
    """Nothing more of the delivery is expected; what differs has its reasons."""

    kind: ClassVar[str] = "asn_closed"
    short: int
    over: int
    damaged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceFact(AsnFact):
    """Something that was said of a line that brought other than announced; the item by its code."""

    sku: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceAccepted(DifferenceFact):
    """The merchant takes what came as it was booked."""

    kind: ClassVar[str] = "difference_accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceDisputed(DifferenceFact):
    """The merchant says that something else came, and why."""

    kind: ClassVar[str] = "difference_disputed"
    dispute: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeGranted(DifferenceFact):
    """The operator agrees with the merchant."""

    kind: ClassVar[str] = "dispute_granted"
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceUpheld(DifferenceFact):
    """The operator stands by what was booked."""

    kind: ClassVar[str] = "difference_upheld"
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsPutAway(AsnFact):
    """Units of the delivery lie where they are to lie."""

    kind: ClassVar[str] = "goods_put_away"
    site_id: str
    tasks: int
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAwayCancelled(AsnFact):
    """Units of the delivery stay where they are: a lead cancelled their put-away."""

    kind: ClassVar[str] = "put_away_cancelled"
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReported(Fact):
    """A place was found full or blocked by somebody who was to put goods there; it wants a count."""

    kind: ClassVar[str] = "place_reported"
    aggregate_kind: ClassVar[str] = "location"
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityDecided(AsnFact):
    """Enough of the units under a check were looked at: `verdict` is accepted or rejected."""

    kind: ClassVar[str] = "quality_decided"
    sku_id: str
    verdict: str
    units: int
    checked: int
    defective: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineSettled(AsnFact):
    """A person decided about units in quarantine: `outcome` is released, returned or scrapped."""

    kind: ClassVar[str] = "quarantine_settled"
    sku_id: str
    outcome: str
    ground: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseFact(Fact):
    """Something that happened to one purchase order."""

    aggregate_kind: ClassVar[str] = "purchase"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchasePlaced(PurchaseFact):
    """Goods are ordered from a supplier; the day is the first of its lines."""

    kind: ClassVar[str] = "purchase_placed"
    site_id: str
    lines: int
    units: int
    expected_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseChanged(PurchaseFact):
    """What is ordered, or for when, was changed; `sku_ids` are not in it any more."""

    kind: ClassVar[str] = "purchase_changed"
    lines: int
    units: int
    expected_on: str
    sku_ids: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseCut(PurchaseFact):
    """What no delivery brought or announced will not come."""

    kind: ClassVar[str] = "purchase_cut"
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseReceived(PurchaseFact):
    """All that was ordered has come."""

    kind: ClassVar[str] = "purchase_received"


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseReopened(PurchaseFact):
    """Not all of it has come after all: a receipt was taken back."""

    kind: ClassVar[str] = "purchase_reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRuleSet(Fact):
    """What of a merchant's goods is checked was said anew; without an item it is everything."""

    kind: ClassVar[str] = "quality_rule_set"
    aggregate_kind: ClassVar[str] = "merchant"
    sku_id: str
    supplier_id: str
    level: str
    aql: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivingSet(Fact):
    """How a site receives was said anew."""

    kind: ClassVar[str] = "receiving_set"
    aggregate_kind: ClassVar[str] = "site"
    must_measure: bool
    must_prove_labels: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAwayRulesSet(Fact):
    """It was said anew where goods go at a site."""

    kind: ClassVar[str] = "put_away_rules_set"
    aggregate_kind: ClassVar[str] = "site"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPhotographed(AsnFact):
    """Somebody took a photo of the delivery."""

    kind: ClassVar[str] = "delivery_photographed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DockFact(AsnFact):
    """Something about the truck of a delivery: at which door, booked from when (site time, with its offset)."""

    site_id: str
    door: str
    starts_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotBooked(DockFact):
    """A door is kept for the truck of a delivery."""

    kind: ClassVar[str] = "slot_booked"
    pallets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotMoved(DockFact):
    """The truck has another door, or another time."""

    kind: ClassVar[str] = "slot_moved"
    pallets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotCancelled(DockFact):
    """The door is free again: the truck comes at no time that is known."""

    kind: ClassVar[str] = "slot_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class TruckMissed(DockFact):
    """The truck did not come."""

    kind: ClassVar[str] = "truck_missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TruckArrived(DockFact):
    """The truck is on the yard."""

    kind: ClassVar[str] = "truck_arrived"


@dataclass(frozen=True, slots=True, kw_only=True)
class TruckDocked(DockFact):
    """The truck stands at its door."""

    kind: ClassVar[str] = "truck_docked"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnloadingBegun(DockFact):
    """Somebody unloads the truck."""

    kind: ClassVar[str] = "unloading_begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnloadingEnded(DockFact):
    """The truck is empty."""

    kind: ClassVar[str] = "unloading_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class TruckDeparted(DockFact):
    """The truck has left, and its door is free."""

    kind: ClassVar[str] = "truck_departed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TruckStepUndone(DockFact):
    """What the truck did last was noted by mistake."""

    kind: ClassVar[str] = "truck_step_undone"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorsSet(Fact):
    """It was said anew which doors a site has."""

    kind: ClassVar[str] = "doors_set"
    aggregate_kind: ClassVar[str] = "site"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorHoursSet(Fact):
    """The doors of a site open at other times on a day; without times as usual."""

    kind: ClassVar[str] = "door_hours_set"
    aggregate_kind: ClassVar[str] = "site"
    day: str
    opens_at: str
    closes_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorClosed(Fact):
    """A door takes no truck for a while, or does again."""

    kind: ClassVar[str] = "door_closed"
    aggregate_kind: ClassVar[str] = "site"
    door: str
    starts_at: str
    ends_at: str
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PickUpPlanned(Fact):
    """A door is kept for a carrier's truck for a while, or not after all."""

    kind: ClassVar[str] = "pick_up_planned"
    aggregate_kind: ClassVar[str] = "site"
    door: str
    carrier_code: str
    starts_at: str
    ends_at: str
    is_active: bool
