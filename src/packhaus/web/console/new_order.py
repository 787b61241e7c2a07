"""The form of a new order: the same service as the API, every problem at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from packhaus.access.queries.merchants import get_merchant, list_merchants
from packhaus.access.types import MerchantRow
from packhaus.catalog.queries.vas import list_vas_options
from packhaus.kernel.errors import Invalid
from packhaus.kernel.ids import new_id
from packhaus.orders.services.place import place_orders
from packhaus.orders.services.read_wishes import read_wishes
from packhaus.orders.types import LineDraft, OrderDraft, RefusedOrder
from packhaus.parties.types import AddressDraft, ContactDraft
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.order_actions import CHANGERS
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.order_address import link_order
from packhaus.web.words import PAYMENT_TERMS, POLICIES

CHANNEL = "console"
LINES = 8


@open_to(*CHANGERS)
def edit_order(request: PageRequest) -> HttpResponse:
    """Show the form of a new order, and take the order."""
    if request.method != "POST":
        # Drawn now and sent back: the same form sent twice is one order.
        return _show(request, Draft({"external_number": f"C-{new_id().hex[-10:].upper()}"}))
    try:
        code, number = _place(request)
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal))
    messages.info(request, _("%(number)s is taken.") % {"number": number})
    return HttpResponseRedirect(link_order(code, number))


def _show(request: PageRequest, draft: Draft) -> HttpResponse:
    problems = dict(draft.problems)
    lines = [
        {
            "index": index,
            "sku": draft.values.get(f"sku_{index}", ""),
            "quantity": draft.values.get(f"quantity_{index}", ""),
            "price": draft.values.get(f"price_{index}", ""),
            "vas": draft.values.get(f"vas_{index}", ""),
            "problem": next(
                (text for name, text in problems.items() if name.startswith(f"line_{index}_")), ""
            ),
        }
        for index in range(LINES)
    ]
    context: dict[str, Any] = {
        "lines": lines,
        "merchants": [merchant for merchant in list_merchants(request.scope) if merchant.is_active],
        "policies": list(POLICIES.items()),
        "payment_terms": list(PAYMENT_TERMS.items()),
        "vas_options": [one for one in list_vas_options(scope=request.scope) if one.is_active],
    }
    return show_form(request, "orders/form.html", draft, context)


def _place(request: PageRequest) -> tuple[str, str]:
    form = FormReader(request.POST)
    merchant_id = form.read_chosen_id("merchant")
    merchant = get_merchant(scope=request.scope, merchant_id=merchant_id)
    draft = _read_draft(form, request.POST, merchant, request)
    form.check()
    [outcome] = place_orders(
        scope=request.scope, merchant_id=merchant.id, drafts=[draft], now=request.now, actor=request.actor
    )
    if isinstance(outcome, RefusedOrder):
        raise Invalid(list(outcome.problems))
    return merchant.code, outcome.number


def _read_draft(form: FormReader, sent: QueryDict, merchant: MerchantRow, request: PageRequest) -> OrderDraft:
    rows = [index for index in range(LINES) if sent.get(f"sku_{index}", "").strip()]
    lines = tuple(
        LineDraft(
            form.read_text(f"sku_{index}", at_most=40),
            form.read_integer(f"quantity_{index}", default=1),
            form.read_minor(f"price_{index}", currency=merchant.currency),
        )
        for index in rows
    )
    wishes = [
        wish
        for line, index in enumerate(rows)
        for wish in read_wishes(text=form.read_text(f"vas_{index}", at_most=600), line=line)
    ]
    street = (form.read_text("lines"), form.read_text("lines_2"))
    return OrderDraft(
        channel=CHANNEL,
        external_number=form.read_text("external_number", at_most=60),
        placed_at=request.now,
        currency=merchant.currency,
        contact=ContactDraft(
            name=form.read_text("name"),
            email=form.read_text("email").casefold(),
            phone=form.read_text("phone").replace(" ", ""),
            company=form.read_text("company"),
            language=form.read_choice("language", ("en", "de", "id")),
        ),
        address=AddressDraft(
            lines=tuple(line for line in street if line),
            city=form.read_text("city"),
            country=form.read_text("country").upper(),
            postal_code=form.read_text("postal_code"),
            region=form.read_text("region"),
        ),
        lines=lines,
        policy=form.read_choice("policy", POLICIES),
        payment_term=form.read_choice("payment_term", PAYMENT_TERMS),
        shipping_minor=form.read_minor("shipping_minor", currency=merchant.currency),
        vas=(*read_wishes(text=form.read_text("vas", at_most=600), line=None), *wishes),
    )
