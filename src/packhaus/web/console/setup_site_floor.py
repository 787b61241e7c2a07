"""How a site's floor works: carts, methods, how much is open at once; and its put-walls."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from packhaus.access.scope import transaction
from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.network.queries.get_site import get_site
from packhaus.outbound.queries.floor_rules import get_floor_rules
from packhaus.outbound.queries.pick_zones import list_pick_zones
from packhaus.outbound.queries.walking import measure_site
from packhaus.outbound.queries.walls import list_walls
from packhaus.outbound.services.keep_floor_rules import save_floor_rules
from packhaus.outbound.services.sorting import make_wall
from packhaus.outbound.services.zones import PickZoneDraft, save_pick_zones
from packhaus.outbound.types import FloorRules, PickMethod
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.waves import list_walking
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to

METHODS = {
    PickMethod.DISCRETE: lazy("One order a walk"),
    PickMethod.CLUSTER: lazy("Several orders a walk, a tote each"),
    PickMethod.BATCH: lazy("Several orders a tote, sorted at packing"),
    PickMethod.WALL: lazy("Several orders a tote, sorted at a wall"),
    PickMethod.ZONE: lazy("A tote per order that goes from zone to zone"),
}
MEASURED = timedelta(days=30)
_GRAMS, _LITRE = 1_000, 1_000_000


@open_to(Role.ADMIN, Role.LEAD)
def edit(request: PageRequest, code: str) -> HttpResponse:
    """Show the rules of a site's floor, what its walks save, and its walls; save the rules."""
    site = get_site(code=code, today=request.now.date()).site
    with transaction(request.scope):
        known = get_floor_rules(site_id=site.id)
    if request.method != "POST":
        return _show(request, code, Draft(_read_values(known)))
    form = FormReader(request.POST)
    try:
        rules = _read(form, known)
        form.check()
        save_floor_rules(
            scope=request.scope, site_id=site.id, rules=rules, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show(request, code, Draft.of(request.POST, refusal))
    messages.info(request, _("%(code)s is saved.") % {"code": code})
    return HttpResponseRedirect(reverse("console:site-floor", args=[code]))


@require_POST
@open_to(Role.ADMIN, Role.LEAD)
def add_wall(request: PageRequest, code: str) -> HttpResponse:
    """Put up a wall of the site."""
    site = get_site(code=code, today=request.now.date()).site
    form = FormReader(request.POST)
    try:
        wall = form.read_text("code", is_required=True, at_most=12).upper()
        slots = form.read_integer("slots", minimum=1)
        form.check()
        make_wall(
            scope=request.scope, site_id=site.id, code=wall, slots=slots, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        with transaction(request.scope):
            known = get_floor_rules(site_id=site.id)
        sent = Draft.of(request.POST, refusal)
        return _show(request, code, Draft({**_read_values(known), **sent.values}, sent.problems))
    messages.info(request, _("%(code)s is saved.") % {"code": wall})
    return HttpResponseRedirect(reverse("console:site-floor", args=[code]))


@require_POST
@open_to(Role.ADMIN, Role.LEAD)
def set_zones(request: PageRequest, code: str) -> HttpResponse:
    """Say in which turn zones are picked, and where their totes wait."""
    site = get_site(code=code, today=request.now.date()).site
    form = FormReader(request.POST)
    zones = list_pick_zones(scope=request.scope, site_id=site.id)
    try:
        drafts = [
            PickZoneDraft(
                zone.code,
                form.read_integer(f"turn_{place}", minimum=1),
                form.read_text(f"shelf_{place}", at_most=40).upper(),
            )
            for place, zone in enumerate(zones)
        ]
        form.check()
        save_pick_zones(
            scope=request.scope, site_id=site.id, drafts=drafts, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        with transaction(request.scope):
            known = get_floor_rules(site_id=site.id)
        return _show(request, code, Draft(_read_values(known), Draft.of(request.POST, refusal).problems))
    messages.info(request, _("%(code)s is saved.") % {"code": code})
    return HttpResponseRedirect(reverse("console:site-floor", args=[code]))


def _show(request: PageRequest, code: str, draft: Draft) -> HttpResponse:
    site = get_site(code=code, today=request.now.date()).site
    walking = measure_site(
        scope=request.scope, site_id=site.id, since=request.now - MEASURED, until=request.now
    )
    context: dict[str, Any] = {
        "code": code,
        "methods": [(method.value, label) for method, label in METHODS.items()],
        "numbers": [(name, label, draft.values.get(name, "")) for name, label in _name_numbers().items()],
        "walls": list_walls(scope=request.scope, site_id=site.id),
        "walking": list_walking(walking),
        "zones": list_pick_zones(scope=request.scope, site_id=site.id),
    }
    return show_form(request, "setup/site_floor.html", draft, context)


def _name_numbers() -> dict[str, str]:
    return {
        "cart_totes": _("Totes on a cart"),
        "cart_kilograms": _("A cart carries, kg"),
        "tote_litres": _("A tote holds, litres"),
        "tote_kilograms": _("A tote carries, kg"),
        "plan_milliseconds": _("Planning walks may take, ms"),
    }


def _read_values(rules: FloorRules) -> dict[str, Any]:
    return {
        "pick_method": rules.pick_method.value,
        "cart_totes": rules.cart_totes,
        "cart_kilograms": rules.cart_weight_grams // _GRAMS,
        "tote_litres": rules.tote_volume_mm3 // _LITRE,
        "tote_kilograms": rules.tote_weight_grams // _GRAMS,
        "plan_milliseconds": rules.plan_milliseconds,
        "max_open_lines": rules.max_open_lines or "",
        "question_shelf": rules.question_shelf,
    }


def _read(form: FormReader, known: FloorRules) -> FloorRules:
    method = form.read_choice("pick_method", [one.value for one in METHODS])
    lines = form.read_integer("max_open_lines", default=0, minimum=0)
    return replace(
        known,
        pick_method=PickMethod(method) if method in set(PickMethod) else known.pick_method,
        cart_totes=form.read_integer("cart_totes", minimum=1),
        cart_weight_grams=_GRAMS * form.read_integer("cart_kilograms", minimum=1),
        tote_volume_mm3=_LITRE * form.read_integer("tote_litres", minimum=1),
        tote_weight_grams=_GRAMS * form.read_integer("tote_kilograms", minimum=1),
        plan_milliseconds=form.read_integer("plan_milliseconds", minimum=0),
        max_open_lines=lines or None,
        question_shelf=form.read_text("question_shelf", at_most=40).upper(),
    )
