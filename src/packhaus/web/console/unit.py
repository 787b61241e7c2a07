"""One pallet, carton or tote: where it stands, what it holds, what it is for and where it has been."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.insight.queries.unit_papers import UnitPaper, list_unit_papers
from packhaus.inventory.queries.list_locations import ContentRow
from packhaus.inventory.queries.list_movements import MovementFilter
from packhaus.inventory.queries.list_units import NestedUnit, UnitRow, get_unit, get_unit_detail
from packhaus.inventory.services.quarantine import Paper
from packhaus.web.console.lot import do_deed, list_entries
from packhaus.web.console.lots import KEEPERS, list_reasons, tell_effect
from packhaus.web.console.stock_places import OFF_SHELF
from packhaus.web.floor.plates import link_plate
from packhaus.web.formats import format_weight
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.order_address import link_order
from packhaus.web.pages import page_of
from packhaus.web.parts import Action, Pair
from packhaus.web.responses import render_page
from packhaus.web.words import name_code

TOTE_DAYS = 31
"""A tote goes round for years: its page tells of this long."""


@page_of("console:units")
def show_unit(request: PageRequest, code: str) -> HttpResponse:
    """Show what a unit is and holds, and where it has been. Raises: UnknownUnit."""
    found = get_unit_detail(request.scope, code=code)
    unit, nested, contents = found.unit, found.nested, found.contents
    papers = list_unit_papers(scope=request.scope, site_id=unit.site_id, unit_id=unit.id, code=unit.code)
    within = (unit.id, *(one.id for one in nested))
    wanted = MovementFilter(unit_ids=within, since=_find_since(request, unit))
    context = {
        "unit": unit,
        "contents": contents,
        "nested": [(one, _indent(one)) for one in nested],
        "facts": [*_list_facts(unit), *(_as_pair(paper) for paper in papers)],
        "tote_days": TOTE_DAYS if unit.kind == "tote" else 0,
        **_build_deeds(request, unit, contents),
        **list_entries(request, wanted),
    }
    return render_page(request, "stock/unit.html", context)


def _find_since(request: PageRequest, unit: UnitRow) -> date:
    """Return the day before which the ledger knows nothing of it, or nothing that its page tells."""
    made = unit.made_on - timedelta(days=1)
    return max(made, request.now.date() - timedelta(days=TOTE_DAYS)) if unit.kind == "tote" else made


def _indent(one: NestedUnit) -> str:
    return "… " * (one.depth - 1)


def _list_facts(unit: UnitRow) -> list[Pair]:
    facts = [Pair(_("Kind"), name_code("unit_kind", unit.kind))]
    if unit.is_open:
        place = f"{unit.site_code} · {unit.location_code}"
        facts.append(Pair(_("Location"), place, reverse("console:location", args=[unit.location_id])))
    if unit.parent_code:
        facts.append(Pair(_("Stands in"), unit.parent_code, reverse("console:unit", args=[unit.parent_code])))
    facts.append(Pair(_("Merchant"), unit.merchant_code))
    if unit.units:
        facts.append(Pair(_("Weight of the goods"), format_weight(unit.weight_grams)))
    return facts


def _as_pair(paper: UnitPaper) -> Pair:
    if paper.kind == "asn":
        url = reverse("console:asn", args=[paper.merchant_code, paper.number])
        return Pair(_("Came with"), " · ".join(filter(None, (paper.number, paper.detail))), url)
    label = _("Parcel of order") if paper.kind == "parcel" else _("Picked for order")
    told = f"{paper.number} · {paper.detail}"
    return Pair(label, told, link_order(paper.merchant_code, paper.number))


def _build_deeds(request: PageRequest, unit: UnitRow, contents: list[ContentRow]) -> dict[str, Any]:
    """Return what can be done with it: moved and labelled while it is open, set apart where it stands on a shelf."""
    if not unit.is_open:
        return {}
    site = {"site": unit.site_code}
    move = f"{reverse('floor:move')}?{urlencode({'what': unit.code} | site)}"
    label = f"{link_plate(unit.code)}&{urlencode(site)}"
    deeds = {
        "primary": Action(_("Move it"), move, icon="arrow-right"),
        "secondary": [Action(_("Print its label"), label, icon="printer")],
    }
    if not request.roles & KEEPERS or unit.location_kind in OFF_SHELF:
        return deeds
    sellable = [row for row in contents if row.condition == "sellable"]
    is_apart = any(row.condition == "quarantine" for row in contents)
    nothing = "" if sellable else _("Nothing of it can be sold.")
    none_apart = "" if is_apart else _("Nothing of it is in quarantine.")
    return deeds | {
        "may_change": True,
        "reasons": list_reasons(request),
        "effect": tell_effect(sum(row.on_hand for row in sellable), sum(row.allocated for row in sellable)),
        "more": [
            Action(_("Quarantine it"), dialog="quarantine", disabled_because=nothing, icon="hand-stop"),
            Action(_("Release it"), dialog="release", disabled_because=none_apart),
            Action(
                _("Scrap what is in quarantine"), dialog="scrap", disabled_because=none_apart, is_danger=True
            ),
        ],
    }


@require_POST
@open_to(*KEEPERS)
def change_unit(request: PageRequest, code: str) -> HttpResponse:
    """Set all that a unit holds apart, let it go again or scrap what is set apart."""
    unit = get_unit(request.scope, code=code)
    do_deed(request, Paper("unit", str(unit.id)), unit_id=unit.id, site_id=unit.site_id)
    return HttpResponseRedirect(reverse("console:unit", args=[unit.code]))
