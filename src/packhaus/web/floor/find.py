"""Inquire: what is in this, where is that, whose is this parcel. Nothing changes here."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

from packhaus.access.types import Role
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.lookup import look_up, read_site
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import render_page

ASKERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)


@open_to(*ASKERS)
def find(request: PageRequest) -> HttpResponse:
    """Show what a scanned code is; `code` in the address shows it again."""
    code = (request.POST.get("scan") or request.GET.get("code", "")).strip()[:LONGEST_SCAN]
    found = look_up(request, code)
    band = None
    if code and not found:
        needed = _("a bin, unit, item, lot, serial or parcel")
        known = read_site(request) is not None
        band = Band("wrong", _("Nobody knows this here") if known else _("Choose a site first"), code, needed)
    context = {"found": found, "band": band, "read": code}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if band else HTTPStatus.OK
    return render_page(request, "floor/find.html", context, fragment="floor/_find_step.html", status=status)
