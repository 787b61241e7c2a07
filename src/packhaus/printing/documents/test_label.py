"""The test of a label printer: its name, its edges, and the bench's commands to be scanned."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from packhaus.kernel.documents.barcodes import draw_code128
from packhaus.kernel.documents.engine import render_pages, render_pdf
from packhaus.kernel.documents.texts import pick_language, pick_texts
from packhaus.outbound.services.print_command_card import BenchCommand

_TEMPLATE = Path(__file__).with_name("test_label.typ")
_TEXTS: Final = {
    "title": {"en": "Test print", "de": "Probedruck", "id": "Cetak uji"},
    "edges": {
        "en": "All four lines of the frame are to be seen, and every code can be scanned.",
        "de": "Alle vier Linien des Rahmens sind zu sehen, und jeder Code ist zu scannen.",
        "id": "Keempat garis bingkai harus terlihat, dan setiap kode dapat dipindai.",
    },
}


def render_test_label(*, station: str, language: str) -> bytes:
    """Render a PDF of one label."""
    return render_pdf(template=_TEMPLATE, data=_describe(station, language), tagged=False)


def render_test_pictures(*, station: str, language: str, dots_per_inch: float) -> list[bytes]:
    """Render the label as a PNG, for a printer that takes dots."""
    return render_pages(template=_TEMPLATE, data=_describe(station, language), dots_per_inch=dots_per_inch)


def _describe(station: str, language: str) -> Mapping[str, Any]:
    chosen = pick_language(language)
    return {
        "language": chosen,
        "texts": pick_texts(_TEXTS, chosen),
        "station": station,
        "commands": [draw_code128(command.value).as_data() for command in BenchCommand],
    }
