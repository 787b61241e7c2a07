"""A delivery on one page, new or to change: the same services as the API, every problem at once.

The way of most is step by step (announce_steps); this one is for who types or pastes many lines.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.queries.merchants import get_merchant, list_merchants
from packhaus.inbound.queries.list_asns import AsnDetail
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.change import change_asn
from packhaus.inbound.types import MOST_LINES
from packhaus.kernel.errors import Invalid
from packhaus.web.choices import list_destinations
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.inbound import link_asn, open_asn
from packhaus.web.console.inbound_bulk import ANNOUNCERS
from packhaus.web.console.inbound_orders import bring_order, list_ordered
from packhaus.web.console.inbound_read import name_fields, read_asn
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to

MORE_LINES = 8


@open_to(*ANNOUNCERS)
def announce(request: PageRequest) -> HttpResponse:
    """Show the form of a new delivery, and announce it."""
    if request.method != "POST":
        return _show(request, Draft(list_ordered(request)))
    try:
        form = FormReader(request.POST)
        merchant = get_merchant(scope=request.scope, merchant_id=form.read_chosen_id("merchant"))
        if "add" in request.POST:
            return _bring(request, merchant.id)
        draft = read_asn(form, form.read_text("number", is_required=True, at_most=40))
        announce_asns(
            scope=request.scope, merchant_id=merchant.id, drafts=[draft], now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, name_fields(request.POST, refusal)))
    messages.info(request, _("%(number)s is announced.") % {"number": draft.number})
    return HttpResponseRedirect(reverse("console:asn", args=[merchant.code, draft.number]))


@open_to(*ANNOUNCERS)
def change(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Show what a delivery brings, and change it until it arrives."""
    known = open_asn(request, merchant, number)
    if request.method != "POST":
        return _show(request, Draft(_list_values(known)), known)
    try:
        if "add" in request.POST:
            return _bring(request, known.header.merchant_id, known)
        draft = read_asn(FormReader(request.POST), number)
        change_asn(
            scope=request.scope, merchant_id=known.header.merchant_id, asn_id=known.header.id, draft=draft,
            now=request.now, actor=request.actor,
        )  # fmt: skip
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, name_fields(request.POST, refusal)), known)
    messages.info(request, _("%(number)s is changed.") % {"number": number})
    return HttpResponseRedirect(link_asn(known.header))


def _bring(request: PageRequest, merchant_id: UUID, known: AsnDetail | None = None) -> HttpResponse:
    """Show the form again with the lines of one more purchase order."""
    number = FormReader(request.POST).read_text("bring", at_most=40)
    return _show(request, Draft(bring_order(request, merchant_id=merchant_id, number=number)), known)


def _list_values(known: AsnDetail) -> dict[str, Any]:
    header = known.header
    values: dict[str, Any] = {
        "site": header.site_code,
        "expected_on": header.expected_on.isoformat(),
        "supplier_code": header.supplier_code,
        "supplier_name": header.supplier_name,
        "order_number": header.order_number,
        "carrier_code": header.carrier_code,
        "tracking_number": header.tracking_number,
    }
    for index, line in enumerate(known.lines):
        values |= {
            f"sku_{index}": line.sku_code,
            f"quantity_{index}": line.expected,
            f"lot_{index}": line.lot_code,
            f"expires_{index}": line.expires_on.isoformat() if line.expires_on else "",
            f"unit_{index}": line.unit_code,
            f"kind_{index}": line.unit_kind,
            f"order_{index}": line.order_number if line.order_number != header.order_number else "",
        }
    return values


def _show(request: PageRequest, draft: Draft, known: AsnDetail | None = None) -> HttpResponse:
    filled = [index for index in range(MOST_LINES) if draft.values.get(f"sku_{index}")]
    count = min(max(filled, default=-1) + 1 + MORE_LINES, MOST_LINES)
    problems = dict(draft.problems)
    names = ("sku", "quantity", "lot", "expires", "unit", "kind", "order")
    lines = [
        {"index": index, "problem": _find_problem(problems, index)}
        | {name: draft.values.get(f"{name}_{index}", "") for name in names}
        for index in range(count)
    ]
    context = {
        "asn": known.header if known else None,
        "back_url": link_asn(known.header) if known else reverse("console:inbound"),
        "lines": lines,
        "merchants": [merchant for merchant in list_merchants(request.scope) if merchant.is_active],
        "sites": list_destinations(request),
    }
    return show_form(request, "inbound/form.html", draft, context)


def _find_problem(problems: dict[str, str], index: int) -> str:
    return next((text for name, text in problems.items() if name.startswith(f"line_{index}_")), "")
