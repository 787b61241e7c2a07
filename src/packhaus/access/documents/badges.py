"""The badge sheet: cards to cut out, a name and a barcode each."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from packhaus.access.types import NewBadge
from packhaus.kernel.documents.barcodes import draw_code128
from packhaus.kernel.documents.engine import render_pdf
from packhaus.kernel.documents.texts import pick_language, pick_texts

_TEMPLATE = Path(__file__).with_name("badges.typ")
_TEXTS: Final = {
    "title": {"en": "Badges", "de": "Ausweise", "id": "Kartu tanda pengenal"},
    "lost": {
        "en": "Lost? Tell the lead: this badge ends and a new one is printed.",
        "de": "Verloren? Der Schichtleitung sagen: dieser Ausweis endet, ein neuer wird gedruckt.",
        "id": "Hilang? Beri tahu pemimpin regu: kartu ini diakhiri dan yang baru dicetak.",
    },
    "page_of": {
        "en": "Page {page} of {pages}",
        "de": "Seite {page} von {pages}",
        "id": "Halaman {page} dari {pages}",
    },
}


def render_badges(*, badges: Sequence[NewBadge], language: str) -> bytes:
    """Render badges as a PDF of ten cards a page; their codes are nowhere else."""
    assert badges
    chosen = pick_language(language)
    texts = pick_texts(_TEXTS, chosen)
    data: dict[str, Any] = {
        "language": chosen,
        "paper": "a4",
        "title": texts["title"],
        "number": str(len(badges)),
        "page_of": texts["page_of"],
        "lost": texts["lost"],
        "badges": [{"name": one.name, "barcode": draw_code128(one.code).as_data()} for one in badges],
    }
    return render_pdf(template=_TEMPLATE, data=data)
