from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from packhaus.kernel.money import Money
from packhaus.web import formats

NOW = datetime(2026, 11, 12, 14, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "money", "written"),
    [
        ("en", Money(128450, "EUR"), "€1,284.50"),
        ("de", Money(128450, "EUR"), "1.284,50\xa0€"),
        ("id", Money(128450000, "IDR"), "Rp1.284.500"),  # a hundredth as minor unit, printed without decimals
        ("en", Money(-128450000, "IDR"), "-Rp1,284,500"),
        ("en", Money(1200, "JPY"), "JP¥1,200"),  # no minor unit at all
        ("de", Money(0, "EUR"), "0,00\xa0€"),  # zero is zero
        ("de", None, "–"),  # unknown is not
    ],
)
def test_money_is_written_as_the_language_writes_it(language: str, money: Money | None, written: str) -> None:
    with translation.override(language):
        assert formats.format_money(money) == written


@pytest.mark.parametrize(
    ("grams", "written"), [(0, "0 g"), (999, "999 g"), (1000, "1,00 kg"), (12345, "12,34 kg"), (None, "–")]
)
def test_weight_turns_to_kilograms_from_one_kilogram_on(grams: int | None, written: str) -> None:
    with translation.override("de"):
        assert formats.format_weight(grams) == written


def test_lengths_are_centimetres_with_one_decimal() -> None:
    with translation.override("en"):
        assert formats.format_length(123) == "12.3 cm"
        assert formats.format_length(None) == "–"


def test_whole_packagings_stand_in_brackets_only_when_they_divide_evenly() -> None:
    with translation.override("en"):
        assert formats.format_packed(48, "case", 24) == "48 (2 × case)"
        assert formats.format_packed(49, "case", 24) == "49"
        assert formats.format_packed(None, "case", 24) == "–"


def test_a_share_has_one_decimal() -> None:
    with translation.override("en"):
        assert formats.format_percent(Decimal("0.974")) == "97.4%"


def test_the_year_is_told_only_when_it_is_another_one() -> None:
    with translation.override("en"):
        assert formats.format_date(NOW, now=NOW) == "12 Nov"
        assert formats.format_date(NOW - timedelta(days=365), now=NOW) == "12 Nov 2025"


def test_the_zone_is_told_only_when_it_differs_from_the_readers() -> None:
    with translation.override("en"), timezone.override("Europe/Berlin"):
        assert formats.format_time(NOW, "Europe/Berlin") == "15:32"
        assert formats.format_time(NOW, "Asia/Jakarta") == "21:32 WIB"


@pytest.mark.parametrize(
    ("before", "written"),
    [
        (timedelta(minutes=18), "18 min"),
        (timedelta(hours=5), "5 hr"),
        (timedelta(hours=30), "11 Nov, 08:32"),  # from 24 hours on the moment itself
    ],
)
def test_age_is_relative_for_a_day(before: timedelta, written: str) -> None:
    with translation.override("en"):
        assert formats.format_age(NOW - before, now=NOW) == written


def test_slack_tells_the_time_left_and_the_time_since() -> None:
    with translation.override("en"):
        assert formats.format_slack(NOW + timedelta(minutes=28), now=NOW) == "in 0:28"
        assert formats.format_slack(NOW - timedelta(minutes=64), now=NOW) == "1:04 ago"
