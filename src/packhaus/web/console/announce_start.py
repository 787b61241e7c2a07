"""The first step of an announcement: whose goods, from which purchase orders, to which site."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from packhaus.access.queries.merchants import get_merchant, list_merchants
from packhaus.access.types import MerchantRow
from packhaus.inbound.queries.purchases.list_purchases import PurchaseFilter, PurchaseRow, list_purchases
from packhaus.inbound.queries.purchases.waiting import WaitingOrder, list_waiting_orders
from packhaus.inbound.queries.sketches import SketchRow, list_sketches
from packhaus.inbound.services.sketches import begin_sketch
from packhaus.inbound.types import MOST_LINES, Sketch, SketchLine
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.web.choices import list_destinations
from packhaus.web.console.announce_sketch import list_orders, read_head, read_sketch
from packhaus.web.console.announce_steps import (
    draw_steps,
    go_on,
    keep,
    link_step,
    name_step,
    on_sketch,
    show_step,
)
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.inbound_bulk import ANNOUNCERS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_merchant_id

MOST_ORDERS = 100
ASKED = ("number", "site", "supplier_code", "supplier_name")
KEPT = (*ASKED, "expected_on", "lines")


@open_to(*ANNOUNCERS)
def begin(request: PageRequest) -> HttpResponse:
    """Ask what comes, and begin an announcement. What is begun and not sent stands below."""
    merchants = [one for one in list_merchants(request.scope) if one.is_active]
    if request.method != "POST":
        return _show_new(request, merchants, _find_merchant(request, merchants))
    chosen = FormReader(request.POST).read_chosen_id("merchant")
    merchant = get_merchant(scope=request.scope, merchant_id=chosen)
    offered = list_offered(request, merchant.id)
    ticked = request.POST.getlist("orders")
    sketch, problems = take_orders(request, read_head(request.POST, Sketch(), ASKED), offered, ticked)
    trial = SketchRow(UUID(int=0), merchant.id, merchant.code, "", request.now, sketch)
    problems = problems or read_sketch(request, trial).list_problems("what")
    if problems:
        draft = Draft.of(request.POST, Invalid(problems))
        return _show_new(request, merchants, merchant, draft, ticked)
    sketch_id = begin_sketch(scope=request.scope, merchant_id=merchant.id, sketch=sketch, now=request.now)
    return HttpResponseRedirect(link_step(sketch_id, "lines"))


def _find_merchant(request: PageRequest, merchants: Sequence[MerchantRow]) -> MerchantRow | None:
    """Return whose goods they are: the address says it, the top bar, or there is only one."""
    named = request.GET.get("purchase", "").partition(":")[0] or request.GET.get("merchant", "")
    chosen = find_merchant_id(request)
    for one in merchants:
        if one.code == named.upper() or (not named and (one.id == chosen or len(merchants) == 1)):
            return one
    return None


def _show_new(
    request: PageRequest,
    merchants: Sequence[MerchantRow],
    merchant: MerchantRow | None,
    draft: Draft | None = None,
    ticked: Sequence[str] = (),
) -> HttpResponse:
    named = [
        number for _code, _colon, number in (one.partition(":") for one in request.GET.getlist("purchase"))
    ]
    context: dict[str, Any] = {
        "merchants": merchants,
        "merchant": merchant,
        "steps": draw_steps("what"),
        "step_name": name_step("what"),
        "next_name": name_step("lines"),
        "begun": list_sketches(scope=request.scope, merchant_id=merchant.id if merchant else None),
    }
    if merchant:
        context |= _describe(request, list_offered(request, merchant.id, named), ticked or named)
    return show_form(request, "inbound/announce/what.html", draft or Draft(), context)


def _describe(request: PageRequest, offered: Sequence[PurchaseRow], ticked: Sequence[str]) -> dict[str, Any]:
    return {
        "offered": [(order, order.number in ticked) for order in offered],
        "is_cut": len(offered) >= MOST_ORDERS,
        "sites": list_destinations(request),
    }


def list_offered(request: PageRequest, merchant_id: UUID, named: Sequence[str] = ()) -> list[PurchaseRow]:
    """Return a merchant's purchase orders of which something is left to announce, with those that are named."""
    page = PageOf(size=MOST_ORDERS, counted_at_most=0)
    chosen = PurchaseFilter(merchant_id=merchant_id, is_unannounced=True)
    found = list(list_purchases(scope=request.scope, chosen=chosen, now=request.now, page=page).rows)
    known = {order.number for order in found}
    absent = [number for number in dict.fromkeys(named) if number and number not in known]
    if absent:
        rest = replace(chosen, numbers=absent[:MOST_ORDERS])
        found += list_purchases(scope=request.scope, chosen=rest, now=request.now, page=page).rows
    return found


