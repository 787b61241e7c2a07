"""Where goods go at a site: the rules in their order, and what may lie together in its zones."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.inbound.queries.put_away.places import TARGET_KINDS
from packhaus.inbound.queries.put_away.rules import RuleRow, list_rules
from packhaus.inbound.services.put_away.rules import RuleDraft, set_put_away_rules
from packhaus.inbound.types import CLASSES
from packhaus.inventory.queries.zones import list_zones
from packhaus.inventory.services.mixing import set_mixing
from packhaus.inventory.types import MIXING
from packhaus.kernel.errors import Invalid
from packhaus.network.queries.get_site import SiteDetail, get_site
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.inbound_bulk import LEADS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.words import CONDITIONS, LOCATION_KINDS, MIXINGS


@open_to(*LEADS)
def edit_rules(request: PageRequest, code: str) -> HttpResponse:
    """Show the rules of a site with the form of one, and save it at its place in the order."""
    site = get_site(code=code, today=request.now.date())
    rules = list_rules(scope=request.scope, site_id=site.site.id)
    chosen = _read_place(request.GET.get("rule", ""), len(rules))
    if request.method != "POST":
        return _show(request, site, rules, Draft(_as_values(rules, chosen)))
    form = FormReader(request.POST)
    drafts = [_as_draft(row) for row in rules]
    replaced = _read_place(request.POST.get("replaces", ""), len(rules))
    try:
        draft = _read(form)
        place = form.read_integer("position", default=len(rules) + 1, minimum=1)
        form.check()
        if replaced is not None:
            drafts.pop(replaced)
        drafts.insert(min(place - 1, len(drafts)), draft)
        _save(request, site, drafts)
    except Invalid as refusal:
        return _show(request, site, rules, Draft.of(request.POST, refusal))
    messages.info(request, _("The rule is saved."))
    return HttpResponseRedirect(reverse("console:put-away-rules", args=[code]))


@require_POST
@open_to(*LEADS)
def change_rules(request: PageRequest, code: str) -> HttpResponse:
    """Ask a rule earlier, or drop it."""
    site = get_site(code=code, today=request.now.date())
    drafts = [_as_draft(row) for row in list_rules(scope=request.scope, site_id=site.site.id)]
    place = _read_place(request.POST.get("rule", ""), len(drafts))
    if place is not None:
        moved = drafts.pop(place)
        if request.POST.get("do") == "up":
            drafts.insert(max(place - 1, 0), moved)
        _save(request, site, drafts)
        messages.info(request, _("The rules are saved."))
    return HttpResponseRedirect(reverse("console:put-away-rules", args=[code]))


@require_POST
@open_to(*LEADS)
def change_mixing(request: PageRequest, code: str) -> HttpResponse:
    """Say what may lie together in a zone."""
    site = get_site(code=code, today=request.now.date())
    form = FormReader(request.POST)
    zone, mixing = form.read_text("zone", at_most=8), form.read_choice("mixing", MIXING)
    form.check()
    set_mixing(
        scope=request.scope,
        site_id=site.site.id,
        zone=zone,
        mixing=mixing,
        now=request.now,
        actor=request.actor,
    )
    messages.info(request, _("%(code)s is saved.") % {"code": zone or code})
    return HttpResponseRedirect(reverse("console:put-away-rules", args=[code]))


def _save(request: PageRequest, site: SiteDetail, drafts: list[RuleDraft]) -> None:
    set_put_away_rules(
        scope=request.scope, site_id=site.site.id, drafts=drafts, now=request.now, actor=request.actor
    )


def _read(form: FormReader) -> RuleDraft:
    merchant, _slash, sku = form.read_text("item", at_most=65).rpartition("/")
    zones = form.read_text("zones", at_most=180).upper().replace(",", " ").split()
    draft = RuleDraft(merchant.strip(), sku.strip(), is_final="is_final" in form.sent, zones=tuple(zones))
    if sku and not merchant:
        form.refuse("item", "format", _("Name the merchant too, as in ACME/MUG."))
    return replace(
        draft,
        tag=form.read_text("tag", at_most=24),
        abc_class=form.read_choice("abc_class", ("", *CLASSES)),
        hazard=form.read_text("hazard", at_most=8),
        condition=form.read_choice("condition", ("", *CONDITIONS)),
        kind=form.read_choice("kind", ("", *TARGET_KINDS)),
    )


def _as_draft(row: RuleRow) -> RuleDraft:
    return RuleDraft(
        row.merchant_code, row.sku_code, row.tag, row.abc_class, row.hazard, row.condition, tuple(row.zones), row.kind,
        row.is_final,
    )  # fmt: skip


def _as_values(rules: list[RuleRow], place: int | None) -> dict[str, Any]:
    if place is None:
        return {}
    row = rules[place]
    return {
        "item": f"{row.merchant_code}/{row.sku_code}" if row.sku_code else "",
        "tag": row.tag,
        "abc_class": row.abc_class,
        "hazard": row.hazard,
        "condition": row.condition,
        "zones": " ".join(row.zones),
        "kind": row.kind,
        "is_final": "on" if row.is_final else "",
        "position": place + 1,
        "replaces": place + 1,
    }


def _read_place(text: str, count: int) -> int | None:
    """Return the place of a rule in the list, counted from 0."""
    place = int(text) if text.isdecimal() and len(text) < 5 else 0
    return place - 1 if 0 < place <= count else None


def _show(request: PageRequest, site: SiteDetail, rules: list[RuleRow], draft: Draft) -> HttpResponse:
    context = {
        "site": site.site,
        "rules": rules,
        "zones": list_zones(scope=request.scope, site_id=site.site.id),
        "classes": CLASSES,
        "conditions": list(CONDITIONS.items()),
        "kinds": [(kind, LOCATION_KINDS[kind]) for kind in TARGET_KINDS],
        "mixings": list(MIXINGS.items()),
    }
    return show_form(request, "setup/put_away.html", draft, context)
