"""Items as callers send them."""

from typing import Annotated, Literal

from pydantic import Field

from packhaus.api.fields import MAX_BATCH, Input, MerchantCode, Minor, PageIn, Quantity, ShortCode, bounded
from packhaus.catalog.services.measure import Measures
from packhaus.catalog.types import PackagingDraft, SkuDraft

SkuCode = Annotated[str, bounded(40, 1)]
Kind = Literal["stock", "kit", "service", "digital", "fee", "deposit"]
Millimetres = Annotated[int, Field(ge=0, le=20_000)]
Grams = Annotated[int, Field(ge=0, le=5_000_000)]
Days = Annotated[int, Field(ge=0, le=3_650)]


class PackagingIn(Input):
    """A case or pallet: so many base units with measures of its own."""

    code: Annotated[str, bounded(16, 1)]
    quantity: Quantity
    length_mm: Millimetres = 0
    width_mm: Millimetres = 0
    height_mm: Millimetres = 0
    weight_grams: Grams = 0


class ComponentIn(Input):
    """A part of a kit."""

    sku: SkuCode
    quantity: Quantity


class SkuFields(Input):
    """Everything of an item but its code; measures are of one base unit.

    Without tags, cost or `life_days` (how long a unit lasts from the day it is made) it keeps those it has.
    """

    name: Annotated[str, bounded(200, 1)]
    kind: Kind = "stock"
    base_unit: Literal["each", "gram", "millilitre", "millimetre"] = "each"
    length_mm: Millimetres = 0
    width_mm: Millimetres = 0
    height_mm: Millimetres = 0
    weight_grams: Grams = 0
    must_stay_upright: bool = False
    is_fragile: bool = False
    carries_grams: Grams | None = None
    hazard: Literal[
        "", "1", "2.1", "2.2", "2.3", "3", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1", "7", "8", "9"
    ] = ""
    has_lots: bool = False
    has_serials: bool = False
    has_expiry: bool = False
    minimum_shelf_life_days: Days = 0
    life_days: Annotated[int, Field(ge=1, le=3_650)] | None = None
    default_lead_days: Days | None = None
    hs_code: Annotated[str, bounded(12)] = ""
    origin: Annotated[str, bounded(2)] = ""
    barcodes: Annotated[list[Annotated[str, bounded(48, 1)]], Field(max_length=20)] = []
    packagings: Annotated[list[PackagingIn], Field(max_length=20)] = []
    components: Annotated[list[ComponentIn], Field(max_length=100)] = []
    is_active: bool = True
    tags: Annotated[list[ShortCode], Field(max_length=20)] | None = None
    cost_minor: Minor | None = None
    cost_currency: Annotated[str, bounded(3)] = ""

    def as_draft(self, code: str) -> SkuDraft:
        """Return what the service takes."""
        own = self.model_dump(exclude={"code", "barcodes", "packagings", "components", "tags"})
        return SkuDraft(
            code=code,
            barcodes=tuple(self.barcodes),
            packagings=tuple(PackagingDraft(**packaging.model_dump()) for packaging in self.packagings),
            components=tuple((part.sku, part.quantity) for part in self.components),
            tags=None if self.tags is None else tuple(self.tags),
            **own,
        )


class MeasuresIn(Input):
    """What one base unit measures and weighs."""

    length_mm: Annotated[int, Field(ge=1, le=20_000)]
    width_mm: Annotated[int, Field(ge=1, le=20_000)]
    height_mm: Annotated[int, Field(ge=1, le=20_000)]
    weight_grams: Annotated[int, Field(ge=1, le=5_000_000)]
    merchant: MerchantCode = ""

    def as_measures(self) -> Measures:
        """Return what the service takes."""
        return Measures(self.length_mm, self.width_mm, self.height_mm, self.weight_grams)


class SkuIn(SkuFields):
    """An item with its code."""

    code: SkuCode


class SkusIn(Input):
    """Up to a thousand items, all or none."""

    skus: Annotated[list[SkuIn], Field(min_length=1, max_length=MAX_BATCH)]
    merchant: MerchantCode = ""


class SkuListIn(PageIn):
    """What narrows the list; `text` is the start of a code or name, or a whole barcode."""

    merchant: MerchantCode = ""
    text: Annotated[str, bounded(60)] = ""
    kind: Annotated[list[Kind], Field(max_length=6)] = []
    tag: Annotated[str, bounded(24)] = ""
