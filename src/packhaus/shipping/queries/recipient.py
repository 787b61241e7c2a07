"""How an address is written on a parcel, line by line, in the order of its country. Source: UPU S42 templates."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from babel import Locale

_CITY_THEN_CODE_LINE = frozenset({"GB", "GG", "JE", "IM", "IE"})
_CITY_REGION_CODE = frozenset({"US", "CA", "AU", "PR"})
_CITY_CODE = frozenset({"ID", "NZ", "SG", "TH", "IN", "BR"})


class Recipient(NamedTuple):
    """The parts of an address as they are kept."""

    name: str
    company: str
    lines: Sequence[str]
    district: str
    subdistrict: str
    city: str
    region: str
    postal_code: str
    country: str


def list_address_lines(recipient: Recipient) -> tuple[str, ...]:
    """Return the lines of a label, name first, without the country. Queries: 0."""
    local = ", ".join(part for part in (recipient.subdistrict, recipient.district) if part)
    parts = (recipient.name, recipient.company, *recipient.lines, local, *_list_locality(recipient))
    return tuple(part for part in parts if part.strip())


def _list_locality(recipient: Recipient) -> tuple[str, ...]:
    city, code, region = recipient.city, recipient.postal_code, recipient.region
    if recipient.country in _CITY_THEN_CODE_LINE:
        return (city, code)
    if recipient.country in _CITY_REGION_CODE:
        return (f"{city}, {region} {code}".replace(" ,", ",").strip(" ,"),)
    if recipient.country in _CITY_CODE:
        return (f"{city} {code}".strip(), region)
    return (f"{code} {city}".strip(), region)


@lru_cache(maxsize=1000)
def name_country(country: str, language: str) -> str:
    """Return a country's name in a language, or its code. Queries: 0."""
    return str(Locale(language).territories.get(country, country))
