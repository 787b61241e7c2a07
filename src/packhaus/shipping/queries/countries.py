"""Names of countries, as a label and a customs form want them."""

from functools import lru_cache

from babel import Locale


@lru_cache(maxsize=1000)
def name_country(*, country: str, language: str) -> str:
    """Return a country's name in a language, or its code. Queries: 0."""
    return str(Locale(language).territories.get(country, country))
