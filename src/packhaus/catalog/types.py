"""Items and value-added services as they come in."""

from dataclasses import dataclass, field, fields
from typing import NamedTuple

MATERIALS = ("paper", "plastic", "wood", "glass", "ferrous", "aluminium", "composite", "other")
"""What packaging registers ask for by weight. Source: VerpackG § 16(2), the kinds of material of its quotas."""

VAS_KINDS = (
    "gift_wrap", "gift_message", "insert", "labelling", "engraving", "assembly", "bundling", "tissue", "tape", "other",
)  # fmt: skip
VAS_PER = ("unit", "order")
VAS_STEPS = ("bench", "before")
LONGEST_VAS_TEXT = 500


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
    `tags` an item keeps those it has, and without `cost_minor` (of one base unit) what it costs.
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
    life_days: int | None = None
    default_lead_days: int | None = None
    hs_code: str = ""
    origin: str = ""
    barcodes: tuple[str, ...] = ()
    packagings: tuple[PackagingDraft, ...] = ()
    components: tuple[tuple[str, int], ...] = ()
    is_active: bool = True
    tags: tuple[str, ...] | None = None
    cost_minor: int | None = None
    cost_currency: str = ""


SKU_FIELDS = tuple(field.name for field in fields(SkuDraft))


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


@dataclass(frozen=True, slots=True)
class VasOptionDraft:
    """A value-added service to offer or to change; texts by language, `sku` is the item that one uses up.

    `per` unit of a line or `order`; at the `bench` or `before` the order comes there.
    """

    code: str
    kind: str
    names: dict[str, str]
    instructions: dict[str, str] = field(default_factory=dict)
    minutes: int = 0
    per: str = "order"
    step: str = "bench"
    asks_text: bool = False
    sku: str = ""
    sku_quantity: int = 0
    material: str = ""
    material_grams: int = 0
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class VasRuleDraft:
    """For orders that fit, add an option (by its code) or pack in these cartons only; no condition: every order."""

    option: str = ""
    cartons: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    least_goods_minor: int | None = None
    currency: str = ""


class KnownVas(NamedTuple):
    """What an order that asks for an option has to agree with."""

    id: str
    per: str
    asks_text: bool
