"""The people behind the orders: the file names none, so every name, address, telephone number and e-mail is made up.

Countries stay as they are in the file, and towns and postal codes exist. British codes stop at the district in the
public list, Irish ones at the routing key and Dutch ones at the digits: the rest of those codes is made up.
Telephone numbers come from ranges set aside for fiction where a regulator has one, else they are the example number
of libphonenumber; e-mail ends in the domains of RFC 2606.
One in forty shoppers of an English-writing country prefers German and one in forty Indonesian: the file has no
Indonesian orders, and the countries of the others stay true.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from packhaus.demo.source.countries import DemoCountry, list_countries
from packhaus.demo.source.draws import draw_number, draw_one
from packhaus.demo.source.tables import read_lines, read_table
from packhaus.demo.source.types import DemoAddress, DemoShopper

MAIL_DOMAINS = ("example.com", "example.org", "example.net")
# Letters that Royal Mail uses in the second half of a code, and An Post and PostNL in theirs.
BRITISH_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
IRISH_SIGNS = "0123456789ACDEFHKNPRTVWXY"
DUTCH_LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
ONE_IN = 40
HOUSE_NUMBERS = 140


class Place(NamedTuple):
    """A town with its postal code as listed."""

    postal_code: str
    name: str
    region: str


def make_shopper(*, customer: str, country: str) -> DemoShopper:
    """Return the person behind a customer key, with an address in that country; always the same one."""
    rules = list_countries()[country]
    given = draw_one(of=customer, topic="given", among=_list_names(rules.name_group, "given"))
    family = draw_one(of=customer, topic="family", among=_list_names(rules.name_group, "family"))
    domain = draw_one(of=customer, topic="domain", among=MAIL_DOMAINS)
    return DemoShopper(
        customer=customer,
        name=f"{given} {family}",
        email=f"{_spell_in_ascii(given)}.{_spell_in_ascii(family)}.{customer.lower()}@{domain}",
        phone=_dial(rules, customer=customer),
        language=_choose_language(rules, customer=customer),
        address=_make_address(rules, customer=customer),
    )


def _choose_language(rules: DemoCountry, *, customer: str) -> str:
    if rules.language != "en":
        return rules.language
    return {0: "de", 1: "id"}.get(draw_number(of=customer, topic="language", below=ONE_IN), "en")


def _dial(rules: DemoCountry, *, customer: str) -> str:
    digits = iter(str(draw_number(of=customer, topic="phone", below=10**9)).rjust(9, "0"))
    return "".join(next(digits) if sign == "#" else sign for sign in rules.phone)


def _make_address(rules: DemoCountry, *, customer: str) -> DemoAddress:
    key = f"{customer}|{rules.code}"
    place = draw_one(of=key, topic="place", among=_list_places()[rules.code])
    street = draw_one(of=key, topic="street", among=_list_names(rules.name_group, "street"))
    number = 1 + draw_number(of=key, topic="house", below=HOUSE_NUMBERS)
    district, subdistrict = _list_districts().get(place.name, ("", "")) if rules.code == "ID" else ("", "")
    return DemoAddress(
        lines=(f"{street} {number}" if rules.street_first else f"{number} {street}",),
        subdistrict=subdistrict,
        district=district,
        city=place.name,
        region=place.region if rules.uses_region else "",
        postal_code=_complete_code(place.postal_code, country=rules.code, key=key),
        country=rules.code,
    )


def _complete_code(listed: str, *, country: str, key: str) -> str:
    match country:
        case "GB" | "GG":
            return f"{listed} {1 + draw_number(of=key, topic='sector', below=9)}{_draw_signs(key, BRITISH_LETTERS, 2)}"
        case "IE":
            return f"{listed} {_draw_signs(key, IRISH_SIGNS, 4)}"
        case "NL":
            return f"{listed} {_draw_signs(key, DUTCH_LETTERS, 2)}"
        case _:
            return listed


def _draw_signs(key: str, signs: str, count: int) -> str:
    return "".join(draw_one(of=key, topic=f"sign{position}", among=signs) for position in range(count))


def _spell_in_ascii(name: str) -> str:
    plain = name.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("Ł", "L").replace("Ø", "O")
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", plain).lower() if sign.isascii() and sign.isalnum()
    )


@cache
def _list_names(group: str, part: str) -> tuple[str, ...]:
    return tuple(
        row["value"] for row in read_table("names.csv") if (row["name_group"], row["part"]) == (group, part)
    )


@cache
def _list_places() -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = defaultdict(list)
    by_hand = list(read_lines("places_by_hand.csv"))
    # Spain and Italy need their province in an address, which the public list does not give: towns by hand only.
    own = {row[0] for row in by_hand}
    listed = [row for row in read_lines("places.csv.gz") if row[0] not in own]
    for country, code, name, region, _lat, _lon in (*listed, *by_hand):
        found[country].append(Place(code, name, region))
    return {country: tuple(places) for country, places in found.items()}


@cache
def _list_districts() -> dict[str, tuple[str, str]]:
    return {
        row["place"]: (row["district"], row["subdistrict"]) for row in read_table("indonesian_districts.csv")
    }
