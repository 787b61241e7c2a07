"""Backorders: who waits for which stock, until when."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.insight.queries.list_backorders import BackorderRow, list_backorders, list_waiting_lines
from packhaus.kernel.errors import DomainError
from packhaus.kernel.keyset import Page, PageOf
from packhaus.orders.services.backorders import promise_backorders
from packhaus.orders.services.cancel import LineCancel, cancel_lines
from packhaus.web.formats import format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, Dialog, Hint, ListPage, Refused, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, list_roles, page_of
from packhaus.web.refusals import describe
from packhaus.web.tables import Column


@page_of("console:backorders")
def show_backorders(request: PageRequest) -> HttpResponseBase:
    """List SKUs that orders wait for, and promise or cancel what waits."""
    return show_list(request, BACKORDERS)


def fetch_backorders(asked: Asked, page: PageOf) -> Page[BackorderRow]:
    """Read a page of SKUs that are waited for."""
    return list_backorders(
        asked.request.scope,
        page=page,
        now=asked.request.now,
        merchant_id=find_merchant_id(asked.request),
        site_id=find_site_id(asked.request),
        sku_ids=[sku_id for sku_id in map(read_uuid, asked.keys) if sku_id],
    )


def _promise(request: PageRequest, rows: Sequence[BackorderRow], _values: Mapping[str, str]) -> BulkOutcome:
    covered = [row for row in rows if row.free]
    units = 0
    if covered:
        sku_ids = [row.sku_id for row in covered]
        units = promise_backorders(scope=request.scope, sku_ids=sku_ids, now=request.now, actor=request.actor)
    hints = [Hint(_tell_units(units))] if units else []
    bare = [_refuse_bare(row) for row in rows if not row.free]
    return BulkOutcome([str(row.sku_id) for row in covered] if units else [], bare, hints)


def _refuse(row: BackorderRow, why: str) -> Refused:
    return Refused(row.code, why, reverse("console:sku-stock", args=[row.merchant_code, row.code]))


def _refuse_bare(row: BackorderRow) -> Refused:
    if row.uncounted_location_id is None:
        return _refuse(row, _("Nothing of it is free."))
    why = ngettext(
        "%(units)s unit is free only where a picker found fewer than the record says. Count the bin first.",
        "%(units)s units are free only where a picker found fewer than the record says. Count the bin first.",
        row.uncounted,
    ) % {"units": format_quantity(row.uncounted)}
    return Refused(row.code, why, reverse("console:location", args=[row.uncounted_location_id]))


def _tell_units(units: int) -> str:
    return ngettext(
        "%(count)s unit is promised to who waited for it.",
        "%(count)s units are promised to who waited.",
        units,
    ) % {"count": format_quantity(units)}


def _cancel(request: PageRequest, rows: Sequence[BackorderRow], _values: Mapping[str, str]) -> BulkOutcome:
    refused: list[Refused] = []
    for row in rows:
        refused += _cancel_waiting(request, row)
    bare = {refusal.label for refusal in refused}
    return BulkOutcome([str(row.sku_id) for row in rows if row.code not in bare], refused)


def _cancel_waiting(request: PageRequest, row: BackorderRow) -> list[Refused]:
    by_order: dict[UUID, list[LineCancel]] = {}
    waiting = list_waiting_lines(request.scope, sku_id=row.sku_id, site_id=find_site_id(request))
    for line in waiting:
        by_order.setdefault(line.order_id, []).append(LineCancel(line.line_id, line.units))
    refused = []
    for order_id, cancels in by_order.items():
        try:
            cancel_lines(
                scope=request.scope, order_id=order_id, cancels=cancels, now=request.now, actor=request.actor
            )
        except DomainError as error:
            refused.append(_refuse(row, str(describe(error).why)))
    return refused


def _ask_cancel(request: PageRequest, rows: Sequence[BackorderRow], total: int) -> Dialog:
    title = ngettext("Cancel what waits for %(count)s item", "Cancel what waits for %(count)s items", total)
    units, orders = sum(row.units for row in rows), sum(row.orders for row in rows)
    effect = [
        _("Units that wait: %(units)s, in orders: %(orders)s. Their shoppers are told.")
        % {"units": format_quantity(units), "orders": format_quantity(orders)}
    ]
    title = title % {"count": format_quantity(total)}
    return Dialog(title, title, effect)


def _tell_promised(count: int) -> str:
    return ngettext("%(count)s item is promised.", "%(count)s items are promised.", count) % {
        "count": format_quantity(count)
    }


def _tell_cancelled(count: int) -> str:
    return ngettext(
        "What waited for %(count)s item is cancelled.", "What waited for %(count)s items is cancelled.", count
    ) % {"count": format_quantity(count)}


BACKORDERS = ListPage(
    name="console:backorders",
    template="orders/backorders.html",
    row_type=BackorderRow,
    columns=(
        Column("code", lazy("SKU")),
        Column("merchant", lazy("Merchant")),
        Column("units", lazy("Units waiting"), is_number=True),
        Column("orders", lazy("Orders"), is_number=True),
        Column("oldest", lazy("Oldest")),
        Column("next", lazy("Next date")),
        Column("free", lazy("Free now"), is_number=True),
    ),
    default="oldest",
    fetch=fetch_backorders,
    key=lambda row: str(row.sku_id),
    bulk=(
        BulkAction(
            "promise", lazy("Promise {count} now"), _promise, _tell_promised, list_roles("console:backorders"),
            icon="circle-check", chunk=20,
        ),
        BulkAction(
            "cancel", lazy("Cancel what waits for {count}"), _cancel, _tell_cancelled,
            frozenset({Role.LEAD, Role.SUPPORT, Role.ADMIN}), is_danger=True, ask=_ask_cancel, chunk=5,
        ),
    ),
)  # fmt: skip
