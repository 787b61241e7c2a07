"""Amounts as people and files write them."""

import pytest

from packhaus.kernel.money import parse_minor


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.50", "EUR", 1250),
        ("12,50", "EUR", 1250),  # a decimal comma, as German spreadsheets write it
        (" 12,5 ", "EUR", 1250),
        ("-3", "EUR", -300),
        ("100", "JPY", 100),  # no minor unit
        ("1.234", "BHD", 1234),
        ("12.5000", "EUR", 1250),
    ],
)
def test_plain_amounts_are_read(text: str, currency: str, minor: int) -> None:
    assert parse_minor(text, currency) == minor


@pytest.mark.parametrize(
    "text",
    [
        "1,234",  # a thousand and more, or one and a bit: nobody knows
        "1.234,50", "1,234.50", "12.345", "1e5", "1e9999999", "1e999999999999999999999", "NaN", "sNaN", "Infinity",
        "1_000", "٣", "+5", "", " ", "12 50", "£5", "1" * 40,
    ],
)  # fmt: skip
def test_what_could_mean_something_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no amount"):
        parse_minor(text, "EUR")
