from collections import Counter, defaultdict
from datetime import date

import pytest

from packhaus.demo.source.days import load_days
from packhaus.demo.source.kopi import list_kopi_skus, list_kopi_stock, load_kopi_orders
from packhaus.demo.source.sites import list_locations
from packhaus.demo.source.skus import list_retailer_skus
from packhaus.demo.source.stock import DemoStock, plan_stock, supply_article
from packhaus.demo.source.tables import read_table
from packhaus.demo.source.types import DemoDay


@pytest.fixture(scope="module")
def days() -> list[DemoDay]:
    return load_days(today=date(2026, 11, 22))


@pytest.fixture(scope="module")
def stock(days: list[DemoDay]) -> list[DemoStock]:
    return plan_stock(days=days, skus=list_retailer_skus())


def test_most_lines_find_their_stock_some_wait_and_few_stay_open(
    days: list[DemoDay], stock: list[DemoStock]
) -> None:
    goods = {sku.code for sku in list_retailer_skus() if sku.kind == "stock"}
    free = Counter(dict.fromkeys(goods, 0))
    waiting: list[tuple[str, int]] = []
    outcome: Counter[str] = Counter()
    for day in days:
        for put in stock:
            if put.day == day.number or (put.day is None and day.number == 0):
                free[put.code] += put.quantity
        still = []
        for code, quantity in waiting:
            if free[code] >= quantity:
                free[code] -= quantity
                outcome["covered later"] += 1
            else:
                still.append((code, quantity))
        waiting = still
        for order in day.orders:
            for line in order.lines:
                if line.code not in goods:
                    continue
                if free[line.code] >= line.quantity:
                    free[line.code] -= line.quantity
                    outcome["at once"] += 1
                else:
                    waiting.append((line.code, line.quantity))
    assert outcome["at once"] > 0.97 * (outcome.total() + len(waiting))
    assert outcome["covered later"] > 150
    assert 20 < len(waiting) < 400


def test_no_correction_takes_more_than_is_there(days: list[DemoDay], stock: list[DemoStock]) -> None:
    free: Counter[str] = Counter()
    sold: Counter[str] = Counter()
    for put in stock:
        if put.day is None:
            free[put.code] += put.quantity
    for day in days:
        for order in day.orders:
            sold.update({line.code: line.quantity for line in order.lines})
        for adjustment in day.adjustments:
            free[adjustment.code] += adjustment.quantity
            assert free[adjustment.code] >= 0, adjustment


def test_every_article_of_goods_has_stock_in_one_to_three_bins_of_a_site(stock: list[DemoStock]) -> None:
    bins: dict[tuple[str, str], set[str]] = defaultdict(set)
    for put in stock:
        bins[put.site, put.code].add(put.location)
        assert put.quantity > 0
    assert {code for _, code in bins} == {sku.code for sku in list_retailer_skus() if sku.kind == "stock"}
    assert all(1 <= len(codes) <= 3 for codes in bins.values())


def test_every_bin_exists_and_a_pick_face_holds_one_article(stock: list[DemoStock]) -> None:
    locations = {(location.site, location.code): location for location in list_locations()}
    articles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for put in [*stock, *list_kopi_stock()]:
        if put.location:
            assert locations[put.site, put.location].kind in {"pick_face", "reserve"}
            articles[put.site, put.location].add(put.merchant_code + put.code)
    faces = [articles[key] for key in articles if locations[key].kind == "pick_face"]
    assert all(len(held) == 1 for held in faces)


def test_locations_are_unique_and_walked_in_one_direction() -> None:
    locations = list_locations()
    assert len({(location.site, location.code) for location in locations}) == len(locations)
    walked = [
        (location.site, location.walk_sequence)
        for location in locations
        if location.kind in {"pick_face", "reserve"}
    ]
    assert len(set(walked)) == len(walked)
    assert {location.zone for location in locations if location.site == "LEI-1"} == {"", "A", "B", "C", "D"}


def test_two_bins_of_a_zone_never_stand_in_the_same_spot() -> None:
    spots = Counter(
        (each.site, each.x_mm, each.y_mm, each.level)
        for each in list_locations()
        if each.kind in {"pick_face", "reserve"}
    )
    assert max(spots.values()) == 1


@pytest.mark.parametrize("code", ["1", "2", "3", "A", "B", "C"])
def test_an_article_that_corrections_touch_is_never_scarce(code: str) -> None:
    supplied = supply_article(code=code, asked=[10] * 20, corrected=55)
    assert supplied.supply == "ample"
    assert supplied.opening >= 255


def test_the_partner_reports_quantities_without_bins() -> None:
    feed = [put for put in list_kopi_stock() if put.site == "JKT-1"]
    assert feed
    assert all(put.location == "" and put.day is None for put in feed)


def test_the_second_merchants_orders_show_every_kind(days: list[DemoDay]) -> None:
    orders = load_kopi_orders(days=[day.on for day in days])
    codes = {sku.code: sku.kind for sku in list_kopi_skus()}
    assert {order.payment_terms for order in orders} == {"prepaid", "invoice", "cod"}
    assert {order.currency for order in orders} == {"EUR", "USD", "IDR"}
    assert {order.policy for order in orders} == {"ship_available", "ship_complete", "fill_or_kill"}
    assert {order.country for order in orders} >= {"DE", "ID", "US"}
    assert {codes[line.code] for order in orders for line in order.lines} == set(codes.values())
    assert orders == sorted(orders, key=lambda order: order.placed_at)
    assert len({order.external_number for order in orders}) == len(orders)


def test_every_site_has_a_cut_off_and_every_country_a_service() -> None:
    sites = {row["site"] for row in read_table("cut_offs.csv")}
    assert sites == {row["code"] for row in read_table("sites.csv")}
    services = read_table("carrier_services.csv")
    assert any(not row["countries"] for row in services), "one service goes everywhere"
    priced = {row["service"] for row in read_table("service_prices.csv")}
    assert priced == {row["service"] for row in services}


def test_cartons_are_larger_outside_than_inside() -> None:
    cartons = read_table("cartons.csv")
    assert len(cartons) == 8
    for row in cartons:
        for side in ("length", "width", "height"):
            assert int(row[f"outer_{side}_mm"]) > int(row[f"inner_{side}_mm"])
