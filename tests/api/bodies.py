"""Request bodies: an ordinary one, changed where the test says so."""

from typing import Any


def make_order(*wants: tuple[str, int], number: str = "A-1", **changes: Any) -> dict[str, Any]:
    """Make an order of (SKU, quantity) wants at 250 minor units each."""
    return {
        "channel": "shop",
        "external_number": number,
        "placed_at": "2026-11-03T09:00:00Z",
        "currency": "GBP",
        "contact": {"name": "Anna Schmidt", "email": "Anna@Example.com", "phone": "+4930901820", "language": "de"},
        "address": {"lines": ["1 Mill Lane"], "city": "Leeds", "postal_code": "LS1 4DY", "country": "GB"},
        "lines": [{"sku": sku, "quantity": quantity, "unit_price_minor": 250} for sku, quantity in wants],
    } | changes  # fmt: skip
