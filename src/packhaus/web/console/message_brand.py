"""How a merchant's messages look: who they come from, their colour, who answers, and what stands below."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.access.types import OPERATOR_ROLES, MerchantRow
from packhaus.kernel.errors import Invalid
from packhaus.messaging.queries.wordings import LANGUAGES, get_brand
from packhaus.messaging.services.brand import save_brand
from packhaus.messaging.types import BrandDraft
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.wording_rights import may_word, require_right
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest
from packhaus.web.pages import page_of
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes
from packhaus.web.words import name_code

_MOST = 2_000


@page_of("console:message-words")
def edit_brand(request: PageRequest, merchant: str) -> HttpResponse:
    """Show how a merchant's messages look, and save it."""
    found = get_merchant_by_code(scope=request.scope, code=merchant)
    known = get_brand(request.scope, merchant_id=found.id)
    if request.method != "POST":
        return _show(request, found, Draft(_as_values(known)))
    require_right(request, found)
    form = FormReader(request.POST)
    draft = BrandDraft(
        form.read_text("sender_name", at_most=_MOST),
        form.read_text("colour", at_most=_MOST).lower() if "has_colour" in form.sent else "",
        form.read_text("reply_to", at_most=_MOST),
        {language: form.read_text(f"footer_{language}", at_most=_MOST) for language in LANGUAGES},
    )
    try:
        form.check()
        save_brand(
            scope=request.scope, merchant_id=found.id, draft=draft, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show(request, found, Draft.of(request.POST, refusal))
    undo_url = ""
    if request.roles & OPERATOR_ROLES:
        undo_url = link_undo(request, "message-brand", merchant=found.code, **_as_values(known))
    tell(request, _("It is saved. Messages that are written from now on look like it."), undo_url=undo_url)
    return HttpResponseRedirect(reverse("console:message-brand", args=[found.code]))


@undoes("message-brand")
def put_back(request: PageRequest, data: dict[str, Any]) -> None:
    """Save what was there before."""
    found = get_merchant_by_code(scope=request.scope, code=data["merchant"])
    draft = BrandDraft(
        data["sender_name"],
        data["colour"],
        data["reply_to"],
        {language: data[f"footer_{language}"] for language in LANGUAGES},
    )
    save_brand(scope=request.scope, merchant_id=found.id, draft=draft, now=request.now, actor=request.actor)


def _show(request: PageRequest, merchant: MerchantRow, draft: Draft) -> HttpResponse:
    context: dict[str, Any] = {
        "merchant": merchant,
        "may_word": may_word(request, merchant),
        "footers": [
            (
                f"footer_{language}",
                name_code("language", language),
                draft.values.get(f"footer_{language}", ""),
                language,
            )
            for language in LANGUAGES
        ],
    }
    return show_form(request, "outbox/brand.html", draft, context)


def _as_values(brand: BrandDraft) -> dict[str, str]:
    return {
        "sender_name": brand.sender_name,
        "colour": brand.colour,
        "has_colour": brand.colour,
        "reply_to": brand.reply_to,
    } | {f"footer_{language}": brand.footers.get(language, "") for language in LANGUAGES}
