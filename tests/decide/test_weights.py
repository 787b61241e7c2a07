"""What scales type and people write is grams, or nothing."""

import pytest

from packhaus.decide.weights import read_weight


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("350", 350),
        (" 1.234 kg", 1_234),
        ("1,234", 1_234),  # the German comma: kilograms
        ("0.5", 500),
        ("12,5 g", 13),
        ("ST,GS,+001.234kg", 1_234),
        ("ST,NT,+00012.50 g", 13),
        ("S S    0.350 kg", 350),
        ("2 lb", 907),
        ("8oz", 227),
    ],
)
def test_a_weight_is_read(text: str, grams: int) -> None:
    assert read_weight(text) == grams


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "-3",
        "US,GS,+001.234kg",
        "S D 1.2 kg",
        "OL",
        "1.234,5",
        "1.234 g",
        "4006381333931",
        "12 kg 3",
        "²",
    ],
)
def test_what_is_no_weight_or_of_two_meanings_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is"):
        read_weight(text)
