"""Every planned unit comes with a delivery, and what its supplier said is wrong now and then."""

from collections import Counter
from datetime import date

import pytest

from packhaus.demo.source.days import load_days
from packhaus.demo.source.deliveries import MOST_LINES, OPENING, Delivery, list_deliveries
from packhaus.demo.source.skus import list_retailer_skus
from packhaus.demo.source.stock import DemoStock, plan_stock


@pytest.fixture(scope="module")
def stock() -> list[DemoStock]:
    return plan_stock(days=load_days(today=date(2026, 11, 22)), skus=list_retailer_skus())


@pytest.fixture(scope="module")
def deliveries(stock: list[DemoStock]) -> list[Delivery]:
    return list_deliveries(stock)


def test_whole_units_come_as_they_were_planned(stock: list[DemoStock], deliveries: list[Delivery]) -> None:
    planned: Counter[tuple[str, int, str]] = Counter()
    for one in stock:
        planned[one.site, OPENING if one.day is None else one.day, one.code] += one.quantity
    come: Counter[tuple[str, int, str]] = Counter()
    for delivery in deliveries:
        for line in delivery.lines:
            come[delivery.site, delivery.day, line.code] += line.whole
    assert come == planned


def test_deliveries_come_in_order_and_fit_an_announcement(deliveries: list[Delivery]) -> None:
    assert [delivery.day for delivery in deliveries] == sorted(delivery.day for delivery in deliveries)
    assert max(len(delivery.lines) for delivery in deliveries) <= MOST_LINES
    assert len({(delivery.merchant_code, delivery.number) for delivery in deliveries}) == len(deliveries)


def test_some_lines_bring_more_some_fewer_and_some_broken_units(deliveries: list[Delivery]) -> None:
    lines = [line for delivery in deliveries for line in delivery.lines]
    over = [line for line in lines if line.whole > line.announced]
    short = [line for line in lines if line.whole + line.broken < line.announced]
    broken = [line for line in lines if line.broken]
    assert all(line.announced > 0 and line.whole + line.broken == line.announced for line in broken)
    for wrong in (over, short, broken):
        assert 0.005 < len(wrong) / len(lines) < 0.03


def test_something_comes_after_the_last_day(deliveries: list[Delivery]) -> None:
    assert deliveries[-1].day > 19
