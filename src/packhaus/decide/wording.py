"""A merchant's own words with named places in them: checked when they are written, filled when they are sent.

The words are never a program: a place is a name in braces out of a closed list, nothing is looked up, called or filled
twice, so that a shopper whose name looks like a place stays a shopper with such a name.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

_PLACE = re.compile(r"\{([^{}\n]*)\}")
# Whatever a mail program would open; sentences such as "Note: ..." are none.
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|(?:javascript|data|vbscript|file|blob):)\S*", re.IGNORECASE)
# The name of the site is the merchant's own writing: places stand only behind it.
_LINK = re.compile(r"https://[A-Za-z0-9.-]+(?:[/?#](?:[^\s{}<>\"']|\{[^{}\s]*\})*)?")
_TOKEN = re.compile(rf"(?P<link>{_LINK.pattern})|{_PLACE.pattern}")
_CLOSING = ".,;:!?)"
# Tabs and line ends are spaces and paragraphs; every other one could only hide something.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class WordingFault:
    """What is wrong in which line (the first is 1); `near` is the place that may have been meant."""

    code: str
    line: int
    value: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a filled line; a link is its own address."""

    text: str
    is_link: bool = False


def list_faults(text: str, *, places: Collection[str], sure: Collection[str]) -> Iterator[WordingFault]:
    """Yield what is wrong with a text.

    `places` may stand in it, `sure` are those of them that always have a value: in a text of several lines a line whose
    place is empty is left out, so there all may stand; a text of one line is given only the sure ones.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        if _HIDDEN.search(line):
            yield WordingFault("hidden", number)
        for name in _PLACE.findall(line):
            if name not in places:
                near = difflib.get_close_matches(name.strip().lower(), list(places), n=1, cutoff=0.5)
                yield WordingFault("unknown", number, f"{{{name}}}", f"{{{near[0]}}}" if near else "")
            elif name not in sure:
                yield WordingFault("unsure", number, f"{{{name}}}")
        rest = _PLACE.sub("", line)
        if "{" in rest or "}" in rest:
            yield WordingFault("brace", number)
        for address in _ADDRESS.findall(line):
            if not _LINK.fullmatch(address.rstrip(_CLOSING)):
                yield WordingFault("address", number, address[:60])


def fill_line(text: str, values: Mapping[str, str], *, addresses: Collection[str] = ()) -> list[Part] | None:
    """Return a line with its places filled, part by part, or None when one of them is empty.

    What the words themselves say is a link where they say https; a value is one only for the names in `addresses`.
    """
    if any(not values.get(name) for name in _PLACE.findall(text)):
        return None
    parts: list[Part] = []
    at = 0
    for found in _TOKEN.finditer(text):
        part = _fill(found, values, addresses)
        parts += [Part(text[at : found.start()]), part]
        at = found.start() + len(found["link"].rstrip(_CLOSING)) if found["link"] else found.end()
    return [part for part in [*parts, Part(text[at:])] if part.text]


def fill_lines(
    text: str, values: Mapping[str, str], *, addresses: Collection[str] = ()
) -> tuple[list[Part], ...]:
    """Return the paragraphs of a text with its places filled, without empty lines and those with an empty place."""
    filled = (fill_line(line.strip(), values, addresses=addresses) for line in text.splitlines())
    return tuple(line for line in filled if line)


def join_parts(parts: Iterable[Part]) -> str:
    """Return a filled line as plain text."""
    return "".join(part.text for part in parts)


def _fill(found: re.Match[str], values: Mapping[str, str], addresses: Collection[str]) -> Part:
    if found["link"]:
        link = found["link"].rstrip(_CLOSING)
        return Part(_PLACE.sub(lambda place: quote(values[place[1]], safe=""), link), is_link=True)
    name = found[2]
    return Part(values[name], is_link=name in addresses)
