"""Public holidays of a country and, where it is known, of its part."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache

import holidays

from packhaus.network.queries.places import fold_key


def is_public_holiday(day: date, *, country: str, region: str = "") -> bool:
    """Tell whether a day is a public holiday; where none are known, none is.

    `region` is a name, folded or not, or a code.
    Source: the `holidays` library (MIT). Queries: 0.
    """
    return day in _list_days(country, _find_subdivision(country, region) if region else "", day.year)


def name_public_holidays(*, country: str, subdivision: str, years: Collection[int]) -> dict[date, str]:
    """Return the public holidays of some years with their names. Raises: NotImplementedError where none are known."""
    return dict(holidays.country_holidays(country, subdiv=subdivision or None, years=sorted(years)).items())


@lru_cache(maxsize=2_000)
def _list_days(country: str, subdivision: str, year: int) -> frozenset[date]:
    try:
        return frozenset(name_public_holidays(country=country, subdivision=subdivision, years=[year]))
    except NotImplementedError:
        return frozenset()


@lru_cache(maxsize=10_000)
def _find_subdivision(country: str, region: str) -> str:
    """Return the library's code of a region, nothing where it tells none apart."""
    try:
        calendar = holidays.country_holidays(country)
    except NotImplementedError:
        return ""
    names = {fold_key(code): code for code in calendar.subdivisions}
    names |= {fold_key(name): code for name, code in calendar.subdivisions_aliases.items()}
    return names.get(fold_key(region), "")
