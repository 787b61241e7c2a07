"""Files of rate cards: a workbook with a sheet for each part, or one part as CSV; read, and written again."""

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from packhaus.channels.errors import BadFile
from packhaus.channels.services.csv_writer import make_safe
from packhaus.kernel.errors import FieldProblem
from packhaus.shipping.types.rate_sheets import MOST_ROWS, SHEETS, Table

_MOST_COLUMNS = 400
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ZIP = b"PK"
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_FORMULA = re.compile(r"'(?=[=+\-@])")
# Codes that look like numbers keep their zeros as text; all other columns hold numbers where they can.
_CODES = frozenset({
    "service", "services", "code", "name", "zone", "area", "country", "origin_country", "origin_from", "origin_to",
    "group",
})  # fmt: skip
_RANGES = frozenset({"zones", "areas"})


def read_rate_file(*, path: Path, kind: str = "") -> dict[str, Table]:
    """Read a workbook, or a CSV file of the sheet `kind`, into tables by sheet. Raises: BadFile."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(_ZIP):
        return _read_workbook(path)
    if kind not in SHEETS:
        raise BadFile([FieldProblem("kind", "required", f"is one of {', '.join(SHEETS)}")])
    return {kind: _read_csv(path)}


def write_rate_workbook(tables: Mapping[str, Table]) -> bytes:
    """Write tables as a workbook with a sheet each; what is read from it is the same."""
    book = Workbook(write_only=True)
    for kind, table in tables.items():
        sheet: Any = book.create_sheet(kind)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(table):
            sheet.append(
                [_draw(sheet, kind, table[0][place], cell, number) for place, cell in enumerate(row)]
            )
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        return file.read()


def write_rate_csv(table: Table) -> str:
    """Write one table as CSV that no spreadsheet executes."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([make_safe(cell) for cell in row] for row in table)
    return text.getvalue()


def _draw(sheet: Any, kind: str, heading: str, cell: str, number: int) -> Any:
    if number == 0:
        head: Any = WriteOnlyCell(sheet, value=cell)
        head.font = Font(bold=True)
        return head
    is_code = heading in _CODES or (kind in _RANGES and heading in {"from", "to"})
    return float(cell) if not is_code and _NUMBER.fullmatch(cell) else make_safe(cell)


def _read_workbook(path: Path) -> dict[str, Table]:
    # By its name openpyxl would refuse an upload, which is called after its kind of file only by who sent it.
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
            raise BadFile([FieldProblem("file", "format", "is no workbook (XLSX) and no CSV")]) from error
        try:
            tables: dict[str, Table] = {
                kind: list(_read_rows(book[title], kind))
                for title in book.sheetnames
                if (kind := title.strip().lower()) in SHEETS
            }
        finally:
            book.close()
    if not tables:
        raise BadFile([FieldProblem("file", "unknown", f"has none of the sheets {', '.join(SHEETS)}")])
    return tables


def _read_rows(sheet: Any, kind: str) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)):
        if number > MOST_ROWS:
            raise BadFile([FieldProblem(kind, "too_many", f"has at most {MOST_ROWS} rows")])
        yield [_write_cell(value) for value in row]


def _write_cell(value: object) -> str:
    """Return a cell as it would be typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(round(value, 6))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return _FORMULA.sub("", str(value), count=1) if str(value).startswith("'") else str(value)


def _read_csv(path: Path) -> Table:
    raw = path.read_bytes()
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadFile.at_line(1, "encoding", "is not UTF-8: save the file as UTF-8 text") from error
    first = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise BadFile.at_line(1, "quotes", "has quotes that do not end, or is no CSV") from error
    if len(rows) > MOST_ROWS + 1:
        raise BadFile.at_line(MOST_ROWS + 1, "too_many", f"has at most {MOST_ROWS} rows")
    return [
        [_FORMULA.sub("", cell, count=1) if cell.startswith("'") else cell for cell in row] for row in rows
    ]
