"""Waves tell how far each release is, and cut it into walks."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from packhaus.kernel.keyset import Page, PageOf
from packhaus.outbound.queries.list_batches import (
    BatchFilter,
    list_batch_progress,
    list_batches,
    list_walkers,
)
from packhaus.outbound.queries.list_waves import (
    WaveProgress,
    WaveRow,
    get_wave,
    list_wave_progress,
    list_waves,
)
from packhaus.outbound.queries.walking import Walking, measure_waves
from packhaus.outbound.services.batches import begin_to_prepare, build_batches
from packhaus.outbound.services.unrelease import unrelease_wave
from packhaus.outbound.states import WAVE_STATUSES
from packhaus.web.console.waves_bulk import WAVE_ACTIONS, build_turns
from packhaus.web.formats import format_decimal, format_percent, format_quantity, format_way
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.parts import Action, Badge, Pair, Segment
from packhaus.web.responses import render_page
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField

MOST_TOTES = 60
USUAL_TOTES = 8


@page_of("console:waves")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List waves, the newest first."""
    return show_list(request, WAVES, {"primary": Action(_("Release"), reverse("console:release"))})


def fetch_waves(asked: Asked, page: PageOf) -> Page[WaveRow]:
    """Read a page of waves."""
    return list_waves(
        scope=asked.request.scope,
        site_id=find_site_id(asked.request),
        statuses=[status for status in asked.read_all("status") if status in WAVE_STATUSES],
        number=asked.state.q,
        ids=[wave_id for wave_id in map(read_uuid, asked.keys) if wave_id],
        page=page,
    )


def _draw(
    request: PageRequest, waves: Sequence[WaveRow]
) -> list[tuple[WaveRow, WaveProgress, list[Segment]]]:
    progress = list_wave_progress(scope=request.scope, wave_ids=[wave.id for wave in waves])
    return [(wave, progress[wave.id], build_segments(wave, progress[wave.id])) for wave in waves]


WAVES = ListPage(
    name="console:waves",
    template="outbound/waves.html",
    row_type=WaveRow,
    columns=(
        Column("number", gettext_lazy("Wave")),
        Column("status", gettext_lazy("Status")),
        Column("site", gettext_lazy("Site")),
        Column("cut_off", gettext_lazy("Due until")),
        Column("released_at", gettext_lazy("Released"), is_sortable=True),
        Column("orders", gettext_lazy("Orders"), is_number=True),
        Column("stages", gettext_lazy("Progress")),
        Column("shorts", gettext_lazy("Shorts"), is_number=True),
    ),
    default="-released_at",
    fetch=fetch_waves,
    draw=_draw,
    fields=(
        FilterField(
            "status",
            gettext_lazy("Status"),
            [(status, get_status("wave", status).label) for status in WAVE_STATUSES],
        ),
    ),
    views=(
        View("all", gettext_lazy("All")),
        View(
            "open",
            pgettext_lazy("status", "Open"),
            "status=released&status=picking",
            gettext_lazy("No wave is open."),
        ),
    ),
    bulk=WAVE_ACTIONS,
    words={"status": lambda status: get_status("wave", status).label},
)


@page_of("console:waves")
def show_wave(request: PageRequest, number: str) -> HttpResponse:
    """Show one wave: how far its orders are, and its walks."""
    begin_to_prepare()
    wave = get_wave(scope=request.scope, number=number)
    progress = list_wave_progress(scope=request.scope, wave_ids=[wave.id])[wave.id]
    batches = list_batches(scope=request.scope, chosen=BatchFilter(wave=number), page=PageOf(size=200))
    done = list_batch_progress(scope=request.scope, batch_ids=[batch.id for batch in batches.rows])
    open_walks = sum(batch.status == "open" for batch in batches.rows)
    turns = [] if wave.status in {"done", "cancelled"} else build_turns(wave)
    return render_page(
        request,
        "outbound/wave.html",
        {
            "wave": wave,
            "progress": progress,
            "badges": [Badge("wave", wave.status)],
            "segments": build_segments(wave, progress),
            "pairs": [
                *_list_pairs(wave, progress),
                *list_walking(measure_waves(scope=request.scope, wave_ids=[wave.id])),
            ],
            "batches": [(batch, done[batch.id]) for batch in batches.rows],
            "walkers": list_walkers(scope=request.scope) if open_walks else [],
            "turns": turns,
            "open_walks": open_walks,
            "usual_totes": USUAL_TOTES,
            "most_totes": MOST_TOTES,
            **_list_actions(wave, progress, open_walks),
        },
    )


