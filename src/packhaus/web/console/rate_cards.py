"""Rate cards: what carriers charge under which account, version by version, and what a parcel costs."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import list_merchants
from packhaus.access.types import Role
from packhaus.channels.services.rate_files import read_rate_file
from packhaus.kernel.errors import Invalid
from packhaus.shipping.queries.list_carriers import list_carriers
from packhaus.shipping.queries.rate_cards import RateCardRow, get_card, list_cards, list_versions
from packhaus.shipping.services.rate_cards import load_rates, save_rate_card
from packhaus.shipping.types import RateCardDraft
from packhaus.shipping.types.rate_sheets import MEASURES, METRIC, SHEETS
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.rate_quote import try_parcel
from packhaus.web.formats import format_day, format_quantity
from packhaus.web.forms import FormReader, read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import list_roles, page_of
from packhaus.web.parts import Action, Badge, Pair
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell
from packhaus.web.uploads import StoredUpload, discard_upload, takes_upload
from packhaus.web.words_of_rates import MEASURE_WORDS, SHEET_WORDS

KEEPERS = (Role.FINANCE, Role.ADMIN)


def may_keep(request: PageRequest) -> bool:
    """Tell whether this person may change rate cards."""
    return bool(request.roles & set(KEEPERS))


@page_of("console:rate-cards")
def show_cards(request: PageRequest) -> HttpResponse:
    """List the rate cards by carrier, of one or all, with the version that holds today."""
    new = Action(_("New rate card"), reverse("console:new-rate-card")) if may_keep(request) else None
    carrier = request.GET.get("carrier", "")[:24]
    found = list_cards(request.scope, on=request.now.date())
    cards = [card for card in found if carrier in {"", card.carrier_code}]
    compare = Action(_("Compare two contracts"), reverse("console:compare-rate-cards"))
    context: dict[str, Any] = {
        "cards": cards,
        "carrier": carrier,
        "has_others": len(found) > len(cards),
        "primary": new,
        "secondary": [compare] if cards else [],
    }
    return render_page(request, "rates/cards.html", context)


@open_to(*KEEPERS)
def edit_card(request: PageRequest, card_id: UUID | None = None) -> HttpResponse:
    """Show the form of a rate card, new or known, and save it."""
    known = get_card(request.scope, card_id=card_id) if card_id else None
    if request.method != "POST":
        values = (
            _read_values(known) if known else {"measures": METRIC, "is_in_use": "on", "monthly_parcels": 0}
        )
        return _show_form(request, Draft(values), known)
    form = FormReader(request.POST)
    try:
        draft = _read(form, known, request)
        form.check()
        id_ = save_rate_card(
            scope=request.scope, draft=draft, now=request.now, actor=request.actor, card_id=card_id
        )
    except Invalid as refusal:
        return _show_form(request, Draft.of(request.POST, refusal), known)
    tell(request, _("%(name)s is saved.") % {"name": draft.name})
    return HttpResponseRedirect(reverse("console:rate-card", args=[id_]))


@page_of("console:rate-cards")
def show_card(request: PageRequest, card_id: UUID) -> HttpResponse:
    """Show one card: its versions, the form that takes its sheets, and what a parcel costs by it."""
    return _show_card(request, card_id, Draft())


@takes_upload
@require_POST
@open_to(*KEEPERS)
def upload(request: PageRequest, card_id: UUID) -> HttpResponse:
    """Take a workbook, or one sheet as CSV, as the draft of the next version; every error stands at its cell."""
    file = request.FILES.get("file")
    form = FormReader(request.POST)
    try:
        if not isinstance(file, StoredUpload) or not file.size:
            form.refuse("file", "required", _("Choose a file that is not empty."))
        kind = form.sent.get("kind", "")
        valid_from, valid_until = form.read_date("valid_from"), form.read_date("valid_until")
        form.check()
        assert isinstance(file, StoredUpload)
        version_id = load_rates(
            scope=request.scope,
            card_id=card_id,
            tables=read_rate_file(path=file.path, kind=kind),
            valid_from=valid_from or request.now.date(),
            valid_until=valid_until,
            now=request.now,
            actor=request.actor,
        )
    except Invalid as refusal:
        return _show_card(request, card_id, Draft.of(request.POST, refusal))
    finally:
        discard_upload(file)
    tell(request, _("The draft is here. Look at what changes, then publish it."))
    return HttpResponseRedirect(reverse("console:rate-version", args=[version_id]))


def _show_card(request: PageRequest, card_id: UUID, draft: Draft) -> HttpResponse:
    card = get_card(request.scope, card_id=card_id, on=request.now.date())
    attempt = try_parcel(request, card)
    if attempt and not draft.problems:
        draft = Draft(draft.values, tuple(attempt.problems))
    edit = Action(_("Change"), reverse("console:edit-rate-card", args=[card_id]))
    context: dict[str, Any] = {
        "card": card,
        "badges": [Badge("rates", "in_use" if card.is_in_use else "offer")],
        "secondary": [edit] if may_keep(request) else [],
        "pairs": _list_pairs(card, _link_carrier(request, card.carrier_code)),
        "versions": list_versions(request.scope, card_id=card_id),
        "can_change": may_keep(request),
        "kinds": [(kind, SHEET_WORDS[kind]) for kind in SHEETS],
        "attempt": attempt,
    }
    return show_form(request, "rates/card.html", draft, context)


def _link_carrier(request: PageRequest, code: str) -> str:
    """Return where the carrier stands among all, for those who see them."""
    sees = bool(request.roles & list_roles("console:carriers"))
    return f"{reverse('console:carriers')}#carrier-{code}" if sees else ""


def _list_pairs(card: RateCardRow, carrier_url: str) -> list[Pair]:
    return [
        Pair(_("Carrier"), card.carrier_name, carrier_url),
        Pair(_("Account number"), card.account_number, is_code=True),
        Pair(_("Account of"), card.merchant_code or _("the operator")),
        Pair(_("Currency"), card.currency),
        Pair(_("Units of the sheets"), MEASURE_WORDS[card.measures]),
        Pair(_("Parcels a month"), format_quantity(card.monthly_parcels)),
        Pair(_("Holds today"), _tell_version(card)),
    ]


def _tell_version(card: RateCardRow) -> str:
    if card.version is None or card.valid_from is None:
        return _("no version")
    return _("version %(number)s, from %(day)s") % {
        "number": card.version,
        "day": format_day(card.valid_from),
    }


def _show_form(request: PageRequest, draft: Draft, known: RateCardRow | None) -> HttpResponse:
    context: dict[str, Any] = {
        "card": known,
        "carriers": list_carriers(),
        "merchants": list_merchants(request.scope),
        "measures": [(one, MEASURE_WORDS[one]) for one in MEASURES],
    }
    return show_form(request, "rates/card_form.html", draft, context)


def _read_values(card: RateCardRow) -> dict[str, Any]:
    return {
        "carrier_code": card.carrier_code,
        "merchant": str(card.merchant_id or ""),
        "account_number": card.account_number,
        "name": card.name,
        "currency": card.currency,
        "measures": card.measures,
        "monthly_parcels": card.monthly_parcels,
        "is_in_use": "on" if card.is_in_use else "",
    }


def _read(form: FormReader, known: RateCardRow | None, request: PageRequest) -> RateCardDraft:
    """Read the form; of a known card only what may change."""
    name = form.read_text("name", is_required=True, at_most=60)
    parcels = form.read_integer("monthly_parcels", default=0, minimum=0)
    is_in_use = "is_in_use" in form.sent
    if known:
        return RateCardDraft(
            known.carrier_code, known.account_number, name, known.currency, known.measures, parcels, is_in_use,
            known.merchant_id,
        )  # fmt: skip
    merchants = {str(merchant.id) for merchant in list_merchants(request.scope)}
    merchant = form.read_choice("merchant", {"", *merchants})
    return RateCardDraft(
        form.read_choice("carrier_code", {carrier.code for carrier in list_carriers()}),
        form.read_text("account_number", is_required=True, at_most=40),
        name,
        form.read_text("currency", is_required=True, at_most=3).upper(),
        form.read_choice("measures", MEASURES),
        parcels,
        is_in_use,
        read_uuid(merchant) if merchant else None,
    )
