"""A carrier's complete published tariff as a rate card: UPS, daily rates of 2 January 2006.

Source: `../shared/data/carriers/ups_2006` (its README names where the files come from). Read are the six services
between the 48 states and to Puerto Rico by weight, the dimensional factor of the air services, oversize, the delivery
area list and the accessorials that belong to a parcel. Letters, hundredweight, Alaska and Hawaii have tables of their
own there, which are left out; the tariff has no fuel surcharge.
"""

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from packhaus.decide.rating import (
    CompiledCard,
    Option,
    Place,
    PriceStep,
    Quote,
    RateCard,
    RatedParcel,
    ServiceTerms,
    Surcharge,
    ZoneRange,
    compile_card,
    rate_parcels,
    write_quote,
)

FOLDER = Path(__file__).resolve().parents[4] / "shared/data/carriers/ups_2006"
GRAMS_PER_POUND = Decimal("453.59237")
MM_PER_INCH = Decimal("25.4")
IN3_PER_POUND = 194
COUNTRY = "US"
GROUND = "UPS-GROUND"
VALID_FROM = date(2006, 1, 2)
# Service, its column in the zone charts, its rate file, its columns of zone and price in the quotes.
SERVICES = (
    (GROUND, "ground", "rate_gndcomm.csv", "ground_commercial"),
    ("UPS-3DAY", "3day_select", "rate_3ds.csv", "3day_select"),
    ("UPS-2DAY", "2nd_day_air", "rate_2da.csv", "2nd_day_air"),
    ("UPS-2DAY-AM", "2nd_day_air_am", "rate_2dam.csv", ""),
    ("UPS-1DAY-SAVER", "next_day_air_saver", "rate_1dasaver.csv", "next_day_saver"),
    ("UPS-1DAY", "next_day_air", "rate_1da.csv", "next_day_air"),
)
CODES = tuple(code for code, *_ in SERVICES)
AIR = CODES[1:]
_NOT_OFFERED = ("-", "")
_LAST_ZIP3 = "999"


class Golden(NamedTuple):
    """A price that was looked up by hand: None where the tariff offers nothing."""

    parcel: RatedParcel
    service: str
    price_minor: int | None


def read_pounds(pounds: Decimal | int) -> int:
    """Return the greatest whole grams that are no more than so many pounds."""
    return int(GRAMS_PER_POUND * pounds)


def read_inches(inches: int) -> int:
    """Return inches in whole millimetres."""
    return int(MM_PER_INCH * inches)


@cache
def read_card() -> RateCard:
    """Read the tariff as a rate card."""
    mm3_per_kg = round(IN3_PER_POUND * MM_PER_INCH**3 / GRAMS_PER_POUND * 1_000)
    most = {"max_weight_grams": read_pounds(151), "max_girth_mm": read_inches(165)}
    services = tuple(
        ServiceTerms(code, mm3_per_kg=None if code == GROUND else mm3_per_kg, **most) for code in CODES
    )
    areas = tuple(("delivery area", Place(COUNTRY, zip_code, zip_code)) for zip_code in _read_area_list())
    return RateCard(services, _read_zones(), tuple(_read_prices()), tuple(_surcharges()), areas)


@cache
def compile_tariff() -> CompiledCard:
    """Compile the tariff once for a process."""
    return compile_card(read_card())


