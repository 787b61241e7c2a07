"""Words of shipping: parcels, what they cost, and where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.decide.pricing_flat import WeightStep


@dataclass(frozen=True, slots=True)
class PricedService:
    """A service with what decides whether it can take a parcel, and its flat prices; no countries means everywhere."""

    code: str
    carrier_code: str
    tracking_prefix: str
    countries: tuple[str, ...]
    max_weight_grams: int
    can_collect_cash: bool
    rank: int
    currency: str
    steps: tuple[WeightStep, ...]
    is_active: bool = True
    cm3_per_kg: int | None = None
    takes_dangerous: bool = True
    takes_po_boxes: bool = True
    takes_signature: bool = True
    liable_minor: int | None = None
    product: str = ""

    def weigh(self, *, weight_grams: int, size_mm: tuple[int, int, int]) -> int:
        """Return what is charged: the weight, or what so much space counts as, whichever is more."""
        if self.cm3_per_kg is None:
            return weight_grams
        return max(weight_grams, -(-size_mm[0] * size_mm[1] * size_mm[2] // self.cm3_per_kg))

    def under(self, currency: str) -> "PricedService":
        """Return the service as a contract of another currency prices it."""
        return self if currency == self.currency else replace(self, currency=currency)


class ParcelItemDraft(NamedTuple):
    """Units of the sender's line in a parcel."""

    line_id: int
    sku_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class ParcelDraft:
    """One carton that wants a label; weight with the carton, measures outside."""

    handling_unit_id: UUID
    carton_code: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int
    items: tuple[ParcelItemDraft, ...]
    pallet_sscc: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentDraft:
    """Parcels of one fulfillment order that go to one address. Without a wanted service the cheapest is chosen.

    `deliver_by`: when it was promised to be there. `value_minor`: what is in it is worth at most so much.
    """

    merchant_id: UUID
    fulfillment_id: UUID
    order_number: str
    site_id: UUID
    address_id: UUID
    country: str
    currency: str
    wanted_service: str
    parcels: tuple[ParcelDraft, ...]
    is_cod: bool = False
    cod_minor: int = 0
    deliver_by: datetime | None = None
    value_minor: int = 0
    is_dangerous: bool = False


class ContractPrice(NamedTuple):
    """What each parcel costs with a service by a contract's version; refused: no costs and why."""

    version_id: UUID
    currency: str
    costs_minor: tuple[int, ...]
    refusal: str = ""


class Rival(NamedTuple):
    """A service that was not taken: why, or nothing where it was only dearer; no amount: it has no price."""

    service: str
    reason: str
    amount_minor: int | None = None
    currency: str = ""
    arrives_on: date | None = None


class ServiceReasons(NamedTuple):
    """Why a service was chosen: by which contract (None: flat prices), when it arrives, and against whom.

    `runner_up` is the next best of those that could go; empty: there was none. `is_late`: nobody keeps `arrive_by`.
    """

    version_id: UUID | None = None
    arrives_on: date | None = None
    arrive_by: date | None = None
    is_late: bool = False
    runner_up: str = ""
    runner_up_minor: int | None = None
    rivals: tuple[Rival, ...] = ()


class ShipmentRate(NamedTuple):
    """The chosen service and what each parcel costs with it, in minor units of the service's currency; and why it."""

    service: PricedService
    costs_minor: tuple[int, ...]
    reasons: ServiceReasons = ServiceReasons()


@dataclass(frozen=True, slots=True)
class LabelledShipment:
    """A shipment with its numbers, ready for the dock; no numbers while its labels are being bought."""

    id: UUID
    fulfillment_id: UUID
    carrier_code: str
    service_code: str
    cost_minor: int
    currency: str
    parcel_ids: tuple[UUID, ...]
    tracking_numbers: tuple[str, ...]


class SentParcel(NamedTuple):
    """A parcel that a partner sent, by the number its carrier gave it."""

    tracking_number: str
    items: tuple[ParcelItemDraft, ...]


