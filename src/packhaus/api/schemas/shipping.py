"""Carriers with their services, and cartons, as callers send them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from packhaus.api.fields import Input, MerchantCode, Minor, bounded
from packhaus.shipping.types import CarrierDraft, CartonDraft, ConnectionDraft, ServiceDraft, TransitDraft

Weight = Annotated[int, Field(ge=1, le=100_000_000)]
Length = Annotated[int, Field(ge=1, le=20_000)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Material = Literal["paper", "plastic", "wood", "glass", "ferrous", "aluminium", "composite", "other"]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class PriceStepIn(Input):
    """What a parcel of up to so many grams costs."""

    up_to_grams: Weight
    amount_minor: Minor


class CarrierServiceIn(Input):
    """A carrier's product; no countries means everywhere, the lowest rank is preferred. Prices in ascending steps."""

    code: Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,24}$")]
    name: Annotated[str, bounded(80, 1)]
    max_weight_grams: Weight
    currency: Currency
    prices: Annotated[list[PriceStepIn], Field(min_length=1, max_length=100)]
    countries: Annotated[list[Country], Field(max_length=250)] = []
    can_collect_cash: bool = False
    rank: Annotated[int, Field(ge=0, le=1_000_000)] = 100
    is_active: bool = True
    cm3_per_kg: Annotated[int, Field(ge=1, le=100_000)] | None = None
    delivery_weekdays: Annotated[str, Field(pattern=r"^[01]{7}$")] = "1111100"
    takes_dangerous: bool = True
    takes_po_boxes: bool = True
    takes_signature: bool = True
    liable_minor: Annotated[int, Field(ge=0, lt=10**12)] | None = None
    product: Annotated[str, bounded(48)] = ""
    delivery_options: Annotated[
        list[Literal["day", "safe_place", "neighbour", "pickup_point"]], Field(max_length=4)
    ] = []


class CarrierIn(Input):
    """A carrier; `tracking_url` has {number} where the tracking number goes."""

    name: Annotated[str, bounded(80, 1)]
    services: Annotated[list[CarrierServiceIn], Field(max_length=50)] = []
    tracking_prefix: Annotated[str, bounded(8)] = ""
    tracking_url: Annotated[str, bounded(200)] = ""

    def as_draft(self, code: str) -> CarrierDraft:
        """Return what the service takes."""
        services = tuple(
            ServiceDraft(
                **{
                    **service.model_dump(),
                    "prices": tuple((step.up_to_grams, step.amount_minor) for step in service.prices),
                    "countries": tuple(service.countries),
                }
            )
            for service in self.services
        )
        return CarrierDraft(code, self.name, services, self.tracking_prefix, self.tracking_url)


class TransitTimeIn(Input):
    """How many delivery days a service takes between two areas; an empty country is everywhere.

    `from_postal` and `to_postal` are beginnings of postal codes; a region stands instead of where codes begin.
    """

    service: Annotated[str, bounded(24, 1)]
    min_days: Annotated[int, Field(ge=0, le=120)]
    max_days: Annotated[int, Field(ge=0, le=120)]
    from_country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    from_postal: Annotated[str, bounded(10)] = ""
    to_country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    to_postal: Annotated[str, bounded(10)] = ""
    to_region: Annotated[str, bounded(60)] = ""


class TransitTimesIn(Input):
    """Every transit time of a carrier; what is left out is gone."""

    transit_times: Annotated[list[TransitTimeIn], Field(max_length=10_000)]

    def as_drafts(self) -> list[TransitDraft]:
        """Return what the service takes."""
        return [TransitDraft(**one.model_dump()) for one in self.transit_times]


class CartonIn(Input):
    """A carton, of a merchant or, when none is named, for every merchant that has none of its own."""

    inner_length_mm: Length
    inner_width_mm: Length
    inner_height_mm: Length
    outer_length_mm: Length
    outer_width_mm: Length
    outer_height_mm: Length
    tare_grams: Annotated[int, Field(ge=0, le=100_000_000)]
    max_weight_grams: Weight
    currency: Currency
    cost_minor: Minor = 0
    material_grams: dict[Material, Annotated[int, Field(ge=1, le=100_000_000)]] = {}
    stock: Annotated[str, bounded(57)] = ""
    low_stock_at: Annotated[int, Field(ge=0, le=10**9)] | None = None
    fill_material: Literal[
        "", "paper", "plastic", "wood", "glass", "ferrous", "aluminium", "composite", "other"
    ] = ""
    fill_grams_per_litre: Annotated[int, Field(ge=0, le=1_000)] = 0
    fill_stock: Annotated[str, bounded(57)] = ""
    fill_low_stock_at: Annotated[int, Field(ge=0, le=10**9)] | None = None
    merchant: MerchantCode = ""

    def as_draft(self, code: str) -> CartonDraft:
        """Return what the service takes."""
        return CartonDraft(code=code, **self.model_dump(exclude={"merchant"}))


class CarrierConnectionIn(Input):
    """How an account is asked over the carrier's interface; without a merchant it is the operator's."""

    account_number: Annotated[str, bounded(40, 1)]
    interface: Annotated[str, bounded(24, 1)]
    credentials: dict[Annotated[str, bounded(40, 1)], Annotated[str, bounded(200)]] = {}
    merchant: Annotated[str, bounded(24)] = ""
    is_test: bool = True
    is_active: bool = True

    def as_draft(self, code: str, merchant_id: UUID | None) -> ConnectionDraft:
        """Return what the service takes."""
        return ConnectionDraft(
            code,
            self.account_number,
            self.interface,
            self.credentials,
            self.is_test,
            self.is_active,
            merchant_id,
        )
