"""A new label at the door: a number for a carton or pallet, printed with what is booked on it, and scanned back."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.inbound.queries.list_asns import AsnDetail
from packhaus.inbound.queries.settings import get_receiving_settings
from packhaus.printing.errors import OtherLabel
from packhaus.printing.queries.plates import list_plate_labels
from packhaus.printing.services.prove import prove_plate
from packhaus.printing.types import Document
from packhaus.web.console.inbound import open_asn
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.plates import make_new_plates
from packhaus.web.floor.receive_page import RECEIVERS, draw_delivery, draw_item
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.printing import make_paper, send_at_site
from packhaus.web.responses import render_page


@require_POST
@open_to(*RECEIVERS)
def give(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Give out a number for what is being booked; what was entered stays."""
    known = open_asn(request, merchant, number)
    form = FormReader(request.POST)
    line_id, item = form.read_integer("line", default=0), form.read_text("item", at_most=40)
    form.check()
    [code] = make_new_plates(request, known.header.site_id, 1)
    band = Band(
        "next", _("New label %(code)s") % {"code": code}, where=_("It prints when the goods are booked.")
    )
    sent = {**request.POST.dict(), "unit": code, "new_label": code}
    return draw_item(request, known, line_id, item, sent=sent, band=band)


def print_new(request: PageRequest, known: AsnDetail, code: str, booked: Band) -> HttpResponse:
    """Print the new label of what was booked just now, and ask to scan it."""
    job = send_at_site(request, make_paper(Document.PLATES, code), title=code, site_id=known.header.site_id)
    where = _("Its label is being printed: put it on.") if job else _("No printer is known here.")
    return _ask(request, known, code, Band(booked.outcome, booked.text, where=where))


@open_to(*RECEIVERS)
def prove(request: PageRequest, merchant: str, number: str, code: str) -> HttpResponse:
    """Ask to scan a new label, and compare the scan; another label changes nothing. Raises: PlateNotFound."""
    known = open_asn(request, merchant, number)
    if request.method != "POST":
        return _ask(request, known, code, None)
    scanned = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    try:
        prove_plate(scope=request.scope, code=code, scanned=scanned, now=request.now, actor=request.actor)
    except OtherLabel:
        band = Band("wrong", _("Another label"), scanned or _("nothing"), code)
        return _ask(request, known, code, band, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return draw_delivery(request, known, Band("right", _("%(code)s can be read.") % {"code": code}))


def _ask(
    request: PageRequest, known: AsnDetail, code: str, band: Band | None, *, status: int = 200
) -> HttpResponse:
    [label] = list_plate_labels(scope=request.scope, codes=[code])
    settings = get_receiving_settings(scope=request.scope, site_id=known.header.site_id)
    context = {
        "asn": known.header, "label": label, "band": band, "must_prove": settings.must_prove_labels,
    }  # fmt: skip
    return render_page(
        request, "floor/receive_label.html", context, fragment="floor/_receive_label_step.html", status=status
    )
