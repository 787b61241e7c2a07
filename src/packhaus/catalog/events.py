"""Facts of the catalog."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class SkusSaved(Fact):
    """Items were created or changed; how many of each, and the codes of the first hundred."""

    kind: ClassVar[str] = "skus_saved"
    aggregate_kind: ClassVar[str] = "merchant"
    count: int
    codes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkusSwitched(Fact):
    """Items were put into use or out of it; how many, and the codes of the first hundred."""

    kind: ClassVar[str] = "skus_switched"
    aggregate_kind: ClassVar[str] = "merchant"
    is_active: bool
    count: int
    codes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkusTagged(Fact):
    """Items got a tag, a code; how many, and the codes of the first hundred."""

    kind: ClassVar[str] = "skus_tagged"
    aggregate_kind: ClassVar[str] = "merchant"
    tag: str
    count: int
    codes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkusUntagged(Fact):
    """Items lost a tag; how many, and the codes of the first hundred."""

    kind: ClassVar[str] = "skus_untagged"
    aggregate_kind: ClassVar[str] = "merchant"
    tag: str
    count: int
    codes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplianceSaved(Fact):
    """What laws want to know of items was written down; how many, and the codes of the first hundred."""

    kind: ClassVar[str] = "compliance_saved"
    aggregate_kind: ClassVar[str] = "merchant"
    count: int
    codes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuMeasured(Fact):
    """One unit of an item was measured and weighed."""

    kind: ClassVar[str] = "sku_measured"
    aggregate_kind: ClassVar[str] = "sku"
    code: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VasOptionsSaved(Fact):
    """Value-added services were offered or changed; how many, and the codes of the first hundred."""

    kind: ClassVar[str] = "vas_options_saved"
    aggregate_kind: ClassVar[str] = "merchant"
    count: int
    codes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class VasRulesSaved(Fact):
    """The rules by which orders get value-added services unasked were replaced; how many there are."""

    kind: ClassVar[str] = "vas_rules_saved"
    aggregate_kind: ClassVar[str] = "merchant"
    count: int
