"""A list as a file: every row that matches, read chunk by chunk after the page's own transaction has ended."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from packhaus.channels.services.csv_writer import stream_csv
from packhaus.kernel.errors import Conflict
from packhaus.kernel.keyset import PageOf
from packhaus.web.formats import format_quantity
from packhaus.web.lists.definition import Asked, ListPage
from packhaus.web.lists.spreadsheet import MEDIA_TYPE, Cell, Kind, stream_sheet
from packhaus.web.lists.spreadsheet import list_headings as list_sheet_headings

Row = TypeVar("Row")
KINDS = frozenset({"csv", "xlsx"})
CHUNK = 1_000
ROWS_OF_A_SHEET = 50_000
ROWS_AT_MOST = 2_000_000
SILENT = frozenset(
    {
        "id",
        "from_id",
        "owner_id",
        "parcel_id",
        "shipment_id",
        "to_id",
        "zone",
        "time_zone",
        "due_at",
        "from_location_id",
        "location_id",
        "to_location_id",
        "to_x_mm",
        "to_y_mm",
        "uncounted_location_id",
        "x_mm",
        "y_mm",
    }
)
"""Fields of rows that a workbook leaves out: numbers of rows, and what another column says already."""
_BYTE_ORDER_MARK = "\ufeff"


class ListTooLong(Conflict):
    """More rows than a spreadsheet takes at once; nothing was written."""

    code = "list_too_long"


def answer_file(asked: Asked, listed: ListPage[Row], kind: str) -> HttpResponseBase:
    """Answer every row that matches as CSV with stable English keys, or as a workbook for people.

    Rows are read CHUNK at a time, each chunk in a transaction of its own, and sent as they come: the memory needed
    is that of a chunk. Raises: ListTooLong when a workbook would have more than ROWS_OF_A_SHEET rows.
    """
    found = _read_rows(asked, listed)
    if kind == "csv":
        columns = list_columns(listed.row_type)
        lines = stream_csv(columns=columns, rows=_write_plain(columns, found))
        return _answer(_mark(lines), "text/csv; charset=utf-8", f"{listed.file_name}.csv")
    refuse_too_long(asked, listed)
    columns = list_people_columns(listed.row_type)
    headings = list_sheet_headings(columns)
    cells = _write_typed(columns, listed, found)
    # The language and the zone of the page have ended when the file is written.
    sheet = stream_sheet(
        title=listed.file_name,
        headings=headings,
        rows=cells,
        zone=timezone.get_current_timezone(),
    )
    spoken = _speak(translation.get_language() or "en", sheet)
    return _answer(spoken, MEDIA_TYPE, f"{listed.file_name}.xlsx")


def refuse_too_long(asked: Asked, listed: ListPage[Row]) -> None:
    """Refuse a workbook of more rows than people can use. Queries: 1. Raises: ListTooLong."""
    page = listed.fetch(asked, PageOf(size=0, counted_at_most=ROWS_OF_A_SHEET + 1))
    if page.total > ROWS_OF_A_SHEET:
        raise ListTooLong(
            _("More than %(count)s rows match. Narrow the filter, or take the CSV, which has them all.")
            % {"count": format_quantity(ROWS_OF_A_SHEET)}
        )


def answer_rows(name: str, columns: Sequence[str], cells: Iterable[Sequence[object]]) -> HttpResponse:
    """Answer a few cells under headings as CSV."""
    text = "".join(stream_csv(columns=columns, rows=cells))
    response = HttpResponse(_BYTE_ORDER_MARK + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def stream_rows(
    name: str, columns: Sequence[str], cells: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """Send any number of cells under headings as CSV, some in memory at a time, in the language of the person."""
    lines = stream_csv(columns=columns, rows=cells)
    parts = _speak(translation.get_language() or "en", _mark(lines))
    return _answer(parts, "text/csv; charset=utf-8", f"{name}.csv")


def list_columns(row_type: type[Any]) -> list[str]:
    """Return the keys of a row: its fields, in their order."""
    return [field.name for field in fields(row_type)]


def list_people_columns(row_type: type[Any]) -> list[str]:
    """Return the fields that say something to a person: no ids, no zones, no currencies (amounts carry them)."""
    return [
        field.name
        for field in fields(row_type)
        if field.type not in {UUID, "UUID", UUID | None} and field.name not in SILENT
    ]


def _read_rows(asked: Asked, listed: ListPage[Row]) -> Iterator[Row]:
    after, count = "", 0
    while count < ROWS_AT_MOST:
        wanted = PageOf(after, is_descending=asked.state.is_descending, size=CHUNK, counted_at_most=0)
        page = listed.fetch(asked, wanted)
        yield from page.rows
        count += len(page.rows)
        after = page.older_key
        if not after:
            return


def _write_plain(columns: Sequence[str], rows: Iterable[Any]) -> Iterator[list[object]]:
    for row in rows:
        yield [_flatten(getattr(row, column)) for column in columns]


def _flatten(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "|".join(str(part) for part in value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _write_typed(columns: Sequence[str], listed: ListPage[Row], rows: Iterable[Row]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [_type(column, listed, row) for column in columns]


def _type(column: str, listed: ListPage[Row], row: Row) -> Cell:
    value = getattr(row, column)
    if value is not None and column.endswith("_minor"):
        return Cell(value, Kind.MONEY, getattr(row, "currency", ""))
    if column in listed.words and isinstance(value, str):
        return Cell(str(listed.words[column](value)) if value else "", Kind.TEXT)
    if isinstance(value, list | tuple):
        return Cell(", ".join(str(part) for part in value), Kind.TEXT)
    if isinstance(value, bool):
        return Cell(_("yes") if value else _("no"), Kind.TEXT)
    return Cell(value, Kind.PLAIN)


def _mark(lines: Iterable[str]) -> Iterator[bytes]:
    yield _BYTE_ORDER_MARK.encode()
    for line in lines:
        yield line.encode()


def _speak(language: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    with translation.override(language):
        yield from parts


def _answer(parts: Iterator[bytes], media_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
