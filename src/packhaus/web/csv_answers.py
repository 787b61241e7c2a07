"""A list as a file: every row that matches, with stable English keys, safe in a spreadsheet."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from django.http import HttpResponse

from packhaus.channels.services.csv_writer import write_csv
from packhaus.kernel.keyset import Page

Row = TypeVar("Row")
EXPORT_SIZE = 2_000
MOST_ROWS = 50_000


def answer_csv(*, name: str, row_type: type[Row], read: Callable[[str], Page[Row]]) -> HttpResponse:
    """Write the pages that `read` returns, each after the key of the one before, MOST_ROWS at most."""
    columns = [field.name for field in fields(row_type)]  # type: ignore[arg-type]
    file = io.StringIO(newline="")
    write_csv(file, columns=columns, rows=_list_cells(columns, read))
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _list_cells(columns: Sequence[str], read: Callable[[str], Page[Row]]) -> Iterator[list[Any]]:
    after, count = "", 0
    while True:
        page = read(after)
        for row in page.rows:
            yield [getattr(row, column) for column in columns]
        count += len(page.rows)
        after = page.older_key
        if not after or count >= MOST_ROWS:
            return
