"""Holds: what may not ship, why, since when."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.kernel.keyset import Page, PageOf
from packhaus.orders.queries.list_holds import OpenHoldRow, list_holds
from packhaus.orders.services.holds import REASONS, lift_hold
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, show_list
from packhaus.web.order_address import link_order
from packhaus.web.pages import find_merchant_id, list_roles, page_of
from packhaus.web.tables import Column, FilterField
from packhaus.web.words import HOLD_REASONS, name_code


@page_of("console:holds")
def show_holds(request: PageRequest) -> HttpResponseBase:
    """List open holds, and lift many at once."""
    return show_list(request, HOLDS)


def fetch_holds(asked: Asked, page: PageOf) -> Page[OpenHoldRow]:
    """Read a page of open holds."""
    reasons = tuple(reason for reason in asked.read_all("reason") if reason in REASONS)
    return list_holds(
        asked.request.scope,
        page=page,
        merchant_id=find_merchant_id(asked.request),
        reasons=reasons,
        ids=tuple(int(key) for key in asked.keys if key.isdecimal()),
    )


def _lift(request: PageRequest, rows: Sequence[OpenHoldRow], _values: Mapping[str, str]) -> BulkOutcome:
    lifted: set[tuple[object, str]] = set()
    for reason in {row.reason for row in rows}:
        order_ids = [row.order_id for row in rows if row.reason == reason]
        done = lift_hold(
            scope=request.scope, order_ids=order_ids, reason=reason, now=request.now, actor=request.actor
        )
        lifted |= {(order_id, reason) for order_id in done}
    refused = [
        Refused(row.number, _("Somebody else lifted it."), link_order(row.merchant_code, row.number))
        for row in rows
        if (row.order_id, row.reason) not in lifted
    ]
    return BulkOutcome([str(row.id) for row in rows if (row.order_id, row.reason) in lifted], refused)


def _tell(count: int) -> str:
    return ngettext("%(count)s hold is lifted.", "%(count)s holds are lifted.", count) % {
        "count": format_quantity(count)
    }


HOLDS = ListPage(
    name="console:holds",
    template="orders/holds.html",
    row_type=OpenHoldRow,
    columns=(
        Column("number", lazy("Order")),
        Column("merchant", lazy("Merchant")),
        Column("reason", lazy("Reason")),
        Column("since", lazy("Since")),
        Column("ship_by", lazy("Ship by")),
        Column("value", lazy("Value"), is_number=True),
    ),
    default="since",
    fetch=fetch_holds,
    fields=(FilterField("reason", lazy("Reason"), list(HOLD_REASONS.items())),),
    bulk=(
        BulkAction(
            "lift", lazy("Lift {count}"), _lift, _tell, list_roles("console:holds"), icon="circle-check"
        ),
    ),
    words={"reason": lambda reason: name_code("hold_reason", reason)},
)
