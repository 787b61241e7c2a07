"""Rate cards and parcels to rate, as callers send them."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from packhaus.api.fields import Input, MerchantCode, Minor, bounded
from packhaus.api.schemas.shipping import Country, Currency, Length, Weight
from packhaus.decide.rating import Option, Place, RatedParcel
from packhaus.shipping.types import RateCardDraft

Cell = Annotated[str, bounded(1_000)]
SheetKind = Literal["services", "zones", "prices", "surcharges", "areas", "fuel", "discounts"]
Code = Annotated[str, bounded(16)]


class RateCardIn(Input):
    """A contract's prices; without a merchant the account is the operator's. One that is not in use is an offer."""

    carrier_code: Annotated[str, bounded(24, 1)]
    account_number: Annotated[str, bounded(40, 1)]
    name: Annotated[str, bounded(60, 1)]
    currency: Currency
    measures: Literal["metric", "imperial"] = "metric"
    monthly_parcels: Annotated[int, Field(ge=0, lt=1_000_000_000)] = 0
    is_in_use: bool = True
    merchant: MerchantCode = ""

    def as_draft(self, merchant_id: UUID | None) -> RateCardDraft:
        """Return what shipping saves."""
        return RateCardDraft(**self.model_dump(exclude={"merchant"}), merchant_id=merchant_id)


class RatesIn(Input):
    """Sheets with their headings in the first row, as in a file; sheets that are left out stay as they are."""

    valid_from: date
    valid_until: date | None = None
    sheets: Annotated[
        dict[
            SheetKind,
            Annotated[list[Annotated[list[Cell], Field(max_length=400)]], Field(max_length=200_000)],
        ],
        Field(min_length=1),
    ]


class ParcelToRateIn(Input):
    """A parcel from a place to a place; an area code is the carrier's own."""

    origin_country: Country
    origin_postal_code: Code = ""
    country: Country
    postal_code: Code = ""
    area_code: Code = ""
    weight_grams: Weight
    length_mm: Length = 1
    width_mm: Length = 1
    height_mm: Length = 1
    shipped_on: date
    is_residential: bool = True
    options: Annotated[list[Option], Field(max_length=5)] = []
    value_minor: Minor = 0

    def as_parcel(self) -> RatedParcel:
        """Return what is rated."""
        return RatedParcel(
            Place(self.origin_country, self.origin_postal_code),
            Place(self.country, self.postal_code),
            self.weight_grams,
            (self.length_mm, self.width_mm, self.height_mm),
            self.shipped_on,
            self.area_code,
            self.is_residential,
            frozenset(self.options),
            self.value_minor,
        )


class ParcelsToRateIn(Input):
    """Parcels to rate with one version of a card."""

    parcels: Annotated[list[ParcelToRateIn], Field(min_length=1, max_length=1_000)]
