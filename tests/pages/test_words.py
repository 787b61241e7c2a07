"""No page says in German or Indonesian what it says in English, but for names, codes and words that are alike."""

import re
from html.parser import HTMLParser
from pathlib import Path

from django.test import Client

from packhaus import locale
from tests.pages.world import Address, World, list_pages

ALIKE = Path(locale.__path__[0]) / "same-as-english.txt"
# Read by people: everything else of an element is for machines.
TOLD = {
    "aria-label",
    "title",
    "placeholder",
    "alt",
    "data-label",
    "data-bulk-label",
    "data-reason",
    "data-effect",
}
SILENT = {"script", "style", "code", "kbd", "time"}
# Of the tests' world, and what is a name everywhere.
NAMES = frozenset({
    "Packhaus", "English", "Deutsch", "Bahasa", "Indonesia", "Excel", "PostgreSQL", "Django", "Europe", "Acme",
    "Ltd", "Beta", "GmbH", "Leeds", "Berlin", "Admin", "Budi", "Dewi", "Sari", "Anna", "Schmidt", "Mug", "blue",
    "Lamp", "Mill", "Lane", "Albion", "Parcel", "Kurir", "Cepat", "test", "Owner", "Red", "paper", "Retail", "retail",
    "Pottery", "POTTERY",
})  # fmt: skip
DAY = re.compile(r"\b\d{1,2} \w{3,4} \d{4}\b")
DATE = re.compile(r"\d{1,2} \w{3,4}( \d{4})?(, \d\d[:.]\d\d( \w+)?)?")


class Reader(HTMLParser):
    """Collects what a page says in its own language: its text and its labels."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.said: set[str] = set()
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the labels of an element."""
        is_foreign = dict(attrs).get("lang", self.language) != self.language
        if not is_foreign:
            self.said |= {value.strip() for name, value in attrs if name in TOLD and value}
        # An element within a silent one of its own name is closed before it.
        if tag in SILENT or is_foreign or tag in self._silent:
            self._silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element whose text is for machines."""
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        """Collect text."""
        if not self._silent and data.strip():
            self.said.add(" ".join(data.split()))


def read(address: Address, language: str) -> set[str]:
    client = Client()
    client.cookies["packhaus_language"] = language
    if address.session:
        client.cookies["sessionid"] = address.session
    reader = Reader(language)
    reader.feed(client.get(address.url).content.decode())
    return reader.said


def is_english(text: str, alike: frozenset[str]) -> bool:
    """Tell whether it has a word that is neither a name nor a code, and is no date."""
    if DATE.fullmatch(text):
        return False
    words = [word.strip(".,:;!?()“”„…<>&") for word in DAY.sub("", text).split()]
    return any(len(word) > 2 and word[1:].islower() and word.isalpha() for word in words if word not in alike)


def test_no_page_leaves_english_words_standing(world: World) -> None:
    alike = NAMES | frozenset(ALIKE.read_text().splitlines())
    left = []
    for address in list_pages(world):
        english = {text for text in read(address, "en") if is_english(text, alike)}
        left += [
            f"{address.name} ({language}): {text}"
            for language in ("de", "id")
            for text in sorted(english & read(address, language))
        ]
    assert not left, "\n".join(left)