@page_of("console:waves")
def make_batches(request: PageRequest, number: str) -> HttpResponse:
    """Cut what no walk has into walks."""
    back = HttpResponseRedirect(reverse("console:wave", args=[number]))
    if request.method != "POST":
        return back
    asked = request.POST.get("max_totes", "")
    totes = int(asked) if asked.isdecimal() and len(asked) < 4 else USUAL_TOTES
    wave = get_wave(scope=request.scope, number=number)
    built = build_batches(
        wave_id=wave.id, max_totes=min(max(totes, 1), MOST_TOTES), now=request.now, actor=request.actor
    )
    text = ngettext("%(count)s batch made.", "%(count)s batches made.", len(built))
    messages.info(request, text % {"count": format_quantity(len(built))})
    return back


@page_of("console:waves")
def unrelease(request: PageRequest, number: str) -> HttpResponse:
    """Take a wave back before anybody has picked."""
    back = HttpResponseRedirect(reverse("console:wave", args=[number]))
    if request.method != "POST":
        return back
    wave = get_wave(scope=request.scope, number=number)
    count = unrelease_wave(wave_id=wave.id, now=request.now, actor=request.actor)
    text = ngettext("%(count)s order is planned again.", "%(count)s orders are planned again.", count)
    messages.info(request, text % {"count": format_quantity(count)})
    return back


def build_segments(wave: WaveRow, progress: WaveProgress) -> list[Segment]:
    """Build the stage bar of a wave; each part opens the list of exactly those orders."""
    work = reverse("console:work")
    return [
        Segment(stage, label, quantity, f"{work}?wave={wave.number}&stage={stage}")
        for stage, label, quantity in (
            ("pick", _("To pick"), progress.to_pick + progress.picking),
            ("pack", _("To pack"), progress.to_pack),
            ("packed", _("Packed"), progress.packed),
            ("out", _("Gone"), progress.gone),
        )
    ]


def _list_pairs(wave: WaveRow, progress: WaveProgress) -> list[Pair]:
    return [
        Pair(_("Orders"), format_quantity(wave.order_count)),
        Pair(_("Lines"), format_quantity(wave.line_count)),
        Pair(_("Units"), format_quantity(wave.unit_count)),
        Pair(_("In no batch yet"), format_quantity(progress.unbatched)),
        Pair(_("Orders with a short"), format_quantity(progress.shorts)),
    ]


def list_walking(walking: Walking) -> list[Pair]:
    """Say how far the walks are, and what that saves; nothing where nobody measured where bins are."""
    if not walking.batches:
        return []
    return [
        Pair(_("Way of the walks"), format_way(walking.planned_mm)),
        Pair(_("Order by order, along an S"), format_way(walking.baseline_mm)),
        Pair(_("Saved"), format_percent(walking.saved_share)),
        Pair(_("Metres per line"), format_decimal(walking.planned_per_line)),
    ]


def _list_actions(wave: WaveRow, progress: WaveProgress, open_walks: int) -> dict[str, Any]:
    batches = Action(_("Make batches"), dialog="make-batches")
    title = ngettext("Take back %(count)s order", "Take back %(count)s orders", progress.to_pick) % {
        "count": format_quantity(progress.to_pick)
    }
    people = [Action(_("Add pickers"), dialog="add-pickers", icon="users")] if open_walks else []
    can_return = progress.to_pick and not (progress.picking or progress.to_pack or progress.packed)
    return {
        "primary": batches if progress.unbatched else None,
        "secondary": people + ([Action(title, dialog="unrelease")] if can_return else []),
        "unrelease": {
            "title": title,
            "effect": [
                _("The orders are planned again, their bins and totes are free."),
                _("Batches that nobody has begun are gone."),
            ],
        }
        if can_return
        else None,
    }
