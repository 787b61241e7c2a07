import pytest

from packhaus.network.queries.places import locate


@pytest.mark.parametrize(
    ("country", "postal_code", "city", "precision", "latitude", "longitude"),
    [
        ("DE", "10119", "Berlin", "place", 52.5, 13.4),
        ("GB", "LE1 5AB", "Leicester", "postal", 52.6, -1.1),  # LE1, not LE15 in Rutland
        ("GB", "LE15 6AB", "Oakham", "postal", 52.7, -0.7),
        ("US", "10001", "New York", "place", 40.7, -74.0),
        ("ID", "", "Bandung", "place", -6.9, 107.6),
        ("JP", "100-0001", "Tokyo", "country", 36.0, 138.0),
    ],
)
def test_an_address_is_found_as_finely_as_the_table_knows_it(
    country: str, postal_code: str, city: str, precision: str, latitude: float, longitude: float
) -> None:
    found = locate(country=country, postal_code=postal_code, city=city)
    assert found.precision == precision
    assert found.latitude == pytest.approx(latitude, abs=1.5)
    assert found.longitude == pytest.approx(longitude, abs=1.5)


def test_a_country_that_does_not_exist_lies_nowhere() -> None:
    assert locate(country="XX", postal_code="1", city="Nowhere").precision == "none"
