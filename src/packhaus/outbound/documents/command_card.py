"""The card at a packing station: a barcode for each thing that a packer says without a keyboard."""

from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from packhaus.kernel.documents.barcodes import draw_code128
from packhaus.kernel.documents.engine import render_pdf
from packhaus.kernel.documents.texts import pick_language, pick_texts

_TEMPLATE = Path(__file__).with_name("command_card.typ")
_TEXTS: Final = {
    "title": {"en": "Packing station", "de": "Packplatz", "id": "Meja kemas"},
    "page_of": {
        "en": "Page {page} of {pages}",
        "de": "Seite {page} von {pages}",
        "id": "Halaman {page} dari {pages}",
    },
    "close": {"en": "Close, print label", "de": "Schließen, Etikett drucken", "id": "Tutup, cetak label"},
    "split": {"en": "Split here", "de": "Hier teilen", "id": "Bagi di sini"},
    "second": {"en": "Second carton", "de": "Zweiter Karton", "id": "Karton kedua"},
    "reprint": {"en": "Print label again", "de": "Etikett noch einmal drucken", "id": "Cetak label lagi"},
    "problem": {"en": "Problem", "de": "Problem", "id": "Masalah"},
    "pause": {"en": "Pause", "de": "Pause", "id": "Jeda"},
    "close_note": {
        "en": "The carton is full and closed.",
        "de": "Der Karton ist voll und zu.",
        "id": "Karton sudah penuh dan tertutup.",
    },
    "split_note": {
        "en": "What was scanned so far goes into this carton, the rest into the next.",
        "de": "Was bisher gescannt wurde, kommt in diesen Karton, der Rest in den nächsten.",
        "id": "Yang sudah dipindai masuk karton ini, sisanya ke karton berikutnya.",
    },
    "second_note": {
        "en": "Another carton for this order.",
        "de": "Noch ein Karton für diese Bestellung.",
        "id": "Satu karton lagi untuk pesanan ini.",
    },
    "reprint_note": {
        "en": "For the order that was packed last. It is counted.",
        "de": "Für die zuletzt gepackte Bestellung. Es wird gezählt.",
        "id": "Untuk pesanan yang terakhir dikemas. Pencetakan dihitung.",
    },
    "problem_note": {
        "en": "Set the tote aside and tell the lead why.",
        "de": "Den Behälter beiseitestellen und der Schichtleitung sagen, warum.",
        "id": "Sisihkan wadah dan beri tahu kepala sif alasannya.",
    },
    "pause_note": {
        "en": "Leave the bench; what was scanned is kept.",
        "de": "Den Packplatz verlassen; Gescanntes bleibt.",
        "id": "Tinggalkan meja; yang sudah dipindai tetap tersimpan.",
    },
}


class BenchCommand(StrEnum):
    """What a packer says by scanning the station's card."""

    CLOSE = "CMD-CLOSE"
    SPLIT = "CMD-SPLIT"
    SECOND = "CMD-SECOND"
    REPRINT = "CMD-REPRINT"
    PROBLEM = "CMD-PROBLEM"
    PAUSE = "CMD-PAUSE"


def render_command_card(*, language: str) -> bytes:
    """Render the card as a PDF of one A4 page."""
    chosen = pick_language(language)
    texts = pick_texts(_TEXTS, chosen)
    data: dict[str, Any] = {
        "language": chosen,
        "paper": "a4",
        "title": texts["title"],
        "number": str(len(BenchCommand)),
        "page_of": texts["page_of"],
        "commands": [
            {
                "name": texts[command.name.lower()],
                "note": texts[f"{command.name.lower()}_note"],
                "barcode": draw_code128(command.value).as_data(),
            }
            for command in BenchCommand
        ],
    }
    return render_pdf(template=_TEMPLATE, data=data)
