"""One lot, and one serial number: where it is, where it went, and what is set apart."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.catalog.queries.get_sku import get_sku
from packhaus.inventory.queries.balances import list_matching
from packhaus.inventory.queries.list_locations import get_location
from packhaus.inventory.queries.list_lots import LotRow, get_lot, list_lot_places
from packhaus.inventory.queries.list_movements import MovementFilter, list_movements
from packhaus.inventory.queries.serials import list_serial_places
from packhaus.inventory.services.quarantine import Paper, quarantine_stock, settle_quarantine
from packhaus.kernel.errors import NotFound
from packhaus.kernel.keyset import PageOf
from packhaus.recalls.queries.list_recalls import list_recalls_of_lot
from packhaus.recalls.queries.recalled import list_lot_sent
from packhaus.web.console.lots import BY_HAND, KEEPERS, list_reasons, tell_effect
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import page_of
from packhaus.web.parts import Action
from packhaus.web.responses import render_page
from packhaus.web.tables import link_with
from packhaus.web.toasts import tell

DEEDS = ("quarantine", "release", "scrap")
_OUTCOMES = {"release": "released", "scrap": "scrapped"}


@page_of("console:lots")
def show_lot(request: PageRequest, lot_id: int) -> HttpResponse:
    """Show where a lot lies and where it went."""
    lot = get_lot(request.scope, lot_id=lot_id)
    wanted = MovementFilter(lot_id=lot_id, sku_id=lot.sku_id)
    return render_page(
        request,
        "stock/lot.html",
        {
            "lot": lot,
            "places": list_lot_places(request.scope, lot_id=lot_id),
            "shipped": list_lot_sent(request.scope, lot_id=lot_id),
            "recalls": [
                {"number": number, "url": reverse("console:recall", args=[number])}
                for number in list_recalls_of_lot(request.scope, lot_id=lot_id)
            ],
            **_build_deeds(request, lot),
            **list_entries(request, wanted),
        },
    )


def _build_deeds(request: PageRequest, lot: LotRow) -> dict[str, Any]:
    if not request.roles & KEEPERS:
        return {}
    nothing = "" if lot.on_hand else _("Nothing of it can be sold.")
    none_apart = "" if lot.quarantined else _("Nothing of it is in quarantine.")
    return {
        "may_change": True,
        "primary": Action(_("Recall"), f"{reverse('console:new-recall')}?lot={lot.id}"),
        "reasons": list_reasons(request),
        "effect": tell_effect(lot.on_hand, lot.allocated),
        "secondary": [
            Action(_("Quarantine it"), dialog="quarantine", disabled_because=nothing, icon="hand-stop"),
            Action(_("Release it"), dialog="release", disabled_because=none_apart),
        ],
        "more": [
            Action(
                _("Scrap what is in quarantine"), dialog="scrap", disabled_because=none_apart, is_danger=True
            )
        ],
    }


def list_entries(request: PageRequest, wanted: MovementFilter) -> dict[str, Any]:
    """Return a page of the ledger as the parts of a page need it."""
    page = PageOf(request.GET.get("after", ""), request.GET.get("before", ""))
    found = list_movements(request.scope, wanted=wanted, page=page)
    return {
        "movements": found.rows,
        "older_url": link_with(request.GET, after=found.older_key) if found.older_key else "",
        "newer_url": link_with(request.GET, before=found.newer_key) if found.newer_key else "",
    }


@require_POST
@open_to(*KEEPERS)
def change_lot(request: PageRequest, lot_id: int) -> HttpResponse:
    """Set all of a lot apart at every site, let it go again or scrap what is set apart."""
    lot = get_lot(request.scope, lot_id=lot_id)
    do_deed(request, Paper("lot", str(lot.id)), lot_ids=[lot.id])
    return HttpResponseRedirect(reverse("console:lot", args=[lot.id]))


@require_POST
@open_to(*KEEPERS)
def change_place(request: PageRequest, location_id: int) -> HttpResponse:
    """In quarantine all that lies in a location, or what a carton or pallet in it holds; or the way back."""
    location = get_location(request.scope, location_id=location_id)
    unit_id = FormReader(request.POST).read_id("unit")
    if unit_id:
        do_deed(request, Paper("unit", str(unit_id)), unit_id=unit_id, site_id=location.site_id)
    else:
        do_deed(request, Paper("location", str(location.id)), location_id=location.id)
    return HttpResponseRedirect(reverse("console:location", args=[location.id]))


def do_deed(request: PageRequest, paper: Paper, **chosen: Any) -> None:
    """Do what a form asks of goods that are `chosen`: set them apart, release or scrap them, and tell it."""
    form = FormReader(request.POST)
    deed = form.read_choice("do", DEEDS)
    reason = form.read_choice("reason", BY_HAND) if deed == "quarantine" else ""
    form.check()
    condition = "sellable" if deed == "quarantine" else "quarantine"
    ids = list_matching(scope=request.scope, condition=condition, **chosen)
    how: Any = {"scope": request.scope, "paper": paper, "now": request.now, "actor": request.actor}
    if deed == "quarantine":
        units = quarantine_stock(balance_ids=ids, reason=reason, **how)
    else:
        units = settle_quarantine(units=dict.fromkeys(ids, 0), outcome=_OUTCOMES[deed], **how)
    tell(request, _tell(deed, units))


def _tell(deed: str, units: int) -> str:
    if not units:
        return _("There was nothing to do: the units have gone, or are on their way out.")
    said = {
        "quarantine": ngettext(
            "%(units)s unit is in quarantine.", "%(units)s units are in quarantine.", units
        ),
        "release": ngettext("%(units)s unit can be sold again.", "%(units)s units can be sold again.", units),
        "scrap": ngettext("%(units)s unit is scrapped.", "%(units)s units are scrapped.", units),
    }[deed]
    return said % {"units": format_quantity(units)}


@page_of("console:lots")
def show_serial(request: PageRequest, merchant: str, code: str) -> HttpResponse:
    """Show where the unit with a serial number is, and what became of it. Raises: NotFound."""
    sku = get_sku(request.scope, merchant_code=merchant, code=code)
    serial = request.GET.get("number", "")[:40]
    entries = list_entries(request, MovementFilter(sku_id=sku.id, serial=serial)) if serial else {}
    if serial and not entries["movements"]:
        raise NotFound("no unit with this serial number has ever been here")
    context = {
        "sku": sku,
        "serial": serial,
        "places": list_serial_places(request.scope, sku_id=sku.id, serial=serial) if serial else [],
        **entries,
    }
    return render_page(request, "stock/serial.html", context)


def link_serial(merchant: str, code: str, serial: str) -> str:
    """Return the page of a serial number, which may hold any character."""
    return f"{reverse('console:serial', args=[merchant, code])}?{urlencode({'number': serial})}"
