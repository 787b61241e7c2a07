"""A list as a file: every row that matches, with stable English keys, safe in a spreadsheet."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from django.http import HttpResponse

from packhaus.channels.services.csv_writer import write_csv

Row = TypeVar("Row")
MOST_ROWS = 50_000


def answer_csv(
    *, name: str, row_type: type[Row], read: Callable[[Row | None], Sequence[Row]]
) -> HttpResponse:
    """Write the pages that `read` returns, each after the last row of the one before, until one is empty."""
    columns = [field.name for field in fields(row_type)]  # type: ignore[arg-type]
    file = io.StringIO(newline="")
    write_csv(file, columns=columns, rows=_list_cells(columns, read))
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _list_cells(columns: Sequence[str], read: Callable[[Row | None], Sequence[Row]]) -> Iterator[list[Any]]:
    last: Row | None = None
    count = 0
    while (page := read(last)) and count < MOST_ROWS:
        for row in page:
            yield [getattr(row, column) for column in columns]
        count += len(page)
        last = page[-1]
