"""The order file, read twice: by the demo and by tools/count_demo.py, must give the same figures."""

import json
import time
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from packhaus.demo.source.days import load_days
from packhaus.demo.source.rows import classify_row, find_note, read_rows
from packhaus.demo.source.tables import FOLDER
from packhaus.demo.source.types import DemoDay

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def days() -> list[DemoDay]:
    return load_days(today=TODAY)


@pytest.fixture(scope="module")
def expected() -> dict[str, object]:
    figures: dict[str, object] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
    return figures


def test_every_day_has_the_expected_figures(days: list[DemoDay], expected: dict[str, object]) -> None:
    counted = [
        {
            "orders": len(day.orders),
            "lines": sum(len(order.lines) for order in day.orders),
            "units": sum(line.quantity for order in day.orders for line in order.lines),
            "cancellation_lines": len(day.cancellations),
            "adjustments": len(day.adjustments),
        }
        for day in days
    ]
    by_day = expected["days"]
    assert isinstance(by_day, list)
    assert counted == [{name: day[name] for name in counted[0]} for day in by_day]


def test_the_totals_are_the_expected_ones(days: list[DemoDay], expected: dict[str, object]) -> None:
    orders = [order for day in days for order in day.orders]
    lines = [line for order in orders for line in order.lines]
    changes = [adjustment.quantity for day in days for adjustment in day.adjustments]
    assert len(read_rows()) == expected["rows"]
    assert sum(line.quantity * line.unit_price_minor for line in lines) == expected["amount_minor"]
    assert sum(line.unit_price_minor == 0 for line in lines) == expected["free_lines"]
    assert sum(order.customer.startswith("GUEST-") for order in orders) == expected["guest_orders"]
    assert expected["adjustments"] == {
        "rows": len(changes),
        "units_found": sum(change for change in changes if change > 0),
        "units_lost": -sum(change for change in changes if change < 0),
    }


def test_a_repeated_line_stays_two_lines(days: list[DemoDay], expected: dict[str, object]) -> None:
    repeated = sum(
        times > 1
        for day in days
        for order in day.orders
        for times in Counter(line.code for line in order.lines).values()
    )
    assert repeated == expected["repeated_codes"] == 859


def test_the_last_trading_day_is_yesterday_and_the_gaps_stay(days: list[DemoDay]) -> None:
    assert days[-1].on == TODAY - timedelta(days=1)
    assert len(days) == 20
    gaps = [(later.on - earlier.on).days for earlier, later in pairwise(days)]
    assert gaps == [1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1]


def test_the_time_of_day_stays_in_winter_and_in_summer() -> None:
    for today in (date(2026, 7, 1), date(2027, 1, 2)):
        first = load_days(today=today)[0].orders[0]
        assert (first.placed_at.hour, first.placed_at.minute) == (8, 26)
        assert first.placed_at.utcoffset() is not None


def test_orders_keep_the_order_of_time(days: list[DemoDay]) -> None:
    placed = [order.placed_at for day in days for order in day.orders]
    assert placed == sorted(placed)


def test_external_numbers_are_unique(days: list[DemoDay]) -> None:
    numbers = [order.external_number for day in days for order in day.orders]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        ("", "unexplained"),
        ("?", "unexplained"),
        ("check", "unexplained"),
        ("damages", "damaged"),
        ("faulty", "damaged"),
        ("wet rusty", "damaged"),
        ("Found", "found"),
        ("lost", "lost"),
        ("amazon sales", "channel"),
        ("Dotcom sales", "channel"),
        ("WHITE METAL LANTERN", None),
        ("BAG 250g SWIRLY MARBLES", None),  # lower case inside an article's name
        ("Dotcomgiftshop Gift Voucher £40.00", None),
        ("SET OF 6 WET WIPES", None),  # a note's word in an article's name
    ],
)
def test_notes_are_told_from_descriptions(description: str, reason: str | None) -> None:
    assert find_note(description) == reason


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "order_line"),
        ({"invoice": "C536379", "quantity": -1}, "cancellation"),
        ({"invoice": "C536379", "quantity": -1, "code": "D"}, "cancellation"),
        ({"quantity": -30, "unit_price_minor": 0, "customer": ""}, "adjustment"),
        ({"unit_price_minor": 0, "customer": "", "description": "amazon"}, "adjustment"),
        ({"unit_price_minor": 0, "customer": "", "description": "RED KITCHEN SCALES"}, "order_line"),
        ({"unit_price_minor": 0}, "order_line"),  # a gift to a customer
    ],
)
def test_a_row_is_what_its_signs_say(changes: dict[str, Any], kind: str) -> None:
    row = read_rows()[0]._replace(**changes)
    assert classify_row(row) == kind


def test_reading_everything_takes_less_than_two_seconds() -> None:
    read_rows.cache_clear()
    started = time.process_time()
    load_days(today=TODAY)
    assert time.process_time() - started < 2
