"""Recalls: what is recalled, where it is, who got it and who knows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from packhaus.access.types import OPERATOR_ROLES, Role
from packhaus.kernel.keyset import Page, PageOf
from packhaus.recalls.queries.list_recalls import (
    RecallOrderRow,
    RecallRow,
    get_recall,
    list_recall_orders,
    list_recalls,
)
from packhaus.recalls.queries.recalled import count_recalled, list_leaving, list_recalled, list_transfers
from packhaus.recalls.services.returned import note_returned
from packhaus.recalls.states import ORDER_STATES, RECALL_STATUSES
from packhaus.web.console.lots import KEEPERS
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, View, show_list
from packhaus.web.lists.each import do_each
from packhaus.web.order_address import link_order
from packhaus.web.pages import find_merchant_id, page_of
from packhaus.web.parts import Action, Badge, Pair
from packhaus.web.responses import render_page
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.words import name_code

TELLERS = KEEPERS | {Role.SUPPORT}
SHOWN = 20


@page_of("console:recalls")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List recalls, the newest first."""
    primary = Action(_("Begin a recall"), reverse("console:new-recall")) if request.roles & KEEPERS else None
    return show_list(request, RECALLS, {"primary": primary})


def fetch_recalls(asked: Asked, page: PageOf) -> Page[RecallRow]:
    """Read a page of recalls."""
    return list_recalls(
        asked.request.scope,
        merchant_id=find_merchant_id(asked.request),
        statuses=[status for status in asked.read_all("status") if status in RECALL_STATUSES],
        text=asked.state.q[:40],
        page=page,
    )


RECALLS = ListPage(
    name="console:recalls",
    template="recalls/list.html",
    row_type=RecallRow,
    columns=(
        Column("number", lazy("Number")),
        Column("status", lazy("Status")),
        Column("what", pgettext_lazy("recall", "What")),
        Column("merchant", lazy("Merchant")),
        Column("hazard", lazy("Why")),
        Column("begun_at", pgettext_lazy("recall", "Begun"), is_sortable=True),
        Column("orders", lazy("Orders"), is_number=True),
        Column("untold", lazy("Not told yet"), is_number=True),
        Column("returned", pgettext_lazy("recall", "Came back"), is_number=True),
    ),
    default="-begun_at",
    fetch=fetch_recalls,
    key=lambda row: row.number,
    fields=(
        FilterField(
            "status",
            lazy("Status"),
            [(status, get_status("recall", status).label) for status in RECALL_STATUSES],
        ),
    ),
    views=(
        View(
            "open", pgettext_lazy("recall", "Open"), "status=open&status=ending", lazy("Nothing is recalled.")
        ),
        View("all", lazy("All")),
    ),
    words={
        "status": lambda status: get_status("recall", status).label,
        "hazard": lambda code: name_code("recall_hazard", code),
        "advice": lambda code: name_code("recall_advice", code),
        "outcome": lambda code: name_code("recall_outcome", code) if code else "",
    },
)


@page_of("console:recalls")
def show_recall(request: PageRequest, number: str) -> HttpResponse:
    """Show where recalled goods are, who was sent them and who has been told."""
    recall = get_recall(request.scope, number=number)
    sums = count_recalled(request.scope, recall_id=recall.id)
    orders = list_recall_orders(request.scope, number=number, page=PageOf(size=SHOWN, is_descending=True))
    context: dict[str, Any] = {
        "recall": recall,
        "badges": [Badge("recall", recall.status)],
        "pairs": _list_pairs(recall),
        "sellable": sums.get("sellable", 0),
        "quarantined": sums.get("quarantine", 0),
        "transfers": list_transfers(request.scope, recall_id=recall.id),
        "orders": orders.rows,
        "orders_url": f"{reverse('console:recall-orders')}?recall={number}",
        "sees_floor": bool(request.roles & OPERATOR_ROLES),
        **_list_actions(request, recall),
    }
    if request.roles & OPERATOR_ROLES:
        balances = list_recalled(request.scope, recall_id=recall.id)
        context["leaving"] = list_leaving(request.scope, balances=balances)
    return render_page(request, "recalls/recall.html", context)


