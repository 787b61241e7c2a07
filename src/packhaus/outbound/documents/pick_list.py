"""The pick list on paper: one walk of one person with one cart, in walking order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from packhaus.kernel.documents import formats
from packhaus.kernel.documents.barcodes import draw_code128
from packhaus.kernel.documents.engine import render_pages, render_pdf
from packhaus.kernel.documents.texts import pick_language, pick_texts
from packhaus.outbound.documents.pick_list_texts import PICK_LIST_TEXTS

_TEMPLATE = Path(__file__).with_name("pick_list.typ")


@dataclass(frozen=True, slots=True)
class PickListTote:
    """One tote on the cart: its slot (A, B, ...), its license plate and the order it is for."""

    slot: str
    code: str
    order_number: str


@dataclass(frozen=True, slots=True)
class TotePut:
    """How many units of a stop go into which slot."""

    slot: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PickListStop:
    """One stop of the walk: one item from one location, for one or more totes."""

    location_code: str
    sku_code: str
    sku_name: str
    puts: tuple[TotePut, ...]
    lot: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class PickList:
    """What stands on one list. `printed_at` carries the site's zone; stops are in walking order already."""

    language: str
    batch_number: str
    site_name: str
    printed_at: datetime
    picker_name: str
    totes: tuple[PickListTote, ...]
    stops: tuple[PickListStop, ...]


def render_pick_list(*, pick_list: PickList) -> bytes:
    """Render one pick batch as a PDF.

    Raises: UnprintableCode when the batch number cannot be scanned back.
    """
    return render_pdf(template=_TEMPLATE, data=_describe_list(pick_list))


def render_pick_list_previews(*, pick_list: PickList, dots_per_inch: int = 96) -> list[bytes]:
    """Render one PNG per page, for the screen."""
    return render_pages(template=_TEMPLATE, data=_describe_list(pick_list), dots_per_inch=dots_per_inch)


def _describe_list(pick_list: PickList) -> Mapping[str, Any]:
    assert pick_list.stops
    assert pick_list.printed_at.tzinfo is not None
    language = pick_language(pick_list.language)
    texts = pick_texts(PICK_LIST_TEXTS, language)
    units = sum(put.quantity for stop in pick_list.stops for put in stop.puts)
    return {
        "language": language,
        "paper": "a4",
        "title": texts["title"],
        "number": pick_list.batch_number,
        "page_of": texts["page_of"],
        "texts": texts,
        "barcode": draw_code128(pick_list.batch_number).as_data(),
        "site": pick_list.site_name,
        "printed": formats.format_moment(pick_list.printed_at, language),
        "picker": pick_list.picker_name,
        "stop_count": formats.format_quantity(len(pick_list.stops), language),
        "units": formats.format_quantity(units, language),
        "totes": [
            {"slot": tote.slot, "code": tote.code, "order": tote.order_number} for tote in pick_list.totes
        ],
        "stops": [_describe_stop(stop, language, texts) for stop in pick_list.stops],
    }


def _describe_stop(stop: PickListStop, language: str, texts: Mapping[str, str]) -> Mapping[str, Any]:
    assert stop.puts
    lot = f"{texts['lot']} {stop.lot}" if stop.lot else ""
    expiry = f"{texts['expires']} {formats.format_day(stop.expires_on, language)}" if stop.expires_on else ""
    return {
        "location": stop.location_code,
        "code": stop.sku_code,
        "name": stop.sku_name,
        "quantity": formats.format_quantity(sum(put.quantity for put in stop.puts), language),
        "puts": [
            {"slot": put.slot, "quantity": formats.format_quantity(put.quantity, language)}
            for put in stop.puts
        ],
        "batch": " · ".join(part for part in (lot, expiry) if part),
    }
