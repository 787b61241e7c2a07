"""Sites: where they are, when their carriers leave, when nobody works."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.network.queries.get_site import SiteDetail, get_site
from packhaus.network.queries.list_sites import SiteRow, list_sites
from packhaus.network.queries.site_draft import get_site_draft
from packhaus.network.services.close_holidays import close_holidays
from packhaus.network.services.closed_days import close_day, open_day
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import page_of
from packhaus.web.parts import Action, Badge, Pair
from packhaus.web.responses import render_page
from packhaus.web.words import RUN_BY, SITE_KINDS

ROUTERS = frozenset({Role.LEAD, Role.ADMIN})


@page_of("console:sites")
def show_sites(request: PageRequest) -> HttpResponse:
    """List the sites."""
    primary = Action(_("New site"), reverse("console:new-site")) if Role.ADMIN in request.roles else None
    choice = Action(_("Choice of sites"), reverse("console:routing"))
    context = {
        "rows": list_sites(),
        "primary": primary,
        "secondary": [choice] if request.roles & ROUTERS else [],
    }
    return render_page(request, "setup/sites.html", context)


@page_of("console:sites")
def show_site(request: PageRequest, code: str) -> HttpResponse:
    """Show one site with its cut-offs and closed days."""
    found = get_site(code=code, today=request.now.date())
    return _show_site(request, found, Draft())


def _show_site(request: PageRequest, found: SiteDetail, draft: Draft) -> HttpResponse:
    code = found.site.code
    is_admin = Role.ADMIN in request.roles
    context: dict[str, Any] = {
        "primary": Action(_("Change"), reverse("console:edit-site", args=[code])) if is_admin else None,
        "secondary": _list_secondary(request, code),
        "weights_url": reverse("console:site-packing", args=[code]),
        "more": [
            Action(_("Doors and hours"), reverse("console:site-doors", args=[code])),
            Action(_("How goods are received"), reverse("console:site-receiving", args=[code])),
            *(_link_floor(code) if request.roles & {Role.ADMIN, Role.LEAD} else []),
            *([_make_switch(found)] if is_admin else []),
        ],
        "this_year": request.now.year,
        "detail": found,
        "site": found.site,
        "badges": [Badge("site", "active" if found.site.is_active else "inactive")],
        "pairs": _list_pairs(found),
        "weekdays": _name_weekdays(),
        "can_change": bool(request.roles & {Role.ADMIN, Role.LEAD}),
    }
    return show_form(request, "setup/site.html", draft, context)


def _list_secondary(request: PageRequest, code: str) -> list[Action]:
    rules = Action(_("Where goods go"), reverse("console:put-away-rules", args=[code]))
    if Role.ADMIN in request.roles:
        return [Action(_("Add locations"), reverse("console:add-locations", args=[code])), rules]
    return [rules] if Role.LEAD in request.roles else []


def _link_floor(code: str) -> list[Action]:
    return [
        Action(_("Picking"), reverse("console:site-floor", args=[code])),
        Action(_("What is scanned"), reverse("console:site-scanning", args=[code])),
    ]


def _make_switch(found: SiteDetail) -> Action:
    url = reverse("console:site-activity", args=[found.site.code])
    if found.site.is_active:
        return Action(_("Promise nothing more from here"), url, method="post", name="do", value="close")
    return Action(_("Promise from here again"), url, method="post", name="do", value="open")


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
        *_list_number_pairs(site),
    ]


def _list_number_pairs(site: SiteRow) -> list[Pair]:
    draft = get_site_draft(code=site.code)
    most = format_quantity(draft.orders_a_day) if draft.orders_a_day else _("no limit")
    pairs = [
        Pair(_("From order to dock, minutes"), format_quantity(draft.handling_minutes)),
        Pair(_("Orders a day at most"), most),
    ]
    if site.run_by == "partner":
        pairs.append(Pair(_("Answers within, minutes"), format_quantity(draft.partner_answer_minutes)))
    return pairs


def _name_weekdays() -> dict[int, str]:
    return {1: _("Mon"), 2: _("Tue"), 3: _("Wed"), 4: _("Thu"), 5: _("Fri"), 6: _("Sat"), 7: _("Sun")}


@require_POST
@open_to(Role.ADMIN, Role.LEAD)
def add_holidays(request: PageRequest, code: str) -> HttpResponse:
    """Close a site on the public holidays of its country, or of a part of it, for a year."""
    found = get_site(code=code, today=request.now.date())
    form = FormReader(request.POST)
    year = form.read_integer("year", minimum=2000)
    try:
        form.check()
        count = close_holidays(
            scope=request.scope, site_id=found.site.id, years=[min(year, 2200)],
            subdivision=form.read_text("subdivision", at_most=6).upper(), now=request.now, actor=request.actor,
        )  # fmt: skip
    except Invalid as refusal:
        return _show_site(request, found, Draft.of(request.POST, refusal))
    messages.info(request, _("New closed days: %(count)s") % {"count": count})
    return HttpResponseRedirect(reverse("console:site", args=[code]))


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
