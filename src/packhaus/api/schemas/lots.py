"""Lots and quarantine as callers send them and ask for them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from packhaus.api.fields import Input, MerchantCode, PageIn, bounded

SiteCode = Annotated[str, bounded(16, 1)]


class LotListIn(PageIn):
    """What narrows the list; `text` is the start of a lot's code or a whole SKU. Gone is in no house any more."""

    merchant: MerchantCode = ""
    text: Annotated[str, bounded(40)] = ""
    site: Annotated[str, bounded(16)] = ""
    expires_until: date | None = None
    only: Literal["", "here", "quarantined", "gone"] = ""


class WhatIn(Input):
    """A lot of a SKU (at one site, or at all), or what lies in a location or carton of a site."""

    merchant: MerchantCode = ""
    sku: Annotated[str, bounded(40)] = ""
    lot: Annotated[str, bounded(40)] = ""
    site: Annotated[str, bounded(16)] = ""
    location: Annotated[str, bounded(32)] = ""
    unit: Annotated[str, bounded(20)] = ""

    @model_validator(mode="after")
    def name_one(self) -> Self:
        """Refuse a call that names nothing, or more than one thing."""
        named = [bool(self.lot), bool(self.location), bool(self.unit)]
        if sum(named) != 1 or bool(self.lot) != bool(self.sku) or (not self.lot and not self.site):
            raise ValueError("name a lot with its SKU, or a site with one of its locations or cartons")
        return self


class QuarantineIn(WhatIn):
    """What is set apart, and why."""

    reason: Literal["damage", "expiry", "short_life", "recall", "quality", "suspicion", "other"]


class LetGoIn(WhatIn):
    """What of the units that are set apart is decided on."""

    outcome: Literal["released", "scrapped"]


@dataclass(frozen=True, slots=True)
class ApartOut:
    """How many units it was; what has gone or is on its way out was passed over."""

    units: Annotated[int, Field(ge=0)]
