"""The form of a purchase order, new or to change: the same services as the API, every problem at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.queries.merchants import get_merchant, list_merchants
from packhaus.inbound.queries.purchases.list_purchases import PurchaseDetail
from packhaus.inbound.services.purchases.change import change_purchase
from packhaus.inbound.services.purchases.place import place_purchases
from packhaus.inbound.types import MOST_LINES, PurchaseDraft, PurchaseLineDraft
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.network.queries.site_ids import get_site_ids
from packhaus.web.choices import list_destinations
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.purchases import link_purchase, open_purchase
from packhaus.web.console.purchases_bulk import BUYERS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to

MORE_LINES = 8
_COLUMNS = ("sku", "quantity", "packaging", "expected_on")


@open_to(*BUYERS)
def place(request: PageRequest) -> HttpResponse:
    """Show the form of a new purchase order, and place it."""
    if request.method != "POST":
        return _show(request, Draft())
    try:
        form = FormReader(request.POST)
        merchant = get_merchant(scope=request.scope, merchant_id=form.read_chosen_id("merchant"))
        draft = _read(form, form.read_text("number", is_required=True, at_most=40))
        place_purchases(
            scope=request.scope, merchant_id=merchant.id, drafts=[draft], now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, _name_fields(request, refusal)))
    messages.info(request, _("%(number)s is placed.") % {"number": draft.number})
    return HttpResponseRedirect(reverse("console:purchase", args=[merchant.code, draft.number]))


@open_to(*BUYERS)
def change(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Show what is still wanted, and change it until all of it has come."""
    known = open_purchase(request, merchant, number)
    if request.method != "POST":
        return _show(request, Draft(_list_values(known)), known)
    try:
        draft = _read(FormReader(request.POST), number)
        change_purchase(
            scope=request.scope, merchant_id=known.header.merchant_id, order_id=known.header.id, draft=draft,
            now=request.now, actor=request.actor,
        )  # fmt: skip
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, _name_fields(request, refusal)), known)
    messages.info(request, _("%(number)s is changed.") % {"number": number})
    return HttpResponseRedirect(link_purchase(known.header))


def _read(form: FormReader, number: str) -> PurchaseDraft:
    site = form.read_text("site", is_required=True, at_most=16)
    site_id = get_site_ids(codes=[site]).get(site)
    if site_id is None:
        form.refuse("site", "unknown", _("Choose one of the list."))
    first = form.read_date("expected_on")
    filled = _list_filled(form)
    lines = [(index, *_read_line(form, index)) for index in filled]
    drafts = []
    for index, sku, quantity, packaging, day in lines:
        expected_on = day or first
        if expected_on is None:
            form.refuse(f"line_{index}_expected_on", "required", _("A date goes here."))
        else:
            drafts.append(PurchaseLineDraft(sku, quantity, expected_on, packaging))
    if not lines:
        form.refuse("line_0_sku", "required", _("Say what goes here."))
    supplier = form.read_text("supplier_code", is_required=True, at_most=24)
    name = form.read_text("supplier_name", at_most=120)
    form.check()
    assert isinstance(site_id, UUID)
    return PurchaseDraft(number, site_id, supplier, tuple(drafts), name)


def _list_filled(form: FormReader) -> list[int]:
    return [index for index in range(MOST_LINES) if form.sent.get(f"sku_{index}", "").strip()]


def _read_line(form: FormReader, index: int) -> tuple[str, int, str, Any]:
    return (
        form.read_text(f"sku_{index}", at_most=40),
        form.read_integer(f"quantity_{index}", default=1),
        form.read_text(f"packaging_{index}", at_most=16),
        form.read_date(f"expected_on_{index}"),
    )


def _name_fields(request: PageRequest, refusal: Invalid) -> Invalid:
    """Say of the form's fields what the service says of its lines, empty rows left out."""
    filled = _list_filled(FormReader(request.POST))
    named = []
    for problem in refusal.problems:
        parts = problem.path.removeprefix("orders.0.").split(".")
        if len(parts) == 3:
            parts = [f"line_{filled[int(parts[1])]}_{parts[2]}"]
        named.append(FieldProblem(parts[-1], problem.code, problem.message))
    return Invalid(named)


def _list_values(known: PurchaseDetail) -> dict[str, Any]:
    """Return what is still wanted, as the form's fields: whole packs where it still is whole packs."""
    header = known.header
    values: dict[str, Any] = {
        "site": header.site_code,
        "supplier_code": header.supplier_code,
        "supplier_name": header.supplier_name,
    }
    wanted = [(line, line.ordered - line.cancelled) for line in known.lines if line.ordered > line.cancelled]
    for index, (line, units) in enumerate(wanted):
        is_packed = bool(line.pack_code) and units % line.pack_units == 0
        values |= {
            f"sku_{index}": line.sku_code,
            f"quantity_{index}": units // line.pack_units if is_packed else units,
            f"packaging_{index}": line.pack_code if is_packed else "",
            f"expected_on_{index}": line.expected_on.isoformat(),
        }
    return values


def _show(request: PageRequest, draft: Draft, known: PurchaseDetail | None = None) -> HttpResponse:
    filled = [index for index in range(MOST_LINES) if draft.values.get(f"sku_{index}")]
    count = min(max(filled, default=-1) + 1 + MORE_LINES, MOST_LINES)
    problems = dict(draft.problems)
    lines = [
        {"index": index, "problem": _find_problem(problems, index)}
        | {name: draft.values.get(f"{name}_{index}", "") for name in _COLUMNS}
        for index in range(count)
    ]
    context = {
        "purchase": known.header if known else None,
        "back_url": link_purchase(known.header) if known else reverse("console:purchases"),
        "lines": lines,
        "merchants": [merchant for merchant in list_merchants(request.scope) if merchant.is_active],
        "sites": list_destinations(request),
    }
    return show_form(request, "inbound/purchase_form.html", draft, context)


def _find_problem(problems: dict[str, str], index: int) -> str:
    return next((text for name, text in problems.items() if name.startswith(f"line_{index}_")), "")
