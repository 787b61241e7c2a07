"""The dispatch list: what one carrier takes from one site, to be signed at the dock."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from packhaus.kernel.documents import formats
from packhaus.kernel.documents.barcodes import draw_code128
from packhaus.kernel.documents.engine import render_pages, render_pdf
from packhaus.kernel.documents.texts import pick_language, pick_texts
from packhaus.kernel.money import Money
from packhaus.outbound.documents.dispatch_list_texts import DISPATCH_LIST_TEXTS

_TEMPLATE = Path(__file__).with_name("dispatch_list.typ")


@dataclass(frozen=True, slots=True)
class DispatchListParcel:
    """One parcel. `destination` is country and postal code: the driver needs no name."""

    tracking_number: str
    order_number: str
    service_name: str
    destination: str
    weight_grams: int
    cash_on_delivery: Money | None = None


@dataclass(frozen=True, slots=True)
class DispatchList:
    """What stands on one list. `closed_at` carries the site's zone."""

    language: str
    manifest_number: str
    carrier_name: str
    site_name: str
    site_lines: tuple[str, ...]
    closed_at: datetime
    parcels: tuple[DispatchListParcel, ...]
    seal_number: str = ""


def render_dispatch_list(*, dispatch_list: DispatchList) -> bytes:
    """Render one manifest as a PDF.

    Raises: UnprintableCode when the manifest number cannot be scanned back.
    """
    return render_pdf(template=_TEMPLATE, data=_describe_list(dispatch_list))


def render_dispatch_list_previews(*, dispatch_list: DispatchList, dots_per_inch: int = 96) -> list[bytes]:
    """Render one PNG per page, for the screen."""
    return render_pages(template=_TEMPLATE, data=_describe_list(dispatch_list), dots_per_inch=dots_per_inch)


def _describe_list(dispatch_list: DispatchList) -> Mapping[str, Any]:
    assert dispatch_list.parcels
    assert dispatch_list.closed_at.tzinfo is not None
    language = pick_language(dispatch_list.language)
    texts = pick_texts(DISPATCH_LIST_TEXTS, language)
    parcels = dispatch_list.parcels
    return {
        "language": language,
        "paper": "a4",
        "title": texts["title"],
        "number": dispatch_list.manifest_number,
        "page_of": texts["page_of"],
        "texts": texts,
        "barcode": draw_code128(dispatch_list.manifest_number).as_data(),
        "carrier": dispatch_list.carrier_name,
        "site": (dispatch_list.site_name, *dispatch_list.site_lines),
        "closed": formats.format_moment(dispatch_list.closed_at, language),
        "seal": dispatch_list.seal_number,
        "parcels": [_describe_parcel(parcel, language) for parcel in parcels],
        "parcel_count": formats.format_quantity(len(parcels), language),
        "weight": formats.format_weight(sum(parcel.weight_grams for parcel in parcels), language),
        "collect": _describe_collect(parcels, language),
    }


def _describe_parcel(parcel: DispatchListParcel, language: str) -> Mapping[str, Any]:
    money = parcel.cash_on_delivery
    return {
        "tracking": parcel.tracking_number,
        "order": parcel.order_number,
        "service": parcel.service_name,
        "destination": parcel.destination,
        "weight": formats.format_weight(parcel.weight_grams, language),
        "collect": formats.format_money(money, language) if money else "",
    }


def _describe_collect(parcels: Sequence[DispatchListParcel], language: str) -> list[str]:
    """Return what the carrier collects in all, one amount per currency."""
    totals: defaultdict[str, int] = defaultdict(int)
    for parcel in parcels:
        if parcel.cash_on_delivery:
            totals[parcel.cash_on_delivery.currency] += parcel.cash_on_delivery.amount_minor
    return [
        formats.format_money(Money(amount, currency), language) for currency, amount in sorted(totals.items())
    ]
