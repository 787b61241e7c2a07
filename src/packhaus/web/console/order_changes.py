"""Change an order: where it goes, one more item, fewer units."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.kernel.errors import Invalid
from packhaus.orders.queries.get_order import OrderHeader
from packhaus.orders.services.cancel import LineCancel, cancel_lines
from packhaus.orders.services.change import add_lines, change_recipient
from packhaus.orders.types import LineDraft
from packhaus.parties.types import AddressDraft, ContactDraft
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.order_actions import CHANGERS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.order_address import open_order


@open_to(*CHANGERS)
def edit_recipient(request: PageRequest, number: str) -> HttpResponse:
    """Show who gets the order and where, and change it while nothing is on the floor."""
    order = open_order(request, number).header
    if request.method != "POST":
        return _show(request, order, Draft(_read_values(order)))
    form = FormReader(request.POST)
    contact, address = _read_recipient(form, order)
    try:
        form.check()
        change_recipient(
            scope=request.scope,
            order_id=order.id,
            contact=contact,
            address=address,
            now=request.now,
            actor=request.actor,
        )
    except Invalid as refusal:
        return _show(request, order, Draft.of(request.POST, refusal))
    messages.info(request, _("The address is changed."))
    return _back_to(number)


def _show(request: PageRequest, order: OrderHeader, draft: Draft) -> HttpResponse:
    return show_form(request, "orders/recipient.html", draft, {"order": order})


def _read_values(order: OrderHeader) -> dict[str, Any]:
    lines = [*(order.address_lines or []), "", ""]
    named = ("company", "email", "phone", "city", "postal_code", "region", "country")
    values = {name: getattr(order, name) for name in named}
    return values | {"name": order.shopper, "lines": lines[0], "lines_2": lines[1]}


def _read_recipient(form: FormReader, order: OrderHeader) -> tuple[ContactDraft, AddressDraft]:
    contact = ContactDraft(
        name=form.read_text("name"),
        email=form.read_text("email").casefold(),
        phone=form.read_text("phone").replace(" ", ""),
        company=form.read_text("company"),
        language=order.language,
    )
    street = (form.read_text("lines"), form.read_text("lines_2"))
    address = AddressDraft(
        lines=tuple(line for line in street if line),
        city=form.read_text("city"),
        country=form.read_text("country").upper(),
        postal_code=form.read_text("postal_code"),
        region=form.read_text("region"),
    )
    return contact, address


@require_POST
@open_to(*CHANGERS)
def add_item(request: PageRequest, number: str) -> HttpResponse:
    """Add one item; it is promised as at intake."""
    order = open_order(request, number).header
    form = FormReader(request.POST)
    line = LineDraft(
        form.read_text("sku", is_required=True, at_most=40),
        form.read_integer("quantity", minimum=1),
        form.read_minor("price", currency=order.currency),
    )
    form.check()
    add_lines(scope=request.scope, order_id=order.id, lines=[line], now=request.now, actor=request.actor)
    messages.info(request, _("%(sku)s is added.") % {"sku": line.sku_code})
    return _back_to(number)


@require_POST
@open_to(*CHANGERS)
def cancel_units(request: PageRequest, number: str) -> HttpResponse:
    """Cancel units of one line: at once before release, as a request to the floor after it."""
    order_id = open_order(request, number).header.id
    form = FormReader(request.POST)
    wish = LineCancel(form.read_integer("line", minimum=1), form.read_integer("quantity", minimum=1))
    form.check()
    outcome = cancel_lines(
        scope=request.scope, order_id=order_id, cancels=[wish], now=request.now, actor=request.actor
    )
    told = _("%(cancelled)s units cancelled; %(asked)s are asked of who works on them.")
    messages.info(request, told % {"cancelled": outcome.cancelled, "asked": outcome.requested})
    return _back_to(number)


def _back_to(number: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("console:order", args=[number]))
