"""Requests: what partners' sites were asked to do, until when they are to answer, and what they said."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.kernel.keyset import Page, PageOf
from packhaus.network.queries.list_sites import list_sites
from packhaus.orders.queries.list_requests import (
    REFUSED,
    SENT,
    STATES,
    TO_CANCEL,
    TO_SEND,
    UNANSWERED,
    WAITING,
    RequestFilter,
    RequestRow,
    list_requests,
)
from packhaus.orders.services.requests import accept_cancels, accept_requests, refuse_cancels, reject_requests
from packhaus.orders.states import TAKEN_ON
from packhaus.orders.types import Rejection, RejectReason
from packhaus.web.console.work_bulk import LEADS
from packhaus.web.formats import format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, Dialog, ListPage, Refused, View, show_list
from packhaus.web.lists.each import do_each
from packhaus.web.order_address import link_order
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Words
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.words import REJECT_REASONS, name_code

STATE_WORDS: dict[str, Words] = {
    WAITING: lazy("Wait for an answer"),
    TO_SEND: lazy("Accepted, not sent"),
    TO_CANCEL: lazy("To be cancelled"),
    SENT: lazy("Has left"),
    REFUSED: lazy("Refused"),
}
SAID_REASONS = [(code, words) for code, words in REJECT_REASONS.items() if code != RejectReason.NO_ANSWER]


@page_of("console:requests")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List what partners were asked for, the soonest deadline first, and answer for many."""
    return show_list(request, REQUESTS)


def fetch_requests(asked: Asked, page: PageOf) -> Page[RequestRow]:
    """Read a page of requests."""
    request, codes = asked.request, set(asked.read_all("site"))
    chosen_site = request.frame_choices.site
    if not codes and chosen_site:
        codes = {chosen_site.code}
    chosen = RequestFilter(
        states=[state for state in asked.read_all("state") if state in STATES],
        site_ids=[site.id for site in list_sites() if site.code in codes],
        merchant_id=find_merchant_id(request),
        due_until=request.now if "late" in asked.read_all("due") else None,
        ids=[key for key in map(read_uuid, asked.keys) if key],
    )
    return list_requests(scope=request.scope, chosen=chosen, page=page)


def is_open(row: RequestRow) -> bool:
    """Tell whether an answer still changes something."""
    return row.status == "planned" and row.request_status in ("requested", *TAKEN_ON)


def _draw(request: PageRequest, rows: Sequence[RequestRow]) -> list[tuple[RequestRow, bool, bool]]:
    return [(row, is_open(row), _is_late(row, request.now)) for row in rows]


def _is_late(row: RequestRow, now: datetime) -> bool:
    return row.status == "planned" and row.request_status in UNANSWERED and row.answer_by < now


def _list_fields(_request: PageRequest) -> list[FilterField]:
    partners = [(site.code, site.name) for site in list_sites() if site.run_by == "partner"]
    return [
        FilterField("state", lazy("Status"), list(STATE_WORDS.items())),
        FilterField("due", lazy("Due"), [("late", lazy("Answer is late"))]),
        FilterField("site", lazy("Site"), partners),
    ]


def _accept(request: PageRequest, found: Sequence[RequestRow], _values: Mapping[str, str]) -> BulkOutcome:
    def accept(row: RequestRow) -> str | None:
        done = accept_requests(
            scope=request.scope, fulfillment_ids=[row.id], now=request.now, actor=request.actor
        )
        return None if done else _("It has been accepted already.")

    return do_each(found, accept, refuse=_refuse)


def _reject(request: PageRequest, found: Sequence[RequestRow], values: Mapping[str, str]) -> BulkOutcome:
    reason = values.get("reason", "")

    def reject(row: RequestRow) -> str | None:
        if reason not in dict(SAID_REASONS):
            return _("Choose a reason.")
        if row.request_status == "rejected":
            return _("It has been refused already.")
        reject_requests(
            scope=request.scope,
            rejections=[Rejection(row.id, RejectReason(reason))],
            now=request.now,
            actor=request.actor,
        )
        return None

    return do_each(found, reject, refuse=_refuse)


