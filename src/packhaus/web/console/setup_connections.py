"""How labels are bought from carriers: accounts with what signs in, tried at once, switched off and on."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import list_merchants
from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.shipping.queries.connections import ConnectionRow, get_connection_row, list_connections
from packhaus.shipping.queries.list_carriers import list_carriers
from packhaus.shipping.services.connections import save_connection, switch_connection, try_connection_again
from packhaus.shipping.services.interfaces import INTERFACES, Interface
from packhaus.shipping.types import ConnectionDraft
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader, read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.parts import Action
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes
from packhaus.web.words_of_labels import CREDENTIALS


@open_to(Role.ADMIN)
def show_connections(request: PageRequest) -> HttpResponse:
    """List the accounts that labels are bought with, and whether their carriers let us in."""
    context: dict[str, Any] = {
        "connections": [(row, _find_state(row)) for row in list_connections(request.scope)],
        "more": [
            Action(
                _("Buy labels from %(carrier)s") % {"carrier": one.name},
                reverse("console:new-carrier-connection", args=[code]),
            )
            for code, one in INTERFACES.items()
        ],
    }
    return render_page(request, "setup/connections.html", context)


@open_to(Role.ADMIN)
def new_connection(request: PageRequest, interface: str) -> HttpResponse:
    """Show the form of a new connection to a carrier's interface, and save it."""
    if interface not in INTERFACES:
        raise Http404
    return _edit(request, INTERFACES[interface], None)


@open_to(Role.ADMIN)
def edit_connection(request: PageRequest, connection_id: UUID) -> HttpResponse:
    """Show the form of a known connection, and save it; secrets that are left empty stay."""
    known = get_connection_row(request.scope, connection_id=connection_id)
    return _edit(request, INTERFACES[known.interface], known)


@require_POST
@open_to(Role.ADMIN)
def switch(request: PageRequest, connection_id: UUID) -> HttpResponse:
    """Switch a connection off or on, or try it once more."""
    row = get_connection_row(request.scope, connection_id=connection_id)
    named = {"carrier": row.carrier_name}
    if request.POST.get("do") == "try":
        try_connection_again(scope=request.scope, connection_id=connection_id)
        tell(request, _("%(carrier)s is asked whether it lets us in.") % named)
        return HttpResponseRedirect(reverse("console:carrier-connections"))
    is_active = request.POST.get("do") == "on"
    _switch(request, connection_id, is_active=is_active)
    told = (
        _("Labels are bought from %(carrier)s again.")
        if is_active
        else _("New parcels of %(carrier)s get labels of our own.")
    )
    undo_url = link_undo(request, "connection-switch", id=str(connection_id), is_active=not is_active)
    tell(request, told % named, undo_url=undo_url)
    return HttpResponseRedirect(reverse("console:carrier-connections"))


@undoes("connection-switch")
def _switch_back(request: PageRequest, data: dict[str, Any]) -> None:
    _switch(request, UUID(data["id"]), is_active=data["is_active"])


def _switch(request: PageRequest, connection_id: UUID, *, is_active: bool) -> None:
    switch_connection(
        scope=request.scope,
        connection_id=connection_id,
        is_active=is_active,
        now=request.now,
        actor=request.actor,
    )


def _edit(request: PageRequest, interface: Interface, known: ConnectionRow | None) -> HttpResponse:
    if request.method != "POST":
        values = {
            "is_test": known is None or known.is_test,
            "is_active": known is None or known.is_active,
            "carrier_code": _guess_carrier(interface),
        }
        return _show(request, Draft(values), interface, known)
    form = FormReader(request.POST)
    try:
        draft = _read(form, request, interface, known)
        form.check()
        save_connection(scope=request.scope, draft=draft, now=request.now, actor=request.actor)
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal), interface, known)
    tell(request, _("It is saved, and the carrier is asked whether it lets us in."))
    return HttpResponseRedirect(reverse("console:carrier-connections"))


def _show(
    request: PageRequest, draft: Draft, interface: Interface, known: ConnectionRow | None
) -> HttpResponse:
    context: dict[str, Any] = {
        "known": known,
        "interface": interface,
        "carriers": list_carriers(),
        "merchants": list_merchants(request.scope),
        "fields": [
            (
                name,
                CREDENTIALS.get(f"{interface.code}.{name}") or CREDENTIALS[name],
                name in interface.credentials,
            )
            for name in (*interface.credentials, *interface.optional)
        ],
    }
    return show_form(request, "setup/connection_form.html", draft, context)


def _read(
    form: FormReader, request: PageRequest, interface: Interface, known: ConnectionRow | None
) -> ConnectionDraft:
    """Read the form; carrier and account of a known connection stay."""
    names = (*interface.credentials, *interface.optional)
    credentials = {name: form.read_text(f"credentials_{name}", at_most=200) for name in names}
    is_test, is_active = "is_test" in form.sent, "is_active" in form.sent
    merchants = {merchant.code: merchant.id for merchant in list_merchants(request.scope)}
    if known:
        return ConnectionDraft(
            known.carrier_code, known.account_number, interface.code, credentials, is_test, is_active,
            merchants.get(known.merchant_code),
        )  # fmt: skip
    merchant = form.read_choice("merchant", {"", *map(str, merchants.values())})
    return ConnectionDraft(
        form.read_choice("carrier_code", {carrier.code for carrier in list_carriers()}),
        form.read_text("account_number", is_required=True, at_most=40),
        interface.code,
        credentials,
        is_test,
        is_active,
        read_uuid(merchant) if merchant else None,
    )


def _guess_carrier(interface: Interface) -> str:
    """Return the carrier that an interface is surely for: its products are offered, or it has the name; else none."""
    products, carriers = {code for code, _name in interface.products}, list_carriers()
    for carrier in carriers:
        if any(service.product in products for service in carrier.services):
            return carrier.code
    brand = interface.name.casefold().split(" (")[0]
    return next(
        (one.code for one in carriers if one.name.casefold() in brand or brand in one.name.casefold()), ""
    )


def _find_state(row: ConnectionRow) -> str:
    if not row.is_active:
        return "off"
    if row.checked_at is None:
        return "tried"
    return "fails" if row.check_failure else "works"
