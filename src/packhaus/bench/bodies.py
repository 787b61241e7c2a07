"""Orders as a shop's program sends them, built before the clock starts."""

import random
from collections.abc import Sequence
from typing import Any

LINES_PER_ORDER = 3
Body = dict[str, Any]


def make_bodies(*, codes: Sequence[str], tag: str, count: int) -> list[Body]:
    """Make orders of three different SKUs, two units each."""
    draw = random.Random(tag)  # noqa: S311 - a workload, not a secret
    return [
        make_body(number=f"{tag}-{number}", wants=[(code, 2) for code in draw.sample(codes, LINES_PER_ORDER)])
        for number in range(count)
    ]


def make_body(*, number: str, wants: Sequence[tuple[str, int]], policy: str = "ship_available") -> Body:
    """Make one order of (SKU, quantity) wants."""
    return {
        "channel": "bench",
        "external_number": number,
        "placed_at": "2026-11-02T09:00:00Z",
        "currency": "EUR",
        "policy": policy,
        "contact": {"name": f"Person {number}", "email": f"p{number}@example.com", "language": "de"},
        "address": {"lines": ["Torstraße 1"], "city": "Berlin", "postal_code": "10119", "country": "DE"},
        "lines": [{"sku": sku, "quantity": quantity, "unit_price_minor": 250} for sku, quantity in wants],
    }
