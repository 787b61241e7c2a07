"""Which doors a site has, and the days on which they open at other times."""

from datetime import time
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.inbound.queries.docks.dock import list_doors
from packhaus.inbound.queries.docks.hours import list_door_hours
from packhaus.inbound.services.docks.doors import set_doors
from packhaus.inbound.services.docks.hours import set_door_hours
from packhaus.kernel.errors import Invalid
from packhaus.network.queries.get_site import get_site
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.inbound_bulk import LEADS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.toasts import tell


@open_to(*LEADS)
def edit_doors(request: PageRequest, code: str) -> HttpResponse:
    """Show the doors of a site, and save them. Raises: DoorInUse."""
    site = get_site(code=code, today=request.now.date()).site
    if request.method != "POST":
        active = [door.code for door in list_doors(site_id=site.id) if door.is_active]
        return _show(request, code, Draft({"doors": "\n".join(active)}))
    codes = request.POST.get("doors", "")[:4_000].split()
    try:
        set_doors(scope=request.scope, site_id=site.id, codes=codes, now=request.now, actor=request.actor)
    except Invalid as refusal:
        return _show(request, code, Draft.of(request.POST, refusal))
    tell(request, _("%(code)s is saved.") % {"code": code})
    return HttpResponseRedirect(reverse("console:site-doors", args=[code]))


@require_POST
@open_to(*LEADS)
def change_hours(request: PageRequest, code: str) -> HttpResponse:
    """Let doors open at other times on a day, or as usual again."""
    site = get_site(code=code, today=request.now.date()).site
    form = FormReader(request.POST)
    try:
        day = form.read_date("day")
        if day is None:
            form.refuse("day", "required", _("A date goes here."))
        usual = "usual" in request.POST
        hours = None if usual else (read_time(form, "opens_at"), read_time(form, "closes_at"))
        form.check()
        assert day
        set_door_hours(
            scope=request.scope, site_id=site.id, day=day, hours=hours, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show(request, code, Draft.of(request.POST, refusal))
    tell(request, _("%(code)s is saved.") % {"code": code})
    return HttpResponseRedirect(reverse("console:site-doors", args=[code]))


def read_time(form: FormReader, name: str) -> time:
    """Read a time of day; what is none is a problem."""
    text = form.read_text(name, is_required=True, at_most=8)
    try:
        found = parse_time(text)
    except ValueError:
        found = None
    if found is None:
        form.refuse(name, "not_a_time", _("A time goes here, such as 07:30."))
    return found or time(0)


def _show(request: PageRequest, code: str, draft: Draft) -> HttpResponse:
    site = get_site(code=code, today=request.now.date()).site
    context: dict[str, Any] = {
        "code": code,
        "hours": list_door_hours(scope=request.scope, site_id=site.id, since=request.now.date()),
    }
    if "doors" not in draft.values:
        doors = [door.code for door in list_doors(site_id=site.id) if door.is_active]
        draft = Draft({**draft.values, "doors": "\n".join(doors)}, draft.problems)
    return show_form(request, "setup/doors.html", draft, context)
