"""Whether a colour can be read: contrast as people see it.

Source: WCAG 2.2, relative luminance and contrast ratio; 1.4.3 asks for 4.5 to 1.
"""

import re

ENOUGH = 4.5
WHITE = (255, 255, 255)
_HEX = re.compile(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")

Colour = tuple[int, int, int]


def parse_colour(text: str) -> Colour | None:
    """Return the colour written as six hexadecimal digits, with or without a hash, or None."""
    found = _HEX.fullmatch(text)
    return (int(found[1], 16), int(found[2], 16), int(found[3], 16)) if found else None


def carries_white(text: str) -> bool:
    """Tell whether white words can be read on this colour."""
    colour = parse_colour(text)
    return colour is not None and measure_contrast(colour, WHITE) >= ENOUGH


def measure_contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    bright, dim = sorted((_measure_luminance(one), _measure_luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _measure_luminance(colour: Colour) -> float:
    red, green, blue = (_linearise(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linearise(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
