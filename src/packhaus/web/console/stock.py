"""Stock: how much of each SKU can be sold, and why the figure is what it is."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from packhaus.access.types import OPERATOR_ROLES, Role
from packhaus.catalog.queries.get_sku import SkuDetail, get_sku
from packhaus.inbound.queries.purchases.list_purchases import PurchaseFilter, PurchaseRow, list_purchases
from packhaus.insight.queries.former_safety import list_former_safety
from packhaus.insight.queries.stock_levels import list_stock_levels
from packhaus.inventory.queries.get_sku_stock import SiteTerms, SkuStock, get_sku_stock
from packhaus.inventory.queries.list_movements import MovementFilter, MovementRow, list_movements
from packhaus.inventory.queries.list_stock import SORTS, StockFilter, StockRow
from packhaus.inventory.queries.on_hand_history import list_day_changes, sum_changes_after
from packhaus.kernel.keyset import Page, PageOf
from packhaus.orders.queries.list_promises import list_promises
from packhaus.outbound.queries.list_shorts import ShortFilter, ShortRow, list_shorts
from packhaus.transfers.queries.on_the_way import list_on_the_way
from packhaus.web.console.item_counts import COUNT_ITEMS
from packhaus.web.console.shorts import REASON_WORDS
from packhaus.web.console.stock_actions import PLANNERS
from packhaus.web.console.stock_bulk import STOCK_ACTIONS
from packhaus.web.console.stock_line import DAYS, StockLine, draw_stock_line
from packhaus.web.formats import format_quantity
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, list_roles, page_of
from packhaus.web.parts import Action, Holder, Term
from packhaus.web.responses import render_page
from packhaus.web.tables import Column, FilterField, link_with


@page_of("console:stock")
def show_stock(request: PageRequest) -> HttpResponseBase:
    """List SKUs with what can be sold of them."""
    return show_list(request, STOCK)


def fetch_stock(asked: Asked, page: PageOf) -> Page[StockRow]:
    """Read a page of SKUs as the address asks."""
    request, sort = asked.request, asked.state.sort
    wanted = StockFilter(
        text=asked.state.q,
        site_id=find_site_id(request),
        merchant_id=find_merchant_id(request),
        states=asked.read_all("state"),
        sku_ids=tuple(sku_id for sku_id in map(read_uuid, asked.keys) if sku_id),
    )
    return list_stock_levels(request.scope, wanted=wanted, page=page, sort=sort if sort in SORTS else "code")


MOST_ADDED = 8
"""So many bins a person still adds up in the head."""

STOCK = ListPage(
    name="console:stock",
    template="stock/list.html",
    row_type=StockRow,
    columns=(
        Column("code", lazy("SKU"), is_sortable=True),
        Column("merchant", lazy("Merchant")),
        Column("on_hand", lazy("On hand"), is_sortable=True, is_number=True),
        Column("promised", lazy("Promised"), is_number=True),
        Column("held", lazy("In carts"), is_number=True),
        Column("safety", lazy("Safety"), is_number=True),
        Column("free", lazy("Can be sold"), is_sortable=True, is_number=True),
        Column("backordered", lazy("Waited for"), is_sortable=True, is_number=True),
        Column("in_transit", pgettext_lazy("lot", "On the way"), is_number=True),
    ),
    default="code",
    fetch=fetch_stock,
    key=lambda row: str(row.sku_id),
    fields=(
        FilterField(
            "state",
            lazy("Stock"),
            (
                ("free", lazy("Can be sold")),
                ("none", lazy("Sold out")),
                ("waiting", lazy("Orders wait for it")),
            ),
        ),
    ),
    views=(
        View("all", lazy("All")),
        View("none", lazy("Sold out"), "state=none&sort=-backordered", lazy("Nothing is sold out.")),
        View(
            "waiting",
            lazy("Orders wait for it"),
            "state=waiting&sort=-backordered",
            lazy("No order waits for any item."),
            first_for=frozenset({Role.PLANNER}),
        ),
        View("free", lazy("Can be sold"), "state=free&sort=-free", lazy("Nothing can be sold.")),
    ),
    bulk=(*STOCK_ACTIONS, COUNT_ITEMS),
)


@page_of("console:stock")
def show_sku_stock(request: PageRequest, merchant: str, code: str) -> HttpResponse:
    """Show why the figure of one SKU is what it is."""
    sku = get_sku(request.scope, merchant_code=merchant, code=code)
    site_id = find_site_id(request)
    stock = get_sku_stock(request.scope, sku_id=sku.id, site_id=site_id)
    promises = list_promises(request.scope, sku_id=sku.id, site_id=site_id)
    sees_bins = bool(request.roles & OPERATOR_ROLES)
    doubts = _list_doubts(request, sku.id, site_id) if sees_bins else []
    context = {
        "sku": sku,
        "stock": stock,
        "promises": promises,
        "sees_bins": sees_bins,
        "doubts": [(short, REASON_WORDS[short.reason]) for short in doubts],
        "terms": _build_terms(stock, sees_bins=sees_bins, has_doubts=bool(doubts)),
        "site_rows": _list_sites(request, stock, sku.id),
        "result": format_quantity(stock.total("free")),
        "note": _build_note(stock),
        "purchases": _list_purchases(request, sku.id, site_id),
        "on_the_way": list_on_the_way(scope=request.scope, sku_ids=[sku.id], site_id=site_id),
        "may_open_transfers": bool(request.roles & list_roles("console:transfers")),
        "may_keep_back": bool(request.roles & frozenset(PLANNERS)),
    }
    if sees_bins:
        context |= _build_floor(request, stock, sku, site_id)
    return render_page(request, "stock/sku.html", context)


def _build_floor(
    request: PageRequest, stock: SkuStock, sku: SkuDetail, site_id: UUID | None
) -> dict[str, Any]:
    """Return where it is and what moved it, which is the operator's own affair."""
    sku_id = sku.id
    movements = list_movements(
        request.scope,
        wanted=MovementFilter(sku_id=sku_id, site_id=site_id),
        page=PageOf(request.GET.get("after", ""), request.GET.get("before", "")),
    )
    return {
        "disagreement": _build_disagreement(stock),
        "ledger": _add_balances(request, stock, movements, sku_id),
        "line": _draw_line(request, stock, sku_id),
        "outside": [one for one in stock.bins if not one.counts],
        "proof": _tell_proof(stock),
        **_build_actions(request, stock, sku),
        "older_url": link_with(request.GET, after=movements.older_key) if movements.older_key else "",
        "newer_url": link_with(request.GET, before=movements.newer_key) if movements.newer_key else "",
    }


