"""A published tariff is met to the cent, and many parcels are rated with every part of each price."""

import pytest

from packhaus.bench import rating, ups_tariff
from packhaus.decide.rating import (
    ChargeKind,
    Place,
    RatedParcel,
    rate_parcels,
    write_quote,
)

pytestmark = pytest.mark.skipif(not ups_tariff.FOLDER.exists(), reason=f"{ups_tariff.FOLDER} is not there")


def test_every_looked_up_price_of_the_tariff_is_met() -> None:
    result = rating.run(limit=100)
    assert (result["ratings"], result["golden_quotes"]) == (1_200, 300)
    assert (result["golden_mismatches"], result["unexplained"]) == (0, 0)


def test_its_surcharges_are_as_published() -> None:
    card = ups_tariff.compile_tariff()
    # Zone 4 to Billings, which is on the delivery area list; 100 inches in length and girth: billed as 30 pounds.
    parcel = RatedParcel(
        Place("US", "80202"), Place("US", "59001-1234"), ups_tariff.read_pounds(4), (1_000, 500, 270),
        ups_tariff.VALID_FROM,
    )  # fmt: skip
    quote = write_quote(card=card, ratings=rate_parcels(card=card, parcels=[parcel]), parcel=0, service=0)
    assert quote.billed_grams == ups_tariff.read_pounds(30)
    parts = {charge.code: charge.amount_minor for charge in quote.charges}
    assert parts == {"": 1008, "RESIDENTIAL-GROUND": 175, "AREA-RESIDENTIAL": 210}
    assert quote.charges[0].kind is ChargeKind.BASE
