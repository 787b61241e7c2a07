"""Small sheets of a rate card that can be loaded as they are, to begin with."""

import re
from collections.abc import Sequence

from packhaus.kernel.money import get_exponent
from packhaus.shipping.types.rate_sheets import Table

_SERVICE = "STANDARD"
_AMOUNT = re.compile(r"\d+\.\d\d")
_OTHERS = frozenset({"fuel", "discounts"})
"""Sheets of percentages, not of amounts."""
_SAMPLE: dict[str, Table] = {
    "services": [
        ["service", "dimensional_divisor", "minimum", "max_weight", "max_length"],
        [_SERVICE, "5000", "3.50", "31.5", "120"],
    ],
    "zones": [
        ["service", "origin_country", "origin_from", "origin_to", "country", "by", "from", "to", "zone"],
        ["", "", "", "", "DE", "postal", "", "", "1"],
        ["", "", "", "", "DE", "postal", "25980", "25999", "island"],
        ["", "", "", "", "*", "", "", "", "world"],
    ],
    "prices": [
        ["service", "up_to", "each_further", "1", "island", "world"],
        [_SERVICE, "1", "", "3.90", "13.90", "17.00"],
        [_SERVICE, "5", "", "5.20", "15.20", "29.00"],
        [_SERVICE, "", "1", "0.35", "0.35", "4.10"],
    ],
    "surcharges": [
        ["code", "name", "services", "residential", "area", "over_girth", "from", "until", "amount", "group", "fuel"],
        ["HOME", "To a home", "", "yes", "", "", "", "", "0.25", "", "yes"],
        ["BULKY", "Bulky goods", "", "", "", "300", "", "", "20.00", "size", "no"],
        ["REMOTE", "Remote area", "", "", "remote", "", "", "", "4.00", "", "yes"],
        ["PEAK", "Peak season", "", "", "", "", "2026-11-15", "2026-12-24", "0.50", "", "no"],
    ],
    "areas": [["area", "country", "by", "from", "to"], ["remote", "DE", "postal", "18565", "18565"]],
    "fuel": [["services", "percent", "from", "until"], ["", "7.5", "2026-01-01", "2026-06-30"]],
    "discounts": [["services", "zone", "from_parcels", "percent"], ["", "", "1000", "12.5"]],
}  # fmt: skip


def build_sample(*, services: Sequence[str], currency: str) -> dict[str, Table]:
    """Return sheets of the first of these services, amounts with as many decimals as the currency has."""
    code = services[0] if services else _SERVICE
    is_whole = not get_exponent(currency)
    return {
        kind: [
            [_write(cell, code, is_whole=is_whole and kind not in _OTHERS) for cell in row] for row in table
        ]
        for kind, table in _SAMPLE.items()
    }


def _write(cell: str, service: str, *, is_whole: bool) -> str:
    if cell == _SERVICE:
        return service
    return cell.replace(".", "") if is_whole and _AMOUNT.fullmatch(cell) else cell
