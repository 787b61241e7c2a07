"""A workbook of one sheet, written row by row: real numbers, real dates in the zone of the reader, amounts as money."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from enum import Enum
from typing import IO, Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from packhaus.channels.services.csv_writer import make_safe
from packhaus.kernel.money import get_exponent
from packhaus.web.lists.headings import get_heading

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOMENT = "yyyy-mm-dd hh:mm"
_DAY = "yyyy-mm-dd"
_PIECE = 64 * 1024
_WIDEST = 40
# Source: design, section 5.
_WITHOUT_DECIMALS = frozenset({"IDR"})


class Kind(Enum):
    """How a value is written."""

    PLAIN = "plain"
    TEXT = "text"
    MONEY = "money"


class Cell(NamedTuple):
    """A value, how it is written, and the currency of an amount in minor units."""

    value: object
    kind: Kind
    currency: str = ""


def list_headings(columns: Sequence[str]) -> list[str]:
    """Return what the columns are called in the language spoken now."""
    return [str(get_heading(column)) for column in columns]


def stream_sheet(
    *, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], zone: tzinfo
) -> Iterator[bytes]:
    """Write a workbook and hand it out in pieces; openpyxl keeps a row at a time, the rest lies in a file."""
    with tempfile.TemporaryFile() as file:
        _write(file, title, headings, rows, zone)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _write(
    file: IO[bytes], title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], zone: tzinfo
) -> None:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title[:31])
    sheet.freeze_panes = "B2"
    for place, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(place)].width = min(max(len(heading) + 4, 14), _WIDEST)
    sheet.append([_head(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([_draw(sheet, cell, zone) for cell in row])
    book.save(file)
    book.close()


def _head(sheet: Any, heading: str) -> Any:
    cell: Any = WriteOnlyCell(sheet, value=heading)
    cell.font = Font(bold=True)
    return cell


def _draw(sheet: Any, cell: Cell, zone: tzinfo) -> Any:
    if cell.kind is Kind.MONEY:
        return _draw_money(sheet, cell)
    if isinstance(cell.value, datetime):
        return _format(sheet, cell.value.astimezone(zone).replace(tzinfo=None), _MOMENT)
    if isinstance(cell.value, date):
        return _format(sheet, cell.value, _DAY)
    if isinstance(cell.value, int | float | Decimal) or cell.value is None:
        return cell.value
    return make_safe(cell.value)


def _draw_money(sheet: Any, cell: Cell) -> Any:
    exponent = get_exponent(cell.currency)
    digits = 0 if cell.currency in _WITHOUT_DECIMALS else exponent
    amount = Decimal(str(cell.value)).scaleb(-exponent)
    pattern = f'#,##0{"." + "0" * digits if digits else ""} "{cell.currency}"'.strip()
    return _format(sheet, amount, pattern)


def _format(sheet: Any, value: object, pattern: str) -> Any:
    drawn: Any = WriteOnlyCell(sheet, value=value)
    drawn.number_format = pattern
    return drawn
