"""What carriers answer, and what we make of it: real connectors, a server on loopback that plays the carriers."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from packhaus.shipping.gateways.connection import Connection
from packhaus.shipping.gateways.interfaces import INTERFACES
from packhaus.shipping.gateways.karrio import KarrioGateway, forget_tokens
from packhaus.shipping.gateways.library import load_library
from packhaus.shipping.gateways.port import Bought, LabelOrder, LabelParcel, NotBought, Party, Unknown
from packhaus.shipping.gateways.transport import Line, Unreachable
from tests.harness.carrier_server import (
    DHL_ORDERS,
    UPS_RECOVER,
    UPS_SHIP,
    CarrierStandIn,
    stand_in_for_carriers,
)

PARCEL = LabelParcel(1, 1_250, 301, 200, 101)
OURS = Party("", "Acme Ltd", ("1 Dock Road",), "Leeds", "LS10 1AB", "", "GB", "+441132000000")
BONN = Party("Erika Muster", "", ("Sträßchensweg 10",), "Bonn", "53113", "", "DE", "+4922800000")
PRODUCTS = {"ups": "ups_standard", "dhl_parcel_de": "dhl_parcel_de_paket"}
SHIP = {"ups": UPS_SHIP, "dhl_parcel_de": DHL_ORDERS}


@pytest.fixture
def carriers() -> Iterator[CarrierStandIn]:
    forget_tokens()
    with stand_in_for_carriers() as stand_in:
        yield stand_in


def open_to(carriers: CarrierStandIn, interface: str, *, timeout_seconds: float = 10) -> KarrioGateway:
    credentials = dict.fromkeys(INTERFACES[interface].credentials, "secret")
    connection = Connection(uuid4(), interface, "A1B2C3", is_test=False, credentials=credentials)
    return KarrioGateway(connection, server=carriers.url, timeout_seconds=timeout_seconds)


def order(interface: str, reference: str = "PH-1") -> LabelOrder:
    return LabelOrder(reference, PRODUCTS[interface], OURS, BONN, (PARCEL,))


@pytest.mark.parametrize("interface", ["ups", "dhl_parcel_de"])
def test_a_label_is_bought_under_our_reference_and_given_back(
    carriers: CarrierStandIn, interface: str
) -> None:
    gateway = open_to(carriers, interface)
    bought = gateway.buy(order(interface))
    assert isinstance(bought, Bought)
    assert carriers.sold["PH-1"][0]["numbers"] == list(bought.tracking_numbers)
    assert bought.labels[0].startswith(b"%PDF")
    assert gateway.void(bought.identifier).is_void
    assert carriers.list_live() == []


@pytest.mark.parametrize("interface", ["ups", "dhl_parcel_de"])
def test_several_parcels_are_one_purchase(carriers: CarrierStandIn, interface: str) -> None:
    wanted = replace(order(interface), parcels=(PARCEL, replace(PARCEL, number=2)))
    bought = open_to(carriers, interface).buy(wanted)
    assert isinstance(bought, Bought)
    assert len(bought.tracking_numbers) == 2
    assert carriers.count(SHIP[interface]) == 1


@pytest.mark.parametrize("interface", ["ups", "dhl_parcel_de"])
@pytest.mark.parametrize(
    ("mood", "answer"),
    [
        ("down", Unknown("silent")),  # a server that fails may have sold before it failed
        ("garbled", Unknown("garbled")),
        ("cut", Unknown("silent")),
        ("slow", Unknown("silent")),
    ],
)
def test_an_answer_that_says_nothing_is_no_no(
    carriers: CarrierStandIn, interface: str, mood: str, answer: Unknown
) -> None:
    carriers.moods[SHIP[interface]] = mood
    carriers.silence_seconds = 1.0
    assert open_to(carriers, interface, timeout_seconds=0.5).buy(order(interface)) == answer
    assert carriers.count(SHIP[interface]) == 1  # asked once, whatever came of it


@pytest.mark.parametrize(
    ("interface", "failure", "told"),
    [
        ("ups", "120202", "Missing or invalid ship to city"),
        (
            "dhl_parcel_de",
            "400",
            "1 of 1 shipment had errors.; consignee.postalCode: The postal code is unknown.",
        ),
    ],
)
def test_a_carrier_says_no_in_its_own_words(
    carriers: CarrierStandIn, interface: str, failure: str, told: str
) -> None:
    carriers.moods[SHIP[interface]] = "refuse"
    assert open_to(carriers, interface).buy(order(interface)) == NotBought(failure, told)


@pytest.mark.parametrize("interface", ["ups", "dhl_parcel_de"])
@pytest.mark.parametrize(
    ("mood", "failure", "is_down"),
    [("down", "unreachable", True), ("garbled", "unreachable", True), ("refuse", "sign_in", False)],
)
def test_nothing_is_bought_where_nobody_lets_us_in(
    carriers: CarrierStandIn, interface: str, mood: str, failure: str, *, is_down: bool
) -> None:
    token = "/security" if interface == "ups" else "/parcel/de/account"
    carriers.moods[token] = mood
    gateway = open_to(carriers, interface)
    answer = gateway.buy(order(interface))
    assert isinstance(answer, NotBought)
    assert (answer.failure, answer.is_down) == (failure, is_down)
    assert carriers.count(SHIP[interface]) == 0
    carriers.moods.clear()
    assert isinstance(gateway.buy(order(interface)), Bought)  # a failed sign-in is not remembered


def test_nobody_at_the_address(carriers: CarrierStandIn) -> None:
    gone = replace(carriers, url="http://127.0.0.1:9")
    assert open_to(gone, "ups").buy(order("ups")) == NotBought("unreachable", is_down=True)


def test_ups_is_asked_by_our_reference_what_it_sold(carriers: CarrierStandIn) -> None:
    gateway = open_to(carriers, "ups")
    assert gateway.look_up(order("ups")) == NotBought("not_there")
    carriers.moods[UPS_SHIP] = "cut"
    assert isinstance(gateway.buy(order("ups")), Unknown)
    found = gateway.look_up(order("ups"))
    assert isinstance(found, Bought)
    assert list(found.tracking_numbers) == carriers.sold["PH-1"][0]["numbers"]
    carriers.moods[UPS_RECOVER] = "down"
    assert isinstance(gateway.look_up(order("ups")), Unknown)


def test_products_are_known_to_the_library() -> None:
    load_library()
    from importlib import import_module

    for code, interface in INTERFACES.items():
        known = set(import_module(f"karrio.providers.{code}.units").ShippingService.__members__)
        assert {product for product, _ in interface.products} <= known


def test_the_library_leaves_certificates_to_be_checked() -> None:
    load_library()
    assert ssl._create_default_https_context is not ssl._create_unverified_context
    with pytest.raises(Unreachable):
        Line(timeout_seconds=1).send(method="GET", url="http://127.0.0.1:9/", headers={}, data=None)
