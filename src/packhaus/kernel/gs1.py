"""What a GS1 barcode says: which item or unit, of which lot, until when, how many. Parsed by biip.

Source: GS1 General Specifications, section 3 (application identifiers) and 5.4 (symbology identifiers).
"""

import re
from dataclasses import dataclass
from datetime import date

import biip
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message

LONGEST = 400
_SEPARATOR = "\x1d"
_WRITTEN_OUT = re.compile(r"\((\d{2,4})\)([^(]+)")
_LENGTHS = (14, 13, 12, 8)
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
# GS1-128, DataBar and composites, DataMatrix, QR, DotCode: FNC1 in first place.
_OF_GS1 = ("]C1", "]e0", "]d2", "]Q3", "]J1")


@dataclass(frozen=True, slots=True)
class Gs1:
    """The parts of a code that the floor works with; what it does not say is empty. `count` are items of the GTIN."""

    gtin: str = ""
    sscc: str = ""
    lot: str = ""
    serial: str = ""
    expires_on: date | None = None
    count: int = 0

    @property
    def barcodes(self) -> list[str]:
        """Return the ways in which the item's GTIN may stand in a catalogue: with and without leading zeros."""
        bare = self.gtin.lstrip("0")
        return [
            self.gtin[-length:] for length in _LENGTHS if self.gtin and len(bare) <= length <= len(self.gtin)
        ]


def read_gs1(code: str) -> Gs1 | None:
    """Return what a scanned code says by the rules of GS1, or None when it is none of theirs.

    Takes element strings with and without a symbology identifier, written out with brackets, and Digital Link
    addresses. A number without a GTIN or SSCC at its beginning is none: digits alone may be anybody's code.
    """
    text = code.strip()
    if not text or len(text) > LONGEST:
        return None
    symbology = _SYMBOLOGY.match(text)
    rest = text[symbology.end() :] if symbology else text
    is_gs1 = (symbology is not None and symbology.group() in _OF_GS1) or _SEPARATOR in rest
    if rest.startswith("("):
        rest, is_gs1 = _join_written_out(rest), True
    is_uri = rest[:4].lower() == "http"
    elements = _parse_uri(rest) if is_uri else _parse_elements(rest)
    if not elements or not (is_gs1 or is_uri or _begins_with_key(elements)):
        return None
    return _collect(elements)


def _join_written_out(text: str) -> str:
    """Return `(01)…(10)…` as a scanner sends it; brackets in between are read as they are meant for people."""
    parts = _WRITTEN_OUT.findall(text)
    is_whole = "".join(f"({ai}){value}" for ai, value in parts) == text
    return _SEPARATOR.join(f"{ai}{value}" for ai, value in parts) if is_whole else ""


def _parse_elements(text: str) -> list[GS1ElementString]:
    try:
        return list(GS1Message.parse(text).element_strings) if text else []
    except biip.ParseError:
        return []


def _parse_uri(text: str) -> list[GS1ElementString]:
    scheme, _, path = text.partition("://")
    try:
        return list(GS1DigitalLinkURI.parse(f"{scheme.lower()}://{path}").element_strings)
    except (biip.ParseError, ValueError):  # ValueError: an address with brackets that are no IPv6
        return []


def _begins_with_key(elements: list[GS1ElementString]) -> bool:
    first = elements[0]
    return first.ai.ai in {"00", "01", "02"} and (first.gtin is not None or first.sscc is not None)


def _collect(elements: list[GS1ElementString]) -> Gs1 | None:
    by_ai = {element.ai.ai: element for element in elements}
    said = {ai: element.value for ai, element in by_ai.items()}
    item, unit = by_ai.get("01") or by_ai.get("02"), by_ai.get("00")
    if (item and item.gtin is None) or (unit and unit.sscc is None):
        return None
    dated = by_ai.get("17") or by_ai.get("15")
    count = said.get("37") or said.get("30") or ""
    return Gs1(
        gtin=item.value if item else "",
        sscc=unit.value if unit else "",
        lot=said.get("10", ""),
        serial=said.get("21", ""),
        expires_on=dated.date if dated else None,
        count=int(count) if count.isdecimal() else 0,
    )


def read_plate(code: str) -> str:
    """Return the unit that a scan names: an SSCC without what GS1 puts around it, else the code itself."""
    said = read_gs1(code)
    return said.sscc if said and said.sscc else code
