"""Orders of the demo as the file that a shop would send, for the import service that everybody uses."""

import csv
from collections.abc import Iterable
from pathlib import Path

from packhaus.demo.source.shoppers import make_shopper
from packhaus.demo.source.types import DemoOrder, DemoShopper
from packhaus.kernel.money import get_exponent

HEADER = (
    "order_number", "channel", "placed_at", "currency", "name", "email", "phone", "language", "reference", "address1",
    "address2", "subdistrict", "district", "city", "region", "postal_code", "country", "policy", "payment_term",
    "order_vas", "sku", "quantity", "unit_price", "vas",
)  # fmt: skip
CHANNEL = "shop"


def write_order_file(orders: Iterable[DemoOrder], path: Path) -> Path:
    """Write one row per order line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for order in orders:
            header = _list_header(order, make_shopper(customer=order.customer, country=order.country))
            empty = [order.external_number, *[""] * (len(header) - 1)]
            for number, line in enumerate(order.lines):
                price = format_amount(line.unit_price_minor, order.currency)
                writer.writerow([*(empty if number else header), line.code, line.quantity, price, line.vas])
    return path


def format_amount(amount_minor: int, currency: str) -> str:
    """Write minor units as a decimal with a point, as order files have it."""
    exponent = get_exponent(currency)
    if not exponent:
        return str(amount_minor)
    whole, rest = divmod(amount_minor, 10**exponent)
    return f"{whole}.{rest:0{exponent}d}"


def _list_header(order: DemoOrder, shopper: DemoShopper) -> list[str]:
    address = shopper.address
    lines = [*address.lines, "", ""][:2]
    return [
        order.external_number, CHANNEL, order.placed_at.isoformat(), order.currency, shopper.name, shopper.email,
        shopper.phone, shopper.language, shopper.customer, *lines, address.subdistrict, address.district,
        address.city, address.region, address.postal_code, address.country, order.policy, order.payment_terms,
        order.vas,
    ]  # fmt: skip