def _accept_cancel(
    request: PageRequest, found: Sequence[RequestRow], _values: Mapping[str, str]
) -> BulkOutcome:
    def accept(row: RequestRow) -> str | None:
        accept_cancels(scope=request.scope, fulfillment_ids=[row.id], now=request.now, actor=request.actor)
        return None

    return do_each(found, accept, refuse=_refuse)


def _refuse_cancel(
    request: PageRequest, found: Sequence[RequestRow], _values: Mapping[str, str]
) -> BulkOutcome:
    def refuse(row: RequestRow) -> str | None:
        (reply,) = refuse_cancels(
            scope=request.scope, fulfillment_ids=[row.id], now=request.now, actor=request.actor
        )
        return None if reply.kept else _("It has been answered already.")

    return do_each(found, refuse, refuse=_refuse)


def _refuse(row: RequestRow, why: str) -> Refused:
    return Refused(row.number, why, link_order(row.merchant_code, row.order_number))


def _ask_reject(_request: PageRequest, _found: Sequence[RequestRow], total: int) -> Dialog:
    title = ngettext("Refuse %(count)s request", "Refuse %(count)s requests", total)
    title = title % {"count": format_quantity(total)}
    return Dialog(title, title, list_effects())


def list_effects() -> list[str]:
    """Say what a refusal does."""
    return [
        _("Other sites are asked at once; what nobody has waits for stock, and the shopper is told."),
        _("The site is not asked for the order again."),
    ]


def _tell_accepted(count: int) -> str:
    return ngettext("%(count)s request is accepted.", "%(count)s requests are accepted.", count) % {
        "count": format_quantity(count)
    }


def _tell_cancelled(count: int) -> str:
    return ngettext(
        "%(count)s cancellation is confirmed.", "%(count)s cancellations are confirmed.", count
    ) % {"count": format_quantity(count)}


def _tell_kept(count: int) -> str:
    return ngettext("%(count)s request is sent anyway.", "%(count)s requests are sent anyway.", count) % {
        "count": format_quantity(count)
    }


def _tell_rejected(count: int) -> str:
    return ngettext("%(count)s request is refused.", "%(count)s requests are refused.", count) % {
        "count": format_quantity(count)
    }


REQUESTS = ListPage(
    name="console:requests",
    template="outbound/requests.html",
    row_type=RequestRow,
    columns=(
        Column("number", lazy("Order")),
        Column("merchant", lazy("Merchant")),
        Column("site", lazy("Site")),
        Column("status", lazy("Status")),
        Column("answer_by", lazy("Answer by")),
        Column("ship_by", lazy("Ship by")),
        Column("lines", lazy("Lines / units"), is_number=True),
    ),
    default="answer_by",
    fetch=fetch_requests,
    draw=_draw,
    fields=_list_fields,
    views=(
        View("waiting", lazy("Wait for an answer"), "state=waiting", lazy("No request waits for an answer.")),
        View("to-send", lazy("Accepted, not sent"), "state=accepted", lazy("Nothing accepted waits to be sent.")),
        View("to-cancel", lazy("To be cancelled"), "state=cancelling", lazy("No partner is asked to cancel anything.")),
        View("refused", lazy("Refused"), "state=refused", lazy("No partner has refused anything.")),
        View("all", lazy("All")),
    ),
    bulk=(
        BulkAction(
            "accept", lazy("Accept {count}"), _accept, _tell_accepted, LEADS, icon="circle-check", chunk=20
        ),
        BulkAction(
            "reject", lazy("Refuse {count}"), _reject, _tell_rejected, LEADS, icon="x", ask=_ask_reject, chunk=10,
            value="reason", value_label=lazy("Reason"), choices=lambda _request: SAID_REASONS, is_danger=True,
        ),
        BulkAction(
            "accept-cancel", lazy("Confirm cancellation of {count}"), _accept_cancel, _tell_cancelled, LEADS,
            icon="circle-check", chunk=20,
        ),
        BulkAction(
            "refuse-cancel", lazy("Send {count} anyway"), _refuse_cancel, _tell_kept, LEADS, icon="truck", chunk=20
        ),
    ),
    words={
        "reject_reason": lambda reason: name_code("reject_reason", reason),
        "request_status": lambda status: get_status("request", status).label,
        "status": lambda status: get_status("fulfillment", status).label,
    },
)  # fmt: skip
