"""Words of the floor: what is released, allocated, picked, packed and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.decide.allocation import Rule
from packhaus.decide.cartonize import Placement
from packhaus.terms.types.registrations import Gap


class LineMix(StrEnum):
    """Which orders a wave takes by their number of lines."""

    ANY = "any"
    SINGLE_LINE = "single_line"
    MULTI_LINE = "multi_line"


MOST_ORDERS = 10_000
"""Of one wave."""


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """Which fulfillment orders a wave takes; what is left empty takes all.

    `cut_off`: due at or before this instant. `min_priority`: at least this urgent; the smaller, the more urgent.
    `carrier_codes`: takes what has no carrier yet as well where a service of theirs could take it; "" names just that.
    `zones`: takes orders that can be picked in these zones alone, and picks them there. `max_lines`: the order that
    reaches so many lines is the last.
    """

    cut_off: datetime | None = None
    carrier_codes: tuple[str, ...] = ()
    line_mix: LineMix = LineMix.ANY
    min_priority: int | None = None
    merchant_ids: tuple[UUID, ...] = ()
    countries: tuple[str, ...] = ()
    order_ids: tuple[UUID, ...] = ()
    max_orders: int = MOST_ORDERS
    zones: tuple[str, ...] = ()
    max_lines: int | None = None

    @property
    def is_capped(self) -> bool:
        """Tell whether it may take fewer than fit."""
        return self.max_lines is not None or self.max_orders < MOST_ORDERS


class Routing(StrEnum):
    """How the way of a walk was found: in aisles best or well, between places, or by the codes of bins alone."""

    SHORTEST = "shortest"
    GOOD = "good"
    NEAR = "near"
    CODES = "codes"


class PickMethod(StrEnum):
    """How orders are picked.

    Alone, mixed and sorted when packed, a tote each, mixed and sorted at a wall, or a tote that goes from zone to zone.
    """

    DISCRETE = "discrete"
    BATCH = "batch"
    CLUSTER = "cluster"
    WALL = "wall"
    ZONE = "zone"


MIXING = frozenset({PickMethod.BATCH, PickMethod.WALL})
"""Methods that put several orders into one tote."""


@dataclass(frozen=True, slots=True)
class FloorRules:
    """How a site's floor works; see `models.SiteFloor`."""

    pick_method: PickMethod = PickMethod.CLUSTER
    plan_milliseconds: int = 1_500
    cart_totes: int = 8
    cart_weight_grams: int = 250_000
    tote_volume_mm3: int = 600 * 400 * 280
    tote_weight_grams: int = 25_000
    max_open_lines: int | None = None
    question_shelf: str = ""


@dataclass(frozen=True, slots=True)
class Restriction:
    """Why a line does not take just any bin; see `decide.allocation.LineDemand`."""

    lot_id: int | None = None
    serial: str | None = None
    earliest_expiry: date | None = None
    zones: frozenset[str] | None = None
    rules: tuple[Rule, ...] = (Rule(),)


class LineToAllocate(NamedTuple):
    """Promised units of one fulfillment line that want bins."""

    fulfillment_line_id: int
    line_id: int
    merchant_id: UUID
    sku_id: UUID
    quantity: int
    restriction: Restriction | None = None


class AllocatedRow(NamedTuple):
    """Units of one fulfillment line in one bin; `id` is the allocation's where the statement told it."""

    fulfillment_line_id: int
    balance_id: int
    quantity: int
    id: int = 0


class UnallocatedLine(NamedTuple):
    """Units that are promised but in no bin that may be picked from, and the first reason."""

    fulfillment_line_id: int
    sku_id: UUID
    missing: int
    blocker: str


class AllocationOutcome(NamedTuple):
    """Where the lines went and what found no bin."""

    rows: list[AllocatedRow]
    shorts: list[UnallocatedLine]


class ReleaseShort(NamedTuple):
    """A line that is short before anybody walks."""

    order_number: str
    fulfillment_id: UUID
    line_id: int
    sku_id: UUID
    missing: int
    blocker: str


@dataclass(frozen=True, slots=True)
class WaveOutcome:
    """A released wave; what is in `shorts` stays promised and waits for the next one.

    What `not_registered` holds back waits for somebody to register.
    """

    id: UUID
    number: str
    order_count: int
    line_count: int
    unit_count: int
    shorts: tuple[ReleaseShort, ...]
    not_registered: tuple[Gap, ...] = ()


class ShortReason(StrEnum):
    """Why a picker did not take all; the reason decides what happens to the stock record."""

    NONE_THERE = "none_there"
    FEWER = "fewer"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"


class PickScan(NamedTuple):
    """One confirmed stop: so many units went into the tote. Fewer than asked needs a reason.

    `device` and `client_id` name the scan for ever: the same pair never takes effect twice.
    """

    task_id: int
    quantity: int
    device: str
    client_id: str
    short_reason: ShortReason | None = None


