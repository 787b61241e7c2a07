"""Something done with many rows: all of it, or a report of what could not be done and why.

Every action is a run: a row that says which rows, how far it is and what was refused. What takes longer than a moment
goes on request by request; the page shows how far it is and may be left.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.access.queries.lists import RunRow, get_run
from packhaus.access.services.bulk_runs import Step, claim_run, record_step, release_run, start_run
from packhaus.kernel.errors import Conflict
from packhaus.kernel.keyset import PageOf
from packhaus.web.formats import format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import export
from packhaus.web.lists.definition import Asked, BulkAction, BulkOutcome, ListPage, ask, find_list
from packhaus.web.lists.views import read_query
from packhaus.web.parts import Words
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes

Row = TypeVar("Row")
MATCHED_AT_MOST = 10_000
SELECTED_AT_MOST = 200
# A request that works longer than this hands the rest to the next one.
A_MOMENT_SECONDS = 1.0
ASKED_ROWS = 500
VALUE_AT_MOST = 200


class TooManyMatch(Conflict):
    """More rows match than one run takes; nothing was done."""

    code = "too_many_match"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run came to, as the list shows it above its rows."""

    run: RunRow
    title: str
    is_running: bool
    finish_url: str = ""
    finish_label: Words = ""


def answer_bulk(request: PageRequest, listed: ListPage[Row]) -> HttpResponseBase:
    """Do what was chosen with the selected rows, or ask first; go on with a run that is not finished.

    `export-csv` and `export-xlsx` answer the selected rows as a file: whoever may select may take them along.
    """
    if "run" in request.POST:
        return _go_on(request, listed, _read_run(request))
    if request.POST.get("do", "").removeprefix("export-") in export.KINDS:
        return _export(request, listed, request.POST["do"].removeprefix("export-"))
    action = _find_action(request, listed)
    asked = _read_asked(request, listed)
    if asked is None:
        tell(request, _("No row is selected."))
        return HttpResponseRedirect(_link_back(listed, request.GET))
    values = {action.value: _read_value(request, action)} if action.value else {}
    if action.ask and "sure" not in request.POST:
        return _ask_first(request, listed, action, asked, values)
    run_id = _start(request, listed, action, asked, values)
    return _go_on(request, listed, run_id)


def _export(request: PageRequest, listed: ListPage[Row], kind: str) -> HttpResponseBase:
    asked = _read_asked(request, listed)
    if asked is None:
        tell(request, _("No row is selected."))
        return HttpResponseRedirect(_link_back(listed, request.GET))
    return export.answer_file(asked, listed, kind)


def _read_value(request: PageRequest, action: BulkAction[Row]) -> str:
    given = request.POST.getlist(action.value)
    if action.choices is None:
        return (given[-1] if given else "").strip()[:VALUE_AT_MOST]
    known = {value for value, _label in action.choices(request)}
    chosen = [value for value in dict.fromkeys(given) if value in known]
    return ",".join(chosen if action.takes_many else chosen[:1])


def _find_action(request: PageRequest, listed: ListPage[Row]) -> BulkAction[Row]:
    key = request.POST.get("do", "")
    for action in listed.list_actions(request):
        if action.key == key:
            return action
    raise Http404


def _read_asked(request: PageRequest, listed: ListPage[Row]) -> Asked | None:
    if request.POST.get("all_matching"):
        return ask(request, listed, request.GET)
    keys = tuple(dict.fromkeys(key for key in request.POST.getlist("selected") if len(key) <= 60))
    return ask(request, listed, QueryDict(), keys[:SELECTED_AT_MOST]) if keys else None


def _ask_first(
    request: PageRequest,
    listed: ListPage[Row],
    action: BulkAction[Row],
    asked: Asked,
    values: Mapping[str, str],
) -> HttpResponse:
    assert action.ask
    total = _count(listed, asked)
    page = listed.fetch(asked, PageOf(size=ASKED_ROWS, counted_at_most=0))
    hidden = [("do", action.key), ("sure", "yes"), *values.items()]
    hidden += [("selected", key) for key in asked.keys] or [("all_matching", "on")]
    context = {
        "listed": listed,
        "action": action,
        "dialog": action.ask(request, page.rows, total),
        "hidden": hidden,
        "back_url": _link_back(listed, request.GET),
    }
    return render_page(request, "lists/ask.html", context, fragment="lists/_ask.html")


def _count(listed: ListPage[Row], asked: Asked) -> int:
    total = listed.fetch(asked, PageOf(size=0, counted_at_most=MATCHED_AT_MOST + 1)).total
    if total > MATCHED_AT_MOST:
        raise TooManyMatch(
            _("More than %(count)s rows match. Narrow the filter and do it in parts.")
            % {"count": format_quantity(MATCHED_AT_MOST)}
        )
    return total


def _start(
    request: PageRequest,
    listed: ListPage[Row],
    action: BulkAction[Row],
    asked: Asked,
    values: Mapping[str, str],
) -> UUID:
    query = read_query(request.GET)
    kept: dict[str, Any] = {
        "keys": list(asked.keys),
        "values": dict(values),
        "view": request.GET.get("view", ""),
    }
    return start_run(
        scope=request.scope, user_id=_person(request), page=listed.name, action=action.key, values=kept, query=query,
        total=_count(listed, asked), now=request.now,
    )  # fmt: skip


