"""A small card rated by hand: zones, steps, tails, surcharges, fuel, discounts, and what is wrong in a card."""

from datetime import date

import pytest

from packhaus.decide.rating import (
    Charge,
    ChargeKind,
    Discount,
    Fuel,
    Option,
    Place,
    PlaceKind,
    PriceStep,
    Quote,
    RateCard,
    RatedParcel,
    Refusal,
    ServiceTerms,
    Surcharge,
    ZoneRange,
    compile_card,
    find_problems,
    rate_parcels,
    write_quote,
)

BASE, DISCOUNT, MINIMUM, SURCHARGE, FUEL = ChargeKind
BERLIN, HAMBURG, SYLT = Place("DE", "10115"), Place("DE", "20095"), Place("DE", "25980")
GROUND, EXPRESS = 0, 1

CARD = RateCard(
    services=(
        ServiceTerms("GROUND", mm3_per_kg=5_000_000, minimum_minor=400, max_length_mm=1_200, row=2),
        ServiceTerms("EXPRESS", max_weight_grams=20_000, row=3),
    ),
    zones=(
        ZoneRange("1", Place("DE"), row=2),
        ZoneRange("near", Place("DE", "10", "12"), Place("DE", "1", "1"), row=3),
        ZoneRange("island", Place("DE", "25980", "25999"), row=4),
        ZoneRange("world", Place("*"), row=5),
        ZoneRange("kecamatan", Place("ID", "31.71", "31.71", PlaceKind.AREA), row=6),
    ),
    prices=(
        PriceStep("GROUND", "1", 1_000, 390, row=2),
        PriceStep("GROUND", "1", 5_000, 520, row=3),
        PriceStep("GROUND", "1", 5_000, 35, each_grams=1_000, row=4),
        PriceStep("GROUND", "near", 5_000, 410, row=3),
        PriceStep("GROUND", "island", 5_000, 1_500, row=3),
        PriceStep("GROUND", "kecamatan", 5_000, 900, row=3),
        PriceStep("EXPRESS", "1", 31_000, 1_290, row=5),
    ),
    surcharges=(
        Surcharge("HOME", "To a home", 25, is_residential=True, row=2),
        Surcharge("LONG", "Long", 500, over_length_mm=1_000, group="size", is_fuelled=False, row=3),
        Surcharge("BULKY", "Bulky", 700, over_girth_mm=2_000, group="size", row=4),
        Surcharge("REMOTE", "Remote area", 100, area="far", each_grams=1_000, each_amount_minor=30, row=5),
        Surcharge(
            "PEAK", "Peak", 50, valid_from=date(2026, 11, 15), valid_until=date(2026, 12, 24), row=6
        ),
        Surcharge("INSURED", "Insurance", 150, value_parts=1_000, over_value_minor=50_000, row=7),
        Surcharge("CASH", "Cash on delivery", 375, ("GROUND",), option=Option.CASH, row=8),
    ),
    areas=(("far", Place("DE", "259", "259")),),
    fuel=(Fuel(7_500, date(2026, 1, 1), date(2026, 6, 30), row=2), Fuel(9_125, date(2026, 7, 1), row=3)),
    discounts=(
        Discount(5_000, from_parcels=0, row=2),
        Discount(12_500, from_parcels=1_000, row=3),
        Discount(0, from_parcels=1_000, zone="island", row=4),
    ),
)  # fmt: skip
PARCEL = RatedParcel(BERLIN, HAMBURG, 900, (300, 200, 100), date(2026, 5, 4), is_residential=False)


def quote(parcel: RatedParcel, *, service: int = GROUND, volume: int = 0, card: RateCard = CARD) -> Quote:
    compiled = compile_card(card)
    ratings = rate_parcels(card=compiled, parcels=[PARCEL, parcel], volume=volume)
    return write_quote(card=compiled, ratings=ratings, parcel=1, service=service)


def test_a_price_is_written_with_all_that_it_is_made_of() -> None:
    # 6 l are 1.2 kg: the second step. 5% of 5.20 off, 7.5% fuel of 4.94 + 0.25.
    assert quote(PARCEL._replace(is_residential=True)) == Quote(
        "GROUND", Refusal.NONE, "1", 1_200, 1_200,
        (
            Charge(BASE, 520),
            Charge(DISCOUNT, -26, parts=5_000),
            Charge(SURCHARGE, 25, "HOME", "To a home"),
            Charge(FUEL, 39, parts=7_500),
        ),
    )  # fmt: skip


def test_a_minimum_lifts_what_is_left_after_the_discount() -> None:
    light = quote(PARCEL._replace(sides_mm=(100, 100, 100)))
    assert [charge[:2] for charge in light.charges] == [
        (BASE, 390),
        (DISCOUNT, -20),
        (MINIMUM, 30),
        (FUEL, 30),
    ]


@pytest.mark.parametrize(
    ("grams", "base"),
    [
        (1_200, 520),
        (5_000, 520),
        # Every further started kilogram costs 35.
        (5_001, 555),
        (7_000, 590),
        (7_001, 625),
    ],
)
def test_weights_meet_their_step_or_the_tail(grams: int, base: int) -> None:
    assert quote(PARCEL._replace(weight_grams=grams)).charges[0].amount_minor == base