@open_to(*ANNOUNCERS)
@on_sketch
def change_start(request: PageRequest, row: SketchRow) -> HttpResponse:
    """Ask what comes of an announcement that is begun; lines of orders that are left out go."""
    taken = list(list_orders(row.sketch.lines))
    offered = list_offered(request, row.merchant_id, taken)
    if request.method != "POST":
        return _show_known(request, row, offered, taken)
    ticked = request.POST.getlist("orders")
    sketch, problems = take_orders(request, read_head(request.POST, row.sketch, ASKED), offered, ticked)
    row = keep(request, row, sketch, *KEPT)
    if problems:
        return _show_known(request, row, offered, ticked, problems)
    return go_on(request, "what", row, lambda found: _show_known(request, row, offered, ticked, found))


def _show_known(
    request: PageRequest,
    row: SketchRow,
    offered: Sequence[PurchaseRow],
    ticked: Sequence[str],
    problems: Sequence[FieldProblem] = (),
) -> HttpResponse:
    context = _describe(request, offered, ticked)
    return show_step(request, "what", row, context, problems)


def take_orders(
    request: PageRequest, sketch: Sketch, offered: Sequence[PurchaseRow], ticked: Sequence[str]
) -> tuple[Sketch, list[FieldProblem]]:
    """Return the sketch with the lines of these purchase orders and without those of others that were offered.

    Their site and supplier are the delivery's; its day and number too, where none was entered yet.
    """
    chosen = [order for order in offered if order.number in ticked]
    if not chosen:
        return _leave_out(sketch, offered, ()), []
    elsewhere = [order.number for order in chosen if order.site_id != chosen[0].site_id]
    if elsewhere:
        told = _("%(number)s goes to another site: announce it on its own.") % {"number": elsewhere[0]}
        return sketch, [FieldProblem("orders", "other_site", told)]
    sketch = _leave_out(sketch, offered, ticked)
    known = set(list_orders(sketch.lines))
    new = [order.id for order in chosen if order.number not in known]
    waiting = list_waiting_orders(scope=request.scope, order_ids=new) if new else []
    added = [
        SketchLine(item.sku_code, str(item.units), order=order.number)
        for order in waiting
        for item in order.items
    ]
    if len(sketch.lines) + len(added) > MOST_LINES:
        told = _("Together they have more than %(most)s lines.") % {"most": MOST_LINES}
        return sketch, [FieldProblem("orders", "range", told)]
    first = chosen[0]
    return (
        replace(
            sketch,
            number=sketch.number or _suggest_number(waiting),
            site=first.site_code,
            supplier_code=first.supplier_code,
            supplier_name=first.supplier_name,
            expected_on=sketch.expected_on or _suggest_day(request, waiting),
            lines=(*sketch.lines, *added),
        ),
        [],
    )


def _leave_out(sketch: Sketch, offered: Sequence[PurchaseRow], ticked: Sequence[str]) -> Sketch:
    dropped = {order.number for order in offered if order.number not in ticked}
    return replace(sketch, lines=tuple(line for line in sketch.lines if line.order not in dropped))


def _suggest_number(waiting: Sequence[WaitingOrder]) -> str:
    if not waiting:
        return ""
    ending = f"-{waiting[0].deliveries + 1}"
    return waiting[0].number[: 40 - len(ending)] + ending


def _suggest_day(request: PageRequest, waiting: Sequence[WaitingOrder]) -> str:
    """Return the first day that misses some of their units, if it has not passed at their site."""
    days = [
        item.next_on
        for order in waiting
        for item in order.items
        if item.next_on >= request.now.astimezone(ZoneInfo(order.zone)).date()
    ]
    return min(days).isoformat() if days else ""
