"""The packing slip: what is in this parcel, what was ordered, what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from packhaus.kernel.documents import formats
from packhaus.kernel.documents.barcodes import draw_code128
from packhaus.kernel.documents.engine import render_pages, render_pdf
from packhaus.kernel.documents.images import check_image
from packhaus.kernel.documents.texts import pick_language, pick_texts
from packhaus.outbound.documents.packing_slip_texts import PACKING_SLIP_TEXTS

_TEMPLATE = Path(__file__).with_name("packing_slip.typ")
_PAPERS = {"a4": "a4", "letter": "us-letter"}


@dataclass(frozen=True, slots=True)
class PackingSlipLine:
    """One order line. `later_quantity` is still to come, in another parcel or from backorder."""

    code: str
    name: str
    ordered_quantity: int
    parcel_quantity: int
    later_quantity: int


@dataclass(frozen=True, slots=True)
class PackingSlipParcel:
    """One parcel of the same shipment; the tracking number is empty until it is labelled."""

    number: int
    carton_name: str
    quantity: int
    weight_grams: int
    tracking_number: str


@dataclass(frozen=True, slots=True)
class PackingSlip:
    """What stands on one slip. `logo` is a PNG, JPEG or SVG; without one the merchant's name is set large."""

    language: str
    merchant_name: str
    merchant_lines: tuple[str, ...]
    order_number: str
    placed_on: date
    packed_on: date
    ship_to_lines: tuple[str, ...]
    lines: tuple[PackingSlipLine, ...]
    parcels: tuple[PackingSlipParcel, ...]
    parcel_number: int
    note: str = ""
    logo: bytes | None = None
    paper: Literal["a4", "letter"] = "a4"


def render_packing_slip(*, slip: PackingSlip) -> bytes:
    """Render one slip as a PDF, in the shopper's language, on as many pages as its lines need.

    Raises: UnprintableCode when the order number cannot be scanned back, UnprintableImage for a broken logo.
    """
    return render_pdf(template=_TEMPLATE, data=_describe_slip(slip))


def render_packing_slip_previews(*, slip: PackingSlip, dots_per_inch: int = 96) -> list[bytes]:
    """Render one PNG per page, for the screen."""
    return render_pages(template=_TEMPLATE, data=_describe_slip(slip), dots_per_inch=dots_per_inch)


def _describe_slip(slip: PackingSlip) -> Mapping[str, Any]:
    assert slip.lines
    if slip.logo:
        check_image(image=slip.logo)
    language = pick_language(slip.language)
    texts = pick_texts(PACKING_SLIP_TEXTS, language)
    return {
        "language": language,
        "paper": _PAPERS[slip.paper],
        "title": texts["title"],
        "number": slip.order_number,
        "page_of": texts["page_of"],
        "texts": texts,
        "merchant": slip.merchant_name,
        "merchant_lines": slip.merchant_lines,
        "logo": list(slip.logo) if slip.logo else None,
        "barcode": draw_code128(slip.order_number).as_data(),
        "placed": formats.format_day(slip.placed_on, language),
        "packed": formats.format_day(slip.packed_on, language),
        "parcel": texts["parcel_of"].format(number=slip.parcel_number, count=max(1, len(slip.parcels))),
        "ship_to": slip.ship_to_lines,
        "lines": [_describe_line(line, language) for line in slip.lines],
        "totals": _describe_totals(slip.lines, language),
        "parcels": [_describe_parcel(parcel, slip.parcel_number, language) for parcel in slip.parcels],
        "note": slip.note,
    }


def _describe_line(line: PackingSlipLine, language: str) -> Mapping[str, Any]:
    return {
        "code": line.code,
        "name": line.name,
        "ordered": formats.format_quantity(line.ordered_quantity, language),
        "here": formats.format_quantity(line.parcel_quantity, language),
        "later": formats.format_quantity(line.later_quantity, language) if line.later_quantity else "",
    }


def _describe_totals(lines: Sequence[PackingSlipLine], language: str) -> Mapping[str, str]:
    later = sum(line.later_quantity for line in lines)
    return {
        "ordered": formats.format_quantity(sum(line.ordered_quantity for line in lines), language),
        "here": formats.format_quantity(sum(line.parcel_quantity for line in lines), language),
        "later": formats.format_quantity(later, language) if later else "",
    }


def _describe_parcel(parcel: PackingSlipParcel, this_number: int, language: str) -> Mapping[str, Any]:
    return {
        "number": str(parcel.number),
        "is_this": parcel.number == this_number,
        "carton": parcel.carton_name,
        "quantity": formats.format_quantity(parcel.quantity, language),
        "weight": formats.format_weight(parcel.weight_grams, language),
        "tracking": parcel.tracking_number,
    }
