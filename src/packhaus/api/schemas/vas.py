"""Value-added services as callers offer them, rule them and book them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from packhaus.api.fields import Code, Input, MerchantCode, Minor, Serial, ShortCode, bounded
from packhaus.catalog.types import VasOptionDraft, VasRuleDraft
from packhaus.orders.types import LineVas

Language = Literal["en", "de", "id"]
VasCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,16}$")]
Material = Literal["", "paper", "plastic", "wood", "glass", "ferrous", "aluminium", "composite", "other"]
MAX_VALUES = 100


class VasOptionIn(Input):
    """A value-added service; texts by language, minutes and grams of one."""

    code: VasCode
    kind: Literal[
        "gift_wrap", "gift_message", "insert", "labelling", "engraving", "assembly", "bundling", "tissue", "tape",
        "other",
    ]  # fmt: skip
    names: dict[Language, Annotated[str, bounded(60)]]
    instructions: dict[Language, Annotated[str, bounded(1_000)]] = {}
    minutes: Annotated[int, Field(ge=0, le=1_440)] = 0
    per: Literal["unit", "order"] = "order"
    step: Literal["bench", "before"] = "bench"
    asks_text: bool = False
    sku: Annotated[str, bounded(40)] = ""
    sku_quantity: Annotated[int, Field(ge=0, le=1_000)] = 0
    material: Material = ""
    material_grams: Annotated[int, Field(ge=0, le=100_000)] = 0
    is_active: bool = True

    def as_draft(self) -> VasOptionDraft:
        """Return what the service takes."""
        return VasOptionDraft(**self.model_dump())


class VasOptionsIn(Input):
    """Value-added services to offer, or to change where the code is known."""

    options: Annotated[list[VasOptionIn], Field(min_length=1, max_length=200)]
    merchant: MerchantCode = ""


class VasRuleIn(Input):
    """For orders that fit, add an option or pack in these cartons only; without conditions every order fits."""

    option: Annotated[str, bounded(16)] = ""
    cartons: Annotated[tuple[Annotated[str, bounded(16, 1)], ...], Field(max_length=MAX_VALUES)] = ()
    skus: Annotated[tuple[Code, ...], Field(max_length=MAX_VALUES)] = ()
    channels: Annotated[tuple[ShortCode, ...], Field(max_length=MAX_VALUES)] = ()
    countries: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")], ...], Field(max_length=MAX_VALUES)
    ] = ()
    tags: Annotated[tuple[ShortCode, ...], Field(max_length=MAX_VALUES)] = ()
    least_goods_minor: Minor | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")] = ""

    def as_draft(self) -> VasRuleDraft:
        """Return what the service takes."""
        return VasRuleDraft(**self.model_dump())


class VasRulesIn(Input):
    """All rules of a merchant in their turn; those it had before are gone."""

    rules: Annotated[list[VasRuleIn], Field(max_length=200)]
    merchant: MerchantCode = ""


class LineVasIn(Input):
    """A service of the line at this position, without one of the whole order; its words, where it takes some."""

    option: VasCode
    line: Annotated[int, Field(ge=1, le=32_767)] | None = None
    text: Annotated[str, bounded(600)] = ""

    def as_wish(self) -> LineVas:
        """Return what is wished."""
        return LineVas(self.option, self.line, self.text)


class OrderVasIn(Input):
    """Services to ask for, and services to do without; what rules add is not among these."""

    add: Annotated[list[LineVasIn], Field(max_length=50)] = []
    remove: Annotated[list[LineVasIn], Field(max_length=50)] = []


class VasWorkIn(Input):
    """What narrows the list of what is left to do."""

    merchant: MerchantCode = ""
    site: Annotated[str, bounded(16)] = ""
    step: Literal["", "bench", "before"] = ""


class VasDoneIn(Input):
    """A service that was done, to a line (its id in the list) or without one to the whole; `client_id` counts once."""

    fulfillment: UUID
    option: VasCode
    line_id: Serial | None = None
    client_id: Annotated[str, bounded(60)] = ""
