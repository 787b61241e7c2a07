"""Value-added services as a person or a file writes them: `WRAP|ENGRAVE=Anna`."""

from packhaus.orders.types import VasWish


def read_wishes(*, text: str, line: int | None) -> tuple[VasWish, ...]:
    """Return the wishes of a cell: codes, each with its text behind `=` where it takes one, divided by `|`."""
    wishes = []
    for part in text.split("|"):
        code, _, words = part.partition("=")
        if code.strip() or words.strip():
            wishes.append(VasWish(code.strip(), line, words.strip()))
    return tuple(wishes)
