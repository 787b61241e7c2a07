"""Transfers, registrations and what laws ask of items, as callers send them."""

from datetime import date
from typing import Annotated, Literal

from ninja import Path
from pydantic import Base64Bytes, Field

from packhaus.api.fields import (
    MAX_BATCH,
    Code,
    Input,
    MerchantCode,
    OptionalCode,
    PageIn,
    Quantity,
    Serial,
    bounded,
)
from packhaus.api.schemas.stock import SiteCode

TransferNumber = Annotated[str, bounded(40, 1), Path()]
TransferStatus = Literal[
    "draft", "released", "picked", "in_transit", "partially_received", "received", "cancelled"
]
Scheme = Literal["packaging_register", "packaging_system", "weee", "battery", "textile"]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class TransferLineIn(Input):
    """Units of an item that shall go."""

    sku: Code
    quantity: Quantity


class TransferIn(Input):
    """Goods that shall go to another site; without a number it gets one."""

    from_site: SiteCode
    to_site: SiteCode
    expected_on: date
    lines: Annotated[list[TransferLineIn], Field(min_length=1, max_length=MAX_BATCH)]
    number: Annotated[str, bounded(40)] = ""
    carrier: Annotated[str, bounded(24)] = ""
    title_passes: Literal["never", "dispatch", "receipt"] = "never"
    merchant: MerchantCode = ""


class TransferListIn(PageIn):
    """What narrows the list; a site is where they leave or where they go."""

    merchant: MerchantCode = ""
    site: Annotated[str, bounded(16)] = ""
    status: Annotated[list[TransferStatus], Field(max_length=7)] = []
    number: Annotated[str, bounded(40)] = ""


class TransferNoteIn(Input):
    """The language of the paper."""

    language: Literal["en", "de", "id"] = "en"
    merchant: MerchantCode = ""


class TransferPickIn(Input):
    """Units that were taken from a location for a line; `client_id` is used once."""

    client_id: Annotated[str, bounded(60, 1)]
    line: Serial
    location: Annotated[str, bounded(40, 1)]
    quantity: Quantity
    serial: Annotated[str, bounded(40)] = ""
    unit: Annotated[str, bounded(20)] = ""
    unit_kind: Literal["carton", "pallet"] = "carton"
    merchant: MerchantCode = ""


class TransferPutBackIn(Input):
    """The pick that goes back, by the caller's own id of it."""

    client_id: Annotated[str, bounded(60, 1)]
    merchant: MerchantCode = ""


class TransferLoadIn(Input):
    """A carton or pallet, or an item whose loose units are meant: one of them."""

    unit: Annotated[str, bounded(20)] = ""
    sku: OptionalCode = ""
    merchant: MerchantCode = ""


class TransferShipIn(Input):
    """With `is_short` fewer units than ordered leave on purpose; with `is_scanned` all have been scanned on board."""

    is_short: bool = False
    is_scanned: bool = False
    merchant: MerchantCode = ""


class TransferCancelIn(Input):
    """On the way it takes a decision."""

    decision: Literal["", "turn_around", "receive", "write_off"] = ""
    merchant: MerchantCode = ""


class RegistrationIn(Input):
    """A registration; brand and class are for devices and batteries only."""

    country: Country
    scheme: Scheme
    number: Annotated[str, bounded(60, 1)]
    valid_from: date
    valid_to: date | None = None
    brand: Annotated[str, bounded(60)] = ""
    device_class: Annotated[str, bounded(40)] = ""
    kept_by: Annotated[str, bounded(80)] = ""


class RegistrationsIn(Input):
    """Registrations of a merchant, all or none."""

    registrations: Annotated[list[RegistrationIn], Field(min_length=1, max_length=MAX_BATCH)]
    merchant: MerchantCode = ""


class RegistrationListIn(PageIn):
    """What narrows the list."""

    merchant: MerchantCode = ""
    country: Annotated[str, bounded(2)] = ""
    scheme: Annotated[str, bounded(18)] = ""
    status: Annotated[
        list[Literal["claimed", "pending", "valid", "ending", "ended", "withdrawn"]], Field(max_length=6)
    ] = []


class EvidenceIn(Input):
    """A document that proves a registration, its bytes as base64."""

    media_type: Literal["application/pdf", "image/png", "image/jpeg"]
    content: Annotated[Base64Bytes, Field(min_length=1, max_length=5 * 1024 * 1024)]


class LawIn(Input):
    """A law that forbids a fulfillment provider to keep or send what is not registered; its source says where."""

    country: Country
    scheme: Scheme
    activity: Literal["store", "ship"]
    source: Annotated[str, bounded(200, 1)]
    starts_on: date
    ends_on: date | None = None
    is_on: bool = True


class ComplianceIn(Input):
    """What laws want to know of an item; the battery's weight is of one unit, in grams."""

    sku: Code
    brand: Annotated[str, bounded(60)] = ""
    device_class: Annotated[str, bounded(40)] = ""
    battery_kind: Literal["", "portable", "light_means", "starting", "industrial", "electric_vehicle"] = ""
    battery_grams: Annotated[int, Field(ge=0, le=10**8)] = 0
    is_textile: bool = False
    responsible_person: Annotated[str, bounded(400)] = ""
    warnings: Annotated[str, bounded(2000)] = ""


class ComplianceItemsIn(Input):
    """Items of a merchant, all or none; what was said of them before is replaced."""

    items: Annotated[list[ComplianceIn], Field(min_length=1, max_length=MAX_BATCH)]
    merchant: MerchantCode = ""
