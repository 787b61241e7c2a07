"""What a merchant may be called and shown as."""

import re
from collections.abc import Iterator

from packhaus.kernel.errors import FieldProblem

_ACCENT = re.compile(r"#[0-9a-f]{6}")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def check_lasting(*, code: str, currency: str, country: str) -> Iterator[FieldProblem]:
    """Find what is wrong with that which stays as it is: orders and charges are written with it."""
    if not _CODE.fullmatch(code):
        yield FieldProblem("code", "format", "is 1 to 16 capitals, digits and hyphens")
    if not _CURRENCY.fullmatch(currency):
        yield FieldProblem("currency", "format", "is three capital letters (ISO 4217)")
    if not _COUNTRY.fullmatch(country):
        yield FieldProblem("country", "format", "is two capital letters (ISO 3166-1)")


def check_shown(*, name: str, language: str, accent: str) -> Iterator[FieldProblem]:
    """Find what is wrong with that which may be changed."""
    if not name.strip() or len(name) > 120 or not name.isprintable():
        yield FieldProblem("name", "required", "is 1 to 120 characters")
    if not _ACCENT.fullmatch(accent):
        yield FieldProblem("accent", "format", "is a colour like #066fd1")
    if language not in {"en", "de", "id"}:
        yield FieldProblem("language", "unknown", "is en, de or id")