def _list_sites(request: PageRequest, stock: SkuStock, sku_id: UUID) -> list[tuple[SiteTerms, str | None]]:
    """Pair each site with what was kept back before, where it was changed lately; None where there is no way back."""
    former = list_former_safety(request.scope, sku_id=sku_id, now=request.now)
    return [
        (site, str(former[site.site_id]) if former.get(site.site_id, site.safety) != site.safety else None)
        for site in stock.sites
    ]


def _build_terms(stock: SkuStock, *, sees_bins: bool, has_doubts: bool) -> list[Term]:
    uncounted = stock.total("uncounted")
    kept = stock.total("on_hand") - stock.total("promised") - stock.total("held") - stock.total("free")
    terms = [
        Term(
            _("On hand"), format_quantity(stock.total("on_hand")), "#bins" if sees_bins else "#sites", sign=""
        ),
        Term(_("Promised"), format_quantity(stock.total("promised")), "#holders"),
        Term(_("Held in carts"), format_quantity(stock.total("held")), "#carts"),
        Term(_("Kept as safety"), format_quantity(kept - uncounted), "#sites"),
    ]
    if uncounted:
        terms.append(Term(_("To be counted"), format_quantity(uncounted), "#to-count" if has_doubts else ""))
    return terms


def _list_doubts(request: PageRequest, sku_id: UUID, site_id: UUID | None) -> list[ShortRow]:
    """Return the shorts whose bins have to be counted before what the record still has there is promised."""
    chosen = ShortFilter(sku_id=sku_id, site_id=site_id, is_open=True)
    found = list_shorts(scope=request.scope, chosen=chosen, page=PageOf(is_descending=True)).rows
    return [short for short in found if short.doubted]


