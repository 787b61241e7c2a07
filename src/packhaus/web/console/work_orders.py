"""Work on goods: what is to be put together or taken apart, what of it is done, and new work."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import get_merchant_by_code, list_merchants
from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.kernel.ids import new_id
from packhaus.network.queries.list_sites import list_sites
from packhaus.outbound.queries.list_work_orders import list_work_orders
from packhaus.outbound.services.work_orders import WorkDraft, cancel_work, do_work, order_work
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.floor.sessions import name_device
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action
from packhaus.web.responses import render_page
from packhaus.web.words import WORK_KINDS

ORDERERS = (Role.LEAD, Role.ADMIN)
WORKERS = (Role.ASSOCIATE, *ORDERERS)


@page_of("console:work-orders")
def show_work(request: PageRequest) -> HttpResponse:
    """List work orders, what is not over first."""
    may_order = bool(request.roles & set(ORDERERS))
    found = list_work_orders(
        scope=request.scope, site_id=find_site_id(request), merchant_id=find_merchant_id(request)
    )
    context = {
        "work": [(row, WORK_KINDS[row.kind], row.quantity - row.done, new_id().hex) for row in found],
        "ended": ("done", "cancelled"),
        "may_order": may_order,
        "primary": Action(_("New work"), reverse("console:new-work")) if may_order else None,
    }
    return render_page(request, "outbound/work_orders.html", context)


@require_POST
@open_to(*WORKERS)
def do(request: PageRequest, number: str) -> HttpResponse:
    """Book units as done."""
    form = FormReader(request.POST)
    units = form.read_integer("units", minimum=1)
    form.check()
    left = do_work(
        scope=request.scope, number=number, units=units, device=name_device(request),
        client_id=form.read_text("client_id", at_most=60), now=request.now, actor=request.actor,
    )  # fmt: skip
    told = ngettext(
        "%(figure)s unit is done, %(left)s left.", "%(figure)s units are done, %(left)s left.", units
    )
    messages.info(request, told % {"figure": format_quantity(units), "left": format_quantity(left)})
    return HttpResponseRedirect(reverse("console:work-orders"))


@require_POST
@open_to(*ORDERERS)
def cancel(request: PageRequest, number: str) -> HttpResponse:
    """End a work order; what was done of it stays done."""
    cancel_work(scope=request.scope, number=number, now=request.now, actor=request.actor)
    messages.info(request, _("%(number)s is over.") % {"number": number})
    return HttpResponseRedirect(reverse("console:work-orders"))


@open_to(*ORDERERS)
def order(request: PageRequest) -> HttpResponse:
    """Show the form of new work, and write it."""
    context = {
        "merchants": list_merchants(request.scope),
        "sites": [site for site in list_sites() if site.run_by == "own"],
        "kinds": list(WORK_KINDS.items()),
    }
    if request.method != "POST":
        return show_form(request, "outbound/work_form.html", Draft({"minutes": 0}), context)
    try:
        number = order_work(scope=request.scope, draft=_read(request), now=request.now, actor=request.actor)
    except Invalid as refusal:
        return show_form(request, "outbound/work_form.html", Draft.of(request.POST, refusal), context)
    messages.info(request, _("%(number)s is ordered.") % {"number": number})
    return HttpResponseRedirect(reverse("console:work-orders"))


def _read(request: PageRequest) -> WorkDraft:
    form = FormReader(request.POST)
    merchant = get_merchant_by_code(scope=request.scope, code=form.read_text("merchant", is_required=True))
    sites = {site.code: site.id for site in list_sites()}
    site = form.read_choice("site", sites)
    parts = _read_parts(form)
    kind = form.read_choice("kind", WORK_KINDS)
    sku = form.read_text("sku", is_required=True, at_most=40)
    quantity = form.read_integer("quantity", minimum=1)
    minutes = form.read_integer("minutes", default=0, minimum=0)
    form.check()
    return WorkDraft(
        merchant_id=merchant.id,
        site_id=sites[site],
        kind=kind,
        sku=sku,
        quantity=quantity,
        parts=parts,
        kit=form.read_text("kit", at_most=40),
        place=form.read_text("place", at_most=32).upper(),
        instruction=form.read_text("instruction", at_most=500),
        minutes=minutes,
    )


def _read_parts(form: FormReader) -> tuple[tuple[str, int], ...]:
    """Read lines such as `2 MUG`: so many units of a part in one."""
    parts = []
    for line in form.sent.get("parts", "")[:6_000].splitlines():
        units, _space, code = line.strip().partition(" ")
        if not line.strip():
            continue
        if not units.isdecimal() or len(units) > 7 or not code.strip():
            form.refuse("parts", "format", _("%(line)s is not like 2 MUG.") % {"line": line[:40]})
            continue
        parts.append((code.strip(), int(units)))
    return tuple(parts)
