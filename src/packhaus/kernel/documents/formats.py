"""Dates, numbers, weights and money as a language writes them."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal

from packhaus.kernel.money import Money

# English documents write day before month in words: 3 December 2010 cannot be misread on either side of the Atlantic.
_LOCALES = {"en": "en_GB", "de": "de_DE", "id": "id_ID"}


@lru_cache(maxsize=8)
def _get_locale(language: str) -> Locale:
    return Locale.parse(_LOCALES[language])


@lru_cache(maxsize=1024)
def format_day(day: date, language: str) -> str:
    """Write a day, month in letters."""
    return str(format_date(day, format="d MMM yyyy", locale=_get_locale(language)))


@lru_cache(maxsize=256)
def format_moment(moment: datetime, language: str) -> str:
    """Write an instant in the zone it carries, to the minute."""
    pattern = "d MMM yyyy, HH.mm" if language == "id" else "d MMM yyyy, HH:mm"
    return str(format_datetime(moment, format=pattern, tzinfo=moment.tzinfo, locale=_get_locale(language)))


@lru_cache(maxsize=4096)
def format_quantity(quantity: int, language: str) -> str:
    """Write a whole number with its group separators."""
    return str(format_decimal(quantity, locale=_get_locale(language)))


@lru_cache(maxsize=8192)
def format_weight(weight_grams: int, language: str) -> str:
    """Write grams below one kilogram, kilograms with two decimals from there."""
    if weight_grams < 1000:
        return f"{weight_grams} g"
    kilograms = format_decimal(weight_grams / 1000, format="#,##0.00", locale=_get_locale(language))
    return f"{kilograms} kg"


@lru_cache(maxsize=16_384)
def format_money(money: Money, language: str) -> str:
    """Write an amount with its currency; rupiah without decimals, which nobody pays in cash."""
    whole = money.currency == "IDR"
    pattern = "¤ #,##0" if whole else None
    return str(
        format_currency(
            money.decimal,
            money.currency,
            format=pattern,
            currency_digits=not whole,
            locale=_get_locale(language),
        )
    )
