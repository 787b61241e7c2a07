"""The 4 x 6 inch parcel label, many per file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from packhaus.kernel.documents import formats
from packhaus.kernel.documents.barcodes import draw_code128, draw_qr, draw_sscc
from packhaus.kernel.documents.engine import render_pages, render_pdf
from packhaus.kernel.documents.metrics import fit_text
from packhaus.kernel.documents.texts import pick_language, pick_texts
from packhaus.kernel.money import Money
from packhaus.shipping.documents.label_texts import LABEL_TEXTS

_TEMPLATE = Path(__file__).with_name("label.typ")
_SCREEN_DOTS_PER_INCH = 144
# Points, largest first. The boxes that they have to fit, in millimetres, are those of the template.
_CARRIER_SIZES = (26.0, 22.0, 18.0, 15.0, 13.0, 11.0, 9.0, 7.0)
_SENDER_SIZES = (9.0, 8.0, 7.0, 6.0, 5.0)
_FACT_SIZES = (11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0)
_RECIPIENT_SIZES = (20.0, 18.0, 16.0, 14.0, 12.5, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
_COUNTRY_SIZES = (15.0, 13.0, 11.0, 9.5, 8.0, 6.5)
_ROUTING_SIZES = (38.0, 32.0, 26.0, 20.0, 15.0, 10.0)
_REFERENCE_SIZES = (26.0, 20.0, 15.0, 11.0, 8.0)
_COLLECT_SIZES = (22.0, 18.0, 15.0, 12.0, 10.0, 8.0)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on one label. Address lines are already in the order of the destination country, name first.

    `routing` is what a sorter reads from three metres: usually the postal code. `sscc` makes it a pallet's label.
    """

    language: str
    sender_lines: tuple[str, ...]
    recipient_lines: tuple[str, ...]
    recipient_phone: str
    country_code: str
    country_name: str
    routing: str
    carrier_name: str
    service_name: str
    tracking_number: str
    reference: str
    parcel_number: int
    parcel_count: int
    weight_grams: int
    shipped_on: date
    cash_on_delivery: Money | None = None
    sscc: str | None = None


@dataclass(frozen=True, slots=True)
class BoughtLabel:
    """A page, from 1, of the PDF that a carrier sold."""

    pdf: bytes
    page: int


AnyLabel = Label | BoughtLabel


def render_labels(*, labels: Sequence[AnyLabel]) -> bytes:
    """Render one PDF with a page per label, in the order given; each label in its own language.

    Raises: UnprintableCode when a tracking number or SSCC cannot be scanned back; nothing is rendered.
    """
    assert labels
    return render_pdf(template=_TEMPLATE, data=_describe_labels(labels), tagged=False)


def render_label_previews(
    *, labels: Sequence[AnyLabel], dots_per_inch: float = _SCREEN_DOTS_PER_INCH
) -> list[bytes]:
    """Render one PNG per label, for the screen or for a printer that takes dots."""
    assert labels
    return render_pages(template=_TEMPLATE, data=_describe_labels(labels), dots_per_inch=dots_per_inch)


def _describe_labels(labels: Sequence[AnyLabel]) -> Mapping[str, Any]:
    files = list(dict.fromkeys(label.pdf for label in labels if isinstance(label, BoughtLabel)))
    places = {pdf: place for place, pdf in enumerate(files)}
    return {
        "labels": [
            {"file": places[label.pdf], "page": label.page}
            if isinstance(label, BoughtLabel)
            else _describe_label(label)
            for label in labels
        ],
        "files": [list(pdf) for pdf in files],
    }


def _describe_label(label: Label) -> Mapping[str, Any]:
    language = pick_language(label.language)
    texts = pick_texts(LABEL_TEXTS, language)
    number = texts["parcel_of"].format(number=label.parcel_number, count=label.parcel_count)
    phone = (f"{texts['phone']} {label.recipient_phone}",) if label.recipient_phone else ()
    money = label.cash_on_delivery
    return {
        "language": language,
        "texts": texts,
        "carrier": _fit((label.carrier_name,), _CARRIER_SIZES, 46, 11),
        "service": _fit((label.service_name,), _CARRIER_SIZES, 43, 11),
        "sender": _fit(label.sender_lines, _SENDER_SIZES, 45, 15),
        "parcel": _fit((number,), _FACT_SIZES, 22, 5),
        "weight": _fit((formats.format_weight(label.weight_grams, language),), _FACT_SIZES, 24, 5),
        "date": _fit((formats.format_day(label.shipped_on, language),), _FACT_SIZES, 22, 5),
        "order": _fit((label.reference,), _FACT_SIZES, 24, 5),
        "recipient": _fit((*label.recipient_lines, *phone), _RECIPIENT_SIZES, 94, 30 if money else 36),
        "country_code": label.country_code,
        "country": _fit((label.country_name,), _COUNTRY_SIZES, 25, 13),
        "routing": _fit((label.routing,), _ROUTING_SIZES, 46, 15),
        "tracking": draw_code128(label.tracking_number).as_data(),
        "qr": draw_qr(label.tracking_number).as_data(),
        "reference": _fit((label.reference,), _REFERENCE_SIZES, 67, 11),
        "texts_collect": _fit((texts["collect"],), _COLLECT_SIZES, 45, 10),
        "collect": _fit((formats.format_money(money, language),), _COLLECT_SIZES, 42, 10) if money else None,
        "sscc": draw_sscc(label.sscc).as_data() if label.sscc else None,
    }


def _fit(
    lines: tuple[str, ...], sizes: tuple[float, ...], width_mm: float, height_mm: float
) -> Mapping[str, Any]:
    return fit_text(lines=lines, sizes=sizes, width_mm=width_mm, height_mm=height_mm).as_data()
