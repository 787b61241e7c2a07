"""How a site receives: what is measured, and when trucks come."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.inbound.queries.settings import ReceivingSettings, get_receiving_settings
from packhaus.inbound.services.settings import set_receiving_settings
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.network.queries.site_ids import get_site_ids
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.inbound_bulk import LEADS
from packhaus.web.console.setup_docks import read_time
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to


@open_to(*LEADS)
def edit_receiving(request: PageRequest, code: str) -> HttpResponse:
    """Show how a site receives, and save it."""
    site_id = get_site_ids(codes=[code]).get(code)
    if site_id is None:
        raise NotFound("site not found")
    if request.method != "POST":
        known = get_receiving_settings(scope=request.scope, site_id=site_id)
        return _show(request, Draft(_list_values(known)), code)
    form = FormReader(request.POST)
    try:
        settings = ReceivingSettings(
            must_measure="must_measure" in request.POST,
            opens_at=read_time(form, "opens_at"),
            closes_at=read_time(form, "closes_at"),
            slot_minutes=form.read_integer("slot_minutes"),
            minutes_per_pallet=form.read_integer("minutes_per_pallet"),
            trucks_at_once=form.read_integer("trucks_at_once", default=0, minimum=0) or None,
            must_prove_labels="must_prove_labels" in request.POST,
        )
        form.check()
        set_receiving_settings(
            scope=request.scope, site_id=site_id, settings=settings, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal), code)
    messages.info(request, _("%(code)s is saved.") % {"code": code})
    return HttpResponseRedirect(reverse("console:site", args=[code]))


def _list_values(known: ReceivingSettings) -> dict[str, Any]:
    return {
        "must_measure": "on" if known.must_measure else "",
        "opens_at": f"{known.opens_at:%H:%M}",
        "closes_at": f"{known.closes_at:%H:%M}",
        "slot_minutes": known.slot_minutes,
        "minutes_per_pallet": known.minutes_per_pallet,
        "trucks_at_once": known.trucks_at_once or "",
        "must_prove_labels": "on" if known.must_prove_labels else "",
    }


def _show(request: PageRequest, draft: Draft, code: str) -> HttpResponse:
    return show_form(request, "setup/receiving_form.html", draft, {"code": code})
