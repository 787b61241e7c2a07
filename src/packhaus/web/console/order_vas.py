"""Value-added services on an order's page: what is wanted and done, asked for, taken away."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from packhaus.catalog.queries.vas import list_vas_options
from packhaus.kernel.errors import DomainError
from packhaus.orders.queries.get_order import OrderDetail
from packhaus.orders.queries.vas_asks import VasAskRow, list_vas_asks
from packhaus.orders.types import LineVas
from packhaus.outbound.queries.vas_work import VasLine, list_vas
from packhaus.outbound.services.vas import change_order_vas
from packhaus.web.console.order_actions import CHANGERS
from packhaus.web.console.order_parts import OPEN_STAGES
from packhaus.web.console.vas_words import name_option
from packhaus.web.floor.bench_vas import name_vas
from packhaus.web.formats import pick_text
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.order_address import link_order, open_order
from packhaus.web.packing_words import VAS_KINDS
from packhaus.web.parts import Action
from packhaus.web.refusals import Refusal, describes

_UNPACKED = {"planned", "released", "picking", "picked"}


def list_services(request: PageRequest, order: OrderDetail) -> list[tuple[str, VasLine]]:
    """Return what is to be done and was done, each with its name; what an order was packed without is left out."""
    parts = [part.id for part in order.fulfillments]
    return [
        (name_vas(line), line)
        for line in list_vas(scope=request.scope, fulfillment_ids=parts)
        if line.is_done or line.fulfillment_status in _UNPACKED
    ]


def build_changes(request: PageRequest, order: OrderDetail) -> dict[str, object]:
    """Return what the dialogs need that ask for a service and take one away; nothing where neither can be done."""
    header = order.header
    if header.stage not in OPEN_STAGES or not request.roles & set(CHANGERS):
        return {}
    options = [
        (row.code, name_option(row), row.per == "order", row.asks_text)
        for row in list_vas_options(scope=request.scope, merchant_id=header.merchant_id)
        if row.is_active
    ]
    asks = [
        (f"{ask.option}.{ask.position}", _name(ask))
        for ask in list_vas_asks(request.scope, order_id=header.id)
    ]
    actions = []
    if options:
        actions.append(Action(_("Ask for a service"), dialog="add-service"))
    if asks:
        actions.append(Action(_("Take a service away"), dialog="drop-service"))
    return {
        "vas_options": options,
        "vas_asks": asks,
        "vas_actions": actions,
        "vas_lines": [line for line in order.lines if line.parent_line_id is None],
    }


def _name(ask: VasAskRow) -> str:
    name = pick_text(ask.names) or str(VAS_KINDS[ask.kind])
    return f"{name} · {ask.sku_name}" if ask.sku_name else name


@require_POST
@open_to(*CHANGERS)
def change(request: PageRequest, number: str) -> HttpResponse:
    """Ask for a service of the order or of a line, or take one away."""
    order = open_order(request, number).header
    added, removed = _read(request)
    change_order_vas(
        scope=request.scope,
        order_id=order.id,
        added=added,
        removed=removed,
        now=request.now,
        actor=request.actor,
    )
    for wish in (*added, *removed):
        told = _("%(option)s is asked for.") if added else _("%(option)s is taken away.")
        messages.info(request, told % {"option": wish.option})
    url = link_order(order.merchant_code, order.number)
    return HttpResponseRedirect(f"{url}#services")


def _read(request: PageRequest) -> tuple[list[LineVas], list[LineVas]]:
    form = FormReader(request.POST)
    if "drop" in request.POST:
        option, _dot, place = form.read_text("drop", at_most=40).rpartition(".")
        if not option or not place.isdecimal() or len(place) > 5:
            form.refuse("option", "unknown", _("Choose one of the list."))
        form.check()
        return [], [LineVas(option, int(place) or None)]
    position = form.read_integer("line", default=0, minimum=0)
    option = form.read_text("option", is_required=True, at_most=16)
    text = form.read_text("text", at_most=600)
    form.check()
    return [LineVas(option, position or None, text)], []


@describes("vas_too_late")
def describe_too_late(error: DomainError) -> Refusal:
    """Say that nothing is left to do it to."""
    return Refusal(
        int(error.status),
        _("Nothing was changed: everything is packed or cancelled."),
        _("Services are done before an order is packed."),
    )


@describes("vas_done_already")
def describe_done(error: DomainError) -> Refusal:
    """Name what was done."""
    return Refusal(
        int(error.status),
        _("Nothing was changed: the service is done already."),
        _("Say on the floor or at the bench that it is not done after all, then take it away."),
        remedies=[Action(pgettext("nav", "Services"), reverse("console:vas"))],
    )
