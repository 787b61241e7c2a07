"""The merchant's colour on shopper pages: taken when it can be read, made lighter for the dark page."""

from packhaus.decide.contrast import ENOUGH, Colour, carries_white, measure_contrast, parse_colour

_DARK_CARD = (0x18, 0x24, 0x33)
_STEPS = 20


def build_accent(text: str) -> str | None:
    """Return the stylesheet of an accent given as six hexadecimal digits; None when it is none or too pale."""
    colour = parse_colour(text)
    if colour is None or not carries_white(text):
        return None
    light = f"{{--accent:#{text.lower()};--on-accent:#fff}}"
    dark = f"{{--accent:{_write(_lighten(colour))};--on-accent:#0b1420}}"
    return (
        f":root{light}\n[data-theme=dark]{dark}\n"
        f"@media (prefers-color-scheme:dark){{[data-theme=system]{dark}}}\n"
    )


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
