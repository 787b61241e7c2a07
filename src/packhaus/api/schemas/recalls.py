"""Recalls as callers send them and ask for them."""

from typing import Annotated, Literal

from pydantic import Field

from packhaus.api.fields import Code, Input, MerchantCode, Number, PageIn, bounded
from packhaus.recalls.types import LotScope, RecallDraft, SerialScope

RecallNumber = Annotated[str, bounded(16, 1)]
Text = Annotated[str, Field(max_length=1_000, pattern=r"^[^\x00]*$")]


class LotIn(Input):
    """A lot of an item."""

    sku: Code
    lot: Code


class SerialsIn(Input):
    """Serial numbers from one to another, both included and equally long."""

    sku: Code
    first: Code
    last: Code


class TextsIn(Input):
    """What shoppers read besides, in their language; it names nobody."""

    en: Text = ""
    de: Text = ""
    id: Text = ""


class RecallIn(Input):
    """Lots and serial numbers of a merchant, why they are recalled and what shoppers are asked to do."""

    hazard: Literal["health", "allergen", "foreign_body", "fire", "injury", "labelling", "quality", "other"]
    advice: Literal["stop_using", "send_back", "dispose", "wait"]
    lots: Annotated[list[LotIn], Field(max_length=100)] = []
    serials: Annotated[list[SerialsIn], Field(max_length=100)] = []
    texts: TextsIn = TextsIn()
    merchant: MerchantCode = ""

    def as_draft(self) -> RecallDraft:
        """Return it as the service takes it."""
        return RecallDraft(
            self.hazard,
            self.advice,
            tuple(LotScope(one.sku, one.lot) for one in self.lots),
            tuple(SerialScope(one.sku, one.first, one.last) for one in self.serials),
            self.texts.model_dump(),
        )


class RecallListIn(PageIn):
    """What narrows the list; `text` is a number, a lot or a SKU."""

    merchant: MerchantCode = ""
    status: Annotated[list[Literal["open", "ending", "ended"]], Field(max_length=3)] = []
    text: Annotated[str, bounded(40)] = ""


class RecallOrdersIn(PageIn):
    """What narrows the orders of a recall."""

    state: Annotated[list[Literal["not_told", "told", "unreachable", "returned"]], Field(max_length=4)] = []


class RecallEndIn(Input):
    """What becomes of the units in quarantine."""

    outcome: Literal["released", "scrapped"]


class RecallReturnIn(Input):
    """How many units of an order have come back, all in all."""

    order: Number
    units: Annotated[int, Field(ge=0, le=1_000_000)]
