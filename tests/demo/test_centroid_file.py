"""The points that ship with the product: enough for every address of the demo and for every country."""

import csv
import gzip
import io
import re
from datetime import date
from importlib.resources import files

import pytest
from babel import Locale

from packhaus.decide.distance import measure_km
from packhaus.demo.source.days import load_days
from packhaus.demo.source.shoppers import make_shopper

FILE = files("packhaus.network") / "data" / "centroids.csv.gz"
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}

Points = dict[tuple[str, str, str], tuple[float, float]]


@pytest.fixture(scope="module")
def points() -> Points:
    text = gzip.decompress(FILE.read_bytes()).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    found = {
        (row["country"], row["precision"], row["key"]): (float(row["lat"]), float(row["lon"])) for row in rows
    }
    assert len(found) == len(rows), "country, precision and key are unique"
    return found


def find(points: Points, *, country: str, code: str) -> tuple[float, float] | None:
    folded = code.replace(" ", "").replace("-", "").upper()
    if country in {"GB", "GG"}:
        folded = folded[:-3]
    whole = points.get((country, "postal", folded))
    prefixes = (points.get((country, "prefix", folded[:length])) for length in range(len(folded), 0, -1))
    return whole or next(filter(None, prefixes), None)


def test_it_stays_small() -> None:
    assert len(FILE.read_bytes()) < 3_000_000


def test_every_country_has_a_point(points: Points) -> None:
    codes = [
        code for code in Locale("en").territories if isinstance(code, str) and re.fullmatch(r"[A-Z]{2}", code)
    ]
    territories = set(codes) - NOT_COUNTRIES
    assert {country for country, precision, _ in points if precision == "country"} == territories


def test_every_point_is_on_the_globe(points: Points) -> None:
    assert all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in points.values())
    assert {precision for _, precision, _ in points} == {"postal", "prefix", "place", "region", "country"}


@pytest.mark.parametrize(
    ("country", "code", "where"),
    [
        ("GB", "LE1 5AB", (52.64, -1.13)),
        ("GB", "SW1A 1AA", (51.50, -0.13)),
        ("DE", "10115", (52.53, 13.38)),
        ("DE", "80331", (48.14, 11.57)),
        ("US", "90012-1234", (34.06, -118.24)),
        ("US", "10001", (40.75, -74.00)),
        ("NL", "1012 AB", (52.37, 4.89)),
        ("IE", "D02 X285", (53.34, -6.25)),
        ("ID", "40115", (-6.91, 107.61)),
        ("SE", "111 22", (59.33, 18.05)),
        ("PL", "00-950", (52.23, 21.01)),
    ],
)
def test_a_known_code_is_found_near_where_it_is(
    points: Points, country: str, code: str, where: tuple[float, float]
) -> None:
    found = find(points, country=country, code=code)
    assert found is not None
    assert measure_km(origin=found, target=where) < 30


def test_the_demos_shoppers_are_found_by_postal_code_where_codes_are_known(points: Points) -> None:
    known = {country for country, precision, _ in points if precision in {"postal", "prefix"}}
    orders = [order for day in load_days(today=date(2026, 11, 22)) for order in day.orders]
    for order in orders:
        address = make_shopper(customer=order.customer, country=order.country).address
        assert address.country not in known or find(
            points, country=address.country, code=address.postal_code
        ), address