def read_golden() -> list[Golden]:
    """Read the looked-up prices: of the ground service without and with the residential differential."""
    goldens = []
    with (FOLDER / "golden_base_quotes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            origin, destination = (Place(COUNTRY, row[name]) for name in ("origin_zip", "dest_zip"))
            grams = read_pounds(int(row["weight_lb"]))
            parcel = RatedParcel(origin, destination, grams, (1, 1, 1), VALID_FROM, is_residential=False)
            named = [(code, row[column], parcel) for code, _, _, column in SERVICES if column]
            named.append((GROUND, row["ground_residential"], parcel._replace(is_residential=True)))
            for code, price, rated in named:
                goldens.append(Golden(rated, code, _read_minor(price) if price else None))
    return goldens


def list_mismatches() -> list[tuple[Golden, Quote]]:
    """Return the looked-up prices that the engine does not match to the cent.

    They are without the delivery area surcharge, which is taken from the quote.
    """
    card = compile_tariff()
    goldens = read_golden()
    ratings = rate_parcels(card=card, parcels=[golden.parcel for golden in goldens])
    wrong = []
    for number, golden in enumerate(goldens):
        service = card.services.index(golden.service)
        quote = write_quote(card=card, ratings=ratings, parcel=number, service=service)
        area = sum(charge.amount_minor for charge in quote.charges if charge.code.startswith("AREA"))
        found = quote.total_minor - area if quote.charges else None
        if found != golden.price_minor:
            wrong.append((golden, quote))
    return wrong


@cache
def _read_zones() -> tuple[ZoneRange, ...]:
    """Read the zone charts; a chart is for its own origin and those up to the next chart."""
    with gzip.open(FOLDER / "zone_charts_domestic.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    charts = sorted({row["origin_zip3"] for row in rows})
    last = {chart: f"{int(after) - 1:03}" for chart, after in zip(charts, [*charts[1:], "1000"], strict=True)}
    assert last[charts[-1]] == _LAST_ZIP3
    zones = []
    for number, row in enumerate(rows, 2):
        named = tuple(row[column] for _, column, *_ in SERVICES)
        if any(_is_offered(zone) for zone in named):
            chart = row["origin_zip3"]
            destination = Place(COUNTRY, row["dest_zip3_min"], row["dest_zip3_max"])
            zones.append(
                ZoneRange(_name_zone(named), destination, Place(COUNTRY, chart, last[chart]), row=number)
            )
    return tuple(zones)


def _read_prices() -> Iterator[PriceStep]:
    """Read the rate files; a zone of the card is all services' zones of a row of the charts."""
    names = {zone.zone for zone in _read_zones()}
    for number, (code, _, file_name, _) in enumerate(SERVICES):
        with (FOLDER / file_name).open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["Min"] != "0"]
        for name in sorted(names):
            zone = name.split("/")[number]
            if zone in rows[0]:
                for row in rows:
                    yield PriceStep(code, name, read_pounds(int(row["Max"])), _read_minor(row[zone]))


def _surcharges() -> Iterator[Surcharge]:
    """Return the accessorials that belong to a parcel, with amounts as published."""
    prices = _read_accessorials()
    residential, area = "Ground Residential Differential", "Delivery Area Surcharge"
    yield Surcharge("RESIDENTIAL-GROUND", residential, prices[residential], (GROUND,), is_residential=True)
    yield Surcharge(
        "RESIDENTIAL-AIR",
        "Air Residential Differential",
        prices["Air Residential Differential"],
        AIR,
        is_residential=True,
    )
    for code, name, is_residential in (
        ("AREA-COMMERCIAL", f"{area} - Commercial", False),
        ("AREA-RESIDENTIAL", f"{area}  - Residential", True),
    ):
        yield Surcharge(code, area, prices[name], is_residential=is_residential, area="delivery area")
    for number, (inches, pounds) in enumerate(((84, 30), (108, 70), (130, 90)), 1):
        yield Surcharge(
            f"OVERSIZE-{number}",
            f"Oversize {number}",
            services=(GROUND,),
            over_girth_mm=read_inches(inches),
            billed_grams=read_pounds(pounds),
        )
    handling = Surcharge("", "Additional Handling", prices["Additional Handling"], group="handling")
    yield handling._replace(code="HANDLING-LONG", over_length_mm=read_inches(60))
    yield handling._replace(code="HANDLING-WIDE", over_second_mm=read_inches(30))
    yield handling._replace(code="HANDLING-HEAVY", over_grams=read_pounds(70))
    yield handling._replace(code="HANDLING", option=Option.HANDLING)
    large = "Large Package Surcharge"
    yield Surcharge("LARGE", large, prices[large], over_girth_mm=read_inches(130))
    signed = "Delivery Confirmation Response - Signature Required"
    for code, name, services, option in (
        ("COD", "C.O.D.s", (), Option.CASH),
        ("SIGNATURE", signed, (), Option.SIGNATURE),
        ("SATURDAY", "Saturday Delivery", AIR, Option.SATURDAY),
        ("HAZARD-GROUND", "Hazardous Materials Surcharge, Ground", (GROUND,), Option.DANGEROUS),
        ("HAZARD-AIR", "Hazardous Materials Surcharge, Air", AIR, Option.DANGEROUS),
    ):
        yield Surcharge(code, name, prices[name], services, option=option)


def _read_accessorials() -> dict[str, int]:
    prices = {}
    with (FOLDER / "accessorial_accessorials.csv").open(encoding="utf-8") as file:
        for name, price, *_ in csv.reader(file):
            if price.strip().replace(".", "", 1).isdigit():
                prices[name.strip()] = _read_minor(price.strip())
    return prices


def _read_area_list() -> list[str]:
    with gzip.open(FOLDER / "list_xarea.txt.gz", "rt", encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip()]


def _name_zone(zones: tuple[str, ...]) -> str:
    return "/".join(zone if _is_offered(zone) else "-" for zone in zones)


def _is_offered(zone: str) -> bool:
    return zone not in _NOT_OFFERED and not zone.startswith("[")


def _read_minor(price: str) -> int:
    return int(Decimal(price) * 100)