def _list_pairs(recall: RecallRow) -> list[Pair]:
    pairs = [
        Pair(_("What"), recall.what),
        Pair(_("Why"), name_code("recall_hazard", recall.hazard)),
        Pair(_("What shoppers are asked to do"), name_code("recall_advice", recall.advice)),
    ]
    if recall.outcome:
        pairs.append(Pair(_("How it ended"), name_code("recall_outcome", recall.outcome)))
    return pairs


def _list_actions(request: PageRequest, recall: RecallRow) -> dict[str, Any]:
    if recall.status != "open" or not request.roles & TELLERS:
        return {}
    nobody = "" if recall.untold else _("Everybody has been told, or nothing was sent.")
    tell = Action(
        _("Tell shoppers"), reverse("console:recall-tell", args=[recall.number]), disabled_because=nobody
    )
    may_end = bool(request.roles & KEEPERS)
    return {
        "primary": tell,
        "secondary": [Action(_("End the recall"), dialog="end-recall")] if may_end else [],
        "may_end": may_end,
    }


@page_of("console:recalls")
def list_orders(request: PageRequest) -> HttpResponseBase:
    """List the orders that were sent recalled goods, and note what has come back."""
    return show_list(request, ORDERS, {"number": request.GET.get("recall", "")[:16]})


def fetch_orders(asked: Asked, page: PageOf) -> Page[RecallOrderRow]:
    """Read a page of orders of a recall."""
    return list_recall_orders(
        asked.request.scope,
        number=asked.read("recall", at_most=16),
        states=[state for state in asked.read_all("state") if state in ORDER_STATES],
        ids=[int(key) for key in asked.keys if key.isdecimal() and len(key) < 19],
        page=page,
    )


def _return(
    request: PageRequest, orders: Sequence[RecallOrderRow], _values: Mapping[str, str]
) -> BulkOutcome:
    number = request.GET.get("recall", "")[:16]

    def note(order: RecallOrderRow) -> None:
        note_returned(
            scope=request.scope, number=number, order_id=order.order_id, units=order.quantity, now=request.now,
            actor=request.actor,
        )  # fmt: skip

    return do_each(orders, note, refuse=_refuse)  # type: ignore[type-var]


def _refuse(order: RecallOrderRow, why: str) -> Refused:
    return Refused(order.order_number, why, link_order(order.merchant_code, order.order_number))


def _tell_returned(count: int) -> str:
    return ngettext("%(count)s order has come back.", "%(count)s orders have come back.", count) % {
        "count": format_quantity(count)
    }


ORDERS = ListPage(
    name="console:recall-orders",
    template="recalls/orders.html",
    row_type=RecallOrderRow,
    columns=(
        Column("order", lazy("Order")),
        Column("state", lazy("State")),
        Column("country", lazy("Country")),
        Column("language", lazy("Language")),
        Column("placed_at", lazy("Placed"), is_sortable=True),
        Column("quantity", lazy("Units"), is_number=True),
        Column("returned", pgettext_lazy("recall", "Came back"), is_number=True),
        Column("told_at", pgettext_lazy("recall", "Told at")),
    ),
    default="-placed_at",
    fetch=fetch_orders,
    fields=(
        FilterField("recall", pgettext_lazy("recall", "Recall")),
        FilterField(
            "state",
            lazy("State"),
            [(state, get_status("recall", state).label) for state in ORDER_STATES],
        ),
    ),
    views=(View("all", lazy("All")),),
    bulk=(
        BulkAction(
            "returned", lazy("{count} came back"), _return, _tell_returned, frozenset(TELLERS), chunk=50
        ),
    ),
    words={"state": lambda state: get_status("recall", state).label},
)
