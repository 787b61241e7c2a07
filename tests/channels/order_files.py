"""Order files for tests."""

import csv
from collections.abc import Sequence
from pathlib import Path

ORDER = {
    "order_number": "A-1",
    "placed_at": "2026-11-03T08:30:00+00:00",
    "currency": "GBP",
    "name": "Anna Schmidt",
    "email": "Anna@Example.com",
    "phone": "0113 496 0000",
    "language": "de",
    "address1": "1 Mill Lane",
    "city": "Leeds",
    "postal_code": "LS1 4DY",
    "country": "GB",
    "payment_term": "invoice",
    "shipping": "4.90",
    "sku": "MUG",
    "quantity": "2",
    "unit_price": "2.50",
    "discount": "",
    "tax": "",
}


def make_row(
    number: str = "A-1", sku: str = "MUG", quantity: int | str = 2, **changes: str
) -> dict[str, str]:
    return {**ORDER, "order_number": number, "sku": sku, "quantity": str(quantity), **changes}


def write_orders(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(ORDER))
        writer.writeheader()
        writer.writerows(rows)
    return path
