from datetime import date

from packhaus.demo.source.days import load_days
from packhaus.demo.source.partner import MISSING_ONE_IN, NEIGHBOURS, SITE, find_missing, plan_partner_stock
from packhaus.demo.source.skus import list_retailer_skus


def test_the_partner_has_what_its_neighbours_will_ask_of_the_retailer() -> None:
    skus, days = list_retailer_skus(), load_days(today=date(2026, 11, 22))
    goods = {sku.code for sku in skus if sku.kind == "stock"}
    shelf = {stock.code: stock.quantity for stock in plan_partner_stock(days=days, skus=skus)}
    for order in (order for day in days for order in day.orders if order.country in NEIGHBOURS):
        for line in order.lines:
            if line.code in goods:
                shelf[line.code] -= line.quantity
    assert shelf
    assert min(shelf.values()) > 0
    assert {stock.site for stock in plan_partner_stock(days=days, skus=skus)} == {SITE}


def test_few_things_are_not_found_and_the_same_ones_every_time() -> None:
    asked = [(f"ORG SO-{number}", f"CODE-{number % 7}") for number in range(4_000)]
    found = [find_missing(order=order, code=code) for order, code in asked]
    assert found == [find_missing(order=order, code=code) for order, code in asked]
    assert set(found) == {None, "out_of_stock", "damaged"}
    missing = len(found) - found.count(None)
    assert 0.8 < missing * MISSING_ONE_IN / len(found) < 1.2
