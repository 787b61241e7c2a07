"""A difference in weight is told as so many of an item where it is about that."""

import pytest

from packhaus.outbound.queries.packing_bench import BenchLine
from packhaus.web.floor.weights import find_item

LINES = [
    BenchLine(1, "MUG", "Red mug", 2, False, "", 240, []),  # noqa: FBT003 - not fragile
    BenchLine(2, "PIN", "Pin", 9, False, "", 12, []),  # noqa: FBT003 - not fragile
    BenchLine(3, "NEW", "Unweighed", 1, False, "", 0, []),  # noqa: FBT003 - not fragile
]


@pytest.mark.parametrize(
    ("grams", "found"),
    [
        (240, ("MUG", 1)),
        (250, ("MUG", 1)),  # within a fifth of one
        (490, ("MUG", 2)),
        (36, ("PIN", 3)),
        (130, None),  # half a mug is no mug
        (9_000, None),
    ],
)
def test_the_item_is_named_that_comes_nearest(grams: int, found: tuple[str, int] | None) -> None:
    item = find_item(grams, LINES)
    assert (item and (item[0].sku_code, item[1])) == found
