"""What the floor's programs send: releases, scans, boxes, departures."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from packhaus.api.fields import Input, MerchantCode, Moment, PageIn, Quantity, Serial, bounded
from packhaus.api.schemas.stock import SiteCode
from packhaus.outbound.queries.pack_settings import PackSettingRow
from packhaus.outbound.types import Box, BoxedUnits, LineMix, Pack, PickScan, ReleaseRule, ShortReason

RequestStatus = Literal["requested", "accepted", "rejected", "cancel_requested", "cancel_refused"]
Stage = Literal["release", "pick", "pack", "packed", "left", "out"]
Carrier = Annotated[str, bounded(24, 1)]
ClientId = Annotated[str, bounded(40, 1)]


class FulfillmentListIn(PageIn):
    """What narrows the list; without a stage, what has not left.

    `request_status` takes what partners' sites were asked for, on hold or not; what they rejected has no stage.
    """

    site: Annotated[list[SiteCode], Field(max_length=50)] = []
    stage: Annotated[list[Stage], Field(max_length=6)] = []
    merchant: MerchantCode = ""
    carrier: Annotated[str, bounded(24)] = ""
    request_status: Annotated[list[RequestStatus], Field(max_length=5)] = []
    due_from: Moment | None = None
    due_until: Moment | None = None


class ReleaseIn(Input):
    """Which fulfillment orders of a site a wave takes; what is left out takes all.

    `zones`: orders that can be picked in these zones alone, and they are.
    """

    site: SiteCode
    cut_off: Moment | None = None
    carriers: Annotated[list[Carrier], Field(max_length=50)] = []
    line_mix: LineMix = LineMix.ANY
    min_priority: Annotated[int, Field(ge=0, le=100)] | None = None
    merchants: Annotated[list[Annotated[str, bounded(16, 1)]], Field(max_length=50)] = []
    countries: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]], Field(max_length=50)
    ] = []
    max_orders: Annotated[int, Field(ge=1, le=10_000)] = 10_000
    zones: Annotated[list[Annotated[str, bounded(8, 1)]], Field(max_length=50)] = []
    max_lines: Annotated[int, Field(ge=1, le=1_000_000)] | None = None

    def as_rule(self, merchant_ids: tuple[UUID, ...]) -> ReleaseRule:
        """Return what the service takes."""
        return ReleaseRule(
            cut_off=self.cut_off,
            carrier_codes=tuple(self.carriers),
            line_mix=self.line_mix,
            min_priority=self.min_priority,
            merchant_ids=merchant_ids,
            countries=tuple(self.countries),
            max_orders=self.max_orders,
            zones=tuple(self.zones),
            max_lines=self.max_lines,
        )


class WaveListIn(PageIn):
    """What narrows the list of waves."""

    site: Annotated[str, bounded(16)] = ""


class BatchListIn(PageIn):
    """What narrows the list of batches."""

    site: Annotated[str, bounded(16)] = ""
    wave: Annotated[str, bounded(16)] = ""
    status: Annotated[list[Annotated[str, bounded(9, 1)]], Field(max_length=5)] = []


class BuildIn(Input):
    """How many totes a cart takes, and which; without names empty ones are taken."""

    max_totes: Annotated[int, Field(ge=1, le=200)]
    totes: Annotated[list[Annotated[str, bounded(20, 1)]], Field(max_length=2_000)] = []


class ClaimIn(Input):
    """Who walks."""

    picker: UUID


class ScanIn(Input):
    """One confirmed stop. `device` and `client_id` name the scan for ever: it never takes effect twice."""

    task_id: Serial
    quantity: Annotated[int, Field(ge=0, le=1_000_000)]
    device: ClientId
    client_id: ClientId
    short_reason: ShortReason | None = None

    def as_scan(self) -> PickScan:
        """Return what the service takes."""
        return PickScan(self.task_id, self.quantity, self.device, self.client_id, self.short_reason)


class ScansIn(Input):
    """Scans in the order they were made."""

    scans: Annotated[list[ScanIn], Field(min_length=1, max_length=2_000)]


class BoxedIn(Input):
    """Units of a fulfillment line in a box."""

    line: Serial
    quantity: Quantity


class BoxIn(Input):
    """A closed carton; without a weight the expected one is taken."""

    carton: Annotated[str, bounded(16, 1)]
    items: Annotated[list[BoxedIn], Field(min_length=1, max_length=1_000)]
    weight_grams: Annotated[int, Field(ge=1, le=5_000_000)] | None = None


class PackIn(Input):
    """A fulfillment order to pack; without boxes as planned."""

    fulfillment: UUID
    boxes: Annotated[list[BoxIn], Field(max_length=500)] = []

    def as_pack(self) -> Pack:
        """Return what the service takes."""
        boxes = tuple(
            Box(box.carton, tuple(BoxedUnits(item.line, item.quantity) for item in box.items), box.weight_grams)
            for box in self.boxes
        )  # fmt: skip
        return Pack(self.fulfillment, boxes)


class PacksIn(Input):
    """Up to 400 fulfillment orders, all or none."""

    packs: Annotated[list[PackIn], Field(min_length=1, max_length=400)]


class PackSettingIn(Input):
    """How far off a closed carton may weigh: thousandths of the expected weight, and so many grams in any case."""

    tolerance_permille: Annotated[int, Field(ge=0, le=1_000)] = 40
    tolerance_grams: Annotated[int, Field(ge=0, le=100_000)] = 20
    must_weigh: bool = False

    def as_setting(self) -> PackSettingRow:
        """Return what the service takes."""
        return PackSettingRow(self.tolerance_permille, self.tolerance_grams, self.must_weigh)


class CloseIn(Input):
    """The number on the seal of the truck, where it has one."""

    seal: Annotated[str, bounded(24)] = ""


class DispatchIn(Input):
    """Shipments that have left."""

    shipments: Annotated[list[UUID], Field(min_length=1, max_length=2_000)]
