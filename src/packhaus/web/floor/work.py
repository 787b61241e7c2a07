"""Work: what is next for the person with the scanner."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.types import Role
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.errors import BatchNotFound
from packhaus.outbound.queries.list_batches import (
    BatchFilter,
    get_batch,
    list_batch_progress,
    list_batches,
    list_offered_batches,
)
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.nav import find_url
from packhaus.web.pages import find_site_id
from packhaus.web.responses import render_page

OFFERED = 12


@open_to(Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
def show_work(request: PageRequest) -> HttpResponse:
    """Show my open walk, then those that wait; a scanned batch number opens it."""
    if request.method == "POST":
        return _open_scanned(request)
    return _draw(request, None)


def _open_scanned(request: PageRequest) -> HttpResponse:
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    try:
        batch = get_batch(scope=request.scope, number=code.upper())
    except BatchNotFound:
        return _draw(
            request, Band("wrong", _("Unknown code"), code or _("nothing"), _("a batch number")), 422
        )
    url = reverse("floor:pick", args=[batch.number])
    response = HttpResponseRedirect(url)
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204)  # type: ignore[assignment]
        response["HX-Redirect"] = url
    return response


def _draw(request: PageRequest, band: Band | None, status: int = 200) -> HttpResponse:
    site_id = find_site_id(request)
    mine = BatchFilter(site_id=site_id, statuses=["claimed"], picker_id=request.user.pk)
    own = list_batches(scope=request.scope, chosen=mine, page=PageOf(size=OFFERED)).rows
    offered = list_offered_batches(scope=request.scope, site_id=site_id, limit=OFFERED)
    progress = list_batch_progress(scope=request.scope, batch_ids=[batch.id for batch in [*own, *offered]])
    context = {
        "band": band,
        "own": [(batch, progress[batch.id]) for batch in own],
        "offered": [(batch, progress[batch.id]) for batch in offered],
        "pack_url": find_url("console:pack"),
    }
    return render_page(request, "floor/work.html", context, fragment="floor/_work_step.html", status=status)
