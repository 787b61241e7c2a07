"""The countries of the order file: ISO code, language, names, telephone numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from packhaus.demo.source.tables import read_table


@dataclass(frozen=True, slots=True)
class DemoCountry:
    """How people of a country are made up. ``phone`` is E.164 with # for each digit drawn."""

    code: str
    name_in_file: str
    language: str
    name_group: str
    phone: str
    street_first: bool
    uses_region: bool


@cache
def list_countries() -> dict[str, DemoCountry]:
    """Return the countries by ISO 3166-1 alpha-2 code."""
    return {
        row["country"]: DemoCountry(
            code=row["country"],
            name_in_file=row["name_in_file"],
            language=row["language"],
            name_group=row["name_group"],
            phone=row["phone"],
            street_first=row["street_first"] == "yes",
            uses_region=row["uses_region"] == "yes",
        )
        for row in read_table("countries.csv")
    }


@cache
def find_country_code(name_in_file: str) -> str:
    """Return the ISO code of a country as the order file spells it ("EIRE").

    Raises: KeyError, a name that nobody decided on.
    """
    return {country.name_in_file: code for code, country in list_countries().items() if country.name_in_file}[
        name_in_file
    ]
