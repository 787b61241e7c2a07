"""Facts of the floor: ids, codes and figures, never a person."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFact(Fact):
    """Something the floor did to one order."""

    aggregate_kind: ClassVar[str] = "order"
    fulfillment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentReleased(OrderFact):
    """The fulfillment order went to the floor."""

    kind: ClassVar[str] = "fulfillment_released"
    wave: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentUnreleased(OrderFact):
    """The fulfillment order was taken back from the floor before anybody picked."""

    kind: ClassVar[str] = "fulfillment_unreleased"


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentPicked(OrderFact):
    """The last stop of the fulfillment order is done."""

    kind: ClassVar[str] = "fulfillment_picked"


@dataclass(frozen=True, slots=True, kw_only=True)
class PickShort(OrderFact):
    """Units were not found, and what was done at once."""

    kind: ClassVar[str] = "pick_short"
    line_id: int
    sku_id: str
    site_id: str
    location_id: int
    reason: str
    missing: int
    written_off: int
    from_other_bin: int
    from_other_site: int
    to_backorder: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortResolved(OrderFact):
    """Somebody looked into a short that was left open, or counted its bin."""

    kind: ClassVar[str] = "short_resolved"
    short_id: int
    sku_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentPacked(OrderFact):
    """Everything that was picked is in cartons with labels."""

    kind: ClassVar[str] = "fulfillment_packed"
    shipment_id: str
    parcels: int
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelBought(OrderFact):
    """The parcels have their carrier's tracking numbers and labels."""

    kind: ClassVar[str] = "label_bought"
    shipment_id: str
    carrier: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSettingSaved(Fact):
    """What a site's benches take for a right weight was changed."""

    aggregate_kind: ClassVar[str] = "site"
    kind: ClassVar[str] = "pack_setting_saved"
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentUnpacked(OrderFact):
    """Packed goods were taken out of their cartons; the labels are void."""

    kind: ClassVar[str] = "fulfillment_unpacked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentDispatched(OrderFact):
    """The parcels left us; `tracking_numbers` name them to the shopper."""

    kind: ClassVar[str] = "shipment_dispatched"
    shipment_id: str
    carrier_code: str
    service_code: str
    tracking_numbers: list[str]
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TotePutBack(OrderFact):
    """A lead emptied the tote of an order that waits; with `for_next` the order gave the units up."""

    kind: ClassVar[str] = "tote_put_back"
    units: int
    for_next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupMoved(OrderFact):
    """The order goes with a later pick-up than planned; what the shopper was promised stays."""

    kind: ClassVar[str] = "pickup_moved"
    ship_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagingMissing(Fact):
    """Cartons or fill were used that the stock record does not have: count them, or buy more."""

    aggregate_kind: ClassVar[str] = "sku"
    kind: ClassVar[str] = "packaging_missing"
    site_id: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFact(Fact):
    """Something that happened to one work order."""

    aggregate_kind: ClassVar[str] = "work_order"
    number: str
    sku_id: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrdered(WorkFact):
    """Units are to be put together, or taken apart."""

    kind: ClassVar[str] = "work_ordered"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDone(WorkFact):
    """Units were put together, or taken apart."""

    kind: ClassVar[str] = "work_done"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCancelled(WorkFact):
    """What was left of a work order is not to be done; `units` are."""

    kind: ClassVar[str] = "work_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFact(Fact):
    """Something that happened to one pick batch: the operator's, of no merchant."""

    aggregate_kind: ClassVar[str] = "batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchClaimed(BatchFact):
    """A person took the batch; the actor gave it."""

    kind: ClassVar[str] = "batch_claimed"
    picker_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReturned(BatchFact):
    """The batch was taken back as it stood."""

    kind: ClassVar[str] = "batch_returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchBuilt(BatchFact):
    """Orders of a wave were put into one walk."""

    kind: ClassVar[str] = "batch_built"
    wave_id: str
    orders: int
    stops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToteHeldBack(BatchFact):
    """The tote of a walk by zones was set aside for a lead."""

    kind: ClassVar[str] = "tote_held_back"
    zone: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveMoved(Fact):
    """The walks of the wave are offered earlier or later than others."""

    aggregate_kind: ClassVar[str] = "wave"
    kind: ClassVar[str] = "wave_moved"
    rank: int
    batches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorSorted(Fact):
    """Every unclaimed walk of the site got its turn by the slack of what it picks for."""

    aggregate_kind: ClassVar[str] = "site"
    kind: ClassVar[str] = "floor_sorted"
    batches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceFact(Fact):
    """Something that happened around the pick faces of one SKU at one site."""

    aggregate_kind: ClassVar[str] = "sku"
    site_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceReplenished(FaceFact):
    """Units came from a reserve bin to a pick face; `returned` ones did not fit and are back."""

    kind: ClassVar[str] = "face_replenished"
    task_id: int
    source: str
    face: str
    units: int
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplenishmentShort(FaceFact):
    """A reserve bin had fewer units than its record says; nobody is sent there until it is counted."""

    kind: ClassVar[str] = "replenishment_short"
    task_id: int
    source: str
    missing: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacesSaved(Fact):
    """Pick faces of a site were assigned, changed or given up."""

    kind: ClassVar[str] = "faces_saved"
    aggregate_kind: ClassVar[str] = "site"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorRulesSaved(Fact):
    """How the site's floor works was changed: carts, planning, capacity."""

    aggregate_kind: ClassVar[str] = "site"
    kind: ClassVar[str] = "floor_rules_saved"
    pick_method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickZonesSaved(Fact):
    """In which turn the zones of the site are picked, and where their totes wait, was said."""

    aggregate_kind: ClassVar[str] = "site"
    kind: ClassVar[str] = "pick_zones_saved"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PickPolicySaved(Fact):
    """A site picks pieces from its pick faces first, or by dates alone."""

    kind: ClassVar[str] = "pick_policy_saved"
    aggregate_kind: ClassVar[str] = "site"
    prefers_faces: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanPoliciesSaved(Fact):
    """A site said what its floor scans at so many kinds of work."""

    kind: ClassVar[str] = "scan_policies_saved"
    aggregate_kind: ClassVar[str] = "site"
    code: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFact(Fact):
    """Something about one way in which a site releases again and again."""

    aggregate_kind: ClassVar[str] = "site"
    policy_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySaved(PolicyFact):
    """What a policy takes, and when, was said or changed."""

    kind: ClassVar[str] = "release_policy_saved"
    mode: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDeleted(PolicyFact):
    """The policy is no more; what it released stays."""

    kind: ClassVar[str] = "release_policy_deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRan(PolicyFact):
    """The policy released a wave."""

    kind: ClassVar[str] = "release_policy_ran"
    wave: str
    orders: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VasFact(Fact):
    """A fact about a value-added service of an order; `minutes` is what all `quantity` of it should take."""

    aggregate_kind: ClassVar[str] = "order"
    fulfillment_id: str
    site_id: str
    option: str
    quantity: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VasDone(VasFact):
    """A value-added service was done."""

    kind: ClassVar[str] = "vas_done"


@dataclass(frozen=True, slots=True, kw_only=True)
class VasTakenBack(VasFact):
    """A value-added service that was said to be done is not."""

    kind: ClassVar[str] = "vas_taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackProblemReported(Fact):
    """An order was set aside at the packing bench."""

    kind: ClassVar[str] = "pack_problem_reported"
    aggregate_kind: ClassVar[str] = "order"
    fulfillment_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackProblemSolved(Fact):
    """An order that was set aside may be packed again."""

    kind: ClassVar[str] = "pack_problem_solved"
    aggregate_kind: ClassVar[str] = "order"
    fulfillment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackingPhotographed(Fact):
    """Somebody took a photo of an order at the packing station."""

    kind: ClassVar[str] = "packing_photographed"
    aggregate_kind: ClassVar[str] = "order"
    fulfillment_id: str
