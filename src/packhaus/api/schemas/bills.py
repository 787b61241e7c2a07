"""Carriers' bills, as callers send them and ask for them."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from packhaus.api.fields import Input, PageIn, bounded
from packhaus.api.schemas.shipping import Currency, Weight
from packhaus.shipping.types.bills import BillRowDraft, Verdict

Amount = Annotated[int, Field(ge=-(10**12), le=10**12)]
State = Literal["open", "accepted", "disputed", "credited"]


class BillChargeIn(Input):
    """What a bill asks for a parcel, in the carrier's words; without a tracking number it is for no parcel."""

    tracking_number: Annotated[str, bounded(40)] = ""
    charge: Annotated[str, bounded(80, 1)] = "freight"
    amount_minor: Amount
    weight_grams: Weight | None = None


class BillIn(Input):
    """A bill or a piece of it; what is there already changes nothing."""

    carrier: Annotated[str, bounded(24, 1)]
    number: Annotated[str, bounded(40, 1)]
    billed_on: date
    currency: Currency
    charges: Annotated[list[BillChargeIn], Field(min_length=1, max_length=5_000)]

    def as_drafts(self) -> list[BillRowDraft]:
        """Return what shipping takes."""
        return [
            BillRowDraft(
                self.carrier, self.number, self.billed_on, self.currency, one.tracking_number, one.charge,
                one.amount_minor, one.weight_grams,
            )
            for one in self.charges
        ]  # fmt: skip


class BillListIn(PageIn):
    """What narrows the list."""

    carrier: Annotated[str, bounded(24)] = ""
    state: Literal["", "open", "disputed", "done"] = ""


class BilledListIn(PageIn):
    """What narrows the list: `text` is a whole tracking number or order number."""

    text: Annotated[str, bounded(40)] = ""
    bill: UUID | None = None
    carrier: Annotated[str, bounded(24)] = ""
    verdict: Verdict | None = None
    state: State | None = None
    over_minor: Amount | None = None


class BilledDecisionIn(Input):
    """What is decided about billed parcels, and what the carrier is told."""

    ids: Annotated[list[Annotated[int, Field(ge=1, lt=2**63)]], Field(min_length=1, max_length=5_000)]
    state: State
    note: Annotated[str, bounded(200)] = ""
