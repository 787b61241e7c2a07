"""Stock as callers ask for it and change it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from packhaus.api.fields import (
    MAX_BATCH,
    MAX_QUANTITY,
    Code,
    Input,
    MerchantCode,
    OptionalCode,
    PageIn,
    Quantity,
    Serial,
    ShortCode,
    bounded,
)
from packhaus.inventory.types import Condition, LocationKind

SiteCode = Annotated[str, bounded(16, 1)]
LocationCode = Annotated[str, bounded(32, 1)]
Document = Annotated[str, bounded(40, 1)]
Reason = Literal["damage", "loss", "count", "expiry", "sample", "correction", "found"]
Codes = Annotated[list[Code], Field(min_length=1, max_length=MAX_BATCH)]
Sites = Annotated[list[SiteCode], Field(max_length=200)]


class AvailabilityIn(Input):
    """Which SKUs, at which sites; no sites means all."""

    skus: Codes
    sites: Sites = []
    merchant: MerchantCode = ""


class AvailabilityQuery(Input):
    """The same in an address, for a few."""

    sku: Annotated[list[Code], Field(min_length=1, max_length=100)]
    site: Sites = []
    merchant: MerchantCode = ""


class HoldLineIn(Input):
    """Units of a SKU wanted at a site."""

    sku: Code
    site: SiteCode
    quantity: Quantity


class CartIn(Input):
    """A cart: all of it is held, or nothing; without minutes for as long as the merchant's terms say."""

    reference: Annotated[str, bounded(60, 1)]
    lines: Annotated[list[HoldLineIn], Field(min_length=1, max_length=200)]
    minutes: Annotated[int, Field(ge=1, le=24 * 60)] | None = None
    merchant: MerchantCode = ""


class ReceiptLineIn(Input):
    """Units that came in, and where they were put."""

    sku: Code
    location: LocationCode
    quantity: Quantity
    lot: Annotated[str, bounded(40)] = ""
    expires_on: date | None = None
    serial: Annotated[str, bounded(40, 1)] | None = None


class ReceiptIn(Input):
    """A receipt at one site; `document` is its number in the paper trail."""

    site: SiteCode
    document: Document
    lines: Annotated[list[ReceiptLineIn], Field(min_length=1, max_length=MAX_BATCH)]
    merchant: MerchantCode = ""


class MoveIn(Input):
    """Free units of one balance to another location of its site, or into another condition."""

    balance_id: Serial
    quantity: Quantity
    site: SiteCode
    to_location: LocationCode
    to_condition: Condition | None = None


class AdjustmentIn(Input):
    """Units more (positive) or fewer (negative) than the record says."""

    sku: Code
    location: LocationCode
    quantity: Annotated[int, Field(ge=-MAX_QUANTITY, le=MAX_QUANTITY)]
    reason: Reason


class AdjustmentsIn(Input):
    """Corrections at one site, all or none."""

    site: SiteCode
    document: Document
    adjustments: Annotated[list[AdjustmentIn], Field(min_length=1, max_length=200)]
    merchant: MerchantCode = ""


class StockListIn(PageIn):
    """What narrows the list; `text` is the start of a code or name, or a whole barcode.

    `state` is none (nothing free), free, or waiting (somebody waits), any of them.
    """

    merchant: MerchantCode = ""
    text: Annotated[str, bounded(60)] = ""
    site: Annotated[str, bounded(16)] = ""
    state: Annotated[list[Literal["none", "free", "waiting"]], Field(max_length=3)] = []


class MovementListIn(PageIn):
    """Which entries; a SKU, a location or a document is named."""

    merchant: MerchantCode = ""
    sku: OptionalCode = ""
    site: Annotated[str, bounded(16)] = ""
    location: Annotated[str, bounded(32)] = ""
    document: Annotated[str, bounded(40)] = ""
    reason: Annotated[list[ShortCode], Field(max_length=20)] = []


class LocationListIn(PageIn):
    """What narrows the list of locations."""

    kind: Annotated[list[LocationKind], Field(max_length=20)] = []
    text: Annotated[str, bounded(32)] = ""
    empty: bool = False
    blocked: bool = False
    over_full: bool = False
    uncounted_days: Annotated[int, Field(ge=1, le=3650)] | None = None


class CapacityIn(Input):
    """What a location can hold at most, null for no limit, and what may lie there together."""

    location: LocationCode
    max_weight_grams: Annotated[int, Field(ge=1, le=10**12)] | None
    max_volume_mm3: Annotated[int, Field(ge=1, le=10**15)] | None
    max_pallets: Annotated[int, Field(ge=1, le=10_000)] | None
    mixing: Literal["mixed", "one_sku", "one_lot"]


class CapacitiesIn(Input):
    """Capacities of locations of one site, all or none."""

    locations: Annotated[list[CapacityIn], Field(min_length=1, max_length=MAX_BATCH)]


class LocationIn(Input):
    """A spot to create or to change; coordinates in millimetres from the dock."""

    code: LocationCode
    kind: LocationKind
    zone: Annotated[str, bounded(8)] = ""
    aisle: Annotated[str, bounded(8)] = ""
    bay: Annotated[str, bounded(8)] = ""
    level: Annotated[str, bounded(8)] = ""
    bin: Annotated[str, bounded(8)] = ""
    x_mm: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    y_mm: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    walk_sequence: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0
    max_weight_grams: Annotated[int, Field(ge=1, le=10**12)] | None = None
    max_volume_mm3: Annotated[int, Field(ge=1, le=10**15)] | None = None
    max_pallets: Annotated[int, Field(ge=1, le=10_000)] | None = None
    mixing: Literal["mixed", "one_sku", "one_lot"] = "mixed"


class LocationsIn(Input):
    """Locations of one site, all or none."""

    locations: Annotated[list[LocationIn], Field(min_length=1, max_length=MAX_BATCH)]


class CutOffIn(Input):
    """When a carrier leaves; no weekdays (1 is Monday) means every working day."""

    carrier: Annotated[str, bounded(24, 1)]
    at: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(max_length=7)] = []


class SiteIn(Input):
    """A site to create or to change."""

    name: Annotated[str, bounded(120, 1)]
    timezone: Annotated[str, bounded(40, 1)]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    kind: Literal["warehouse", "store", "distributor", "supplier", "repair"] = "warehouse"
    run_by: Literal["own", "partner"] = "own"
    stock_policy: Literal["own", "feed", "unlimited"] = "own"
    feed_max_age_minutes: Annotated[int, Field(ge=1, le=100_000)] = 1440
    feed_trust_margin: Annotated[int, Field(ge=0, le=MAX_QUANTITY)] = 0
    partner_answer_minutes: Annotated[int, Field(ge=1, le=43_200)] = 240
    handling_minutes: Annotated[int, Field(ge=0, le=10_080)] = 0
    orders_a_day: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    postal_code: Annotated[str, bounded(16)] = ""
    city: Annotated[str, bounded(80)] = ""
    street: Annotated[str, bounded(120)] = ""
    priority: Annotated[int, Field(ge=0, le=1000)] = 100
    working_weekdays: Annotated[str, StringConstraints(pattern=r"^[01]{7}$")] = "1111100"
    cut_offs: Annotated[list[CutOffIn], Field(max_length=100)] = []


class ClosedDayIn(Input):
    """Why a site is closed on a day."""

    reason: Annotated[str, bounded(60)] = ""
