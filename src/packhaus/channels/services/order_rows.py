"""From rows of a file to order drafts, or to everything that is wrong with them. No database here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from packhaus.channels.services.cells import parse_whole
from packhaus.channels.services.csv_reader import CsvRow
from packhaus.channels.services.order_columns import LINE_COLUMNS, ORDER_COLUMNS, Layout
from packhaus.channels.types import Reject
from packhaus.kernel.money import parse_minor
from packhaus.orders.services.read_wishes import read_wishes
from packhaus.orders.types import LineDraft, OrderDraft, VasWish
from packhaus.parties.phones import normalise_phone
from packhaus.parties.types import AddressDraft, ContactDraft

MAX_ROWS = 1000
# As the API bounds an order's moment: what lies outside is a slip, and year 9999 with an offset is in no database.
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What an empty cell means."""

    currency: str
    language: str
    placed_at: datetime
    channel: str = "csv"


@dataclass(slots=True)
class FileOrder:
    """Rows of one order; `is_cut` when more of them follow than an order may have."""

    number: str
    rows: list[CsvRow]
    is_cut: bool = False


def group_orders(*, rows: Iterable[CsvRow], layout: Layout) -> Iterator[FileOrder]:
    """Yield orders: rows of one number that follow each other. A row of the wrong width stands alone."""
    open_order: FileOrder | None = None
    for row in rows:
        is_whole = len(row.cells) == layout.width
        number = layout.number(row.cells) if is_whole else ""
        if open_order is not None and is_whole and number == open_order.number and number:
            if len(open_order.rows) < MAX_ROWS and not open_order.is_cut:
                open_order.rows.append(row)
                continue
            open_order.is_cut = True
        if open_order is not None:
            yield open_order
        is_cut = open_order is not None and open_order.is_cut and number == open_order.number
        open_order = FileOrder(number, [row], is_cut)
    if open_order is not None:
        yield open_order


def read_order(
    *, order: FileOrder, layout: Layout, defaults: Defaults
) -> tuple[OrderDraft | None, list[Reject]]:
    """Return the draft of an order, or every reason why its rows are none."""
    first = order.rows[0]
    if len(first.cells) != layout.width:
        message = f"has {len(first.cells)} cells, the first line has {layout.width}"
        return None, [Reject(first.line, "", "cells", message)]
    if order.is_cut:
        return None, [
            Reject(row.line, "order_number", "too_many", f"more than {MAX_ROWS} rows") for row in order.rows
        ]
    for row in order.rows:
        row.cells.append("")
    header = layout.order(first.cells)
    reader = _OrderReader(order, header, defaults)
    reader.check_repeated_header(layout)
    lines = tuple(
        reader.read_line(index, row.line, layout.line(row.cells)) for index, row in enumerate(order.rows)
    )
    draft = reader.read_header(lines)
    return (None, reader.rejects) if reader.rejects else (draft, [])