@dataclass(frozen=True, slots=True)
class SentShipment:
    """What a partner has sent of one fulfillment order; its carrier may be one that we do not know."""

    merchant_id: UUID
    fulfillment_id: UUID
    order_number: str
    site_id: UUID
    address_id: UUID
    currency: str
    carrier_code: str
    parcels: tuple[SentParcel, ...]
    is_cod: bool = False
    cod_minor: int = 0
    deliver_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What one carrier takes from one site at one cut-off."""

    id: UUID
    number: str
    site_id: UUID
    carrier_code: str
    cut_off_at: datetime
    status: str


DELIVERY_OPTIONS = ("day", "safe_place", "neighbour", "pickup_point")
"""What receivers may choose for a parcel on its way, where the carrier lets them."""


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """A carrier's product; no countries means everywhere. Prices: (up to grams, amount in minor units), ascending.

    `cm3_per_kg`: so much space is charged as a kilogram where that is more than the weight; None: only the weight is.
    `delivery_weekdays`: seven signs from Monday, 1 where its parcels are delivered. `liable_minor`: for how much the
    carrier is liable; None: nobody said. `product`: what the
    carrier's interface sells it as; empty: its labels are our own. `delivery_options`: what its receivers may choose,
    of DELIVERY_OPTIONS.
    """

    code: str
    name: str
    max_weight_grams: int
    currency: str
    prices: tuple[tuple[int, int], ...]
    countries: tuple[str, ...] = ()
    can_collect_cash: bool = False
    rank: int = 100
    is_active: bool = True
    cm3_per_kg: int | None = None
    delivery_weekdays: str = "1111100"
    takes_dangerous: bool = True
    takes_po_boxes: bool = True
    takes_signature: bool = True
    liable_minor: int | None = None
    product: str = ""
    delivery_options: tuple[str, ...] = ()


class TransitDraft(NamedTuple):
    """How many delivery days a service takes from one area to another, at least and at most.

    An area is everywhere (no country), a country, or its part by the beginning of its postal codes; where it goes to
    may be a region instead.
    """

    service: str
    min_days: int
    max_days: int
    from_country: str = ""
    from_postal: str = ""
    to_country: str = ""
    to_postal: str = ""
    to_region: str = ""


@dataclass(frozen=True, slots=True)
class CarrierDraft:
    """Who takes parcels; `tracking_url` has {number} where the tracking number goes."""

    code: str
    name: str
    services: tuple[ServiceDraft, ...]
    tracking_prefix: str = ""
    tracking_url: str = ""


@dataclass(frozen=True, slots=True)
class Carton:
    """A carton: inside and outside in millimetres, how heavy it is empty and may be full, and what it costs."""

    code: str
    inner_length_mm: int
    inner_width_mm: int
    inner_height_mm: int
    outer_length_mm: int
    outer_width_mm: int
    outer_height_mm: int
    tare_grams: int
    max_weight_grams: int
    cost_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class CartonDraft(Carton):
    """A carton with what it uses up.

    `material_grams`: what one is made of (`MATERIALS`). `stock` and `fill_stock` name the SKU that packing uses up, as
    `MERCHANT/SKU`; fill is counted in grams. At or below `low_stock_at` free units it is time to buy more.
    """

    material_grams: Mapping[str, int] = field(default_factory=dict)
    stock: str = ""
    low_stock_at: int | None = None
    fill_material: str = ""
    fill_grams_per_litre: int = 0
    fill_stock: str = ""
    fill_low_stock_at: int | None = None


@dataclass(frozen=True, slots=True)
class RateCardDraft:
    """A contract's prices under an account of the operator (no merchant) or of a merchant; see the model."""

    carrier_code: str
    account_number: str
    name: str
    currency: str
    measures: str = "metric"
    monthly_parcels: int = 0
    is_in_use: bool = True
    merchant_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConnectionDraft:
    """How an account of the operator (no merchant) or of a merchant is asked over the carrier's interface.

    `credentials` that are left out or empty stay what they were.
    """

    carrier_code: str
    account_number: str
    interface: str
    credentials: Mapping[str, str] = field(repr=False)
    is_test: bool = True
    is_active: bool = True
    merchant_id: UUID | None = None
