"""What is ordered from suppliers: the list by day, and one order with what deliveries brought of it."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.inbound.queries.purchases.list_purchases import (
    PurchaseDetail,
    PurchaseFilter,
    PurchaseLineRow,
    PurchaseRow,
    get_purchase,
    list_purchases,
)
from packhaus.inbound.services.purchases.cut import cancel_rest
from packhaus.inbound.states import PURCHASE_STATUSES
from packhaus.insight.queries.order_timeline import list_timeline
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.console.order_timeline import draw_entry
from packhaus.web.console.purchases_bulk import BUYERS, PURCHASE_ACTIONS, name_status
from packhaus.web.formats import format_day, format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action, Badge, LineRow, Pair, TimelineEntry
from packhaus.web.responses import render_page
from packhaus.web.tables import Column, FilterField, link_with
from packhaus.web.toasts import tell


@page_of("console:purchases")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List purchase orders by their first day."""
    new = Action(_("New purchase order"), reverse("console:new-purchase")) if request.roles & BUYERS else None
    return show_list(request, PURCHASES, {"primary": new})


def fetch_purchases(asked: Asked, page: PageOf) -> Page[PurchaseRow]:
    """Read a page of purchase orders."""
    chosen = PurchaseFilter(
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        statuses=[status for status in asked.read_all("status") if status in PURCHASE_STATUSES],
        number=asked.state.q,
        supplier=asked.read("supplier"),
        sku_id=read_uuid(asked.read("sku")),
        is_late=asked.read("due") == "late",
        is_unannounced=asked.read("due") == "unannounced",
        ids=[order_id for order_id in map(read_uuid, asked.keys) if order_id],
    )
    return list_purchases(scope=asked.request.scope, chosen=chosen, now=asked.request.now, page=page)


PURCHASES = ListPage(
    name="console:purchases",
    template="inbound/purchases.html",
    row_type=PurchaseRow,
    columns=(
        Column("number", lazy("Number")),
        Column("status", lazy("Status")),
        Column("merchant", lazy("Merchant")),
        Column("site", lazy("Site")),
        Column("supplier", lazy("Supplier")),
        Column("expected_on", lazy("Expected on"), is_sortable=True),
        Column("ordered", pgettext_lazy("purchase", "Ordered"), is_number=True),
        Column("announced", pgettext_lazy("purchase", "Announced"), is_number=True),
        Column("received", pgettext_lazy("purchase", "Received"), is_number=True),
        Column("open", pgettext_lazy("purchase", "Open"), is_number=True),
    ),
    default="expected_on",
    fetch=fetch_purchases,
    fields=(
        FilterField(
            "status", lazy("Status"), [(status, name_status(status)) for status in PURCHASE_STATUSES]
        ),
        FilterField("supplier", lazy("Supplier's code")),
    ),
    views=(
        View("open", pgettext_lazy("purchase", "Open"), "status=open", lazy("No purchase order is open.")),
        View("late", pgettext_lazy("purchase", "Late"), "due=late", lazy("No purchase order is late.")),
        View(
            "unannounced",
            lazy("Nothing announced"),
            "due=unannounced",
            lazy("All that is ordered is announced."),
        ),
        View("all", lazy("All")),
    ),
    bulk=PURCHASE_ACTIONS,
    words={"status": name_status},
)


def open_purchase(request: PageRequest, merchant: str, number: str) -> PurchaseDetail:
    """Return the purchase order of an address. Raises: NotFound, PurchaseNotFound."""
    owner = get_merchant_by_code(scope=request.scope, code=merchant)
    return get_purchase(scope=request.scope, merchant_id=owner.id, number=number, now=request.now)


def link_purchase(row: PurchaseRow, page: str = "purchase") -> str:
    """Return the address of a purchase order's page, or of another page of it."""
    return reverse(f"console:{page}", args=[row.merchant_code, row.number])


