"""Words of documents: one small table per document, complete in every language or the tests fail."""

from collections.abc import Mapping
from typing import Final

LANGUAGES: Final = ("en", "de", "id")


def pick_language(tag: str) -> str:
    """Return the document language for a language tag such as `de-AT`; English when we do not speak it."""
    primary = tag.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return primary if primary in LANGUAGES else "en"


def pick_texts(table: Mapping[str, Mapping[str, str]], language: str) -> dict[str, str]:
    """Return the table's words in one language."""
    return {key: words[language] for key, words in table.items()}
