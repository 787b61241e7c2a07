"""Pallets, cartons and totes as callers ask for them."""

from typing import Annotated, Literal

from packhaus.api.fields import MerchantCode, PageIn, bounded

UnitCode = Annotated[str, bounded(20, 1)]


class UnitListIn(PageIn):
    """What narrows the list; `text` is the start of a license plate or SSCC."""

    merchant: MerchantCode = ""
    site: Annotated[str, bounded(16)] = ""
    text: Annotated[str, bounded(20)] = ""
    kind: Literal["", "pallet", "carton", "tote"] = ""
    only: Literal["", "stored", "leaving", "nested", "empty"] = ""