@page_of("console:purchases")
def show_purchase(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Show one purchase order: what was ordered, and what became of it."""
    detail = open_purchase(request, merchant, number)
    header = detail.header
    may_change = bool(request.roles & BUYERS) and header.status == "open"
    context = {
        "purchase": header,
        "badges": _list_badges(header),
        "pairs": _list_pairs(header),
        "lines": [_draw_line(header, line) for line in detail.lines],
        "deliveries": detail.deliveries,
        "primary": _find_primary(header) if may_change else None,
        "secondary": _list_secondary(header) if may_change else [],
        "cut": _describe_cut(header) if may_change and header.open_units else None,
        **_build_timeline(request, header),
    }
    return render_page(request, "inbound/purchase.html", context)


def _list_badges(header: PurchaseRow) -> list[Badge]:
    badges = [Badge("purchase", header.status)]
    return [*badges, Badge("purchase", "late")] if header.is_late else badges


def _find_primary(header: PurchaseRow) -> Action | None:
    if not header.open_units:
        return None
    asked = urlencode({"purchase": f"{header.merchant_code}:{header.number}"})
    return Action(_("Announce a delivery"), f"{reverse('console:new-asn')}?{asked}")


def _list_secondary(header: PurchaseRow) -> list[Action]:
    actions = [Action(_("Change"), link_purchase(header, "edit-purchase"))]
    if header.open_units:
        actions.append(Action(_("Cancel the rest"), dialog="cut-purchase", is_danger=True))
    return actions


def _list_pairs(header: PurchaseRow) -> list[Pair]:
    code, name = header.supplier_code, header.supplier_name
    return [
        Pair(_("Merchant"), header.merchant_code),
        Pair(_("Site"), header.site_code),
        Pair(_("Supplier"), f"{name} ({code})" if name else code),
        Pair(_("Next date"), format_day(header.next_on) if header.next_on else "–"),
        Pair(_("Ordered"), format_quantity(header.ordered)),
        Pair(_("Announced"), format_quantity(header.announced)),
        Pair(_("Received"), format_quantity(header.received)),
        Pair(_("Open"), format_quantity(header.open_units)),
    ]


def _draw_line(header: PurchaseRow, line: PurchaseLineRow) -> LineRow:
    said = [_("for %(day)s") % {"day": format_day(line.expected_on)}]
    if line.pack_code:
        said.append(f"{format_quantity(line.ordered // line.pack_units)} × {line.pack_code}")
    return LineRow(
        name=line.sku_name,
        code=line.sku_code,
        figures=[
            (_("ordered"), line.ordered),
            (_("cancelled"), line.cancelled),
            (_("announced"), line.announced),
            (_("received"), line.received),
            (_("open"), line.open_units),
        ],
        note=" · ".join(said),
        url=reverse("console:sku-stock", args=[header.merchant_code, line.sku_code]),
    )


def _describe_cut(header: PurchaseRow) -> dict[str, object]:
    effect = ngettext(
        "%(count)s unit that nothing announces will not come.",
        "%(count)s units that nothing announces will not come.",
        header.open_units,
    )
    return {
        "title": _("Cancel the rest of %(number)s") % {"number": header.number},
        "effect": [
            effect % {"count": format_quantity(header.open_units)},
            _("What is announced may still come. Tell the supplier yourself."),
        ],
    }


def _build_timeline(request: PageRequest, header: PurchaseRow) -> dict[str, object]:
    before = request.GET.get("before", "")
    found = list_timeline(
        request.scope,
        aggregate_ids=[header.id],
        groups=[],
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )
    entries: Sequence[TimelineEntry] = [draw_entry(row, found.causes.get(row.id, ())) for row in found.rows]
    older = link_with(request.GET, before=str(found.older_id)) + "#timeline" if found.older_id else ""
    return {"entries": entries, "older_url": older}


@require_POST
@open_to(*BUYERS)
def cut(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Cancel what nothing announces. Raises: PurchaseFinished."""
    header = open_purchase(request, merchant, number).header
    units = cancel_rest(scope=request.scope, order_id=header.id, now=request.now, actor=request.actor)
    told = ngettext("%(count)s unit is cancelled.", "%(count)s units are cancelled.", units)
    tell(request, told % {"count": format_quantity(units)})
    return HttpResponseRedirect(link_purchase(header))
