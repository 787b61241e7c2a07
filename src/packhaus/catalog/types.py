"""Items as they come in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PackagingDraft:
    """A case or pallet: so many base units with measures of its own."""

    code: str
    quantity: int
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    weight_grams: int = 0


@dataclass(frozen=True, slots=True)
class SkuDraft:
    """An item to create or to change; measures are of one base unit, components make it a kit.

    `carries_grams` is what may stand on one unit in a carton; None: anything, or nothing where it is fragile. Without
    `tags` an item keeps those it has.
    """

    code: str
    name: str
    kind: str = "stock"
    base_unit: str = "each"
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    weight_grams: int = 0
    must_stay_upright: bool = False
    is_fragile: bool = False
    carries_grams: int | None = None
    hazard: str = ""
    has_lots: bool = False
    has_serials: bool = False
    has_expiry: bool = False
    minimum_shelf_life_days: int = 0
    default_lead_days: int | None = None
    hs_code: str = ""
    origin: str = ""
    barcodes: tuple[str, ...] = ()
    packagings: tuple[PackagingDraft, ...] = ()
    components: tuple[tuple[str, int], ...] = ()
    is_active: bool = True
    tags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ComplianceDraft:
    """What laws want to know of an item, by its code; the battery's weight is of one base unit, in grams."""

    sku_code: str
    brand: str = ""
    device_class: str = ""
    battery_kind: str = ""
    battery_grams: int = 0
    is_textile: bool = False
    responsible_person: str = ""
    warnings: str = ""