@pytest.mark.parametrize(
    ("origin", "destination", "area", "zone"),
    [
        (BERLIN, HAMBURG, "", "1"),
        # From 1xxxx there is a nearer zone; elsewhere in the country it falls back to anywhere's.
        (BERLIN, Place("DE", "12-059"), "", "near"),
        (HAMBURG, Place("DE", "12059"), "", "1"),
        (HAMBURG, SYLT, "", "island"),
        (HAMBURG, Place("DE", ""), "", "1"),
        (BERLIN, Place("FR", "75001"), "", "world"),
        (BERLIN, Place("ID", "10110"), "", "world"),
        (BERLIN, Place("ID", "10110"), "31.71.05", "kecamatan"),
    ],
)
def test_the_narrowest_range_names_the_zone(origin: Place, destination: Place, area: str, zone: str) -> None:
    parcel = PARCEL._replace(origin=origin, destination=destination, area_code=area)
    assert quote(parcel).zone == zone


def test_refusals_say_the_first_thing_in_the_way() -> None:
    assert quote(PARCEL._replace(destination=Place("FR", "75001"))).refusal is Refusal.NO_PRICE
    assert quote(PARCEL._replace(weight_grams=20_001), service=EXPRESS).refusal is Refusal.TOO_HEAVY
    assert quote(PARCEL._replace(sides_mm=(1_201, 10, 10))).refusal is Refusal.TOO_LARGE
    without = CARD._replace(zones=CARD.zones[1:3], discounts=())
    assert quote(PARCEL, card=without).refusal is Refusal.NO_ZONE


def test_of_a_group_only_the_dearest_is_charged_and_fuel_is_not_on_every_surcharge() -> None:
    long = quote(PARCEL._replace(sides_mm=(1_100, 10, 10)))
    assert [charge.code for charge in long.charges if charge.kind is SURCHARGE] == ["LONG"]
    assert long.charges[-1].amount_minor == 30
    bulky = quote(PARCEL._replace(sides_mm=(1_100, 300, 300)))
    assert [charge.code for charge in bulky.charges if charge.kind is SURCHARGE] == ["BULKY"]


def test_surcharges_ask_for_areas_days_values_and_options() -> None:
    far = PARCEL._replace(destination=SYLT, weight_grams=4_500, on=date(2026, 11, 20), value_minor=80_000)
    extras = {c.code: c.amount_minor for c in quote(far).charges if c.kind is SURCHARGE}
    # Five started kilograms to a remote area; 1% of the value.
    assert extras == {"REMOTE": 150, "PEAK": 50, "INSURED": 800}
    cash = PARCEL._replace(options=frozenset({Option.CASH}))
    assert [c.code for c in quote(cash).charges if c.kind is SURCHARGE] == ["CASH"]
    assert not [c for c in quote(cash, service=EXPRESS).charges if c.kind is SURCHARGE]


def test_the_tier_that_is_reached_and_the_days_of_fuel_count() -> None:
    parcel = PARCEL._replace(on=date(2026, 7, 1))
    # 12.5% of 5.20 is 0.65; 9.125% of 4.55 is 0.415, half up.
    assert [c[:2] for c in quote(parcel, volume=1_000).charges] == [(BASE, 520), (DISCOUNT, -65), (FUEL, 42)]
    island = parcel._replace(destination=SYLT, weight_grams=1)
    assert DISCOUNT not in {c.kind for c in quote(island, volume=1_000).charges}


def test_all_that_is_wrong_is_found_at_its_place() -> None:
    card = CARD._replace(
        zones=(
            *CARD.zones,
            ZoneRange("2", Place("DE", "259", "26"), row=7),
            ZoneRange("1", Place("DE", "25", "25980"), row=8),
        ),
        prices=(*CARD.prices, PriceStep("AIR", "1", 1_000, 5, row=6), PriceStep("GROUND", "1", 1_000, 1, row=7)),
        surcharges=(*CARD.surcharges, Surcharge("LONG", "", area="moon", row=9)),
        fuel=(*CARD.fuel, Fuel(1, date(2026, 6, 30), date(2026, 6, 1), ("GROUND",), row=4)),
    )  # fmt: skip
    assert [tuple(problem) for problem in find_problems(CARD)] == [("zones", 5, "zone", "unpriced", "world")]
    assert [tuple(problem) for problem in find_problems(card)] == [
        ("zones", 5, "zone", "unpriced", "world"),
        ("zones", 7, "zone", "unpriced", "2"),
        ("zones", 8, "from", "overlaps", "7"),
        ("zones", 8, "from", "overlaps", "4"),
        ("prices", 6, "service", "unknown", "AIR"),
        ("prices", 7, "up_to", "twice", "2"),
        ("surcharges", 9, "amount", "nothing", ""),
        ("surcharges", 9, "area", "unknown", "moon"),
        ("surcharges", 9, "code", "twice", "3"),
        ("fuel", 4, "until", "order", ""),
    ]
