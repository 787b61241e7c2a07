"""Stations and printers: who prints where, and how each printer is."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.kernel.errors import Invalid
from packhaus.printing.queries.stations import get_printer, get_station, list_printers, list_stations
from packhaus.printing.services.send import send_paper
from packhaus.printing.services.setup import CODE_LENGTH, save_printer, save_station
from packhaus.printing.types import (
    DOTS_PER_MM,
    MEDIA,
    REACHED_BY,
    SPEAKS,
    Document,
    PrinterDraft,
    PrinterRow,
    StationRow,
)
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.parts import Action
from packhaus.web.printing import link_job, make_paper, read_station
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell

AGENT_SILENT_AFTER = timedelta(seconds=30)
_PAGE = "console:printing"


@page_of(_PAGE)
def show_stations(request: PageRequest) -> HttpResponse:
    """List stations with their printers, and where an agent says nothing."""
    stations = list_stations(scope=request.scope, site_id=find_site_id(request))
    printers = list_printers(scope=request.scope, station_ids=[one.id for one in stations])
    own = read_station(request)
    context = {
        "stations": [(one, _is_heard(request, one), _pick(printers, one)) for one in stations],
        "own_id": own.station_id if own else None,
        "primary": Action(_("New station"), reverse("console:new-station")),
    }
    return render_page(request, "setup/printing.html", context)


def _pick(printers: Sequence[PrinterRow], station: StationRow) -> list[PrinterRow]:
    return [one for one in printers if one.station_id == station.id]


def _is_heard(request: PageRequest, station: StationRow) -> bool:
    return station.heard_at is not None and request.now - station.heard_at < AGENT_SILENT_AFTER


@page_of(_PAGE)
def add_station(request: PageRequest) -> HttpResponse:
    """Ask where a station is and what it is called."""
    sites = request.frame_choices.sites
    if request.method != "POST":
        return show_form(
            request, "setup/station_form.html", Draft({"site": str(find_site_id(request) or "")}), {"sites": sites}
        )  # fmt: skip
    form = FormReader(request.POST)
    try:
        site_id = form.read_chosen_id("site")
        code = form.read_text("code", is_required=True, at_most=CODE_LENGTH).upper()
        known = {one.code for one in list_stations(scope=request.scope, site_id=site_id)}
        if code in known:
            form.refuse("code", "taken", _("Another station of the site has this code."))
        form.check()
        if str(site_id) not in {site.id for site in sites}:
            raise Http404
        save_station(scope=request.scope, site_id=site_id, code=code, now=request.now, actor=request.actor)
    except Invalid as refusal:
        return show_form(
            request, "setup/station_form.html", Draft.of(request.POST, refusal), {"sites": sites}
        )
    tell(request, _("%(code)s is saved. Now add its printers.") % {"code": code})
    return HttpResponseRedirect(reverse(_PAGE))


@require_POST
@page_of(_PAGE)
def switch_station(request: PageRequest, station_id: UUID) -> HttpResponse:
    """Switch a station off or on: one that is off gets no work."""
    known = get_station(scope=request.scope, station_id=station_id)
    is_active = request.POST.get("do") == "on"
    save_station(
        scope=request.scope, site_id=known.site_id, code=known.code, is_active=is_active, now=request.now,
        actor=request.actor,
    )  # fmt: skip
    told = _("%(code)s is on.") if is_active else _("%(code)s is off: nothing more is printed there.")
    tell(request, told % {"code": known.code})
    return HttpResponseRedirect(reverse(_PAGE))


@page_of(_PAGE)
def edit_printer(request: PageRequest, station_id: UUID, printer_id: UUID | None = None) -> HttpResponse:
    """Show the form of a printer, new or known, and save it."""
    station = get_station(scope=request.scope, station_id=station_id)
    known = get_printer(scope=request.scope, printer_id=printer_id) if printer_id else None
    if known and known.station_id != station.id:
        raise Http404
    if request.method != "POST":
        return _show(request, Draft(_read_values(known)), station, known)
    form = FormReader(request.POST)
    try:
        draft = _read(form, known)
        printers = list_printers(scope=request.scope, station_ids=[station.id])
        if known is None and draft.code in {one.code for one in printers}:
            form.refuse("code", "taken", _("Another printer of the station has this code."))
        form.check()
        save_printer(
            scope=request.scope, station_id=station.id, draft=draft, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal), station, known)
    tell(request, _("%(code)s is saved.") % {"code": draft.code})
    return HttpResponseRedirect(reverse(_PAGE))


def _read_values(known: PrinterRow | None) -> dict[str, object]:
    names = ("code", "medium", "speaks", "dots_per_mm", "reached_by", "address", "asks_state", "is_active")
    if known:
        return {name: getattr(known, name) for name in names}
    return {
        "medium": "label", "speaks": "zpl", "dots_per_mm": 8, "reached_by": "raw", "asks_state": True,
        "is_active": True,
    }  # fmt: skip


def _read(form: FormReader, known: PrinterRow | None) -> PrinterDraft:
    code = known.code if known else form.read_text("code", is_required=True, at_most=CODE_LENGTH).upper()
    return PrinterDraft(
        code=code,
        medium=form.read_choice("medium", MEDIA),
        speaks=form.read_choice("speaks", SPEAKS),
        dots_per_mm=int(form.read_choice("dots_per_mm", [str(one) for one in DOTS_PER_MM]) or DOTS_PER_MM[1]),
        reached_by=form.read_choice("reached_by", REACHED_BY),
        address=form.read_text("address", is_required=True, at_most=80),
        asks_state="asks_state" in form.sent,
        is_active="is_active" in form.sent,
    )


def _show(request: PageRequest, draft: Draft, station: StationRow, known: PrinterRow | None) -> HttpResponse:
    context = {
        "station": station,
        "printer": known,
        "media": MEDIA,
        "languages": SPEAKS,
        "ways": REACHED_BY,
        "densities": [(one, f"{one} · {_DPI[one]} dpi") for one in DOTS_PER_MM],
        "density": str(draft.values.get("dots_per_mm", "")),
    }
    return show_form(request, "setup/printer_form.html", draft, context)


_DPI = {6: 152, 8: 203, 12: 300, 24: 600}


@require_POST
@page_of(_PAGE)
def print_test(request: PageRequest, printer_id: UUID) -> HttpResponse:
    """Print a test with the six commands of a bench, and show what becomes of it."""
    printer = get_printer(scope=request.scope, printer_id=printer_id)
    is_label = printer.medium == "label"
    paper = (
        make_paper(Document.TEST_LABEL, f"{printer.station_code} {printer.code}")
        if is_label
        else make_paper(Document.COMMAND_CARD)
    )
    job_id = send_paper(
        scope=request.scope, station_id=printer.station_id, paper=paper, title="", printer_id=printer.id,
        now=request.now, actor=request.actor,
    )  # fmt: skip
    return HttpResponseRedirect(link_job(job_id, back=reverse(_PAGE)))
