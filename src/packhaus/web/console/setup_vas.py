"""Value-added services that merchants offer: the list with its rules, the form of one, off and on."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import get_merchant_by_code, list_merchants
from packhaus.access.types import Role
from packhaus.catalog.queries.vas import VasOptionRow, get_vas_option, list_vas_options, list_vas_rules
from packhaus.catalog.services.vas import LANGUAGES, save_vas_options, switch_vas_option
from packhaus.catalog.types import VasOptionDraft
from packhaus.kernel.errors import Invalid
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.vas_words import MerchantVas, draw_option, draw_rule
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.packing_words import VAS_KINDS, VAS_PER, VAS_STEPS
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Action
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes
from packhaus.web.words import LANGUAGES as LANGUAGE_WORDS
from packhaus.web.words import MATERIALS

CHANGERS = (Role.LEAD, Role.ADMIN)


@page_of("console:vas-options")
def show_options(request: PageRequest) -> HttpResponse:
    """List services by merchant, those that are switched off too, each merchant's rules below."""
    merchant_id = find_merchant_id(request)
    can_change = bool(request.roles & set(CHANGERS))
    options = list_vas_options(scope=request.scope, merchant_id=merchant_id)
    rules = list_vas_rules(scope=request.scope, merchant_id=merchant_id)
    offering = {row.merchant for row in options} | {row.merchant for row in rules}
    merchants = [
        MerchantVas(
            merchant,
            [draw_option(row) for row in options if row.merchant == merchant.code],
            [draw_rule(row, options) for row in rules if row.merchant == merchant.code],
        )
        for merchant in list_merchants(request.scope)
        if merchant.code in offering or merchant.id == merchant_id
    ]
    context = {
        "merchants": merchants,
        "can_change": can_change,
        "primary": Action(pgettext("vas", "New service"), reverse("console:new-vas-option"))
        if can_change
        else None,
    }
    return render_page(request, "setup/vas.html", context)


@open_to(*CHANGERS)
def edit_option(request: PageRequest, option_id: UUID | None = None) -> HttpResponse:
    """Show the form of a service, new or known, and save it."""
    known = get_vas_option(scope=request.scope, option_id=option_id) if option_id else None
    if request.method != "POST":
        return _show(request, Draft(_read_values(known) if known else _start_values(request)), known)
    form = FormReader(request.POST)
    try:
        code = known.merchant if known else form.read_text("merchant", is_required=True, at_most=16)
        draft = _read(form, known)
        form.check()
        merchant = get_merchant_by_code(scope=request.scope, code=code)
        options = list_vas_options(scope=request.scope, merchant_id=merchant.id)
        if known is None and draft.code in {row.code for row in options}:
            form.refuse("code", "taken", _("Another service of this merchant has this code."))
            form.check()
        save_vas_options(
            scope=request.scope, merchant_id=merchant.id, drafts=[draft], now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal), known)
    tell(request, _("%(code)s is saved.") % {"code": draft.code})
    return HttpResponseRedirect(reverse("console:vas-options"))


@require_POST
@open_to(*CHANGERS)
def switch(request: PageRequest, option_id: UUID) -> HttpResponse:
    """Switch a service off or on; the reverse button stands where this one stood."""
    is_active = request.POST.get("do") == "on"
    code = _switch(request, str(option_id), is_active=is_active)
    told = _("%(code)s is offered again.") if is_active else _("%(code)s is off: nobody can ask for it now.")
    undo_url = link_undo(request, "vas-switch", id=str(option_id), is_active=not is_active)
    tell(request, told % {"code": code}, undo_url=undo_url)
    return HttpResponseRedirect(reverse("console:vas-options"))


@undoes("vas-switch")
def _switch_back(request: PageRequest, data: dict[str, Any]) -> None:
    _switch(request, data["id"], is_active=data["is_active"])


def _switch(request: PageRequest, option_id: str, *, is_active: bool) -> str:
    return switch_vas_option(
        scope=request.scope,
        option_id=UUID(option_id),
        is_active=is_active,
        now=request.now,
        actor=request.actor,
    )


def _read(form: FormReader, known: VasOptionRow | None) -> VasOptionDraft:
    return VasOptionDraft(
        code=known.code if known else form.read_text("code", is_required=True, at_most=16).upper(),
        kind=form.read_choice("kind", VAS_KINDS),
        names=_read_texts(form, "names", 60),
        instructions=_read_texts(form, "instructions", 1_000),
        minutes=form.read_integer("minutes", default=0, minimum=0),
        per=form.read_choice("per", VAS_PER),
        step=form.read_choice("step", VAS_STEPS),
        asks_text="asks_text" in form.sent,
        sku=form.read_text("sku", at_most=40),
        sku_quantity=form.read_integer("sku_quantity", default=0, minimum=0),
        material=form.read_choice("material", ("", *MATERIALS)),
        material_grams=form.read_integer("material_grams", default=0, minimum=0),
        is_active="is_active" in form.sent,
    )


def _read_texts(form: FormReader, name: str, at_most: int) -> dict[str, str]:
    texts = {language: form.read_text(f"{name}_{language}", at_most=at_most) for language in LANGUAGES}
    return {language: text.replace("\r\n", "\n") for language, text in texts.items() if text}


def _start_values(request: PageRequest) -> dict[str, Any]:
    chosen = request.frame_choices.merchant
    merchant = chosen.code if chosen else request.GET.get("merchant", "")
    return {"is_active": "on", "per": "order", "step": "bench", "merchant": merchant}


def _read_values(known: VasOptionRow) -> dict[str, Any]:
    named = ("kind", "per", "step", "asks_text", "sku", "material", "is_active")
    texts = {
        f"{name}_{language}": text
        for name, texts in (("names", known.names), ("instructions", known.instructions))
        for language, text in texts.items()
    }
    numbers = {name: getattr(known, name) or "" for name in ("minutes", "sku_quantity", "material_grams")}
    return {name: getattr(known, name) for name in named} | texts | numbers


def _show(request: PageRequest, draft: Draft, known: VasOptionRow | None) -> HttpResponse:
    values = draft.values
    context = {
        "option": known,
        "merchants": list_merchants(request.scope),
        "kinds": list(VAS_KINDS.items()),
        "pers": list(VAS_PER.items()),
        "steps": list(VAS_STEPS.items()),
        "materials": list(MATERIALS.items()),
        "texts": [
            (
                language,
                LANGUAGE_WORDS[language],
                values.get(f"names_{language}", ""),
                values.get(f"instructions_{language}", ""),
            )
            for language in LANGUAGES
        ],
    }
    return show_form(request, "setup/vas_form.html", draft, context)
