"""Labels of license plates: 4 by 6 inches, a number to be read from three metres, its barcode, and what it is on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from packhaus.decide.identifiers import is_sscc
from packhaus.kernel.documents import formats
from packhaus.kernel.documents.barcodes import draw_code128, draw_sscc
from packhaus.kernel.documents.engine import render_pages, render_pdf
from packhaus.kernel.documents.metrics import fit_text
from packhaus.kernel.documents.texts import pick_language, pick_texts

_TEMPLATE = Path(__file__).with_name("plates.typ")
_WIDTH_MM = 94
_NAME_SIZES = (24.0, 20.0, 17.0, 14.0, 12.0, 10.0, 8.0)
_GOODS_SIZES = (22.0, 18.0, 15.0, 13.0, 11.0, 9.0, 7.0)
_CODE_SIZES = (48.0, 42.0, 36.0, 32.0, 28.0, 24.0, 20.0, 16.0)
_TEXTS: Final = {
    "sscc": {"en": "SSCC", "de": "NVE (SSCC)", "id": "SSCC"},
    "own": {"en": "License plate (LPN)", "de": "Ladungsnummer (LPN)", "id": "Nomor unit muat (LPN)"},
    "site": {"en": "Site", "de": "Standort", "id": "Lokasi"},
    "lot": {"en": "Lot {lot}", "de": "Charge {lot}", "id": "Lot {lot}"},
    "lots": {"en": "Several lots", "de": "Mehrere Chargen", "id": "Beberapa lot"},
    "expires": {"en": "Expires {day}", "de": "Haltbar bis {day}", "id": "Kedaluwarsa {day}"},
    "mixed": {
        "en": "Mixed: {kinds} items",
        "de": "Gemischt: {kinds} Artikel",
        "id": "Campuran: {kinds} barang",
    },
    "again": {"en": "Print {number}", "de": "{number}. Druck", "id": "Cetakan ke-{number}"},
}


@dataclass(frozen=True, slots=True)
class PlateGoods:
    """What a carton or pallet holds: so many units of one item, or of `kinds` several, which have no further words.

    `lots` are those of its units, empty for units without one; `expires_on` is the first day of all.
    """

    quantity: int
    kinds: int = 1
    merchant_code: str = ""
    sku_code: str = ""
    sku_name: str = ""
    lots: tuple[str, ...] = ()
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlateLabel:
    """A plate's number, the site that made it, which print of it this is, and what it is on where that holds goods."""

    code: str
    site_code: str
    site_name: str
    print_number: int
    goods: PlateGoods | None = None


def render_plates(*, plates: Sequence[PlateLabel], language: str) -> bytes:
    """Render a PDF with a page per plate, in the order given. Raises: UnprintableCode."""
    assert plates
    return render_pdf(template=_TEMPLATE, data=_describe(plates, language), tagged=False)


def render_plate_pictures(
    *, plates: Sequence[PlateLabel], language: str, dots_per_inch: float
) -> list[bytes]:
    """Render a PNG per plate, for a printer that takes dots. Raises: UnprintableCode."""
    assert plates
    return render_pages(template=_TEMPLATE, data=_describe(plates, language), dots_per_inch=dots_per_inch)


def group_digits(code: str) -> str:
    """Return a number in groups of four, as people read it to each other; a plate with letters stays as it is."""
    if not code.isdigit():
        return code
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _describe(plates: Sequence[PlateLabel], language: str) -> Mapping[str, Any]:
    chosen = pick_language(language)
    texts = pick_texts(_TEXTS, chosen)
    return {
        "language": chosen,
        "texts": texts,
        "plates": [_describe_plate(one, texts, chosen) for one in plates],
    }


def _describe_plate(plate: PlateLabel, texts: Mapping[str, str], language: str) -> Mapping[str, Any]:
    is_number = is_sscc(plate.code)
    # The end is what tells one pallet from the next, so it stands alone and large.
    large = plate.code[-6:] if is_number else plate.code
    return {
        "kind": texts["sscc"] if is_number else texts["own"],
        "site": _fit(plate.site_code, _NAME_SIZES, 12),
        "name": _fit(plate.site_name, _NAME_SIZES[2:], 10),
        "large": _fit(large, _CODE_SIZES, 24),
        "text": group_digits(plate.code) if is_number else plate.code,
        "barcode": (draw_sscc(plate.code) if is_number else draw_code128(plate.code)).as_data(),
        "again": texts["again"].format(number=plate.print_number) if plate.print_number > 1 else "",
        "goods": _describe_goods(plate.goods, texts, language) if plate.goods else None,
    }


def _describe_goods(goods: PlateGoods, texts: Mapping[str, str], language: str) -> Mapping[str, Any]:
    item = f"{goods.merchant_code} · {goods.sku_code}"
    if goods.kinds > 1:
        item = texts["mixed"].format(kinds=formats.format_quantity(goods.kinds, language))
    units = f"{formats.format_quantity(goods.quantity, language)} ×"
    return {
        "units": fit_text(lines=(units,), sizes=_GOODS_SIZES, width_mm=30, height_mm=10).as_data(),
        "item": fit_text(lines=(item,), sizes=_GOODS_SIZES, width_mm=62, height_mm=10).as_data(),
        "name": _fit(goods.sku_name, _GOODS_SIZES[2:], 7),
        "says": _fit(" · ".join(_list_says(goods, texts, language)), _GOODS_SIZES[2:], 7),
    }


def _list_says(goods: PlateGoods, texts: Mapping[str, str], language: str) -> list[str]:
    said = []
    if len(goods.lots) > 1:
        said.append(texts["lots"])
    elif any(goods.lots):
        said.append(texts["lot"].format(lot=goods.lots[0]))
    if goods.expires_on:
        said.append(texts["expires"].format(day=formats.format_day(goods.expires_on, language)))
    return said


def _fit(text: str, sizes: tuple[float, ...], height_mm: float) -> Mapping[str, Any]:
    return fit_text(lines=(text,), sizes=sizes, width_mm=_WIDTH_MM, height_mm=height_mm).as_data()
