"""Carriers: their services, where they reach, and what they cost up to which weight."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.kernel.money import get_exponent, parse_minor
from packhaus.shipping.queries.list_carriers import get_carrier, list_carriers
from packhaus.shipping.services.carriers import CarrierDraft, ServiceDraft, save_carriers
from packhaus.shipping.services.interfaces import INTERFACES
from packhaus.shipping.services.switch import switch_service
from packhaus.shipping.types import DELIVERY_OPTIONS
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import list_roles, page_of
from packhaus.web.parts import Action
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes
from packhaus.web.words import name_code

SERVICES_AT_MOST = 40
ABILITIES = ("takes_dangerous", "takes_po_boxes", "takes_signature")
PRODUCTS = {code for one in INTERFACES.values() for code, _name in one.products}


@page_of("console:carriers")
def show_carriers(request: PageRequest) -> HttpResponse:
    """List carriers with their services."""
    new = Action(_("New carrier"), reverse("console:new-carrier")) if Role.ADMIN in request.roles else None
    labels = Action(_("Labels from carriers"), reverse("console:carrier-connections"))
    context = {
        "carriers": list_carriers(),
        "primary": new,
        "can_change": Role.ADMIN in request.roles,
        "sees_cards": bool(request.roles & list_roles("console:rate-cards")),
        "secondary": [labels] if Role.ADMIN in request.roles else [],
    }
    return render_page(request, "setup/carriers.html", context)


@open_to(Role.ADMIN)
def edit_carrier(request: PageRequest, code: str = "") -> HttpResponse:
    """Show the form of a carrier, new or known, and save it with its services and prices."""
    known = get_carrier(code=code) if code else None
    if request.method != "POST":
        return _show(request, Draft(_read_values(known) if known else {"services": [_blank()]}), code)
    form = FormReader(request.POST)
    services: list[dict[str, Any]] = []
    try:
        draft = _read(form, code, services)
        form.check()
        save_carriers(scope=request.scope, drafts=[draft], now=request.now, actor=request.actor)
    except Invalid as refusal:
        sent = Draft.of(request.POST, refusal)
        return _show(request, Draft({**sent.values, "services": services}, sent.problems), code)
    messages.info(request, _("%(code)s is saved.") % {"code": draft.code})
    return HttpResponseRedirect(reverse("console:carriers"))


@require_POST
@open_to(Role.ADMIN)
def switch(request: PageRequest, code: str) -> HttpResponse:
    """Switch a service off or on; the reverse button stands where this one stood."""
    is_active = request.POST.get("do") == "on"
    _switch(request, code, is_active=is_active)
    told = (
        _("%(code)s is chosen for new orders again.")
        if is_active
        else _("%(code)s is off: no new order gets it. Orders that have it leave with it.")
    )
    undo_url = link_undo(request, "service-switch", code=code, is_active=not is_active)
    tell(request, told % {"code": code}, undo_url=undo_url)
    return HttpResponseRedirect(reverse("console:carriers"))


@undoes("service-switch")
def _switch_back(request: PageRequest, data: dict[str, Any]) -> None:
    _switch(request, data["code"], is_active=data["is_active"])


def _switch(request: PageRequest, code: str, *, is_active: bool) -> None:
    switch_service(scope=request.scope, code=code, is_active=is_active, now=request.now, actor=request.actor)


def _show(request: PageRequest, draft: Draft, code: str) -> HttpResponse:
    names = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    for service in draft.values["services"]:
        on = service["delivery_weekdays"]
        service["weekdays"] = [
            (day, name, on[day - 1 : day] == "1") for day, name in enumerate(names, start=1)
        ]
    cards = Action(_("Rate cards"), f"{reverse('console:rate-cards')}?{urlencode({'carrier': code})}")
    times = Action(_("Transit times"), f"{reverse('console:transit-times')}?{urlencode({'carrier': code})}")
    context = {
        "delivery_options": [(option, name_code("delivery_option", option)) for option in DELIVERY_OPTIONS],
        "code": code,
        "secondary": [cards, times] if code else [],
        "interfaces": list(INTERFACES.values()),
    }
    return show_form(request, "setup/carrier_form.html", draft, context)


def _blank() -> dict[str, Any]:
    return {
        "code": "",
        "rank": 100,
        "max_weight_grams": 31_500,
        "cm3_per_kg": "",
        "currency": "EUR",
        "prices": "",
        "is_active": True,
        "liable": "",
        **dict.fromkeys(ABILITIES, True),
        "delivery_weekdays": "1111100",
        "product": "",
        "delivery_options": [],
    }


def _read_values(carrier: CarrierDraft) -> dict[str, Any]:
    services = [
        {
            "code": service.code,
            "name": service.name,
            "rank": service.rank,
            "max_weight_grams": service.max_weight_grams,
            "cm3_per_kg": service.cm3_per_kg or "",
            "currency": service.currency,
            "countries": " ".join(service.countries),
            "can_collect_cash": service.can_collect_cash,
            "is_active": service.is_active,
            "delivery_weekdays": service.delivery_weekdays,
            **{name: getattr(service, name) for name in ABILITIES},
            "liable": ""
            if service.liable_minor is None
            else Decimal(service.liable_minor).scaleb(-get_exponent(service.currency)),
            "product": service.product,
            "delivery_options": list(service.delivery_options),
            "prices": "\n".join(
                f"{grams} {Decimal(amount).scaleb(-get_exponent(service.currency))}"
                for grams, amount in service.prices
            ),
        }
        for service in carrier.services
    ]
    named = ("code", "name", "tracking_prefix", "tracking_url")
    return {name: getattr(carrier, name) for name in named} | {"services": [*services, _blank()]}


def _read(form: FormReader, code: str, drawn: list[dict[str, Any]]) -> CarrierDraft:
    new_code = form.read_text("code", is_required=True, at_most=24).upper()
    if not code and new_code in {carrier.code for carrier in list_carriers()}:
        form.refuse("code", "taken", _("Another carrier has this code."))
    services = []
    for place in range(SERVICES_AT_MOST):
        if f"service_{place}_code" not in form.sent:
            break
        drawn.append(
            {name: form.sent.get(f"service_{place}_{name}", "") for name in (*_blank(), "name", "countries")}
        )
        for name in ("can_collect_cash", "is_active", *ABILITIES):
            drawn[-1][name] = f"service_{place}_{name}" in form.sent
        drawn[-1]["delivery_weekdays"] = _write_weekdays(form.sent.getlist(f"service_{place}_weekdays"))
        drawn[-1]["delivery_options"] = form.sent.getlist(f"service_{place}_options")
        if drawn[-1]["code"].strip():
            services.append(_read_service(form, f"service_{place}"))
    return CarrierDraft(
        code=code or new_code,
        name=form.read_text("name", is_required=True, at_most=80),
        services=tuple(services),
        tracking_prefix=form.read_text("tracking_prefix", at_most=8),
        tracking_url=form.read_text("tracking_url", at_most=200),
    )


def _read_service(form: FormReader, at: str) -> ServiceDraft:
    currency = form.read_text(f"{at}_currency", is_required=True, at_most=3).upper()
    return ServiceDraft(
        code=form.read_text(f"{at}_code", at_most=24).upper(),
        name=form.read_text(f"{at}_name", is_required=True, at_most=80),
        max_weight_grams=form.read_integer(f"{at}_max_weight_grams", minimum=1),
        currency=currency,
        prices=_read_prices(form, f"{at}_prices", currency),
        countries=tuple(form.read_text(f"{at}_countries", at_most=800).upper().split()),
        can_collect_cash=f"{at}_can_collect_cash" in form.sent,
        is_active=f"{at}_is_active" in form.sent,
        rank=form.read_integer(f"{at}_rank", default=100, minimum=0),
        cm3_per_kg=form.read_integer(f"{at}_cm3_per_kg", default=0, minimum=0) or None,
        delivery_weekdays=_read_weekdays(form, at),
        takes_dangerous=f"{at}_takes_dangerous" in form.sent,
        takes_po_boxes=f"{at}_takes_po_boxes" in form.sent,
        takes_signature=f"{at}_takes_signature" in form.sent,
        liable_minor=form.read_minor(f"{at}_liable", currency=currency)
        if form.sent.get(f"{at}_liable", "").strip()
        else None,
        product=form.read_choice(f"{at}_product", {"", *PRODUCTS}),
        delivery_options=tuple(
            option for option in DELIVERY_OPTIONS if option in form.sent.getlist(f"{at}_options")
        ),
    )


def _read_weekdays(form: FormReader, at: str) -> str:
    weekdays = _write_weekdays(form.sent.getlist(f"{at}_weekdays"))
    if "1" not in weekdays:
        form.refuse(f"{at}_weekdays", "required", _("At least one weekday on which it delivers."))
    return weekdays


def _write_weekdays(days: Sequence[str]) -> str:
    return "".join("1" if str(day) in days else "0" for day in range(1, 8))


def _read_prices(form: FormReader, name: str, currency: str) -> tuple[tuple[int, int], ...]:
    """Read lines such as `1000 4.10`: up to so many grams, the amount."""
    steps = []
    for line in form.sent.get(name, "")[:4_000].splitlines():
        parts = line.replace(",", ".").split()
        if not parts:
            continue
        try:
            grams, amount = parts
            steps.append((int(grams), parse_minor(amount, currency)))
        except ValueError:
            form.refuse(name, "format", _("%(line)s is not like 1000 4.10.") % {"line": line[:40]})
    if not steps:
        form.refuse(name, "required", _("At least one price: up to so many grams, the amount."))
    return tuple(steps)
