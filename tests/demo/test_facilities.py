from datetime import date, timedelta

from packhaus.demo.source import facilities
from packhaus.demo.source.countries import list_countries
from packhaus.demo.source.kopi import load_kopi_orders
from packhaus.demo.source.sites import list_locations
from packhaus.demo.source.types import DemoOrder


def kopi_orders() -> list[DemoOrder]:
    return load_kopi_orders(days=[date(2026, 11, 1) + timedelta(days=number) for number in range(20)])


def test_own_sites_have_locations_and_the_partner_has_none() -> None:
    own = {site.code for site in facilities.list_sites() if site.run_by == "own"}
    assert {location.site for location in list_locations()} == own
    partners = [site for site in facilities.list_sites() if site.run_by == "partner"]
    assert [site.stock_policy for site in partners] == ["feed"]


def test_every_working_place_that_a_parcel_needs_is_there() -> None:
    for site in ("LEI-1", "BER-1"):
        kinds = {location.kind for location in list_locations() if location.site == site}
        assert kinds >= {"receiving", "tote", "packing", "staging", "dock", "returns", "quarantine", "scrap"}


def test_each_service_prices_every_weight_it_carries() -> None:
    for service in facilities.list_services():
        assert service.prices[-1][0] == service.max_weight_grams
        amounts = [amount for _, amount in service.prices]
        assert amounts == sorted(amounts)


def test_every_country_that_orders_can_be_reached() -> None:
    services = facilities.list_services()
    for country in list_countries():
        assert any(not service.countries or country in service.countries for service in services), country


def test_cash_is_collected_where_an_order_asks_for_it() -> None:
    collecting = [service for service in facilities.list_services() if service.can_collect_cash]
    for order in kopi_orders():
        if order.payment_terms == "cod":
            assert any(not service.countries or order.country in service.countries for service in collecting)


def test_every_cut_off_is_of_a_known_site_and_carrier() -> None:
    carriers = {carrier.code for carrier in facilities.list_carriers()}
    sites = {site.code for site in facilities.list_sites()}
    for cut_off in facilities.list_cut_offs():
        assert cut_off.carrier in carriers
        assert cut_off.site in sites


def test_merchants_are_the_two_that_orders_name() -> None:
    assert [merchant.code for merchant in facilities.list_merchants()] == ["ORG", "KOPI"]
    assert {order.merchant_code for order in kopi_orders()} == {"KOPI"}


def test_the_smallest_carton_comes_first() -> None:
    cartons = facilities.list_cartons()
    assert cartons[0].cost_minor == min(carton.cost_minor for carton in cartons)