class _OrderReader:
    """Read the cells of one order and collect what is wrong."""

    __slots__ = ("currency", "defaults", "has_tax", "header", "line", "order", "rejects", "wishes")

    def __init__(self, order: FileOrder, header: Sequence[str], defaults: Defaults) -> None:
        self.order, self.header, self.defaults = order, header, defaults
        self.rejects: list[Reject] = []
        self.line = order.rows[0].line
        self.currency = header[3].strip().upper() or defaults.currency
        self.has_tax = False
        self.wishes: list[VasWish] = []

    def check_repeated_header(self, layout: Layout) -> None:
        """Refuse further rows that say something else than the first; empty cells say nothing."""
        for row in self.order.rows[1:]:
            again = layout.order(row.cells)
            # The two usual forms: everything once more, or nothing but the number.
            if again == self.header or again.count("") == len(ORDER_COLUMNS) - 1:
                continue
            for column, cell, before in zip(ORDER_COLUMNS, again, self.header, strict=True):
                if cell.strip() and cell != before:
                    message = f"differs from the order's first row, line {self.line}"
                    self.rejects.append(Reject(row.line, column, "differs", message))

    def read_line(self, index: int, line: int, cells: Sequence[str]) -> LineDraft:
        sku, quantity, price, discount, tax, vas = cells
        if vas:
            self.wishes += read_wishes(text=vas, line=index)
        units = self._read_quantity(line, quantity)
        price_minor = self._read_amount(line, "unit_price", price)
        discount_minor = self._read_amount(line, "discount", discount) if discount else 0
        tax_minor = 0
        if tax:
            tax_minor, self.has_tax = self._read_amount(line, "tax", tax), True
        if not sku:
            self.rejects.append(Reject(line, "sku", "required", "is empty"))
        return LineDraft(sku.strip(), units, price_minor, discount_minor, tax_minor)

    def read_header(self, lines: tuple[LineDraft, ...]) -> OrderDraft:
        (
            number, channel, placed_at, _, name, company, email, phone, language, reference, *address,
            policy, payment_term, priority, service, shipping, tags, vas,
        ) = self.header  # fmt: skip
        recipient = self._read_address(address)
        if vas:
            self.wishes += read_wishes(text=vas, line=None)
        return OrderDraft(
            channel=channel.strip() or self.defaults.channel,
            external_number=number.strip(),
            placed_at=self._read_instant(placed_at) if placed_at else self.defaults.placed_at,
            currency=self.currency,
            contact=ContactDraft(
                name.strip(),
                email.strip().lower(),
                normalise_phone(text=phone, country=recipient.country) if phone else "",
                company.strip(),
                language.strip().lower() or self.defaults.language,
                reference.strip(),
            ),
            address=recipient,
            lines=lines,
            policy=policy.strip(),
            priority=self._read_priority(priority) if priority else 50,
            payment_term=payment_term.strip(),
            shipping_minor=self._read_amount(self.line, "shipping", shipping) if shipping else 0,
            tax_source="channel" if self.has_tax else "none",
            service_code=service.strip(),
            tags=tuple(tag.strip()[:24] for tag in tags.split("|") if tag.strip()) if tags else (),
            vas=tuple(self.wishes),
        )

    def _read_address(self, cells: Sequence[str]) -> AddressDraft:
        *lines, subdistrict, district, city, region, postal_code, country = (cell.strip() for cell in cells)
        return AddressDraft(
            tuple(line for line in lines if line),
            city,
            country.upper(),
            postal_code,
            region,
            district,
            subdistrict,
        )

    def _read_quantity(self, line: int, cell: str) -> int:
        try:
            return parse_whole(cell.strip())
        except ValueError:
            message = f"{cell[:20]!r} is not a whole number of base units"
            self.rejects.append(Reject(line, "quantity", "format", message))
            return 0

    def _read_amount(self, line: int, column: str, cell: str) -> int:
        try:
            return _parse_amount(cell, self.currency)
        except ValueError:
            message = f"{cell[:20]!r} is not an amount of {self.currency[:3]} like 1234.50"
            self.rejects.append(Reject(line, column, "format", message))
            return 0

    def _read_instant(self, cell: str) -> datetime:
        try:
            return _parse_instant(cell)
        except ValueError:
            message = f"{cell[:40]!r} is no date and time from 2000 to 2100 like 2026-11-21T09:30:00+00:00"
            self.rejects.append(Reject(self.line, "placed_at", "format", message))
            return self.defaults.placed_at

    def _read_priority(self, cell: str) -> int:
        try:
            return parse_whole(cell.strip())
        except ValueError:
            self.rejects.append(Reject(self.line, "priority", "format", "is a whole number from 0 to 100"))
            return 0


assert LINE_COLUMNS == ("sku", "quantity", "unit_price", "discount", "tax", "vas")


@lru_cache(maxsize=50_000)
def _parse_amount(cell: str, currency: str) -> int:
    return parse_minor(cell, currency)


@lru_cache(maxsize=5_000)
def _parse_instant(cell: str) -> datetime:
    """Read ISO 8601; a time without an offset is UTC."""
    instant = datetime.fromisoformat(cell.strip())
    instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    if not _EARLIEST <= instant <= _LATEST:
        raise ValueError(cell)
    return instant
