"""The laws that forbid a fulfillment provider to keep or send what is not registered."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.terms.queries.list_registrations import list_gate_rules
from packhaus.terms.services.gate_rules import set_gate_rule
from packhaus.terms.types.registrations import Activity, GateRuleDraft, Scheme
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import page_of
from packhaus.web.toasts import tell
from packhaus.web.words_of_registrations import GATE_ACTIVITIES, SCHEMES


@page_of("console:registrations")
def show_rules(request: PageRequest) -> HttpResponse:
    """List the laws, with the form of another for administrators."""
    return _show(request, Draft({"activity": Activity.STORE.value}))


def _show(request: PageRequest, draft: Draft) -> HttpResponse:
    context: dict[str, Any] = {
        "rules": list_gate_rules(scope=request.scope, on=request.now.date()),
        "schemes": list(SCHEMES.items()),
        "activities": list(GATE_ACTIVITIES.items()),
        "may_change": Role.ADMIN in request.roles,
    }
    return show_form(request, "registrations/rules.html", draft, context)


@require_POST
@open_to(Role.ADMIN)
def save_rule(request: PageRequest) -> HttpResponse:
    """Write down a law with its source."""
    form = FormReader(request.POST)
    starts_on, ends_on = form.read_date("starts_on"), form.read_date("ends_on")
    try:
        draft = GateRuleDraft(
            country=form.read_text("country", is_required=True, at_most=2).upper(),
            scheme=form.read_choice("scheme", [one.value for one in Scheme]),
            activity=form.read_choice("activity", [one.value for one in Activity]),
            source=form.read_text("source", is_required=True),
            starts_on=starts_on or request.now.date(),
            ends_on=ends_on,
        )
        form.check()
        set_gate_rule(scope=request.scope, draft=draft, now=request.now, actor=request.actor)
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal))
    tell(request, _("The law is written down and holds from its day on."))
    return HttpResponseRedirect(reverse("console:gate-rules"))


@require_POST
@open_to(Role.ADMIN)
def switch_rule(request: PageRequest) -> HttpResponse:
    """Switch a law on or off."""
    asked = tuple(request.POST.get(name, "") for name in ("country", "scheme", "activity", "starts_on"))
    found = [
        rule
        for rule in list_gate_rules(scope=request.scope, on=request.now.date())
        if (rule.country, rule.scheme, rule.activity, rule.starts_on.isoformat()) == asked
    ]
    if not found:
        raise NotFound("rule not found")
    rule = found[0]
    draft = GateRuleDraft(
        rule.country, rule.scheme, rule.activity, rule.source, rule.starts_on, not rule.is_on, rule.ends_on
    )
    set_gate_rule(scope=request.scope, draft=draft, now=request.now, actor=request.actor)
    tell(request, _("The law is switched off.") if rule.is_on else _("The law is switched on."))
    return HttpResponseRedirect(reverse("console:gate-rules"))
