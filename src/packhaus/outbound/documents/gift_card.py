"""The card with a shopper's words that goes into a parcel."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from packhaus.kernel.documents.engine import render_pdf
from packhaus.kernel.documents.texts import pick_language, pick_texts

_TEMPLATE = Path(__file__).with_name("gift_card.typ")
_TEXTS: Final = {
    "title": {"en": "A message for you", "de": "Eine Nachricht für Sie", "id": "Pesan untuk Anda"},
}


@dataclass(frozen=True, slots=True)
class GiftCard:
    """What stands on the card; the words as the shopper wrote them, in the shopper's language."""

    language: str
    text: str
    merchant_name: str


def render_gift_card(*, card: GiftCard) -> bytes:
    """Render the card as a PDF of one A6 page, folded nowhere, with smaller letters for many words."""
    language = pick_language(card.language)
    texts = pick_texts(_TEXTS, language)
    data: dict[str, Any] = {
        "language": language,
        "title": texts["title"],
        "lines": card.text.splitlines() or [""],
        "merchant": card.merchant_name,
        "size": 20 if len(card.text) <= 90 else 15 if len(card.text) <= 240 else 11,
    }
    return render_pdf(template=_TEMPLATE, data=data)
