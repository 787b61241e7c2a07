"""The merchant's colour on shopper pages: taken when it can be read, made lighter for the dark page.

Source: WCAG 2.2, relative luminance and contrast ratio (1.4.3: 4.5 to 1).
"""

import re

ENOUGH = 4.5
_DARK_CARD = (0x18, 0x24, 0x33)
_WHITE = (255, 255, 255)
_HEX = re.compile(r"[0-9a-fA-F]{6}")
_STEPS = 20

Colour = tuple[int, int, int]


def build_accent(text: str) -> str | None:
    """Return the stylesheet of an accent given as six hexadecimal digits; None when it is none or too pale."""
    if not _HEX.fullmatch(text):
        return None
    colour = (int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16))
    if measure_contrast(colour, _WHITE) < ENOUGH:
        return None
    light = f"{{--accent:#{text.lower()};--on-accent:#fff}}"
    dark = f"{{--accent:{_write(_lighten(colour))};--on-accent:#0b1420}}"
    return (
        f":root{light}\n[data-theme=dark]{dark}\n"
        f"@media (prefers-color-scheme:dark){{[data-theme=system]{dark}}}\n"
    )


def measure_contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    bright, dim = sorted((_measure_luminance(one), _measure_luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _measure_luminance(colour: Colour) -> float:
    red, green, blue = (_linearise(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linearise(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _lighten(colour: Colour) -> Colour:
    """Mix with white until it can be read on the dark card; white itself can."""
    mixed = colour
    for step in range(_STEPS + 1):
        mixed = _mix(colour, step / _STEPS)
        if measure_contrast(mixed, _DARK_CARD) >= ENOUGH:
            break
    return mixed


def _mix(colour: Colour, share: float) -> Colour:
    red, green, blue = (round(channel + (255 - channel) * share) for channel in colour)
    return red, green, blue


def _write(colour: Colour) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in colour)
