"""Batches tell who walks where, and give and take walks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from packhaus.kernel.keyset import Page, PageOf
from packhaus.outbound.queries.list_batches import (
    BatchFilter,
    BatchRow,
    get_batch,
    list_batch_progress,
    list_batches,
    list_walkers,
)
from packhaus.outbound.queries.list_stops import list_stops
from packhaus.outbound.services.batches import claim_batch, return_batch
from packhaus.outbound.services.print_pick_list import print_pick_list
from packhaus.outbound.states import BATCH_STATUSES
from packhaus.web.csv_answers import EXPORT_SIZE, answer_csv
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.parts import Action, Badge
from packhaus.web.responses import find_safe_url, render_page
from packhaus.web.status import get_status
from packhaus.web.tables import (
    Column,
    FilterField,
    build_filter_bar,
    build_table,
    link_with,
    read_list_state,
)

COLUMNS = (
    Column("number", gettext_lazy("Batch")),
    Column("status", gettext_lazy("Status")),
    Column("wave", gettext_lazy("Wave")),
    Column("picker", gettext_lazy("Picker")),
    Column("stops", gettext_lazy("Stops"), is_number=True),
    Column("next", gettext_lazy("Next stop")),
    Column("totes", gettext_lazy("Totes"), is_number=True),
    Column("since", gettext_lazy("Last scan")),
)
STALLED_AFTER = timedelta(minutes=15)


@page_of("console:batches")
def list_all(request: PageRequest) -> HttpResponse:
    """List batches, the newest first."""
    state = read_list_state(params=request.GET, columns=COLUMNS, default="-id")
    chosen = BatchFilter(
        site_id=find_site_id(request),
        statuses=[status for status in request.GET.getlist("status") if status in BATCH_STATUSES],
        wave=request.GET.get("wave", ""),
        number=state.q,
        stalled_before=request.now - STALLED_AFTER if "stalled" in request.GET.getlist("only") else None,
    )

    def read(after: str, before: str, size: int) -> Page[BatchRow]:
        return list_batches(
            scope=request.scope, chosen=chosen, page=PageOf(after, before, is_descending=True, size=size)
        )

    if request.GET.get("format") == "csv":
        return answer_csv(
            name="batches.csv", row_type=BatchRow, read=lambda after: read(after, "", EXPORT_SIZE)
        )
    page = read(state.after, state.before, 50)
    progress = list_batch_progress(scope=request.scope, batch_ids=[batch.id for batch in page.rows])
    fields = [
        FilterField(
            "status",
            _("Status"),
            [(status, get_status("batch", status).label) for status in BATCH_STATUSES],
        ),
        FilterField("only", _("Only"), [("stalled", _("Untouched for 15 min"))]),
        FilterField("wave", _("Wave")),
    ]
    context = {
        "rows": [(batch, progress[batch.id]) for batch in page.rows],
        "bar": build_filter_bar(params=request.GET, fields=fields),
        "bulk": [
            Action(_("Take back {count}"), reverse("console:batches-return"), name="do", value="return")
        ],
        "export_url": link_with(request.GET, format="csv"),
        "table": build_table(
            params=request.GET,
            columns=COLUMNS,
            state=state,
            shown=len(page.rows),
            total=page.total,
            newer_key=page.newer_key,
            older_key=page.older_key,
        ),
    }
    return render_page(request, "outbound/batches.html", context)


@page_of("console:batches")
def show_batch(request: PageRequest, number: str) -> HttpResponse:
    """Show one batch with its stops."""
    batch = get_batch(scope=request.scope, number=number)
    return render_page(
        request,
        "outbound/batch.html",
        {
            "batch": batch,
            "badges": [Badge("batch", batch.status)],
            "stops": list_stops(scope=request.scope, batch_id=batch.id),
            "progress": list_batch_progress(scope=request.scope, batch_ids=[batch.id])[batch.id],
            "walkers": list_walkers(scope=request.scope) if batch.status == "open" else [],
            **_list_actions(batch),
        },
    )


def _list_actions(batch: BatchRow) -> dict[str, Any]:
    print_list = Action(_("Pick list"), reverse("console:batch-list", args=[batch.number]), icon="printer")
    take_back = Action(_("Take back"), reverse("console:batch-return", args=[batch.number]), method="post")
    if batch.status == "open":
        return {"primary": Action(_("Assign"), dialog="assign"), "secondary": [print_list]}
    if batch.status == "claimed":
        return {"primary": None, "secondary": [take_back, print_list]}
    return {"primary": None, "secondary": [print_list]}


@page_of("console:batches")
def assign(request: PageRequest, number: str) -> HttpResponse:
    """Give a batch to a person."""

    def give(batch: BatchRow) -> str:
        walkers = {str(walker.id): walker for walker in list_walkers(scope=request.scope)}
        walker = walkers.get(request.POST.get("picker", ""))
        if walker is None:
            raise Http404
        claim_batch(batch_id=batch.id, picker_id=walker.id, now=request.now, actor=request.actor)
        return _("%(batch)s is %(name)s's.") % {"batch": batch.number, "name": walker.name}

    return _change(request, number, give)


@page_of("console:batches")
def take_back(request: PageRequest, number: str) -> HttpResponse:
    """Take a batch back from its picker."""

    def take(batch: BatchRow) -> str:
        return_batch(batch_id=batch.id, now=request.now, actor=request.actor)
        return _("%(batch)s is open again.") % {"batch": batch.number}

    return _change(request, number, take)


def _change(request: PageRequest, number: str, change: Callable[[BatchRow], str]) -> HttpResponse:
    url = reverse("console:batch", args=[number])
    if request.method == "POST":
        messages.info(request, change(get_batch(scope=request.scope, number=number)))
    return HttpResponseRedirect(find_safe_url(request, request.POST.get("next"), url))


@page_of("console:batches")
def take_back_many(request: PageRequest) -> HttpResponse:
    """Take the selected batches back; those that nobody walks are left as they are."""
    back = HttpResponseRedirect(reverse("console:batches"))
    if request.method != "POST":
        return back
    chosen = BatchFilter(site_id=find_site_id(request), statuses=["claimed"])
    found = list_batches(scope=request.scope, chosen=chosen, page=PageOf(size=1000)).rows
    wanted = set(request.POST.getlist("selected"))
    taken = [batch for batch in found if str(batch.id) in wanted]
    for batch in taken:
        return_batch(batch_id=batch.id, now=request.now, actor=request.actor)
    left = len(wanted) - len(taken)
    messages.info(
        request,
        _("Taken back: %(taken)s. Left alone because nobody walks them: %(left)s.")
        % {"taken": ", ".join(batch.number for batch in taken) or "–", "left": left},
    )
    return back


@page_of("console:batches")
def print_list(request: PageRequest, number: str) -> HttpResponse:
    """Print the pick list of a batch."""
    pdf = print_pick_list(
        scope=request.scope, number=number, language=get_language() or "en", now=request.now
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return response
