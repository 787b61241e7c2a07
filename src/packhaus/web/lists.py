"""A list page: what the address asks of it, its rows by key, and the same rows as a file."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.http import HttpResponse

from packhaus.channels.services.csv_writer import write_csv
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.guard import PageRequest
from packhaus.web.responses import render_page
from packhaus.web.tables import (
    Column,
    FilterField,
    ListState,
    build_filter_bar,
    build_table,
    link_with,
    read_list_state,
)

Row = TypeVar("Row")
EXPORTED_AT_MOST = 50_000
_EXPORT_PAGE = 1_000
Fetch = Callable[[ListState, PageOf], Page[Row]]


@dataclass(frozen=True, slots=True)
class ListPage:
    """How one list is drawn; `default` is its order, with a minus for descending."""

    template: str
    columns: Sequence[Column]
    default: str
    fields: Sequence[FilterField] = ()
    file_name: str = "list"


def show_list(
    request: PageRequest, listed: ListPage, fetch: Fetch[Row], context: dict[str, Any] | None = None
) -> HttpResponse:
    """Answer a list page, or with `?format=csv` every row that matches."""
    state = read_list_state(params=request.GET, columns=listed.columns, default=listed.default)
    if request.GET.get("format") == "csv":
        return _export(listed.file_name, state, fetch)
    page = fetch(state, PageOf(state.after, state.before, is_descending=state.is_descending))
    table = build_table(
        params=request.GET,
        columns=listed.columns,
        state=state,
        shown=len(page.rows),
        total=page.total,
        newer_key=page.newer_key,
        older_key=page.older_key,
    )
    drawn = {
        "rows": page.rows,
        "table": table,
        "bar": build_filter_bar(params=request.GET, fields=listed.fields),
        "export_url": link_with(request.GET, format="csv"),
    }
    return render_page(request, listed.template, drawn | (context or {}))


def _export(name: str, state: ListState, fetch: Fetch[Row]) -> HttpResponse:
    found: list[Row] = []
    after = ""
    while len(found) < EXPORTED_AT_MOST:
        page = fetch(state, PageOf(after, is_descending=state.is_descending, size=_EXPORT_PAGE))
        found += page.rows
        after = page.older_key
        if not after:
            break
    return answer_csv(name, found)


def answer_csv(name: str, found: Sequence[Any]) -> HttpResponse:
    """Answer rows as a file, with their fields as stable English headings."""
    columns = [field.name for field in fields(found[0])] if found else []
    return answer_rows(name, columns, ([getattr(row, column) for column in columns] for row in found))


def answer_rows(name: str, columns: Sequence[str], cells: Iterable[Sequence[object]]) -> HttpResponse:
    """Answer cells under headings as a file that spreadsheets open as text."""
    file = io.StringIO(newline="")
    write_csv(file, columns=columns, rows=cells)
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
