"""GS1 keys: GTIN, SSCC, ITF-14. Source: GS1 General Specifications, sections 2 (keys) and 7.9 (check digits)."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

GTIN_LENGTHS = frozenset({8, 12, 13, 14})
SSCC_LENGTH = 18
COMPANY_PREFIX_LENGTHS = range(4, 13)


class InvalidIdentifier(ValueError):
    """The digits cannot be such a key; the text says why."""


class Fault(StrEnum):
    """What is wrong with the digits of a GTIN."""

    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHECK_DIGIT = "wrong_check_digit"


class GtinFault(NamedTuple):
    """What is wrong, and with WRONG_CHECK_DIGIT which digit would be right."""

    fault: Fault
    expected: int | None = None


def compute_check_digit(*, digits: str) -> int:
    """Compute the check digit that follows these digits: weights 3, 1, 3, ... from the right, up to the next ten.

    Source: GS1 General Specifications 7.9.1, the same for all numeric keys of fixed length.
    """
    if not is_numeric(digits):
        raise InvalidIdentifier(f"{digits!r} is not digits only")
    odd = sum(map(int, digits[::-2]))
    even = sum(map(int, digits[-2::-2]))
    return -(3 * odd + even) % 10


def is_numeric(text: str) -> bool:
    """Tell whether a text is one or more ASCII digits; str.isdigit alone lets other scripts' digits through."""
    return text.isascii() and text.isdigit()


def has_check_digit(digits: str) -> bool:
    """Tell whether the last digit is the check digit of those before it."""
    return (
        len(digits) > 1 and is_numeric(digits) and compute_check_digit(digits=digits[:-1]) == int(digits[-1])
    )


def is_gtin(code: str) -> bool:
    """Tell whether a code is a GTIN-8, -12, -13 or -14 with its right check digit."""
    return len(code) in GTIN_LENGTHS and has_check_digit(code)


def is_sscc(code: str) -> bool:
    """Tell whether a code is an SSCC-18 with its right check digit."""
    return len(code) == SSCC_LENGTH and has_check_digit(code)


def pad_gtin(*, code: str) -> str:
    """Pad a GTIN to 14 digits, the form in which GTINs of all lengths compare. Raises: InvalidIdentifier."""
    fault = find_gtin_fault(code=code)
    if fault:
        raise InvalidIdentifier(f"{code!r} is not a GTIN: {fault.fault}")
    return code.zfill(14)


def find_gtin_fault(*, code: str) -> GtinFault | None:
    """Find what is wrong with a code that should be a GTIN; None when it is one."""
    if not is_numeric(code):
        return GtinFault(Fault.NOT_DIGITS)
    if len(code) not in GTIN_LENGTHS:
        return GtinFault(Fault.WRONG_LENGTH)
    expected = compute_check_digit(digits=code[:-1])
    return None if expected == int(code[-1]) else GtinFault(Fault.WRONG_CHECK_DIGIT, expected)


def build_itf14(*, indicator: int, gtin: str) -> str:
    """Build the GTIN-14 of a packaging from what it contains: indicator 1-8, or 9 for variable measure.

    Source: GS1 General Specifications 2.1.6 (GTIN-14 of trade item groupings, printed as ITF-14).
    """
    if not 1 <= indicator <= 9:
        raise InvalidIdentifier(f"indicator {indicator} is not 1 to 9")
    body = f"{indicator}{pad_gtin(code=gtin)[1:-1]}"
    return f"{body}{compute_check_digit(digits=body)}"


def build_sscc(*, extension: int, company_prefix: str, serial: int) -> str:
    """Build an SSCC-18: extension digit, company prefix, serial filling up to 17 digits, check digit.

    A serial that does not fit behind the prefix is refused rather than cut: a cut one would name two pallets.
    Source: GS1 General Specifications 2.2.1. Raises: InvalidIdentifier.
    """
    if not 0 <= extension <= 9:
        raise InvalidIdentifier(f"extension {extension} is not 0 to 9")
    if not is_numeric(company_prefix) or len(company_prefix) not in COMPANY_PREFIX_LENGTHS:
        raise InvalidIdentifier(f"company prefix {company_prefix!r} is not 4 to 12 digits")
    room = SSCC_LENGTH - 2 - len(company_prefix)
    if serial < 0 or len(str(serial)) > room:
        raise InvalidIdentifier(f"serial {serial} does not fit {room} digits")
    body = f"{extension}{company_prefix}{serial:0{room}d}"
    return f"{body}{compute_check_digit(digits=body)}"
