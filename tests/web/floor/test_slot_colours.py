import re
from pathlib import Path

from packhaus.decide.contrast import measure_contrast, parse_colour
from packhaus.web import slot_colours

CSS = Path(slot_colours.__file__).parent / "static/web/floor.css"
RULE = re.compile(r'^\[data-tint="(\d)"\] \{ background: (#\w+); color: (#\w+); \}$', re.MULTILINE)


def widen(colour: str) -> str:
    """Return three hexadecimal digits as six."""
    return colour if len(colour) == 7 else "".join(digit * 2 for digit in colour.removeprefix("#"))


def test_each_colour_carries_its_number_and_has_a_name() -> None:
    found = RULE.findall(CSS.read_text())
    assert [int(tint) for tint, _, _ in found] == list(range(1, len(slot_colours.SLOT_COLOURS) + 1))
    for _, ground, ink in found:
        one, other = parse_colour(widen(ground)), parse_colour(widen(ink))
        assert one
        assert other
        assert measure_contrast(one, other) >= 7, ground
    assert (slot_colours.get_tint(8), slot_colours.get_tint(9)) == (8, 1)
    assert slot_colours.name_colour(4) == "green"
