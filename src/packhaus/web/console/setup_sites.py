"""Sites: where they are, when their carriers leave, when nobody works."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.network.queries.get_site import SiteDetail, get_site
from packhaus.network.queries.list_sites import list_sites
from packhaus.network.services.closed_days import close_day, open_day
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import page_of
from packhaus.web.parts import Badge, Pair
from packhaus.web.responses import render_page
from packhaus.web.words import RUN_BY, SITE_KINDS


@page_of("console:sites")
def show_sites(request: PageRequest) -> HttpResponse:
    """List the sites."""
    return render_page(request, "setup/sites.html", {"rows": list_sites()})


@page_of("console:sites")
def show_site(request: PageRequest, code: str) -> HttpResponse:
    """Show one site with its cut-offs and closed days."""
    found = get_site(code=code, today=request.now.date())
    context: dict[str, Any] = {
        "detail": found,
        "site": found.site,
        "badges": [Badge("site", "active" if found.site.is_active else "inactive")],
        "pairs": _list_pairs(found),
        "weekdays": _name_weekdays(),
        "can_change": bool(request.roles & {Role.ADMIN, Role.LEAD}),
    }
    return render_page(request, "setup/site.html", context)


def _list_pairs(found: SiteDetail) -> list[Pair]:
    site = found.site
    days = _name_weekdays()
    address = (site.street, f"{site.postal_code} {site.city}".strip(), site.country)
    working = [str(days[place + 1]) for place, mark in enumerate(site.working_weekdays) if mark == "1"]
    return [
        Pair(_("Kind"), SITE_KINDS.get(site.kind, site.kind)),
        Pair(_("Run by"), RUN_BY.get(site.run_by, site.run_by)),
        Pair(_("Address"), ", ".join(part for part in address if part)),
        Pair(_("Time zone"), site.timezone),
        Pair(_("Works on"), ", ".join(working)),
        Pair(_("Priority"), str(site.priority)),
    ]


def _name_weekdays() -> dict[int, str]:
    return {1: _("Mon"), 2: _("Tue"), 3: _("Wed"), 4: _("Thu"), 5: _("Fri"), 6: _("Sat"), 7: _("Sun")}


@require_POST
@open_to(Role.ADMIN, Role.LEAD)
def change_closed_day(request: PageRequest, code: str) -> HttpResponse:
    """Close a site for a day, or open a day again."""
    site = get_site(code=code, today=request.now.date()).site
    form = FormReader(request.POST)
    day = form.read_date("day")
    if day is None:
        form.refuse("day", "required", _("A date goes here."))
    reason = form.read_text("reason", at_most=60)
    form.check()
    assert day is not None
    if "open" in request.POST:
        open_day(scope=request.scope, site_id=site.id, day=day, now=request.now, actor=request.actor)
        messages.info(request, _("%(site)s works on that day.") % {"site": site.code})
    else:
        close_day(
            scope=request.scope, site_id=site.id, day=day, reason=reason, now=request.now, actor=request.actor
        )
        messages.info(request, _("%(site)s is closed on that day.") % {"site": site.code})
    return HttpResponseRedirect(reverse("console:site", args=[code]))
