"""Weights as people type them and scales send them: text to whole grams."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

MOST_GRAMS: Final = 9_999_999
_UNSTABLE: Final = re.compile(r"^\s*(US|S?D|OL|UL)\b", re.IGNORECASE)
_WEIGHT: Final = re.compile(
    r"^\s*(?:S\s*S|ST|S)?\s*[,;:]?\s*(?:GS|NT|NET|G(?=[,;:])|N(?=[,;:]))?\s*[,;:]?\s*"
    r"\+?\s*(?P<number>\d[\d.,]*)\s*(?P<unit>kg|kgs|g|lbs?|oz)?\s*$",
    re.IGNORECASE,
)
# Source: International Yard and Pound Agreement of 1959, 1 lb = 0.45359237 kg, and 16 oz are one.
_GRAMS: Final = {
    "kg": Decimal(1_000), "kgs": Decimal(1_000), "g": Decimal(1), "lb": Decimal("453.59237"),
    "lbs": Decimal("453.59237"), "oz": Decimal("28.349523125"),
}  # fmt: skip


def read_weight(text: str) -> int:
    """Return the weight that a text says, in grams, half a gram up.

    A whole number without a unit is grams, one with a decimal point or comma kilograms. Scales that type send a state
    and a kind before the number: ST,GS,+001.234kg. Raises: ValueError (no weight, not at rest, or of two meanings).
    Source: the formats of A&D (ST,GS,) and Mettler Toledo SICS (S S) balances.
    """
    found = None if _UNSTABLE.match(text) else _WEIGHT.match(text)
    if found is None:
        message = "is no weight"
        raise ValueError(message)
    digits, unit = found["number"], (found["unit"] or "").lower()
    number = _read_number(digits, unit)
    grams = number * _GRAMS[unit or ("g" if digits.isdecimal() else "kg")]
    whole = int(grams.quantize(Decimal(1), ROUND_HALF_UP))
    if whole > MOST_GRAMS:
        message = "is more than ten tonnes"
        raise ValueError(message)
    return whole


def _read_number(digits: str, unit: str) -> Decimal:
    """Return a number with one decimal mark at most; 1.234 g would be one gram here and a thousand there."""
    head, mark, tail = digits.partition(next((one for one in digits if one in ".,"), "."))
    is_unclear = unit == "g" and len(tail) == 3
    if (mark and not tail.isdecimal()) or is_unclear or len(digits) > 12:
        message = "is no weight"
        raise ValueError(message)
    return Decimal(f"{head}.{tail or 0}")
