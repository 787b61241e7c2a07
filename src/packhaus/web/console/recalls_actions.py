"""Begin a recall, tell shoppers of it, end it; each is looked at before it is done."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import get_merchant, list_merchants
from packhaus.inventory.queries.list_lots import get_lot
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.recalls.queries.list_recalls import get_recall
from packhaus.recalls.services.begin import begin_recall
from packhaus.recalls.services.end import end_recall
from packhaus.recalls.services.tell import preview_message, tell_shoppers
from packhaus.recalls.types import (
    ADVICE,
    HAZARDS,
    LANGUAGES,
    OUTCOMES,
    TEXT_LENGTH,
    LotScope,
    RecallDraft,
    SerialScope,
)
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.lots import KEEPERS
from packhaus.web.console.recalls import TELLERS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell
from packhaus.web.words_of_recalls import RECALL_ADVICE, RECALL_HAZARDS

_NAMES = {"en": "English", "de": "Deutsch", "id": "Bahasa Indonesia"}


@open_to(*KEEPERS)
def begin(request: PageRequest) -> HttpResponse:
    """Show the form of a recall, of a lot where its page led here, and begin it."""
    if request.method != "POST":
        return _show(request, _prefill(request))
    try:
        form = FormReader(request.POST)
        merchant = get_merchant(scope=request.scope, merchant_id=form.read_chosen_id("merchant"))
        draft = _read(form)
        form.check()
        number = begin_recall(
            scope=request.scope, merchant_id=merchant.id, draft=draft, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, _name_fields(refusal)))
    tell(request, _("%(number)s has begun: what is here is in quarantine.") % {"number": number})
    return HttpResponseRedirect(reverse("console:recall", args=[number]))


def _prefill(request: PageRequest) -> Draft:
    wanted = request.GET.get("lot", "")
    if not wanted.isdecimal() or len(wanted) > 18:
        return Draft({"hazard": HAZARDS[0], "advice": ADVICE[0]})
    lot = get_lot(request.scope, lot_id=int(wanted))
    return Draft({
        "merchant": lot.merchant_id, "sku": lot.sku_code, "lots": lot.lot_code, "hazard": HAZARDS[0],
        "advice": ADVICE[0],
    })  # fmt: skip


def _read(form: FormReader) -> RecallDraft:
    sku = form.read_text("sku", is_required=True, at_most=40)
    lots = [code.strip() for code in form.read_text("lots", at_most=2000).split(",") if code.strip()]
    first, last = form.read_text("first_serial", at_most=40), form.read_text("last_serial", at_most=40)
    if not lots and not first:
        form.refuse("lots", "required", _("Say what goes here."))
    return RecallDraft(
        form.read_choice("hazard", HAZARDS),
        form.read_choice("advice", ADVICE),
        tuple(LotScope(sku, code) for code in lots),
        (SerialScope(sku, first, last or first),) if first else (),
        {language: form.read_text(f"text_{language}", at_most=TEXT_LENGTH) for language in LANGUAGES},
    )


def _name_fields(refusal: Invalid) -> Invalid:
    """Name the fields of the form: of many lots one field has the codes."""
    names = {"lot": "lots", "first": "first_serial", "sku": "sku"}
    problems = [
        replace(problem, path=names.get(problem.path.rpartition(".")[2], problem.path))
        for problem in refusal.problems
    ]
    return Invalid([FieldProblem(one.path, one.code, one.message) for one in problems])


def _show(request: PageRequest, draft: Draft) -> HttpResponse:
    context: dict[str, Any] = {
        "merchants": list_merchants(request.scope),
        "hazards": list(RECALL_HAZARDS.items()),
        "advices": list(RECALL_ADVICE.items()),
        "texts": [
            (language, name, draft.values.get(f"text_{language}", "")) for language, name in _NAMES.items()
        ],
    }
    return show_form(request, "recalls/form.html", draft, context)


@open_to(*TELLERS)
def tell_all(request: PageRequest, number: str) -> HttpResponse:
    """Show what shoppers read, in every language, and how many do; then send it."""
    recall = get_recall(request.scope, number=number)
    if request.method == "POST":
        told = tell_shoppers(scope=request.scope, number=number, now=request.now, actor=request.actor)
        tell(request, _count_told(told.orders - told.unreachable, told.unreachable))
        return HttpResponseRedirect(reverse("console:recall", args=[number]))
    merchant = get_merchant(scope=request.scope, merchant_id=recall.merchant_id)
    previews = [
        (name, language, preview_message(
            recall, shop=merchant.name, accent=merchant.accent, language=language, now=request.now
        ))
        for language, name in _NAMES.items()
    ]  # fmt: skip
    return render_page(request, "recalls/tell.html", {"recall": recall, "previews": previews})


def _count_told(reached: int, unreachable: int) -> str:
    said = ngettext("%(count)s order is told of.", "%(count)s orders are told of.", reached) % {
        "count": reached
    }
    if not unreachable:
        return said
    rest = ngettext(
        "%(count)s shopper has no address here: call them.",
        "%(count)s shoppers have no address here: call them.",
        unreachable,
    ) % {"count": unreachable}
    return f"{said} {rest}"


@require_POST
@open_to(*KEEPERS)
def end(request: PageRequest, number: str) -> HttpResponse:
    """End a recall: release or scrap what is in quarantine because of it."""
    form = FormReader(request.POST)
    outcome = form.read_choice("outcome", OUTCOMES)
    form.check()
    end_recall(scope=request.scope, number=number, outcome=outcome, now=request.now, actor=request.actor)
    tell(request, _("%(number)s has ended.") % {"number": number})
    return HttpResponseRedirect(reverse("console:recall", args=[number]))
