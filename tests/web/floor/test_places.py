import pytest

from packhaus.inventory.queries.shelves import Shelf
from packhaus.web.floor.picking import compare_places, name_aisle


def make_shelf(code: str) -> Shelf:
    zone, aisle, bay, level, _place = code.split("-")
    return Shelf(code, zone, aisle, bay, level)


@pytest.mark.parametrize(
    ("here", "told"),
    [
        ("C-07-04-B-1", ("aisle", 0)),  # the aisle of the same number in another zone
        ("D-05-04-B-1", ("aisle", 0)),
        ("D-07-06-B-1", ("bay", -2)),
        ("D-07-04-C-1", ("level", 0)),
        ("D-07-04-B-2", ("beside", 0)),
    ],
)
def test_the_way_to_a_bin_is_told_by_the_plan(here: str, told: tuple[str, int]) -> None:
    assert compare_places(make_shelf(here), make_shelf("D-07-04-B-1")) == told


def test_an_aisle_is_called_as_its_labels_call_it() -> None:
    assert name_aisle(make_shelf("D-07-04-B-1")) == "D-07"
    assert name_aisle(Shelf("07-04-1", "D", "07", "04", "1")) == "07"


def test_nothing_is_told_where_the_plan_says_nothing() -> None:
    assert compare_places(None, make_shelf("D-07-04-B-1")) == ("", 0)
    assert compare_places(Shelf("A1", "", "", "", ""), Shelf("A2", "", "", "", "")) == ("", 0)
