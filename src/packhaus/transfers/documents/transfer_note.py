"""The transfer note: what goes from one site to another, to travel with it and be signed at both ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from packhaus.kernel.documents import formats
from packhaus.kernel.documents.barcodes import Barcode, draw_code128, draw_sscc
from packhaus.kernel.documents.engine import render_pages, render_pdf
from packhaus.kernel.documents.texts import pick_language, pick_texts
from packhaus.transfers.documents.transfer_note_texts import TRANSFER_NOTE_TEXTS

_TEMPLATE = Path(__file__).with_name("transfer_note.typ")
_SSCC_DIGITS = 18


@dataclass(frozen=True, slots=True)
class NoteLine:
    """Units of one item, lot and expiry in one carton or pallet, or loose (`unit_code` empty)."""

    sku_code: str
    sku_name: str
    quantity: int
    unit_code: str = ""
    unit_kind: str = ""
    lot: str = ""
    expires_on: date | None = None
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TransferNote:
    """What stands on one note. Moments carry the zone of the site that it leaves; `scan_code` is what both ends scan.

    While nothing is picked, its lines are what shall go.
    """

    language: str
    number: str
    scan_code: str
    merchant_name: str
    from_lines: tuple[str, ...]
    to_lines: tuple[str, ...]
    expected_on: date
    printed_at: datetime
    lines: tuple[NoteLine, ...]
    is_picked: bool
    sent_at: datetime | None = None
    carrier_code: str = ""
    title_passes: str = "never"


def render_transfer_note(*, note: TransferNote) -> bytes:
    """Render one transfer as a PDF.

    Raises: UnprintableCode when its number or the code of a carton cannot be scanned back.
    """
    return render_pdf(template=_TEMPLATE, data=_describe(note))


def render_transfer_note_previews(*, note: TransferNote, dots_per_inch: int = 96) -> list[bytes]:
    """Render one PNG per page, for the screen."""
    return render_pages(template=_TEMPLATE, data=_describe(note), dots_per_inch=dots_per_inch)


def _describe(note: TransferNote) -> Mapping[str, Any]:
    assert note.lines
    assert note.printed_at.tzinfo is not None
    language = pick_language(note.language)
    texts = pick_texts(TRANSFER_NOTE_TEXTS, language)
    return {
        "language": language,
        "paper": "a4",
        "title": texts["title"],
        "number": note.number,
        "page_of": texts["page_of"],
        "texts": texts,
        "barcode": draw_code128(note.scan_code).as_data(),
        "facts": _list_facts(note, language, texts),
        "from": note.from_lines,
        "to": note.to_lines,
        "remark": "" if note.is_picked else texts["to_be_picked"],
        "units": _list_units(note, language, texts),
        "lines": [_describe_line(line, language, texts) for line in note.lines],
        "total": formats.format_quantity(sum(line.quantity for line in note.lines), language),
    }


def _list_facts(note: TransferNote, language: str, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    facts = [
        (texts["merchant"], note.merchant_name),
        (texts["expected"], formats.format_day(note.expected_on, language)),
        (texts["sent"], formats.format_moment(note.sent_at, language) if note.sent_at else ""),
        (texts["carrier"], note.carrier_code),
        (texts["title_passes"], texts.get(note.title_passes, "")),
        (texts["printed"], formats.format_moment(note.printed_at, language)),
    ]
    return [fact for fact in facts if fact[1]]


def _list_units(note: TransferNote, language: str, texts: Mapping[str, str]) -> list[Mapping[str, Any]]:
    kinds = {line.unit_code: line.unit_kind for line in note.lines if line.unit_code}
    return [
        {
            "barcode": _draw_unit(code).as_data(),
            "kind": texts.get(kind, ""),
            "quantity": formats.format_quantity(
                sum(line.quantity for line in note.lines if line.unit_code == code), language
            )
            + f" {texts['quantity']}",
        }
        for code, kind in kinds.items()
    ]


def _draw_unit(code: str) -> Barcode:
    return draw_sscc(code) if len(code) == _SSCC_DIGITS and code.isdecimal() else draw_code128(code)


def _describe_line(line: NoteLine, language: str, texts: Mapping[str, str]) -> Mapping[str, Any]:
    said = (
        f"{texts['lot']} {line.lot}" if line.lot else "",
        f"{texts['expires']} {formats.format_day(line.expires_on, language)}" if line.expires_on else "",
        f"{texts['serial']} {', '.join(line.serials)}" if line.serials else "",
    )
    return {
        "code": line.sku_code,
        "name": line.sku_name,
        "unit": line.unit_code or texts["loose"],
        "quantity": formats.format_quantity(line.quantity, language),
        "batch": " · ".join(part for part in said if part),
    }
