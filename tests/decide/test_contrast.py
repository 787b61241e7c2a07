import pytest

from packhaus.decide.contrast import WHITE, carries_white, measure_contrast, parse_colour


def test_black_on_white_is_21_to_1_and_the_order_does_not_matter() -> None:
    assert measure_contrast((0, 0, 0), WHITE) == pytest.approx(21)
    assert measure_contrast(WHITE, (0, 0, 0)) == pytest.approx(21)


@pytest.mark.parametrize(
    ("colour", "is_readable"),
    [
        ("#066fd1", True),
        ("066FD1", True),
        ("#767676", True),  # the lightest grey that passes, 4.54
        ("#777777", False),  # 4.48
        ("#ffff00", False),
        ("red", False),
        ("#066fd1;}", False),
    ],
)
def test_white_words_need_a_dark_enough_colour(colour: str, *, is_readable: bool) -> None:
    assert carries_white(colour) is is_readable


def test_a_colour_is_six_digits() -> None:
    assert parse_colour("#0A0b0c") == (10, 11, 12)
    assert parse_colour("#fff") is None
