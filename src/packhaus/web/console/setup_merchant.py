"""One merchant: what everybody reads of it, and its terms as versions with their history."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.access.queries.users import list_users
from packhaus.access.services.change_merchant import change_merchant
from packhaus.access.services.merchants import set_merchant_active
from packhaus.access.types import MerchantRow, Role
from packhaus.kernel.errors import Invalid
from packhaus.network.queries.list_sites import list_sites
from packhaus.shipping.queries.list_carriers import list_carriers
from packhaus.terms.queries.get_terms import list_term_versions
from packhaus.terms.services.set_terms import set_terms
from packhaus.terms.types import KEYS, MerchantTerms, TermDraft, TermVersion, build_terms
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import page_of
from packhaus.web.parts import Action, Badge, Pair, Words
from packhaus.web.responses import render_page
from packhaus.web.words import BACKORDER_DATES, PAYMENT_TERMS, POLICIES, TERMS, name_code

NUMBERS = (
    "backorder_limit", "cart_minutes", "retention_contact_days", "retention_message_days",
    "retention_photo_days", "receive_over_percent", "receive_under_percent", "receive_shelf_life_days",
    "insured_above", "signed_above",
)  # fmt: skip
TEXTS = ("tracking_brand", "support_email")


@page_of("console:merchants")
def show_merchant(request: PageRequest, code: str) -> HttpResponse:
    """Show a merchant with the terms that hold now, those that will, and those that did."""
    merchant = get_merchant_by_code(scope=request.scope, code=code)
    versions = list_term_versions(request.scope, merchant_id=merchant.id)
    people = {str(user.id): user.name for user in list_users(request.scope)}
    names = {key: str(words) for key, words in TERMS.items()}
    history = [
        (
            version,
            names.get(version.key, version.key),
            _write(version.key, version.value),
            people.get(version.recorded_by, ""),
        )
        for version in sorted(versions, key=lambda version: (version.valid_from, version.key), reverse=True)
    ]
    can_change = Role.ADMIN in request.roles
    context: dict[str, Any] = {
        "merchant": merchant,
        "badges": [Badge("merchant", "active" if merchant.is_active else "inactive")],
        "pairs": _list_pairs(merchant),
        "terms": [Pair(names[key], value) for key, value in _write_all(_find_terms(versions, request.now))],
        "history": history,
        "now": request.now,
        "primary": Action(_("Change the terms"), reverse("console:merchant-terms", args=[merchant.code]))
        if can_change
        else None,
        "secondary": [
            *(
                [Action(_("Change"), reverse("console:edit-merchant", args=[merchant.code]))]
                if can_change
                else []
            ),
            Action(_("Registrations"), f"{reverse('console:registrations')}?of={merchant.code}&view=all"),
        ],
        "more": [_make_switch(merchant)] if can_change else [],
    }
    return render_page(request, "setup/merchant.html", context)


def _make_switch(merchant: MerchantRow) -> Action:
    url = reverse("console:edit-merchant", args=[merchant.code])
    if merchant.is_active:
        return Action(
            _("Close keys and sign-ins"), url, method="post", name="do", value="close", is_danger=True
        )
    return Action(_("Open keys and sign-ins"), url, method="post", name="do", value="open")


@open_to(Role.ADMIN)
def edit_merchant(request: PageRequest, code: str) -> HttpResponse:
    """Show the form of a merchant and save it, or open and close its keys and sign-ins."""
    merchant = get_merchant_by_code(scope=request.scope, code=code)
    named: dict[str, Any] = {
        "scope": request.scope, "merchant_id": merchant.id, "now": request.now, "actor": request.actor,
    }  # fmt: skip
    if request.method != "POST":
        values = {
            "name": merchant.name,
            "language": merchant.language,
            "accent": merchant.accent,
            "is_own": merchant.is_own,
        }
        return show_form(request, "setup/merchant_form.html", Draft(values), {"merchant": merchant})
    if request.POST.get("do") in {"open", "close"}:
        set_merchant_active(is_active=request.POST["do"] == "open", **named)
    else:
        form = FormReader(request.POST)
        try:
            change_merchant(
                name=form.read_text("name"), language=form.read_text("language"),
                accent=form.read_text("accent").lower(), is_own="is_own" in request.POST, **named,
            )  # fmt: skip
        except Invalid as refusal:
            draft = Draft.of(request.POST, refusal)
            return show_form(request, "setup/merchant_form.html", draft, {"merchant": merchant})
    messages.info(request, _("%(code)s is saved.") % {"code": merchant.code})
    return HttpResponseRedirect(reverse("console:merchant", args=[merchant.code]))


@open_to(Role.ADMIN)
def edit_terms(request: PageRequest, code: str) -> HttpResponse:
    """Show the terms that hold now, and write what was changed as new versions from a day on."""
    merchant = get_merchant_by_code(scope=request.scope, code=code)
    versions = list_term_versions(request.scope, merchant_id=merchant.id)
    known = _find_terms(versions, request.now)
    if request.method != "POST":
        return _show_terms(request, merchant, Draft(_as_values(known)))
    form = FormReader(request.POST)
    try:
        valid_from = _read_start(form, request)
        drafts = [
            TermDraft(merchant.id, key, value, valid_from)
            for key, value in _read_terms(form).items()
            if value != getattr(known, key)
        ]
        form.check()
        set_terms(scope=request.scope, drafts=drafts, now=request.now, actor=request.actor)
    except Invalid as refusal:
        return _show_terms(request, merchant, Draft.of(request.POST, refusal))
    messages.info(request, _("New versions of terms: %(count)s") % {"count": len(drafts)})
    return HttpResponseRedirect(reverse("console:merchant", args=[merchant.code]))


def _read_start(form: FormReader, request: PageRequest) -> datetime | None:
    """Read the day from which it holds; today is now, since nothing is agreed on backwards."""
    day = form.read_date("valid_from")
    zone = ZoneInfo(request.site_zone or "UTC")
    if day is None or day == request.now.astimezone(zone).date():
        return None
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _show_terms(request: PageRequest, merchant: MerchantRow, draft: Draft) -> HttpResponse:
    names = {key: str(words) for key, words in TERMS.items()}
    context = {
        "merchant": merchant,
        "policies": list(POLICIES.items()),
        "payments": list(PAYMENT_TERMS.items()),
        "backorder_dates": list(BACKORDER_DATES.items()),
        "numbers": [(key, names[key], draft.values.get(key, "")) for key in NUMBERS],
        "names": names,
        "today": request.now.date(),
    }
    return show_form(request, "setup/terms_form.html", draft, context)


def _read_terms(form: FormReader) -> dict[str, Any]:
    values: dict[str, Any] = {key: form.read_integer(key, minimum=0) for key in NUMBERS}
    values |= {key: form.read_text(key, at_most=254) for key in TEXTS}
    values["order_policy"] = form.read_choice("order_policy", POLICIES)
    values["payment_term"] = form.read_choice("payment_term", PAYMENT_TERMS)
    values["backorder_dates"] = form.read_choice("backorder_dates", BACKORDER_DATES)
    values["ship_from"] = _read_sites(form)
    values["excluded_services"] = _read_services(form)
    values["words_messages"] = "words_messages" in form.sent
    values["message_languages"] = tuple(form.sent.getlist("message_languages"))
    return values


def _read_sites(form: FormReader) -> tuple[str, ...]:
    """Read codes of sites, with blanks or commas between them; a code that no site has is a mistake."""
    codes = tuple(form.read_text("ship_from", at_most=1_000).upper().replace(",", " ").split())
    known = {site.code for site in list_sites()}
    for code in codes:
        if code not in known:
            form.refuse("ship_from", "unknown", _("There is no site %(code)s.") % {"code": code})
    return codes


def _read_services(form: FormReader) -> tuple[str, ...]:
    """Read codes of services, with blanks or commas between them; a code that no carrier has is a mistake."""
    codes = tuple(form.read_text("excluded_services", at_most=1_000).upper().replace(",", " ").split())
    known = {service.code for carrier in list_carriers() for service in carrier.services}
    for code in codes:
        if code not in known:
            form.refuse("excluded_services", "unknown", _("There is no service %(code)s.") % {"code": code})
    return codes


def _as_values(terms: MerchantTerms) -> dict[str, Any]:
    values = {key: getattr(terms, key) for key in KEYS}
    return values | {
        "ship_from": " ".join(terms.ship_from),
        "excluded_services": " ".join(terms.excluded_services),
        "message_languages": " ".join(terms.message_languages),
    }


def _find_terms(versions: list[TermVersion], now: datetime) -> MerchantTerms:
    return build_terms(
        {
            version.key: version.value
            for version in versions
            if version.valid_from <= now and (version.valid_to is None or now < version.valid_to)
        }
    )


def _list_pairs(merchant: MerchantRow) -> list[Pair]:
    return [
        Pair(_("Code"), merchant.code),
        Pair(_("Currency"), merchant.currency),
        Pair(_("Country"), merchant.country),
        Pair(_("Language"), name_code("language", merchant.language)),
        Pair(_("Colour"), merchant.accent, is_code=True),
        Pair(_("Whose goods"), _("Our own") if merchant.is_own else _("Another company's")),
    ]


def _write_all(terms: MerchantTerms) -> list[tuple[str, Words]]:
    return [(key, _write(key, getattr(terms, key))) for key in KEYS]


def _write(key: str, value: Any) -> Words:
    if key == "order_policy":
        return POLICIES.get(value, str(value))
    if key == "payment_term":
        return PAYMENT_TERMS.get(value, str(value))
    if key == "backorder_dates":
        return BACKORDER_DATES.get(value, str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value) or "–"
    return str(value) if value != "" else "–"
