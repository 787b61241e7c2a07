"""The floor's setup: badges, PINs, who is offered which work, and the devices."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from packhaus.access.queries.floor import list_devices, list_floor_people
from packhaus.access.services.badges import end_badge
from packhaus.access.services.floor_devices import end_device, set_kinds
from packhaus.access.services.pins import make_pin
from packhaus.access.services.print_badges import print_badges as print_sheet
from packhaus.network.queries.list_sites import list_sites
from packhaus.web.floor.kinds import list_kinds
from packhaus.web.forms import FormReader, read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.pages import page_of
from packhaus.web.responses import render_page


@never_cache
@page_of("console:floor-setup")
def show_floor(request: PageRequest) -> HttpResponse:
    """List people of the floor and its devices; those that keep scans for the network stand first."""
    return _draw(request, {})


def _draw(request: PageRequest, told: dict[str, Any]) -> HttpResponse:
    sites = {site.id: site.code for site in list_sites()}
    devices = list_devices(scope=request.scope)
    context = {
        "people": list_floor_people(scope=request.scope),
        "devices": [(device, sites.get(device.site_id, "–")) for device in devices],
        "kinds": list_kinds(),
    }
    return render_page(request, "setup/floor.html", context | told)


@require_POST
@page_of("console:floor-setup")
def print_badges(request: PageRequest) -> HttpResponse:
    """Make badges for the chosen people and print them: the codes are on this paper and nowhere else."""
    chosen = [found for given in request.POST.getlist("people") if (found := read_uuid(given))]
    if not chosen:
        messages.info(request, _("Choose who gets a badge."))
        return HttpResponseRedirect(reverse("console:floor-setup"))
    pdf = print_sheet(
        scope=request.scope,
        user_ids=chosen,
        language=get_language() or "en",
        now=request.now,
        actor=request.actor,
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="badges.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@never_cache
@require_POST
@page_of("console:floor-setup")
def change_floor(request: PageRequest) -> HttpResponse:
    """End a badge or a device, make a PIN, or say which work a person is offered."""
    form = FormReader(request.POST)
    wanted = request.POST.get("do", "")
    named: dict[str, Any] = {"scope": request.scope, "now": request.now, "actor": request.actor}
    if wanted == "end-device":
        end_device(device_id=form.read_chosen_id("device"), **named)
        messages.info(request, _("The device is ended."))
        return HttpResponseRedirect(reverse("console:floor-setup"))
    return _change_person(request, wanted, form.read_chosen_id("person"), named)


def _change_person(request: PageRequest, wanted: str, user_id: UUID, named: dict[str, Any]) -> HttpResponse:
    if wanted == "pin":
        pin = make_pin(user_id=user_id, **named)
        [person] = [one for one in list_floor_people(scope=request.scope) if one.user_id == user_id]
        return _draw(request, {"pin": pin, "pin_of": person.name})
    if wanted == "end-badge":
        end_badge(user_id=user_id, **named)
        messages.info(request, _("The badge is ended."))
    else:
        known = [kind.name for kind in list_kinds()]
        chosen = [name for name in request.POST.getlist("kinds") if name in known]
        set_kinds(user_id=user_id, kinds=None if len(chosen) == len(known) else chosen, **named)
        messages.info(request, _("The work is set."))
    return HttpResponseRedirect(reverse("console:floor-setup"))
