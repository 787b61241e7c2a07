"""Numbers, money, measures and times as the reader's language writes them.

Unknown (None) is an en dash and never 0; zero is 0. Times are in the current time zone unless a zone is named.
Source: screens, section 10.1; patterns from CLDR through Babel, English as written in Europe.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as write_date
from babel.dates import format_skeleton
from babel.numbers import format_currency
from babel.numbers import format_decimal as write_decimal
from babel.numbers import format_percent as format_percent_number
from babel.units import format_unit
from django.utils import timezone
from django.utils.translation import get_language, pgettext

from packhaus.kernel.money import Money

UNKNOWN = "–"
_LOCALES = {"en": "en_GB", "de": "de_DE", "id": "id_ID"}
# Source: design, section 5: IDR is printed without decimals though its minor unit is a hundredth.
_WITHOUT_DECIMALS = frozenset({"IDR"})
_KILOGRAM = 1000
_LONG_WAY_METRES = 10_000


@lru_cache(maxsize=8)
def _get_locale(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language[:2], "en_GB"))


def get_locale() -> Locale:
    """Return the locale of the running translation."""
    return _get_locale(get_language() or "en")


def _to_local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(at)


@lru_cache(maxsize=4096)
def _format_skeleton(skeleton: str, local: datetime, language: str) -> str:
    return str(format_skeleton(skeleton, local, locale=_get_locale(language)))


def _write(skeleton: str, local: datetime) -> str:
    naive = local.replace(tzinfo=None, second=0, microsecond=0)
    return _format_skeleton(skeleton, naive, get_language() or "en")


def format_time(at: datetime | None, zone: str = "") -> str:
    """Write the time of day; with the zone's short name when it differs from the reader's zone."""
    if at is None:
        return UNKNOWN
    local = _to_local(at, zone)
    written = _write("Hm", local)
    differs = local.utcoffset() != timezone.localtime(at).utcoffset()
    return f"{written} {local.tzname()}" if differs else written


def format_date(at: datetime | None, zone: str = "", *, now: datetime) -> str:
    """Write the day: "12 Nov", with the year when it is not this year."""
    if at is None:
        return UNKNOWN
    local = _to_local(at, zone)
    is_this_year = local.year == _to_local(now, zone).year
    return _write("MMMd" if is_this_year else "yMMMd", local)


def format_day(day: date | None) -> str:
    """Write a day of the calendar, always with its year."""
    return UNKNOWN if day is None else str(write_date(day, "medium", locale=get_locale()))


def format_promise(at: datetime | None, zone: str = "") -> str:
    """Write the day in full with its weekday, as promises are given."""
    return UNKNOWN if at is None else str(write_date(_to_local(at, zone), "full", locale=get_locale()))


def format_moment(at: datetime | None, zone: str = "", *, now: datetime) -> str:
    """Write day and time; the day is left out when it is today."""
    if at is None:
        return UNKNOWN
    is_today = _to_local(at, zone).date() == _to_local(now, zone).date()
    written = format_time(at, zone)
    return written if is_today else f"{format_date(at, zone, now=now)}, {written}"


def format_duration(seconds: int) -> str:
    """Write a length of time in its largest unit: minutes, hours, days."""
    minutes = abs(seconds) // 60
    unit, amount = ("minute", minutes)
    if minutes >= 48 * 60:
        unit, amount = ("day", minutes // (24 * 60))
    elif minutes >= 120:
        unit, amount = ("hour", minutes // 60)
    return str(format_unit(amount, f"duration-{unit}", length="short", locale=(get_language() or "en")[:2]))


def format_age(at: datetime | None, zone: str = "", *, now: datetime) -> str:
    """Write how long ago: "18 min" under 24 hours, else day and time."""
    if at is None:
        return UNKNOWN
    if timedelta(0) <= now - at < timedelta(hours=24):
        return format_duration(int((now - at).total_seconds()))
    return format_moment(at, zone, now=now)


def format_slack(at: datetime, *, now: datetime) -> str:
    """Write how long there is until a moment, or since it passed: "in 0:28", "1:04 ago"."""
    minutes = int((at - now).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    told = format_duration(abs(minutes) * 60) if hours >= 48 else f"{hours}:{rest:02d}"
    if minutes >= 0:
        return pgettext("deadline", "in %(time)s") % {"time": told}
    return pgettext("deadline", "%(time)s ago") % {"time": told}


def format_quantity(quantity: int | Decimal | None) -> str:
    """Write a whole number with the language's grouping."""
    return UNKNOWN if quantity is None else str(write_decimal(quantity, locale=get_locale()))


def format_packed(quantity: int | None, packaging: str, units: int) -> str:
    """Write eaches with whole packagings in brackets: "48 (2 × case)"; only when it divides evenly."""
    written = format_quantity(quantity)
    if not quantity or units <= 1 or quantity % units:
        return written
    return f"{written} ({format_quantity(quantity // units)} × {packaging})"


def format_decimal(number: Decimal | float | None) -> str:
    """Write a number with one decimal."""
    return UNKNOWN if number is None else str(write_decimal(number, "#,##0.0", locale=get_locale()))


def format_percent(share: Decimal | float | None) -> str:
    """Write a share of one with one decimal: 0.974 is "97.4%"."""
    if share is None:
        return UNKNOWN
    locale = get_locale()
    pattern = locale.percent_formats[None].pattern.replace("#,##0", "#,##0.0")
    return str(format_percent_number(share, pattern, locale=locale))


def format_money(money: Money | None) -> str:
    """Write an amount with its currency as the language writes it."""
    if money is None:
        return UNKNOWN
    # English keeps the symbol that Indonesians know instead of the bare code.
    if money.currency in _WITHOUT_DECIMALS:
        amount = write_decimal(money.decimal, "#,##0", locale=get_locale())
        return f"-Rp{amount[1:]}" if amount.startswith("-") else f"Rp{amount}"
    return str(format_currency(money.decimal, money.currency, locale=get_locale()))


def format_weight(grams: int | None) -> str:
    """Write grams under one kilogram, else kilograms with two decimals."""
    if grams is None:
        return UNKNOWN
    if abs(grams) < _KILOGRAM:
        return f"{format_quantity(grams)} g"
    return f"{write_decimal(Decimal(grams) / _KILOGRAM, '#,##0.00', locale=get_locale())} kg"


def format_way(millimetres: int | None) -> str:
    """Write how far people walk: whole metres, kilometres with one decimal from ten on."""
    if millimetres is None:
        return UNKNOWN
    metres = round(millimetres / 1_000)
    if metres < _LONG_WAY_METRES:
        return f"{format_quantity(metres)} m"
    return f"{write_decimal(Decimal(metres) / 1_000, '#,##0.0', locale=get_locale())} km"


def format_length(millimetres: int | None) -> str:
    """Write centimetres with one decimal."""
    if millimetres is None:
        return UNKNOWN
    return f"{write_decimal(Decimal(millimetres) / 10, '#,##0.0', locale=get_locale())} cm"


def pick_text(texts: Mapping[str, str]) -> str:
    """Return one of a text's languages: the reader's, else English, else any."""
    language = (get_language() or "en")[:2]
    return texts.get(language) or texts.get("en") or next((text for text in texts.values() if text), "")
