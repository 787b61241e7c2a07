"""Pair this device: once, by a lead who is signed in with a password; afterwards badges open it."""

from django.contrib.auth import logout
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from packhaus.access.services.floor_devices import NAME_LENGTH, pair_device
from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.floor.badge_sessions import is_by_badge, keep_device, read_device
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id


@never_cache
@open_to(Role.LEAD, Role.ADMIN)
def pair(request: PageRequest) -> HttpResponse:
    """Ask for site and name; then this browser is the device, the lead is signed out, and badges are taken."""
    if is_by_badge(request):
        raise Http404
    if request.method != "POST":
        return _draw(request, Draft({"site": str(find_site_id(request) or "")}))
    form = FormReader(request.POST)
    try:
        site_id = form.read_chosen_id("site")
        name = form.read_text("name", is_required=True, at_most=NAME_LENGTH)
        form.check()
        if str(site_id) not in {site.id for site in request.frame_choices.own_sites}:
            raise Http404
        made = pair_device(
            scope=request.scope, site_id=site_id, name=name, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _draw(request, Draft.of(request.POST, refusal))
    logout(request)
    response = HttpResponseRedirect(reverse("floor:sign-in"))
    keep_device(request, response, made.token)
    return response


def _draw(request: PageRequest, draft: Draft) -> HttpResponse:
    context = {"sites": request.frame_choices.own_sites, "device": read_device(request)}
    return show_form(request, "floor/device.html", draft, context)