class ShortOutcome(NamedTuple):
    """What was done about units that were not found."""

    written_off: int
    from_other_bin: int
    from_other_site: int
    to_backorder: int


class PickOutcome(NamedTuple):
    """What a scan did; a repeated one did nothing and says so."""

    task_id: int
    is_repeat: bool
    picked: int
    is_fulfillment_picked: bool
    short: ShortOutcome | None = None


class BoxedUnits(NamedTuple):
    """Units of one fulfillment line in one carton."""

    fulfillment_line_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Box:
    """One carton as a packer closed it; without a weight the expected one is taken."""

    carton_code: str
    items: tuple[BoxedUnits, ...]
    weight_grams: int | None = None


class WeightReason(StrEnum):
    """Why a carton may weigh other than expected."""

    RECOUNTED = "recounted"
    PACKAGING = "packaging"
    WRONG_RECORD = "wrong_record"


@dataclass(frozen=True, slots=True)
class AcceptedWeight:
    """A carton whose weight is off, and a lead's word that it is right; `box` counts from 1."""

    box: int
    weighed_grams: int
    expected_grams: int
    reason: WeightReason
    approver: Actor


@dataclass(frozen=True, slots=True)
class Pack:
    """What to pack: without boxes as planned."""

    fulfillment_id: UUID
    boxes: tuple[Box, ...] = ()
    accepted: tuple[AcceptedWeight, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedBox:
    """One carton of a plan: outside in millimetres, weight with the carton; `pallet` counts from 0, None: on none.

    `inner_mm` is None for an item that travels as it is. `empty_permille` is what of the inside holds nothing.
    """

    carton_code: str
    size_mm: tuple[int, int, int]
    weight_grams: int
    items: tuple[BoxedUnits, ...]
    placements: tuple[Placement, ...] = ()
    pallet: int | None = None
    inner_mm: tuple[int, int, int] | None = None
    empty_permille: int = 0


@dataclass(frozen=True, slots=True)
class PackedFulfillment:
    """A packed fulfillment order and its shipment, labels bought."""

    fulfillment_id: UUID
    shipment_id: UUID
    carrier_code: str
    service_code: str
    parcel_ids: tuple[UUID, ...]
    tracking_numbers: tuple[str, ...]


class PartnerParcel(NamedTuple):
    """A parcel that a partner sent; without units it holds everything that was asked for."""

    tracking_number: str
    units: tuple[BoxedUnits, ...] = ()


class PartnerReport(NamedTuple):
    """What a partner says has left for one fulfillment order."""

    fulfillment_id: UUID
    carrier_code: str
    parcels: tuple[PartnerParcel, ...]


@dataclass(frozen=True, slots=True)
class DispatchedShipment:
    """A shipment that left."""

    shipment_id: UUID
    fulfillment_id: UUID
    order_id: UUID
    units: int


@dataclass(frozen=True, slots=True)
class FaceDraft:
    """A pick face as a file or form names it: a merchant's item, a bin, and its bounds in base units."""

    merchant_code: str
    sku_code: str
    location_code: str
    minimum: int
    maximum: int


class ReplenishmentEntry(NamedTuple):
    """One task as it was done: `quantity` units were taken, `put` of them fitted (all of them, when left out).

    A `reason` says why there were fewer than asked; without one the rest simply stays for another task.
    `client_id` is the scan's own: twice is once.
    """

    task_id: int
    quantity: int
    device: str = ""
    client_id: str = ""
    put: int | None = None
    reason: ShortReason | None = None

    @property
    def kept(self) -> int:
        """How many units are in the face now."""
        return self.quantity if self.put is None else self.put


@dataclass(frozen=True, slots=True)
class Replenished:
    """What one entry did; a repeated one changed nothing."""

    task_id: int
    moved: int
    returned: int
    status: str
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """Tasks that are new, tasks that were taken back, and units that no reserve bin has, by face."""

    planned: int
    cancelled: int
    lacking: dict[int, int]


@dataclass(frozen=True, slots=True)
class SortStep:
    """What is to be put where: units of an item into an order's compartment of a wall."""

    task_id: int
    wall_id: UUID
    fulfillment_id: UUID
    status: str
    claimed_by: UUID | None
    quantity: int
    sorted: int
    slot: int
    slot_code: str
    sku_code: str
    sku_name: str
    order_number: str

    @property
    def left(self) -> int:
        """Return how many units it still wants."""
        return self.quantity - self.sorted


@dataclass(frozen=True, slots=True)
class SortOutcome:
    """What a scan of a compartment did; with `is_complete` the order goes to packing."""

    step: SortStep
    is_repeat: bool
    is_complete: bool