def _list_purchases(request: PageRequest, sku_id: UUID, site_id: UUID | None) -> list[PurchaseRow]:
    """Return the open purchase orders with the item, for who may see them."""
    if not request.roles & list_roles("console:purchases"):
        return []
    chosen = PurchaseFilter(sku_id=sku_id, site_id=site_id, statuses=["open"])
    page = PageOf(size=20, counted_at_most=0)
    return list_purchases(scope=request.scope, chosen=chosen, now=request.now, page=page).rows


def _build_note(stock: SkuStock) -> str:
    inbound, waiting = stock.total("inbound"), stock.total("backordered")
    parts = []
    if inbound:
        parts.append(_("+ inbound %(units)s") % {"units": format_quantity(inbound)})
    if waiting:
        parts.append(_("%(units)s waited for") % {"units": format_quantity(waiting)})
    return " · ".join(parts)


def _build_disagreement(stock: SkuStock) -> dict[str, Any] | None:
    sites = stock.disagreeing
    if not sites:
        return None
    return {
        "holders": [
            Holder(
                _("%(site)s: stock says %(stated)s, bins say %(counted)s")
                % {"site": site.site_code, "stated": site.on_hand, "counted": site.in_bins}
            )
            for site in sites
        ],
        "remedies": [Action(_("Open Health"), reverse("console:health"))],
    }


def _build_actions(request: PageRequest, stock: SkuStock, sku: SkuDetail) -> dict[str, Any]:
    movements = Action(_("Movements"), f"{reverse('console:movements')}?sku={sku.id}")
    serial = Action(_("Find a serial number"), reverse("console:serial", args=[sku.merchant_code, sku.code]))
    more = (
        [movements, serial] if sku.has_serials and request.roles & list_roles("console:lots") else [movements]
    )
    if not request.roles & {Role.LEAD, Role.ADMIN}:
        return {"secondary": more}
    empty = "" if stock.bins else _("No bin has any of it.")
    return {
        "can_change": True,
        "primary": Action(_("Adjust"), dialog="adjust", disabled_because=empty),
        "secondary": [
            Action(_("Receive"), dialog="receive"),
            Action(_("Move"), dialog="move", disabled_because=empty),
        ],
        "more": [
            Action(
                _("Have it counted"),
                reverse("console:count-item", args=[sku.merchant_code, sku.code]),
                "post",
                disabled_because=empty,
            ),
            *more,
        ],
    }


def _draw_line(request: PageRequest, stock: SkuStock, sku_id: UUID) -> StockLine | None:
    zone = request.site_zone or "UTC"
    today = request.now.astimezone(ZoneInfo(zone)).date()
    since = request.now - timedelta(days=DAYS)
    changes = list_day_changes(
        request.scope, sku_id=sku_id, site_id=find_site_id(request), since=since, zone=zone
    )
    return draw_stock_line(changes, on_hand=stock.total("on_hand"), today=today)


def _tell_proof(stock: SkuStock) -> str:
    """Write the units on hand as the sum of their bins, where a person can still add it up."""
    units = [one.on_hand for one in stock.bins if one.counts]
    if not 1 < len(units) <= MOST_ADDED or stock.disagreeing:
        return ""
    return f"{format_quantity(sum(units))} = {' + '.join(format_quantity(one) for one in units)}"


def _add_balances(
    request: PageRequest, stock: SkuStock, movements: Page[MovementRow], sku_id: UUID
) -> list[tuple[MovementRow, int | None]]:
    """Pair each entry with the units on hand after it, counted back from now."""
    if not movements.rows:
        return []
    balance = stock.total("on_hand")
    if request.GET.get("after") or request.GET.get("before"):
        newest = movements.rows[0].id
        balance -= sum_changes_after(
            request.scope, sku_id=sku_id, site_id=find_site_id(request), movement_id=newest
        )
    paired: list[tuple[MovementRow, int | None]] = []
    for row in movements.rows:
        paired.append((row, balance))
        balance -= row.on_hand_change
    return paired
