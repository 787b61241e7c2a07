"""Numbers of cartons and pallets count up; units are divided over them."""

import pytest

from packhaus.decide.identifiers import InvalidIdentifier, is_sscc
from packhaus.decide.plate_numbers import divide_units, list_following


def test_an_sscc_counts_its_serial_up_and_gets_its_check_digit() -> None:
    found = list_following(first="340123450000000017", count=12)
    assert (found[0], found[1], found[-1]) == (
        "340123450000000017",
        "340123450000000024",
        "340123450000000123",
    )
    assert all(map(is_sscc, found))


def test_other_numbers_count_their_last_digits_up() -> None:
    assert list_following(first="P-09", count=3) == ["P-09", "P-10", "P-11"]
    assert list_following(first="PALLET", count=1) == ["PALLET"]


@pytest.mark.parametrize("first", ["340123450000000018", "P-98", "PALLET", "PALLET-"])
def test_what_cannot_be_counted_up_is_refused(first: str) -> None:
    with pytest.raises(InvalidIdentifier):
        list_following(first=first, count=3)


def test_the_last_carton_holds_the_rest() -> None:
    assert divide_units(quantity=100, each=40) == [40, 40, 20]
    assert divide_units(quantity=40, each=40) == [40]
