from dataclasses import replace
from uuid import uuid4

import pytest

from packhaus.decide.pricing_flat import WeightStep
from packhaus.shipping.services.rate import rate_shipment
from packhaus.shipping.services.tracking_numbers import build_tracking_number
from packhaus.shipping.types import ParcelDraft, PricedService, ShipmentDraft, ShipmentRate


def make_service(code: str, price: int, **changes: object) -> PricedService:
    fields = {
        "carrier_code": "C", "tracking_prefix": "X", "countries": (), "max_weight_grams": 10_000,
        "can_collect_cash": True, "rank": 10, "currency": "GBP",
        "steps": (WeightStep(1000, price), WeightStep(10_000, price * 3)),
    }  # fmt: skip
    return PricedService(code=code, **{**fields, **changes})  # type: ignore[arg-type]


def make_shipment(*weights: int, **changes: object) -> ShipmentDraft:
    fields = {
        "merchant_id": uuid4(), "fulfillment_id": uuid4(), "order_number": "SO-1", "site_id": uuid4(),
        "address_id": uuid4(), "country": "GB", "currency": "GBP", "wanted_service": "",
    }  # fmt: skip
    parcels = tuple(ParcelDraft(uuid4(), "S", 1, 1, 1, grams, ()) for grams in weights)
    return ShipmentDraft(parcels=parcels, **{**fields, **changes})  # type: ignore[arg-type]


CHEAP, FAST = make_service("CHEAP", 300), make_service("FAST", 500, rank=1)


@pytest.mark.parametrize(
    ("draft", "services", "code", "costs"),
    [
        (make_shipment(500), [FAST, CHEAP], "CHEAP", (300,)),  # the cheapest, whatever its rank
        (make_shipment(500, 4000), [FAST, CHEAP], "CHEAP", (300, 900)),  # each parcel by its own weight step
        (
            make_shipment(500, wanted_service="FAST"),
            [FAST, CHEAP],
            "FAST",
            (500,),
        ),  # the order's service wins
        (
            make_shipment(500),
            [make_service("EU", 1, currency="EUR"), CHEAP],
            "CHEAP",
            (300,),
        ),  # its own currency
        (
            make_shipment(500),
            [make_service("EU", 9, currency="EUR")],
            "EU",
            (9,),
        ),  # another one where there is none
        (make_shipment(1000), [CHEAP], "CHEAP", (300,)),  # a step includes its upper end
        (
            replace(make_shipment(), parcels=(ParcelDraft(uuid4(), "S", 200, 200, 200, 500, ()),)),
            [replace(CHEAP, cm3_per_kg=5_000)],
            "CHEAP",
            (900,),
        ),  # 8,000 cm³ are 1,600 g: the space counts where it is more
    ],
)
def test_the_service_is_the_wanted_or_the_cheapest_that_may(
    draft: ShipmentDraft, services: list[PricedService], code: str, costs: tuple[int, ...]
) -> None:
    rate = rate_shipment(draft=draft, services=services)
    assert isinstance(rate, ShipmentRate)
    assert (rate.service.code, rate.costs_minor) == (code, costs)


@pytest.mark.parametrize(
    ("draft", "service", "rule"),
    [
        (make_shipment(500, wanted_service="FAST"), CHEAP, "not_wanted"),
        (make_shipment(500), make_service("DE", 1, countries=("DE",)), "country"),
        (make_shipment(500, is_cod=True), make_service("NOCASH", 1, can_collect_cash=False), "cash"),
        (make_shipment(500, 11_000), CHEAP, "weight"),
        (make_shipment(900), make_service("LIGHT", 1, max_weight_grams=800), "weight"),
    ],
)
def test_a_refusal_names_the_first_rule_that_excluded_each_service(
    draft: ShipmentDraft, service: PricedService, rule: str
) -> None:
    assert rate_shipment(draft=draft, services=[service]) == {service.code: rule}


def test_tracking_numbers_carry_a_check_digit() -> None:
    assert build_tracking_number(prefix="AP", serial=123456789) == "AP01234567895"
