"""What of the goods that come in is checked: the rules, and the form that makes or changes one."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.queries.merchants import get_merchant, list_merchants
from packhaus.decide.sampling import LEVELS, PERCENT_AQLS
from packhaus.inbound.queries.quality_rules import list_quality_rules
from packhaus.inbound.services.quality_rules import QualityRuleDraft, set_quality_rule
from packhaus.kernel.errors import Invalid
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.inbound_bulk import LEADS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_merchant_id

USUAL_LEVEL, USUAL_AQL = "II", "1.0"


@open_to(*LEADS)
def edit(request: PageRequest) -> HttpResponse:
    """Show the rules with the form of one, and save it: the same item and supplier again change theirs."""
    if request.method != "POST":
        return _show(request, Draft({"level": USUAL_LEVEL, "aql": USUAL_AQL, "is_active": "on"}))
    form = FormReader(request.POST)
    try:
        merchant = get_merchant(scope=request.scope, merchant_id=form.read_chosen_id("merchant"))
        draft = QualityRuleDraft(
            level=form.read_choice("level", LEVELS),
            aql=form.read_choice("aql", PERCENT_AQLS),
            sku_code=form.read_text("sku", at_most=40),
            supplier_code=form.read_text("supplier_code", at_most=24),
            is_active="is_active" in request.POST,
        )
        form.check()
        set_quality_rule(
            scope=request.scope, merchant_id=merchant.id, draft=draft, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal))
    messages.info(request, _("The rule is saved."))
    return HttpResponseRedirect(reverse("console:quality-rules"))


def _show(request: PageRequest, draft: Draft) -> HttpResponse:
    context = {
        "rules": list_quality_rules(scope=request.scope, merchant_id=find_merchant_id(request)),
        "merchants": [merchant for merchant in list_merchants(request.scope) if merchant.is_active],
        "levels": LEVELS,
        "aqls": PERCENT_AQLS,
    }
    return show_form(request, "inbound/quality_rules.html", draft, context)