def _go_on(request: PageRequest, listed: ListPage[Row], run_id: UUID) -> HttpResponse:
    run = get_run(scope=request.scope, user_id=_person(request), run_id=run_id)
    action = next((action for action in listed.list_actions(request) if action.key == run.action), None)
    if run.page != listed.name or action is None:
        raise Http404
    after = claim_run(scope=request.scope, user_id=_person(request), run_id=run_id, now=request.now)
    if after is not None:
        _work(request, listed, action, run, after)
    return _answer(request, listed, action, run_id)


def _work(
    request: PageRequest, listed: ListPage[Row], action: BulkAction[Row], run: RunRow, after: str
) -> None:
    started = time.monotonic()
    try:
        for outcome, rows, after_key, is_last in _list_chunks(request, listed, action, run, after):
            step = Step(
                done=len(rows),
                changed=outcome.changed,
                refused=[
                    {"label": row.label, "reason": row.reason, "url": row.url} for row in outcome.refused
                ],
                notes=[{"label": hint.label, "url": hint.url} for hint in outcome.hints],
                before=outcome.before,
            )
            record_step(
                scope=request.scope, run_id=run.id, step=step, after_key=after_key, is_finished=is_last
            )
            if is_last or time.monotonic() - started > A_MOMENT_SECONDS:
                return
    finally:
        release_run(scope=request.scope, run_id=run.id)


def _list_chunks(
    request: PageRequest, listed: ListPage[Row], action: BulkAction[Row], run: RunRow, after: str
) -> Iterator[tuple[BulkOutcome, Sequence[Row], str, bool]]:
    keys = tuple(run.values["keys"])
    asked = ask(request, listed, QueryDict("" if keys else run.query), keys)
    done = run.done
    while done < MATCHED_AT_MOST:
        wanted = PageOf(after, is_descending=asked.state.is_descending, size=action.chunk, counted_at_most=0)
        page = listed.fetch(asked, wanted)
        outcome = action.apply(request, page.rows, run.values["values"]) if page.rows else BulkOutcome(())
        after, done = page.older_key, done + len(page.rows)
        yield outcome, page.rows, after, not after or done >= MATCHED_AT_MOST
        if not after:
            return


def _answer(
    request: PageRequest, listed: ListPage[Row], action: BulkAction[Row], run_id: UUID
) -> HttpResponse:
    run = get_run(scope=request.scope, user_id=_person(request), run_id=run_id)
    params = QueryDict(run.query, mutable=True)
    if run.values.get("view"):
        params["view"] = run.values["view"]
    if not run.is_finished or run.refused_count or run.notes or (action.finish and run.changed):
        params["run"] = str(run.id)
    if run.is_finished and run.changed:
        undo_url = link_undo(request, "bulk", run=str(run.id)) if action.undo or action.restore else ""
        tell(request, action.tell(len(run.changed)), undo_url=undo_url)
    elif run.is_finished and not run.refused_count:
        tell(request, _("There was nothing to do."))
    return HttpResponseRedirect(f"{listed.url}?{params.urlencode()}" if params else listed.url)


def build_report(request: PageRequest, listed: ListPage[Row]) -> Report | None:
    """Build what the run in the address came to; None without one. Queries: 0 or 1. Raises: NotFound."""
    run_id = read_uuid(request.GET.get("run", ""))
    if run_id is None:
        return None
    run = get_run(scope=request.scope, user_id=_person(request), run_id=run_id)
    if run.page != listed.name:
        raise Http404
    title = ngettext(
        "With %(count)s row nothing could be done",
        "With %(count)s rows nothing could be done",
        run.refused_count,
    ) % {"count": format_quantity(run.refused_count)}
    action = next((action for action in listed.bulk if action.key == run.action), None)
    if action and action.finish and run.changed:
        return Report(run, title, not run.is_finished, reverse(action.finish), action.finish_label)
    return Report(run, title, not run.is_finished)


@undoes("bulk")
def _undo_run(request: PageRequest, data: dict[str, Any]) -> None:
    run = get_run(scope=request.scope, user_id=_person(request), run_id=UUID(data["run"]))
    [action] = [action for action in find_list(run.page).bulk if action.key == run.action]
    if action.restore:
        action.restore(request, run.before, run.values["values"])
    else:
        assert action.undo
        action.undo(request, run.changed, run.values["values"])


def _read_run(request: PageRequest) -> UUID:
    run_id = read_uuid(request.POST["run"])
    if run_id is None:
        raise Http404
    return run_id


def _link_back(listed: ListPage[Row], params: QueryDict) -> str:
    kept = [
        (name, value) for name in params if name not in {"run", "format"} for value in params.getlist(name)
    ]
    return f"{listed.url}?{urlencode(kept)}" if kept else listed.url


def _person(request: PageRequest) -> UUID:
    return UUID(str(request.user.pk))
