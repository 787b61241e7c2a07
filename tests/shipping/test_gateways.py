"""What carriers answer, and what we make of it: real connectors, a server on loopback that plays the carriers."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from packhaus.kernel.money import Money
from packhaus.shipping.gateways.connection import Connection
from packhaus.shipping.gateways.interfaces import INTERFACES, Extra
from packhaus.shipping.gateways.karrio import KarrioGateway, forget_tokens
from packhaus.shipping.gateways.library import load_library
from packhaus.shipping.gateways.port import Bought, LabelOrder, LabelParcel, NotBought, Party, Unknown
from packhaus.shipping.gateways.transport import Line, Unreachable
from tests.harness.carrier_answers import (
    FEDEX_SHIP,
    GLS_SHIP,
    MORE_TOKENS,
    MYDHL_ADDRESS,
    MYDHL_SHIP,
    USPS_LABEL,
)
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
AUSTIN = Party("Ada Muster", "", ("200 Congress Ave",), "Austin", "78701", "TX", "US", "+15125550100")
DALLAS = Party("", "Acme Ltd", ("1 Dock Road",), "Dallas", "75201", "TX", "US", "+12145550100")
PRODUCTS = {
    "ups": "ups_standard",
    "dhl_parcel_de": "dhl_parcel_de_paket",
    "fedex": "fedex_ground",
    "mydhl": "mydhl_express_worldwide",
    "gls": "gls_parcel",
    "usps": "usps_ground_advantage",
}
SHIP = {
    "ups": UPS_SHIP,
    "dhl_parcel_de": DHL_ORDERS,
    "fedex": FEDEX_SHIP,
    "mydhl": MYDHL_SHIP,
    "gls": GLS_SHIP,
    "usps": USPS_LABEL,
}
SIGNATURES = {
    "ups": "DeliveryConfirmation",
    "dhl_parcel_de": "signedForByRecipient",
    "fedex": "DIRECT",
    "mydhl": "'serviceCode': 'SF'",
    "usps": "921",
}


@pytest.fixture
def carriers() -> Iterator[CarrierStandIn]:
    forget_tokens()
    with stand_in_for_carriers() as stand_in:
        yield stand_in


def open_to(carriers: CarrierStandIn, interface: str, *, timeout_seconds: float = 10) -> KarrioGateway:
    known = INTERFACES[interface]
    credentials = dict.fromkeys((*known.credentials, *known.optional), "secret")
    connection = Connection(uuid4(), interface, "A1B2C3", is_test=False, credentials=credentials)
    return KarrioGateway(connection, server=carriers.url, timeout_seconds=timeout_seconds)


def order(interface: str, reference: str = "PH-1") -> LabelOrder:
    sender, recipient = (DALLAS, AUSTIN) if interface in {"fedex", "usps"} else (OURS, BONN)
    return LabelOrder(reference, PRODUCTS[interface], sender, recipient, (PARCEL,))


@pytest.mark.parametrize("interface", PRODUCTS)
def test_labels_are_bought_under_our_reference_and_given_back(
    carriers: CarrierStandIn, interface: str
) -> None:
    gateway = open_to(carriers, interface)
    wanted = replace(order(interface), parcels=(PARCEL, replace(PARCEL, number=2)))
    bought = gateway.buy(wanted)
    assert isinstance(bought, Bought)
    sold = [number for shipment in carriers.sold["PH-1"] for number in shipment["numbers"]]
    assert sold == list(bought.tracking_numbers)  # in the order of the parcels, as their labels are
    pages = sum(len(PdfReader(BytesIO(label)).pages) for label in bought.labels)
    assert pages == 2
    assert gateway.void(bought.identifier).is_void
    if interface != "mydhl":  # takes nothing back, as it bills what it has moved
        assert carriers.list_live() == []


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


@pytest.mark.parametrize("interface", ["fedex", "mydhl", "gls", "usps"])
def test_every_carrier_fails_in_its_own_way(carriers: CarrierStandIn, interface: str) -> None:
    for mood in ("down", "garbled", "cut"):
        carriers.moods[SHIP[interface]] = mood
        assert isinstance(open_to(carriers, interface).buy(order(interface)), Unknown)
    carriers.moods[SHIP[interface]] = "refuse"
    refused = open_to(carriers, interface).buy(order(interface))
    assert isinstance(refused, NotBought)
    assert ("ostal" in refused.told or "Address" in refused.told, refused.is_down) == (True, False)
    carriers.moods = {MYDHL_ADDRESS: "down"} if interface == "mydhl" else dict.fromkeys(MORE_TOKENS, "refuse")
    checked = open_to(carriers, interface).check()
    assert checked
    assert checked.failure == ("unreachable" if interface == "mydhl" else "sign_in")


@pytest.mark.parametrize("interface", PRODUCTS)
def test_a_request_says_signature_value_and_cash(carriers: CarrierStandIn, interface: str) -> None:
    says = INTERFACES[interface].says
    asked = replace(
        order(interface),
        insured=Money(25_000, "EUR") if Extra.INSURANCE in says else None,
        is_signed=Extra.SIGNATURE in says,
        cash_on_delivery=Money(4_999, "EUR") if Extra.CASH in says else None,
    )
    assert isinstance(open_to(carriers, interface).buy(asked), Bought)
    sent = str(next(body for _, path, body in carriers.asked if path == SHIP[interface]))
    assert ("250" in sent) == (Extra.INSURANCE in says)
    assert ("49.99" in sent) == (Extra.CASH in says)
    signature = SIGNATURES.get(interface, "no-such-word")
    assert (signature in sent) == (Extra.SIGNATURE in says)
    with_cash = replace(asked, cash_on_delivery=Money(4_999, "EUR"), is_signed=True)
    if says != frozenset(Extra):
        answer = open_to(carriers, interface).buy(with_cash)
        assert answer == NotBought("no_cash")


@pytest.mark.parametrize("interface", [code for code, one in INTERFACES.items() if one.tracks])
@pytest.mark.parametrize("journey", ["in_transit", "delivered"])
def test_carriers_tell_where_parcels_are(carriers: CarrierStandIn, interface: str, journey: str) -> None:
    carriers.journey = journey
    gateway = open_to(carriers, interface)
    told = gateway.track(["1Z12345E0205271688", "1Z12345E1505270452"])
    assert not isinstance(told, NotBought)
    assert set(told) == {"1Z12345E0205271688", "1Z12345E1505270452"}
    (event,) = told["1Z12345E0205271688"]
    assert (event.status, event.happened_at.date().isoformat()) == (journey, "2026-01-02")
    carriers.moods = dict.fromkeys(("/api/track", "/track", "/mydhlapi/tracking"), "down")
    answer = gateway.track(["1Z12345E0205271688"])
    assert isinstance(answer, NotBought)
    assert answer.is_down


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
