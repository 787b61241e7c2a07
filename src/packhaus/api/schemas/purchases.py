"""Purchase orders as callers send them and ask for them."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from ninja import Path
from pydantic import Field

from packhaus.api.fields import MAX_BATCH, Code, Input, MerchantCode, PageIn, Quantity, ShortCode, bounded
from packhaus.api.schemas.stock import SiteCode
from packhaus.inbound.types import PurchaseDraft, PurchaseLineDraft

PurchaseNumber = Annotated[str, bounded(40, 1), Path()]


class PurchaseLineIn(Input):
    """An item that is ordered for a day: base units, or so many cases or pallets of it where `packaging` names one."""

    sku: Code
    quantity: Quantity
    expected_on: date
    packaging: Annotated[str, bounded(16)] = ""


class PurchaseChangeIn(Input):
    """What is ordered from whom. A change says all that is still wanted."""

    site: SiteCode
    supplier: ShortCode
    supplier_name: Annotated[str, bounded(120)] = ""
    lines: Annotated[list[PurchaseLineIn], Field(min_length=1, max_length=MAX_BATCH)]
    merchant: MerchantCode = ""

    def as_draft(self, number: str, site_id: UUID) -> PurchaseDraft:
        """Return it as services take it."""
        lines = tuple(
            PurchaseLineDraft(line.sku, line.quantity, line.expected_on, line.packaging)
            for line in self.lines
        )
        return PurchaseDraft(number, site_id, self.supplier, lines, self.supplier_name)


class PurchaseIn(PurchaseChangeIn):
    """A purchase order to place; deliveries name its number as their `order`."""

    number: Annotated[str, bounded(40, 1)]


class PurchaseListIn(PageIn):
    """What narrows the list; unannounced are orders with units that no delivery brings."""

    merchant: MerchantCode = ""
    site: Annotated[str, bounded(16)] = ""
    status: Annotated[list[Literal["open", "received", "cancelled"]], Field(max_length=3)] = []
    number: Annotated[str, bounded(40)] = ""
    supplier: Annotated[str, bounded(24)] = ""
    late: bool = False
    unannounced: bool = False
