"""Inquire: what is in this, where is that, whose is this parcel. Nothing changes here."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.types import Role
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.lookup import Found, Wanted, look_up, read_site
from packhaus.web.floor.meanings import Lead, name_meaning
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.nav import find_url, may_open
from packhaus.web.responses import render_page

ASKERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)


@open_to(*ASKERS)
def find(request: PageRequest) -> HttpResponse:
    """Show what a scanned code is; `code` in the address shows it again, `as` the one of several that was chosen."""
    code = (request.POST.get("scan") or request.GET.get("code", "")).strip()[:LONGEST_SCAN]
    mark = "" if "scan" in request.POST else request.GET.get("as", "")[:60]
    found = look_up(request, code, Wanted(mark=mark))
    band = None
    if code and not found:
        needed = _("a bin, unit, item, lot, serial or parcel")
        known = read_site(request) is not None
        band = Band("wrong", _("Nobody knows this here") if known else _("Choose a site first"), code, needed)
    leads = _list_leads(found) if found else []
    if leads:
        band = Band("careful", _("Which of these?"), code)
    context = {
        "found": found,
        "leads": leads,
        "band": band,
        "read": code,
        "lot_url": _link_lot(request, found) if found else "",
        "unit_url": reverse("console:unit", args=[found.unit.code]) if found and found.unit else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if code and not found else HTTPStatus.OK
    return render_page(request, "floor/find.html", context, fragment="floor/_find_step.html", status=status)


def _list_leads(found: Found) -> list[Lead]:
    page = reverse("floor:find")
    return [
        name_meaning(one, f"{page}?{urlencode({'code': found.code, 'as': one.mark})}")
        for one in found.meanings
    ]


def _link_lot(request: PageRequest, found: Found) -> str:
    """Return the page of the lot or serial number that the code names, for who may read it."""
    names_lot = found.meaning and found.meaning.kind in {"lot", "serial"}
    says_lot = found.said and (found.said.lot or found.said.serial)
    if not (names_lot or says_lot) or not may_open(roles=request.roles, url=find_url("console:lots")):
        return ""
    return f"{reverse('console:search')}?{urlencode({'q': found.code})}"
