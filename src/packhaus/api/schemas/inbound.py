"""Announced deliveries as callers send them and ask for them."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from ninja import Path
from pydantic import Field

from packhaus.api.fields import (
    MAX_BATCH,
    Code,
    Input,
    MerchantCode,
    Number,
    PageIn,
    Quantity,
    Serial,
    bounded,
)
from packhaus.api.schemas.stock import SiteCode
from packhaus.inbound.types import AsnDraft, AsnLineDraft, Entry

AsnNumber = Annotated[str, bounded(40, 1), Path()]
UnitCode = Annotated[str, bounded(20, 1), Path()]
AsnStatus = Literal["announced", "arriving", "receiving", "received", "closed", "cancelled"]


class AsnLineIn(Input):
    """Units that will come; `unit` is the LPN or SSCC of their carton or pallet, `order` an order of their own."""

    sku: Code
    quantity: Quantity
    lot: Annotated[str, bounded(40)] = ""
    expires_on: date | None = None
    unit: Annotated[str, bounded(20)] = ""
    unit_kind: Literal["", "carton", "pallet"] = ""
    order: Annotated[str, bounded(40)] = ""


class AsnChangeIn(Input):
    """What a delivery brings, and when; `order` is the number of the purchase order behind lines that name none.

    `tracking_number` is the carrier's; the delivery is found by it.
    """

    site: SiteCode
    expected_on: date
    supplier: Annotated[str, bounded(24)] = ""
    supplier_name: Annotated[str, bounded(120)] = ""
    order: Annotated[str, bounded(40)] = ""
    carrier: Annotated[str, bounded(24)] = ""
    tracking_number: Annotated[str, bounded(40)] = ""
    lines: Annotated[list[AsnLineIn], Field(min_length=1, max_length=MAX_BATCH)]
    merchant: MerchantCode = ""

    def as_draft(self, number: str, site_id: UUID) -> AsnDraft:
        """Return it as services take it."""
        return AsnDraft(
            number=number,
            site_id=site_id,
            expected_on=self.expected_on,
            lines=tuple(
                AsnLineDraft(
                    line.sku, line.quantity, line.lot, line.expires_on, line.unit, line.unit_kind, line.order
                )
                for line in self.lines
            ),
            supplier_code=self.supplier,
            supplier_name=self.supplier_name,
            order_number=self.order,
            carrier_code=self.carrier,
            tracking_number=self.tracking_number,
        )


class AsnIn(AsnChangeIn):
    """A delivery to announce."""

    number: Number


class AsnListIn(PageIn):
    """What narrows the list."""

    merchant: MerchantCode = ""
    site: Annotated[str, bounded(16)] = ""
    status: Annotated[list[AsnStatus], Field(max_length=6)] = []
    number: Annotated[str, bounded(40)] = ""
    supplier: Annotated[str, bounded(24)] = ""
    from_on: date | None = None
    to_on: date | None = None
    only: Literal["", "unannounced", "different"] = ""


class EntryIn(Input):
    """Units that came, by `line` or by `sku`; `client_id` is used once. With a damage reason all are damaged."""

    client_id: Annotated[str, bounded(60, 1)]
    quantity: Quantity
    sku: Annotated[str, bounded(40)] = ""
    line: Serial | None = None
    lot: Annotated[str, bounded(40)] = ""
    expires_on: date | None = None
    serial: Annotated[str, bounded(40)] = ""
    unit: Annotated[str, bounded(20)] = ""
    unit_kind: Literal["", "carton", "pallet"] = ""
    damage_reason: Literal["", "crushed", "wet", "broken", "expired", "other"] = ""
    takes_short_lived: bool = False

    def as_entry(self) -> Entry:
        """Return it as the service takes it."""
        return Entry(
            self.client_id, self.quantity, self.sku, self.line or 0, self.lot, self.expires_on, self.serial, self.unit,
            self.unit_kind, self.damage_reason, self.takes_short_lived,
        )  # fmt: skip


class EntriesIn(Input):
    """What came of a delivery, all or none."""

    entries: Annotated[list[EntryIn], Field(min_length=1, max_length=200)]
    merchant: MerchantCode = ""


class DifferenceIn(Input):
    """Why a line brought more or fewer than announced."""

    line: Serial
    reason: Literal["not_sent", "lost", "sent_more", "wrong_item", "wrong_label", "other"]


class CloseIn(Input):
    """A reason for every line that differs."""

    differences: Annotated[list[DifferenceIn], Field(max_length=MAX_BATCH)] = []
    merchant: MerchantCode = ""


class UnannouncedIn(Input):
    """A delivery that nobody announced, by the number on its papers."""

    number: Number
    site: SiteCode
    carrier: Annotated[str, bounded(24)] = ""
    merchant: MerchantCode = ""
