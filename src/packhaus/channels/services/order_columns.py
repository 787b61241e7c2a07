"""The columns of an order file, and where each of an order's parts stands in a row.

One row is one line of an order; rows of one order_number that follow each other are one order. What belongs to the
order stands in its first row; further rows repeat it or leave it empty. Documented in docs/order-file.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from packhaus.channels.services.csv_reader import Columns

LINE_COLUMNS = ("sku", "quantity", "unit_price", "discount", "tax", "vas")
ORDER_COLUMNS = (
    "order_number", "channel", "placed_at", "currency", "name", "company", "email", "phone", "language", "reference",
    "address1", "address2", "address3", "address4", "subdistrict", "district", "city", "region", "postal_code",
    "country", "policy", "payment_term", "priority", "service", "shipping", "tags",
    "order_vas",
)  # fmt: skip
# Columns of a rejects file: it can be corrected and imported as it is.
IGNORED_COLUMNS = ("line", "column", "code", "reason")
COLUMNS = Columns(
    known=(*ORDER_COLUMNS, *LINE_COLUMNS, *IGNORED_COLUMNS),
    required=("order_number", "sku", "quantity", "unit_price", "name", "address1", "city", "country"),
)
_COLUMN_OF_PATH = {
    "external_number": "order_number", "contact.name": "name", "contact.email": "email", "contact.phone": "phone",
    "contact.language": "language", "address.lines": "address1", "address.city": "city", "address.region": "region",
    "address.postal_code": "postal_code", "address.country": "country", "policy": "policy",
    "payment_term": "payment_term", "priority": "priority", "shipping_minor": "shipping", "currency": "currency",
    "vas": "order_vas",
}  # fmt: skip
_COLUMN_OF_LINE = {
    "quantity": "quantity", "unit_price_minor": "unit_price", "discount_minor": "discount", "tax_minor": "tax",
    "sku": "sku", "vas": "vas",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """Readers of a row's cells; a column that the file lacks reads as the empty cell put behind the last."""

    width: int
    number: Callable[[Sequence[str]], str]
    order: Callable[[Sequence[str]], tuple[Any, ...]]
    line: Callable[[Sequence[str]], tuple[Any, ...]]


def make_layout(columns: Sequence[str]) -> Layout:
    """Return the readers for a file with these columns."""
    places = {name: place for place, name in enumerate(columns)}
    absent = len(columns)
    return Layout(
        width=absent,
        number=itemgetter(places["order_number"]),
        order=itemgetter(*(places.get(name, absent) for name in ORDER_COLUMNS)),
        line=itemgetter(*(places.get(name, absent) for name in LINE_COLUMNS)),
    )


def find_column(path: str) -> tuple[int | None, str]:
    """Return which of an order's rows (None: its first) and which column a problem's path means."""
    if path.startswith("lines."):
        index, _, name = path.removeprefix("lines.").partition(".")
        return int(index), _COLUMN_OF_LINE.get(name, "quantity")
    return None, _COLUMN_OF_PATH.get(path, "")
