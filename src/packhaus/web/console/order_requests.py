"""What partners' sites were asked to do of an order: said on its page, and answered there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.orders.queries.get_order import FulfillmentRow, OrderDetail
from packhaus.orders.queries.list_requests import UNANSWERED
from packhaus.orders.services.requests import accept_cancels, accept_requests, refuse_cancels, reject_requests
from packhaus.orders.states import TAKEN_ON
from packhaus.orders.types import RejectedUnits, Rejection, RejectReason
from packhaus.outbound.services.partner_sent import book_partner_shipments
from packhaus.outbound.types import BoxedUnits, PartnerParcel, PartnerReport
from packhaus.web.console.requests import SAID_REASONS, list_effects
from packhaus.web.console.work_bulk import LEADS
from packhaus.web.formats import format_moment, format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.order_address import link_order, open_order
from packhaus.web.parts import Action

OPEN_REQUESTS = ("requested", *TAKEN_ON)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Units of an item that the partner is asked for, by their fulfillment line."""

    id: int
    sku_code: str
    sku_name: str
    promised: int


@dataclass(frozen=True, slots=True)
class RequestForm:
    """The dialogs of one request."""

    id: UUID
    site_code: str
    number: str
    lines: list[AskedLine]

    @property
    def key(self) -> str:
        """Name its dialogs on the page."""
        return f"request-{self.number}"


def list_open_requests(order: OrderDetail) -> list[FulfillmentRow]:
    """Return the parts that a partner is to answer, or has accepted and not sent."""
    return [
        part
        for part in order.fulfillments
        if part.status == "planned" and part.request_status in OPEN_REQUESTS
    ]


def build_requests(request: PageRequest, order: OrderDetail) -> dict[str, Any]:
    """Return what the page needs for the dialogs of requests; nothing where there is none."""
    if not request.roles & LEADS:
        return {}
    lines = {line.id: line for line in order.lines}
    forms = [
        RequestForm(
            part.id,
            part.site_code,
            part.number,
            [
                AskedLine(row.id, lines[row.line_id].sku_code, lines[row.line_id].sku_name, row.promised)
                for row in order.parts
                if row.fulfillment_id == part.id and row.promised and row.line_id in lines
            ],
        )
        for part in list_open_requests(order)
    ]
    return {"requests": forms, "reject_reasons": SAID_REASONS, "reject_effect": list_effects()}


def list_request_alerts(order: OrderDetail, *, now: datetime, may_act: bool) -> list[dict[str, Any]]:
    """Say which partner is to answer until when, and offer the answers to who may give them."""
    return [_alert(order, part, now, may_act=may_act) for part in list_open_requests(order)]


def _alert(order: OrderDetail, part: FulfillmentRow, now: datetime, *, may_act: bool) -> dict[str, Any]:
    is_late = part.request_status in UNANSWERED and part.answer_by is not None and part.answer_by < now
    values = {
        "site": part.site_code,
        "units": format_quantity(part.unit_count),
        "at": format_moment(part.answer_by, part.timezone, now=now) if part.answer_by else "–",
    }
    if part.request_status == "cancel_requested":
        what = _("%(site)s is asked to cancel what it has accepted.")
        why = _("Without an answer by %(at)s it goes out.")
    elif part.request_status == "requested":
        what = ngettext(
            "%(site)s is asked for %(units)s unit.", "%(site)s is asked for %(units)s units.", part.unit_count
        )
        why = _("Without an answer by %(at)s it goes to another site.")
    else:
        what = ngettext(
            "%(site)s has accepted %(units)s unit.",
            "%(site)s has accepted %(units)s units.",
            part.unit_count,
        )
        why = _("It has not said yet that it has sent them.")
    return {
        "level": "today" if is_late else "know",
        "what": what % values,
        "why": why % values,
        "holders": [],
        "remedies": _list_answers(order, part) if may_act else [],
    }


def _list_answers(order: OrderDetail, part: FulfillmentRow) -> list[Action]:
    url = link_order(order.header.merchant_code, order.header.number, page="answer-request")

    def say(label: str, name: str, icon: str) -> Action:
        return Action(label, url, method="post", name=name, value=str(part.id), icon=icon)

    left = Action(_("Has left"), dialog=f"request-{part.number}-sent", icon="truck")
    if part.request_status == "cancel_requested":
        confirm = say(_("Confirm the cancellation"), "accept-cancel", "circle-check")
        return [confirm, say(_("Send it anyway"), "refuse-cancel", "x"), left]
    refuse = Action(_("Refuse"), dialog=f"request-{part.number}-reject", icon="x")
    accept = [say(_("Accept"), "accept", "circle-check")] if part.request_status == "requested" else []
    return [*accept, left, refuse]


