"""How a site is advised on its bins."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.kernel.errors import Invalid
from packhaus.network.queries.get_site import get_site
from packhaus.outbound.queries.slotting.rules import SlottingRules, get_slotting_rules
from packhaus.outbound.services.slotting import save_slotting_rules
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.slotting import PLANNERS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.toasts import tell


@open_to(*PLANNERS)
def edit(request: PageRequest, code: str) -> HttpResponse:
    """Show the rules of a site and save them; the next look at its walks goes by them."""
    site = get_site(code=code, today=request.now.date()).site
    if request.method != "POST":
        known = get_slotting_rules(scope=request.scope, site_id=site.id)
        return _show(request, code, Draft(asdict(known)))
    form = FormReader(request.POST)
    try:
        rules = SlottingRules(
            weeks=form.read_integer("weeks", minimum=1),
            payback_weeks=form.read_integer("payback_weeks", minimum=1),
            minutes_a_move=form.read_integer("minutes_a_move", minimum=0),
            golden_levels=form.read_text("golden_levels", at_most=80),
            keeps_zones="keeps_zones" in request.POST,
        )
        form.check()
        save_slotting_rules(
            scope=request.scope, site_id=site.id, rules=rules, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show(request, code, Draft.of(request.POST, refusal))
    tell(request, _("The rules are saved. The next look at the walks goes by them."))
    return HttpResponseRedirect(reverse("console:slotting"))


def _show(request: PageRequest, code: str, draft: Draft) -> HttpResponse:
    context: dict[str, Any] = {
        "code": code,
        "numbers": [
            (name, label, most, draft.values.get(name, ""))
            for name, label, most in (
                ("weeks", _("Walks of so many weeks are looked at"), 26),
                ("payback_weeks", _("A move must have paid within so many weeks"), 104),
                ("minutes_a_move", _("Minutes that moving one item takes beside the way"), 120),
            )
        ],
    }
    return show_form(request, "stock/slotting_rules.html", draft, context)
