"""Quality checks and their rules as callers send them and ask for them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from packhaus.api.fields import Input, MerchantCode, PageIn, bounded
from packhaus.inbound.services.quality_rules import QualityRuleDraft

CheckStatus = Literal[
    "open", "claimed", "accepted", "rejected", "released", "returned", "scrapped", "cancelled"
]
Ground = Literal["reworked", "concession", "checked_anew", "not_worth", "supplier", "other"]


class QualityRuleIn(Input):
    """What is checked: an item, a supplier's goods, an item of a supplier, or without both everything."""

    level: Literal["S-1", "S-2", "S-3", "S-4", "I", "II", "III"]
    aql: Literal[
        "0.010", "0.015", "0.025", "0.040", "0.065", "0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5", "2.5",
        "4.0", "6.5", "10",
    ]  # fmt: skip
    sku: Annotated[str, bounded(40)] = ""
    supplier: Annotated[str, bounded(24)] = ""
    is_active: bool = True
    merchant: MerchantCode = ""

    def as_draft(self) -> QualityRuleDraft:
        """Return it as the service takes it."""
        return QualityRuleDraft(self.level, self.aql, self.sku, self.supplier, self.is_active)


class CheckListIn(PageIn):
    """What narrows the list."""

    merchant: MerchantCode = ""
    site: Annotated[str, bounded(16)] = ""
    sku: Annotated[str, bounded(40)] = ""
    status: Annotated[list[CheckStatus], Field(max_length=8)] = []


class SamplesIn(Input):
    """Units that were looked at, and how many of them had a defect; `client_id` is used once."""

    client_id: Annotated[str, bounded(60, 1)]
    checked: Annotated[int, Field(ge=1, le=10**9)]
    defective: Annotated[int, Field(ge=0, le=10**9)] = 0
    defect_reason: Literal[
        "", "damaged", "wrong_item", "wrong_label", "incomplete", "function", "appearance", "other"
    ] = ""


class SettleIn(Input):
    """What becomes of units in quarantine, and on which ground."""

    checks: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    outcome: Literal["released", "returned", "scrapped"]
    ground: Ground
