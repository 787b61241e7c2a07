"""The finest known point stands for an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhaus.decide.distance import (
    FARTHEST_KM,
    Centroid,
    Locality,
    Point,
    Precision,
    find_point,
    measure_km,
    measure_km_or_farthest,
)

KNOWN = [
    Centroid(51.5, -0.1, "GB"),
    Centroid(51.50, -0.14, "GB", "England", "London", "SW1A 1"),
    Centroid(51.49, -0.13, "GB", "England", "London", "SW1A 2"),
    Centroid(51.2, 10.4, "DE"),
    Centroid(48.9, 11.4, "DE", "Bayern"),
    Centroid(53.0, 8.0, "DE", "Niedersachsen", "Neustadt", "31535"),
    Centroid(49.0, 8.0, "DE", "Rheinland-Pfalz", "Neustadt", "67433"),
    Centroid(50.0, 9.0, "DE", "Hessen", "Ober-Mumm", "61200"),
    Centroid(50.2, 9.2, "DE", "Hessen", "Nieder-Mumm", "61200"),
]
POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("locality", "precision", "latitude"),
    [
        (Locality("GB", postal_code="sw1a1aa"), Precision.POSTAL, 51.50),  # a sector stands for its units
        (
            Locality("DE", place="Ober-Mumm", postal_code="61200"),
            Precision.POSTAL,
            50.0,
        ),  # the named place of two
        (Locality("DE", postal_code="61200"), Precision.POSTAL, 50.1),  # no place named: their mean
        (Locality("DE", region="Rheinland-Pfalz", place="neustadt"), Precision.PLACE, 49.0),  # two Neustadts
        (Locality("DE", region="Bayern", place="Hof", postal_code="99999"), Precision.REGION, 48.9),
        (Locality("DE", region="Hessen"), Precision.REGION, 50.1),  # no row of its own: what lies in it
        (Locality("DE", postal_code="99999"), Precision.COUNTRY, 51.2),
    ],
)
def test_the_ladder_goes_from_postal_code_to_country(
    locality: Locality, precision: Precision, latitude: float
) -> None:
    found = find_point(locality=locality, candidates=KNOWN)
    assert found is not None
    assert found.precision is precision
    assert found.latitude == pytest.approx(latitude)


def test_an_unknown_country_has_no_point() -> None:
    assert find_point(locality=Locality("ID", postal_code="61200"), candidates=KNOWN) is None


def test_berlin_to_munich_is_about_504_km() -> None:
    assert measure_km(origin=(52.52, 13.405), target=(48.137, 11.575)) == pytest.approx(504, abs=2)


@given(POINTS, POINTS)
def test_distance_is_symmetric_and_never_beyond_the_other_side_of_the_earth(one: Point, other: Point) -> None:
    there = measure_km(origin=one, target=other)
    assert there == pytest.approx(measure_km(origin=other, target=one), abs=1e-6)
    assert 0 <= there <= FARTHEST_KM
    assert measure_km_or_farthest(origin=None, target=one) == FARTHEST_KM