@require_POST
@open_to(*LEADS)
def answer_request(request: PageRequest, number: str) -> HttpResponse:
    """Take a partner's answer: yes, no to some or all, or what has left; to a wish to cancel, yes or no."""
    order = open_order(request, number)
    deed = next((name for name in _DEEDS if name in request.POST), "")
    form = FormReader(request.POST)
    part_id = form.read_id(deed)
    if not deed or part_id not in {part.id for part in order.fulfillments}:
        raise Http404
    assert part_id is not None
    _DEEDS[deed](request, form, part_id, _read_units(form, order, part_id))
    return HttpResponseRedirect(link_order(order.header.merchant_code, order.header.number))


def _read_units(form: FormReader, order: OrderDetail, part_id: UUID) -> list[tuple[int, int]]:
    """Return the units that were typed for each line; none when no field was sent."""
    fields = [row.id for row in order.parts if row.fulfillment_id == part_id]
    read = [
        (id_, form.read_integer(f"units-{id_}", default=0, minimum=0))
        for id_ in fields
        if f"units-{id_}" in form.sent
    ]
    if read and not any(units for _id, units in read):
        form.refuse("units", "required", _("Say how many units."))
    return [(id_, units) for id_, units in read if units]


def _accept(request: PageRequest, form: FormReader, part_id: UUID, _units: Sequence[tuple[int, int]]) -> None:
    form.check()
    accept_requests(scope=request.scope, fulfillment_ids=[part_id], now=request.now, actor=request.actor)
    messages.info(request, _("The request is accepted."))


def _reject(request: PageRequest, form: FormReader, part_id: UUID, units: Sequence[tuple[int, int]]) -> None:
    reason = form.read_choice("reason", [code for code, _words in SAID_REASONS])
    form.check()
    rejection = Rejection(part_id, RejectReason(reason), tuple(RejectedUnits(*one) for one in units))
    (outcome,) = reject_requests(
        scope=request.scope, rejections=[rejection], now=request.now, actor=request.actor
    )
    told = _("Refused: %(elsewhere)s units go to other sites, %(waiting)s wait for stock.")
    messages.info(
        request,
        told
        % {
            "elsewhere": format_quantity(outcome.elsewhere),
            "waiting": format_quantity(outcome.backordered),
        },
    )


def _send(request: PageRequest, form: FormReader, part_id: UUID, units: Sequence[tuple[int, int]]) -> None:
    carrier = form.read_text("carrier", is_required=True, at_most=24)
    tracking = form.read_text("tracking_number", is_required=True, at_most=40)
    form.check()
    parcel = PartnerParcel(tracking, tuple(BoxedUnits(*one) for one in units))
    (sent,) = book_partner_shipments(
        reports=[PartnerReport(part_id, carrier, (parcel,))], now=request.now, actor=request.actor
    )
    told = ngettext("%(count)s unit has left.", "%(count)s units have left.", sent.units)
    messages.info(request, told % {"count": format_quantity(sent.units)})


def _accept_cancel(
    request: PageRequest, form: FormReader, part_id: UUID, _units: Sequence[tuple[int, int]]
) -> None:
    form.check()
    (reply,) = accept_cancels(
        scope=request.scope, fulfillment_ids=[part_id], now=request.now, actor=request.actor
    )
    told = ngettext("%(count)s unit is cancelled.", "%(count)s units are cancelled.", reply.cancelled)
    messages.info(request, told % {"count": format_quantity(reply.cancelled)})


def _refuse_cancel(
    request: PageRequest, form: FormReader, part_id: UUID, _units: Sequence[tuple[int, int]]
) -> None:
    form.check()
    refuse_cancels(scope=request.scope, fulfillment_ids=[part_id], now=request.now, actor=request.actor)
    messages.info(request, _("It is sent anyway."))


_DEEDS = {
    "accept": _accept,
    "reject": _reject,
    "sent": _send,
    "accept-cancel": _accept_cancel,
    "refuse-cancel": _refuse_cancel,
}
