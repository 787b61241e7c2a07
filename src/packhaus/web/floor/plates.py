"""License plates on the floor: a strip of new labels, and one more of a carton or pallet that is scanned."""

from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.kernel.errors import Invalid
from packhaus.kernel.gs1 import read_plate
from packhaus.kernel.keyset import PageOf
from packhaus.printing.errors import OtherLabel, PlateNotFound
from packhaus.printing.queries.plates import list_plate_labels, list_plates
from packhaus.printing.services.plates import make_plates
from packhaus.printing.services.prove import prove_plate
from packhaus.printing.types import MOST_PLATES, Document
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.lookup import read_site
from packhaus.web.floor.print_jobs import PRINTERS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.printing import answer_paper, make_paper
from packhaus.web.responses import lead_to, render_page

_LONGEST_CODE = 20


@open_to(*PRINTERS)
def show(request: PageRequest) -> HttpResponse:
    """Ask how many new labels, or which carton's label once more; a scan finds it."""
    if request.method != "POST":
        return _draw(request, code=request.GET.get("code", "")[:_LONGEST_CODE])
    given = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    code = read_plate(given).upper()[:_LONGEST_CODE]
    fresh = request.POST.get("fresh", "")[:_LONGEST_CODE]
    if fresh:
        return _prove(request, fresh, given)
    try:
        list_plate_labels(scope=request.scope, codes=[code])
    except PlateNotFound:
        band = Band("wrong", _("Unknown code"), given or _("nothing"), _("a carton or pallet"))
        return _draw(request, band=band, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return lead_to(request, link_plate(code))


def _prove(request: PageRequest, code: str, scanned: str) -> HttpResponse:
    """Compare a scan with the label that was printed; another changes nothing."""
    try:
        prove_plate(scope=request.scope, code=code, scanned=scanned, now=request.now, actor=request.actor)
    except OtherLabel:
        band = Band("wrong", _("Another label"), scanned or _("nothing"), code)
        return _draw(request, code=code, band=band, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _draw(request, code=code, band=Band("right", _("%(code)s can be read.") % {"code": code}))


def link_plate(code: str) -> str:
    """Return the page that prints the label of a carton or pallet."""
    return f"{reverse('floor:plates')}?{urlencode({'code': code})}"


@require_POST
@open_to(*PRINTERS)
def make_new(request: PageRequest) -> HttpResponse:
    """Give out new numbers and print them as one strip."""
    site_id = read_site(request)
    if site_id is None:
        return _draw(request, problem=_("Choose a site first."), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    form = FormReader(request.POST)
    try:
        count = form.read_integer("count", default=1, minimum=1)
        form.check()
        codes = make_new_plates(request, site_id, count)
    except Invalid:
        told = _("From 1 to %(most)s labels at a time.") % {"most": MOST_PLATES}
        return _draw(request, problem=told, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    title = codes[0] if len(codes) == 1 else f"{codes[0]} – {codes[-1]}"
    return answer_paper(request, make_paper(Document.PLATES, *codes), title=title)


def make_new_plates(request: PageRequest, site_id: UUID, count: int) -> list[str]:
    """Give out new numbers of a site. Raises: Invalid."""
    return make_plates(
        scope=request.scope, site_id=site_id, count=count, now=request.now, actor=request.actor
    )


@open_to(*PRINTERS)
def print_one(request: PageRequest, code: str) -> HttpResponse:
    """Print the label of a carton or pallet once more."""
    try:
        list_plate_labels(scope=request.scope, codes=[code])
    except PlateNotFound as missing:
        raise Http404 from missing
    return answer_paper(request, make_paper(Document.PLATES, code), title=code)


def _draw(
    request: PageRequest, *, code: str = "", band: Band | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    labels = []
    if code:
        try:
            labels = list_plate_labels(scope=request.scope, codes=[code])
        except PlateNotFound:
            return HttpResponseRedirect(reverse("floor:plates"))
    printed = list_plates(scope=request.scope, codes=[code], page=PageOf()).rows if labels else []
    context = {
        "is_fresh": any(row.prints and row.proven_at is None for row in printed),
        "proven_at": printed[0].proven_at if printed else None,
        "plate": labels[0] if labels else None,
        "prints": labels[0].print_number - 1 if labels else 0,
        "band": band,
        "problem": problem,
        "most": MOST_PLATES,
        "back": request.get_full_path(),
    }
    return render_page(
        request, "floor/plates.html", context, fragment="floor/_plates_step.html", status=status
    )
