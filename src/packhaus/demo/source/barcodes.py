"""GTIN-13 for articles that have none: the restricted-circulation prefixes 20 to 29 are free for use inside a company.

Source: GS1 General Specifications, section 2.1.12 (restricted circulation numbers) and 7.9 (check digit).
"""

from __future__ import annotations

import hashlib
import re

# Second pair of digits: which of the demo's merchants made the number up.
OF_MERCHANT = {"ORG": "20", "KOPI": "24"}
PLAIN_CODE = re.compile(r"(\d{5})([A-Z]{0,2})")
LETTERS = 27


def make_barcode(*, merchant_code: str, code: str) -> str:
    """Return the article's GTIN-13; two codes of one merchant never share one (tested over all of them).

    A plain code (five digits, up to two letters) is written out in the digits; any other is hashed behind a 9.
    """
    plain = PLAIN_CODE.fullmatch(code)
    body = _spell_out(plain) if plain else _hash_down(code)
    digits = OF_MERCHANT[merchant_code] + body
    return digits + compute_check_digit(digits)


def compute_check_digit(digits: str) -> str:
    """Return the modulo-10 digit that ends a GTIN: weights 3 and 1 from the right."""
    total = sum(
        int(digit) * (3 if position % 2 == 0 else 1) for position, digit in enumerate(reversed(digits))
    )
    return str(-total % 10)


def _spell_out(plain: re.Match[str]) -> str:
    letters = 0
    for letter in plain[2].rjust(2, "@"):
        letters = letters * LETTERS + ord(letter) - ord("@")
    return f"00{plain[1]}{letters:03d}"


def _hash_down(code: str) -> str:
    number = int.from_bytes(hashlib.blake2b(code.encode(), digest_size=8).digest(), "big")
    return f"9{number % 10**9:09d}"
