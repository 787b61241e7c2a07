"""Batches tell who walks where, and give and take walks."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from packhaus.kernel.keyset import Page, PageOf
from packhaus.outbound.queries.list_batches import (
    BatchFilter,
    BatchProgress,
    BatchRow,
    get_batch,
    list_batch_progress,
    list_batches,
    list_walkers,
)
from packhaus.outbound.queries.list_stops import list_stops
from packhaus.outbound.services.batches import claim_batch, return_batch
from packhaus.outbound.states import BATCH_STATUSES
from packhaus.outbound.types import Routing
from packhaus.printing.types import Document
from packhaus.web.console.batches_bulk import BATCH_ACTIONS
from packhaus.web.formats import format_percent, format_way
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.parts import Action, Badge, Pair
from packhaus.web.printing import answer_paper, make_paper, offer_paper
from packhaus.web.responses import find_safe_url, render_page
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo

STALLED_AFTER = timedelta(minutes=15)


@page_of("console:batches")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List batches, the newest first, and take many of them back."""
    return show_list(request, BATCHES)


def fetch_batches(asked: Asked, page: PageOf) -> Page[BatchRow]:
    """Read a page of batches."""
    is_stalled = "stalled" in asked.read_all("only")
    chosen = BatchFilter(
        site_id=find_site_id(asked.request),
        statuses=[status for status in asked.read_all("status") if status in BATCH_STATUSES],
        wave=asked.read("wave"),
        number=asked.state.q,
        stalled_before=asked.request.now - STALLED_AFTER if is_stalled else None,
        ids=[batch_id for batch_id in map(read_uuid, asked.keys) if batch_id],
    )
    return list_batches(scope=asked.request.scope, chosen=chosen, page=page)


def _draw(request: PageRequest, batches: Sequence[BatchRow]) -> list[tuple[BatchRow, BatchProgress]]:
    progress = list_batch_progress(scope=request.scope, batch_ids=[batch.id for batch in batches])
    return [(batch, progress[batch.id]) for batch in batches]


BATCHES = ListPage(
    name="console:batches",
    template="outbound/batches.html",
    row_type=BatchRow,
    columns=(
        Column("number", gettext_lazy("Batch")),
        Column("status", gettext_lazy("Status")),
        Column("wave", gettext_lazy("Wave")),
        Column("picker", gettext_lazy("Picker")),
        Column("stops", gettext_lazy("Stops"), is_number=True),
        Column("way", gettext_lazy("Way"), is_number=True),
        Column("next", gettext_lazy("Next stop")),
        Column("turn", gettext_lazy("Turn"), is_number=True),
        Column("since", gettext_lazy("Last scan")),
    ),
    default="-id",
    fetch=fetch_batches,
    draw=_draw,
    fields=(
        FilterField(
            "status",
            gettext_lazy("Status"),
            [(status, get_status("batch", status).label) for status in BATCH_STATUSES],
        ),
        FilterField("only", gettext_lazy("Only"), [("stalled", gettext_lazy("Untouched for 15 min"))]),
        FilterField("wave", gettext_lazy("Wave")),
    ),
    views=(
        View("all", gettext_lazy("All")),
        View("open", gettext_lazy("Unclaimed"), "status=open", gettext_lazy("No batch waits to be claimed.")),
        View("claimed", gettext_lazy("In hand"), "status=claimed", gettext_lazy("No batch is in hand.")),
        View(
            "stalled",
            gettext_lazy("Untouched for 15 min"),
            "only=stalled",
            gettext_lazy("No batch lies untouched."),
        ),
    ),
    bulk=BATCH_ACTIONS,
    words={"status": lambda status: get_status("batch", status).label},
)


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
            "way": _list_way(batch),
            "walkers": list_walkers(scope=request.scope) if batch.status == "open" else [],
            **_list_actions(request, batch),
        },
    )


def _list_way(batch: BatchRow) -> list[Pair]:
    found = {
        Routing.SHORTEST: _("the shortest way through the aisles"),
        Routing.GOOD: _("a short way through the aisles"),
        Routing.NEAR: _("between places: the bins of this site stand in no aisles"),
        Routing.CODES: _("by the codes of the bins: nobody measured where they are"),
    }
    if not batch.routing:
        return []
    return [
        Pair(_("Way"), format_way(batch.planned_mm)),
        Pair(_("Order by order, along an S"), format_way(batch.baseline_mm)),
        Pair(_("Saved"), format_percent(batch.saved_share)),
        Pair(_("Found"), found[Routing(batch.routing)]),
    ]


def _list_actions(request: PageRequest, batch: BatchRow) -> dict[str, Any]:
    print_list = offer_paper(request, _("Pick list"), reverse("console:batch-list", args=[batch.number]))
    take_back = Action(_("Take back"), reverse("console:batch-return", args=[batch.number]), method="post")
    if batch.status == "open":
        return {"primary": Action(_("Assign"), dialog="assign"), "secondary": [print_list]}
    if batch.status == "claimed":
        return {"primary": None, "secondary": [take_back, print_list]}
    return {"primary": None, "secondary": [print_list]}


@page_of("console:batches")
def assign(request: PageRequest, number: str) -> HttpResponse:
    """Give a batch to a person; Undo takes it back."""
    url = reverse("console:batch", args=[number])
    if request.method == "POST":
        batch = get_batch(scope=request.scope, number=number)
        walkers = {str(walker.id): walker for walker in list_walkers(scope=request.scope)}
        walker = walkers.get(request.POST.get("picker", ""))
        if walker is None:
            raise Http404
        claim_batch(batch_id=batch.id, picker_id=walker.id, now=request.now, actor=request.actor)
        told = _("%(batch)s is %(name)s's.") % {"batch": batch.number, "name": walker.name}
        undo_url = link_undo(request, "batch-assign", number=number, picker=str(walker.id))
        tell(request, told, undo_url=undo_url)
    return HttpResponseRedirect(find_safe_url(request, request.POST.get("next"), url))


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
def print_list(request: PageRequest, number: str) -> HttpResponse:
    """Print the pick list of a batch."""
    return answer_paper(request, make_paper(Document.PICK_LIST, number), title=number)
