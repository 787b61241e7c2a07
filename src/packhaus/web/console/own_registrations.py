"""A merchant's own registrations: what is missing and what that stops, what is registered till when, and its proof."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from packhaus.access.queries.merchants import get_merchant_by_code, list_merchants
from packhaus.access.types import Role
from packhaus.catalog.queries.missing_registrations import list_missing
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.terms.queries.list_registrations import (
    RegistrationFilter,
    get_registration,
    list_registrations,
)
from packhaus.terms.services.registrations import write_registrations
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.registrations import keep_sent_evidence, read_registration, send_evidence
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_merchant_id, list_roles, page_of
from packhaus.web.toasts import tell
from packhaus.web.uploads import discard_upload, takes_upload
from packhaus.web.words_of_registrations import BATTERY_KINDS, SCHEMES

SHOWN = 200
_PREFILLED = ("merchant", "country", "scheme", "brand", "device_class")


@open_to(*list_roles("console:own-registrations"), *list_roles("console:registrations"))
def show(request: PageRequest) -> HttpResponse:
    """Show what is registered and what is missing; an address may fill the form with what a gap asks for.

    Whoever looks after every merchant's is led there.
    """
    if request.scope.is_operator:
        return HttpResponseRedirect(reverse("console:registrations"))
    return _show(request, Draft({name: request.GET.get(name, "")[:60] for name in _PREFILLED}))


def _show(request: PageRequest, draft: Draft) -> HttpResponse:
    chosen = find_merchant_id(request)
    merchants = [one for one in list_merchants(request.scope) if chosen in {None, one.id}]
    today = request.now.date()
    page = PageOf(size=SHOWN, counted_at_most=0)
    wanted = RegistrationFilter(merchant_id=chosen)
    context: dict[str, Any] = {
        "missing": [
            row
            for one in merchants
            for row in list_missing(scope=request.scope, merchant_id=one.id, on=today)
        ],
        "registered": list_registrations(scope=request.scope, chosen=wanted, now=request.now, page=page).rows,
        "merchants": merchants,
        "schemes": list(SCHEMES.items()),
        "battery_kinds": list(BATTERY_KINDS.items()),
    }
    return show_form(request, "registrations/own.html", draft, context)


@require_POST
@takes_upload
@open_to(Role.MERCHANT)
def claim(request: PageRequest) -> HttpResponse:
    """Write a registration down with its evidence; it counts when the warehouse has accepted it."""
    form = FormReader(request.POST)
    file = request.FILES.get("evidence")
    try:
        merchant = get_merchant_by_code(
            scope=request.scope, code=form.read_text("merchant", is_required=True)
        )
        draft = read_registration(form, today=request.now.date())
        made = write_registrations(
            scope=request.scope, merchant_id=merchant.id, drafts=[draft], now=request.now, actor=request.actor
        )
        if made and file:
            keep_sent_evidence(request, made[0])
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal))
    finally:
        discard_upload(file)
    told = _("The warehouse looks at it; it counts from then on.")
    tell(request, told if made else _("This registration was written down before."))
    return HttpResponseRedirect(reverse("console:own-registrations"))


@require_POST
@takes_upload
@open_to(Role.MERCHANT)
def prove(request: PageRequest, registration_id: UUID) -> HttpResponse:
    """Keep the evidence of a registration that has none, or is not accepted yet."""
    row = get_registration(scope=request.scope, registration_id=registration_id, now=request.now)
    try:
        if row.has_evidence and row.status != "claimed":
            tell(request, _("Its evidence is accepted. Ask the warehouse to change it."))
        else:
            keep_sent_evidence(request, row.id)
            tell(request, _("The evidence is kept."))
    except Invalid as refusal:
        return _show(request, Draft({}, Draft.of(request.POST, refusal).problems))
    finally:
        discard_upload(request.FILES.get("evidence"))
    return HttpResponseRedirect(reverse("console:own-registrations"))


@require_safe
@page_of("console:own-registrations")
def download(request: PageRequest, registration_id: UUID) -> HttpResponse:
    """Send the document that proves a registration."""
    return send_evidence(request, registration_id)
