"""Numbers of cartons and pallets that follow each other, and how many units each of them holds."""

import re

from packhaus.decide.identifiers import (
    SSCC_LENGTH,
    InvalidIdentifier,
    compute_check_digit,
    has_check_digit,
    is_numeric,
)

_LAST_DIGITS = re.compile(r"(.*?)(\d+)", re.DOTALL | re.ASCII)


def list_following(*, first: str, count: int) -> list[str]:
    """Return so many numbers from the first one on: an SSCC's serial counts up, else the digits at the end.

    Source: GS1 General Specifications 3.3 (AI 00): the check digit is the last of 18. Raises: InvalidIdentifier for an
    SSCC with a wrong check digit, digits that run out, and a number without digits at its end of which more than one
    is asked.
    """
    assert count > 0
    if len(first) == SSCC_LENGTH and is_numeric(first):
        if not has_check_digit(first):
            raise InvalidIdentifier("is an SSCC with a wrong check digit")
        return [part + str(compute_check_digit(digits=part)) for part in _count_up("", first[:-1], count)]
    if count == 1:
        return [first]
    found = _LAST_DIGITS.fullmatch(first)
    if found is None:
        raise InvalidIdentifier("ends with a digit, so that it can be counted up")
    return _count_up(found[1], found[2], count)


def _count_up(head: str, digits: str, count: int) -> list[str]:
    start, width = int(digits), len(digits)
    if len(str(start + count - 1)) > width:
        raise InvalidIdentifier("has too few digits to count up that far")
    return [f"{head}{number:0{width}}" for number in range(start, start + count)]


def divide_units(*, quantity: int, each: int) -> list[int]:
    """Return the units of every carton or pallet that holds `each` of them; the last holds the rest."""
    assert quantity > 0
    assert each > 0
    full, rest = divmod(quantity, each)
    return [each] * full + ([rest] if rest else [])
