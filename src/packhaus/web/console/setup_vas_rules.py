"""For which orders of a merchant services, or its own cartons, are added unasked."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import get_merchant_by_code, list_merchants
from packhaus.access.types import MerchantRow
from packhaus.catalog.queries.vas import VasRuleRow, list_vas_options, list_vas_rules
from packhaus.catalog.services.vas_rules import drop_vas_rule, move_vas_rule, save_vas_rule
from packhaus.catalog.types import VasRuleDraft
from packhaus.kernel.errors import Invalid
from packhaus.kernel.money import get_exponent
from packhaus.shipping.queries.list_cartons import list_cartons
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.setup_vas import CHANGERS
from packhaus.web.console.vas_words import name_option
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.parts import Action
from packhaus.web.toasts import tell

LISTS = ("skus", "channels", "countries", "tags")


@open_to(*CHANGERS)
def edit_rule(request: PageRequest, rule_id: UUID | None = None) -> HttpResponse:
    """Show the form of a rule, a known one or a new one of the merchant that the address names, and save it."""
    known = _find(request, rule_id) if rule_id else None
    owner = _find_owner(request, known)
    if owner is None:
        return HttpResponseRedirect(reverse("console:vas-options"))
    if request.method != "POST":
        values = _read_values(known) if known else {"option": request.GET.get("option", "")}
        return _show(request, owner, known, Draft(values))
    form = FormReader(request.POST)
    try:
        draft = _read(form)
        form.check()
        save_vas_rule(
            scope=request.scope, merchant_id=owner.id, draft=draft, rule_id=rule_id, now=request.now,
            actor=request.actor,
        )  # fmt: skip
    except Invalid as refusal:
        return _show(request, owner, known, Draft.of(request.POST, refusal))
    tell(request, _("The rule is saved. Orders that are not packed yet follow it."))
    return HttpResponseRedirect(reverse("console:vas-options"))


@require_POST
@open_to(*CHANGERS)
def change_rule(request: PageRequest, rule_id: UUID) -> HttpResponse:
    """Ask a rule earlier, or drop it."""
    owner = get_merchant_by_code(scope=request.scope, code=_find(request, rule_id).merchant)
    named: dict[str, Any] = {
        "scope": request.scope, "merchant_id": owner.id, "rule_id": rule_id, "now": request.now,
        "actor": request.actor,
    }  # fmt: skip
    if request.POST.get("do") == "up":
        move_vas_rule(by=-1, **named)
        tell(request, _("The rules are saved."))
    else:
        drop_vas_rule(**named)
        tell(request, _("The rule is gone. Orders that are not packed yet do without it."))
    return HttpResponseRedirect(reverse("console:vas-options"))


def _find(request: PageRequest, rule_id: UUID) -> VasRuleRow:
    for rule in list_vas_rules(scope=request.scope):
        if rule.id == rule_id:
            return rule
    raise Http404


def _find_owner(request: PageRequest, known: VasRuleRow | None) -> MerchantRow | None:
    """Return whose rule it is: of a new one the merchant named, else the one chosen in the top bar, else the first."""
    chosen = request.frame_choices.merchant
    code = known.merchant if known else request.GET.get("merchant") or (chosen.code if chosen else "")
    if code:
        return get_merchant_by_code(scope=request.scope, code=code)
    return next(iter(list_merchants(request.scope)), None)


def _read(form: FormReader) -> VasRuleDraft:
    lists = {name: tuple(form.read_text(name, at_most=1_000).replace(",", " ").split()) for name in LISTS}
    currency = form.read_text("currency", at_most=3).upper()
    has_amount = bool(form.sent.get("least_goods", "").strip())
    amount = form.read_minor("least_goods", currency=currency) if has_amount else None
    if has_amount and len(currency) != 3:
        form.refuse("currency", "required", _("Say in which currency."))
    countries = tuple(code.upper() for code in lists["countries"])
    if any(len(code) != 2 or not code.isalpha() for code in countries):
        form.refuse("countries", "format", _("Countries are codes of two letters, such as DE AT."))
    return VasRuleDraft(
        option=form.read_text("option", at_most=16),
        cartons=tuple(form.sent.getlist("cartons")),
        skus=lists["skus"],
        channels=lists["channels"],
        countries=countries,
        tags=lists["tags"],
        least_goods_minor=amount,
        currency=currency if has_amount else "",
    )


def _read_values(rule: VasRuleRow) -> dict[str, Any]:
    values: dict[str, Any] = {name: " ".join(getattr(rule, name)) for name in LISTS}
    values |= {"option": rule.option, "cartons": rule.cartons, "currency": rule.currency}
    if rule.least_goods_minor is not None:
        exponent = get_exponent(rule.currency)
        values["least_goods"] = f"{rule.least_goods_minor / 10**exponent:.{exponent}f}"
    return values


def _show(request: PageRequest, owner: MerchantRow, known: VasRuleRow | None, draft: Draft) -> HttpResponse:
    chosen = request.POST.getlist("cartons") if request.method == "POST" else draft.values.get("cartons", [])
    cartons = list_cartons(request.scope)
    own = [row for row in cartons if row.merchant_id == owner.id]
    usable = [row for row in own or cartons if row.merchant_id in {owner.id, None} and row.is_active]
    codes = list(dict.fromkeys([*(row.code for row in usable), *chosen]))
    names = {
        "skus": _("Items, by their code"),
        "channels": _("Channels"),
        "countries": _("Countries, such as DE AT"),
        "tags": _("Tags of the order"),
    }
    options = list_vas_options(scope=request.scope, merchant_id=owner.id)
    context = {
        "rule": known,
        "merchant": owner,
        "options": [
            (row.code, name_option(row))
            for row in options
            if row.is_active or row.code == draft.values.get("option")
        ],
        "cartons": [(code, code in chosen) for code in codes],
        "lists": [(name, label, draft.values.get(name, "")) for name, label in names.items()],
        "secondary": [Action(_("Drop"), dialog="drop", icon="trash")] if known else [],
    }
    return show_form(request, "setup/vas_rule_form.html", draft, context)
