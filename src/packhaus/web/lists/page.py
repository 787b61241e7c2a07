"""Answer a list page: its rows by key, its views, its rows as a file, what is done with many of them."""

from typing import Any, TypeVar

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect

from packhaus.kernel.keyset import PageOf
from packhaus.web.guard import READS, PageRequest
from packhaus.web.lists import bulk, export, views
from packhaus.web.lists.definition import ListPage, ask
from packhaus.web.lists.empty import find_reset, say_empty
from packhaus.web.parts import Action
from packhaus.web.responses import render_page
from packhaus.web.tables import build_filter_bar, build_table, link_with

Row = TypeVar("Row")


def show_list(
    request: PageRequest, listed: ListPage[Row], context: dict[str, Any] | None = None
) -> HttpResponseBase:
    """Answer a list: as a page, a file (`?format=csv`, `xlsx`), counts of its views, or the outcome of a form."""
    if request.method not in READS:
        return (
            views.answer_views(request, listed)
            if "tab" in request.POST
            else bulk.answer_bulk(request, listed)
        )
    wanted = request.GET.get("format", "")
    if wanted in export.KINDS:
        return export.answer_file(ask(request, listed, request.GET), listed, wanted)
    if wanted == "counts":
        return views.answer_counts(request, listed)
    strip = views.build_strip(request, listed)
    if strip and strip.leads_to:
        return HttpResponseRedirect(strip.leads_to)
    return _show(request, listed, strip, context or {})


def _show(
    request: PageRequest, listed: ListPage[Row], strip: views.Strip | None, context: dict[str, Any]
) -> HttpResponse:
    asked = ask(request, listed, request.GET)
    state = asked.state
    page = listed.fetch(asked, PageOf(state.after, state.before, is_descending=state.is_descending))
    actions = listed.list_actions(request)
    table = build_table(
        params=request.GET,
        columns=listed.columns,
        state=state,
        shown=len(page.rows),
        total=page.total,
        newer_key=page.newer_key,
        older_key=page.older_key,
        empty=None if page.rows else say_empty(request.GET, strip, total=page.total),
    )
    drawn = {
        "listed": listed,
        "strip": strip,
        "rows": listed.draw(request, page.rows),
        "table": table,
        "bar": build_filter_bar(
            params=request.GET, fields=listed.list_fields(request), reset_url=find_reset(request.GET, strip)
        ),
        "files": [
            Action("CSV", link_with(request.GET, format="csv"), icon="file-text"),
            Action("Excel", link_with(request.GET, format="xlsx"), icon="table-export"),
        ],
        "bulk": actions,
        "bulk_has_rare": any(action.is_rare for action in actions),
        "bulk_form": "bulk" if actions and page.rows else "",
        "report": bulk.build_report(request, listed),
    }
    return render_page(request, listed.template, drawn | context)
