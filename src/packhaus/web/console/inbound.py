"""What is announced to come: the list by day, and one delivery with its lines."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.access.types import Role
from packhaus.inbound.queries.docks.appointments import LATE_AFTER
from packhaus.inbound.queries.list_asns import AsnDetail, AsnFilter, AsnLineRow, AsnRow, get_asn, list_asns
from packhaus.inbound.queries.list_photos import list_photos
from packhaus.inbound.queries.list_receipts import ReceiptRow, list_receipts
from packhaus.inbound.queries.purchases.list_purchases import find_purchase_id
from packhaus.inbound.queries.put_away.dock_to_stock import StockedFilter, list_stocked
from packhaus.inbound.services.cancel import cancel_asns, expect_arrivals
from packhaus.inbound.services.roll_back import roll_back_receipt
from packhaus.inbound.states import ASN_STATUSES, BEFORE_ARRIVAL, MOVABLE, RECEIVABLE
from packhaus.insight.queries.order_timeline import list_timeline
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.console.difference_card import describe_differences
from packhaus.web.console.inbound_bulk import ANNOUNCERS, ASN_ACTIONS, LEADS
from packhaus.web.console.order_timeline import draw_entry
from packhaus.web.formats import format_day, format_duration, format_moment
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.live import answer_reload, answer_unchanged, draw_live
from packhaus.web.nav import may_open
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action, Badge, LineRow, Pair, TimelineEntry
from packhaus.web.responses import is_fragment_wanted, render_page
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField, link_with
from packhaus.web.toasts import tell
from packhaus.web.words import name_code

RECEIVERS = frozenset({Role.LEAD, Role.ASSOCIATE, Role.ADMIN})


@page_of("console:inbound")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List announced deliveries by the day they are expected."""
    new = Action(_("New announcement"), reverse("console:new-asn")) if request.roles & ANNOUNCERS else None
    return show_list(request, ASNS, {"primary": new})


def fetch_asns(asked: Asked, page: PageOf) -> Page[AsnRow]:
    """Read a page of announced deliveries."""
    today = asked.request.now.astimezone(ZoneInfo(asked.request.site_zone)).date()
    from_on, to_on = _read_days(asked.read("due"), today)
    chosen = AsnFilter(
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        statuses=[status for status in asked.read_all("status") if status in ASN_STATUSES],
        number=asked.state.q,
        supplier=asked.read("supplier"),
        from_on=from_on,
        to_on=to_on,
        late_since=asked.request.now - LATE_AFTER if asked.read("truck") == "late" else None,
        only=asked.read("only"),
        ids=[asn_id for asn_id in map(read_uuid, asked.keys) if asn_id],
    )
    return list_asns(scope=asked.request.scope, chosen=chosen, page=page)


def _read_days(due: str, today: date) -> tuple[date | None, date | None]:
    if due == "late":
        return None, date.fromordinal(today.toordinal() - 1)
    return (today, today) if due == "today" else (None, None)


_OPEN = "status=announced&status=arriving&status=receiving"
ASNS = ListPage(
    name="console:inbound",
    template="inbound/list.html",
    row_type=AsnRow,
    columns=(
        Column("number", lazy("Number")),
        Column("status", lazy("Status")),
        Column("merchant", lazy("Merchant")),
        Column("site", lazy("Site")),
        Column("supplier", lazy("Supplier")),
        Column("carrier", lazy("Carrier")),
        Column("expected_on", lazy("Expected on"), is_sortable=True),
        Column("slot", pgettext_lazy("truck", "Slot")),
        Column("lines", lazy("Lines"), is_number=True),
        Column("units", lazy("Units"), is_number=True),
        Column("received", pgettext_lazy("asn", "Received"), is_number=True),
    ),
    default="expected_on",
    fetch=fetch_asns,
    fields=(
        FilterField(
            "status",
            lazy("Status"),
            [(status, get_status("asn", status).label) for status in ASN_STATUSES],
        ),
        FilterField("supplier", lazy("Supplier's code")),
        FilterField(
            "only",
            lazy("Only"),
            (
                ("unannounced", pgettext_lazy("asn", "Unannounced")),
                ("different", pgettext_lazy("asn", "With differences")),
            ),
        ),
    ),
    views=(
        View("open", pgettext_lazy("asn", "Expected"), _OPEN, lazy("No delivery is expected.")),
        View("today", lazy("Today"), f"due=today&{_OPEN}", lazy("No delivery is expected today.")),
        View("late", pgettext_lazy("asn", "Late"), f"due=late&{_OPEN}", lazy("No delivery is late.")),
        View("late-trucks", lazy("Late trucks"), "truck=late", lazy("No truck is late.")),
        View(
            "unannounced",
            pgettext_lazy("asn", "Unannounced"),
            "only=unannounced",
            lazy("Nothing came that nobody had announced."),
        ),
        View(
            "different",
            pgettext_lazy("asn", "With differences"),
            "only=different",
            lazy("Every delivery was as announced."),
        ),
        View("all", lazy("All")),
    ),
    bulk=ASN_ACTIONS,
    words={"status": lambda status: get_status("asn", status).label},
)


def open_asn(request: PageRequest, merchant: str, number: str) -> AsnDetail:
    """Return the delivery of an address. Raises: NotFound, AsnNotFound."""
    owner = get_merchant_by_code(scope=request.scope, code=merchant)
    return get_asn(scope=request.scope, merchant_id=owner.id, number=number)


def link_asn(row: AsnRow, page: str = "asn") -> str:
    """Return the address of a delivery's page, or of another page of it."""
    return reverse(f"console:{page}", args=[row.merchant_code, row.number])


@page_of("console:inbound")
def show_asn(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Show one delivery: what it brings, and what became of it."""
    detail = open_asn(request, merchant, number)
    header = detail.header
    may_change = bool(request.roles & ANNOUNCERS) and header.status in BEFORE_ARRIVAL
    may_receive = bool(request.roles & RECEIVERS)
    receipts = list_receipts(scope=request.scope, asn_id=header.id) if header.arrived_at else []
    units = _list_known_units(request, receipts)
    context = {
        "asn": header,
        "badges": [Badge("asn", header.status)],
        "pairs": [
            *_list_pairs(header, _find_purchase(request, header)),
            *_list_truck(request, header),
            *_list_times(request, header),
        ],
        "lines": [_draw_line(header, line, units) for line in detail.lines],
        "primary": _find_primary(header) if may_receive else _find_slot(header) if may_change else None,
        "secondary": _list_secondary(header, may_change=may_change, may_receive=may_receive),
        "receipts": receipts,
        "photos": list_photos(scope=request.scope, asn_id=header.id, now=request.now),
        "photo_lines": detail.lines,
        "may_roll_back": bool(request.roles & LEADS) and header.status in {"receiving", "received"},
        "may_receive": may_receive,
        "cancel": _describe_cancel(header) if may_change else None,
        **describe_differences(request, header.id),
        **_build_timeline(request, header),
    }
    if is_fragment_wanted(request) and request.GET.get("status", header.status) != header.status:
        return answer_reload()
    drawn = draw_live(request, "inbound/_asn_live.html", context)
    if drawn.is_known(request):
        return answer_unchanged()
    context |= {
        "is_live": header.status in RECEIVABLE,
        "refresh_url": f"?{urlencode({'status': header.status})}",
        **drawn._asdict(),
    }
    return render_page(request, "inbound/asn.html", context, fragment="inbound/_asn_refresh.html")


def _find_primary(header: AsnRow) -> Action | None:
    url = reverse("floor:receive-asn", args=[header.merchant_code, header.number])
    if header.status in BEFORE_ARRIVAL:
        return Action(_("Start receiving"), url)
    return Action(_("Go on receiving"), url) if header.status in {"receiving", "received"} else None


def _find_slot(header: AsnRow) -> Action | None:
    """Return the way to a slot for its truck, while it has none."""
    return Action(_("Book a slot"), link_asn(header, "asn-slot")) if header.slot_at is None else None


def _find_purchase(request: PageRequest, header: AsnRow) -> str:
    """Return the address of the purchase order that the delivery names, if it is ours to show."""
    number = header.order_number
    found = number and find_purchase_id(scope=request.scope, merchant_id=header.merchant_id, number=number)
    return reverse("console:purchase", args=[header.merchant_code, number]) if found else ""


def _list_pairs(header: AsnRow, purchase_url: str) -> list[Pair]:
    supplier = (
        f"{header.supplier_name} ({header.supplier_code})" if header.supplier_name else header.supplier_code
    )
    return [
        Pair(_("Merchant"), header.merchant_code),
        Pair(_("Site"), header.site_code),
        Pair(_("Expected on"), format_day(header.expected_on)),
        Pair(_("Supplier"), supplier),
        Pair(_("Purchase order"), header.order_number, is_code=bool(header.order_number), url=purchase_url),
        Pair(_("Carrier"), header.carrier_code),
        Pair(_("Tracking number"), header.tracking_number, is_code=bool(header.tracking_number)),
    ]


def _list_truck(request: PageRequest, header: AsnRow) -> list[Pair]:
    """Say when its truck comes and to which door, when a slot is booked."""
    if header.slot_at is None:
        return []
    told = f"{format_moment(header.slot_at, header.zone, now=request.now)} · {header.door_code}"
    if request.roles & RECEIVERS:
        url = f"{reverse('console:docks')}?at={header.site_code}&asn={header.id}"
    else:
        url = link_asn(header, "asn-slot")
    status = get_status("appointment", header.truck_status).label
    return [Pair(_("Truck"), f"{told} · {status}", url)]


def _list_times(request: PageRequest, header: AsnRow) -> list[Pair]:
    """Say how long it took from the truck to the shelves, when nothing of it waits any more."""
    if header.arrived_at is None:
        return []
    chosen = StockedFilter(merchant_id=header.merchant_id, number=header.number)
    found = list_stocked(
        scope=request.scope, chosen=chosen, now=request.now, page=PageOf(size=1, counted_at_most=0)
    ).rows
    took = format_duration(found[0].seconds) if found else _("not all of it is put away yet")
    return [Pair(_("From dock to stock"), took)]


def _draw_line(header: AsnRow, line: AsnLineRow, units: AbstractSet[str]) -> LineRow:
    said: list[str] = []
    if line.lot_code:
        said.append(_("Lot %(lot)s") % {"lot": line.lot_code})
    if line.expires_on:
        said.append(_("expires %(day)s") % {"day": format_day(line.expires_on)})
    if line.unit_code:
        said.append(_tell_unit(line, units))
    if line.order_number != header.order_number:
        said.append(_("for order %(number)s") % {"number": line.order_number})
    if line.difference_reason:
        said.append(str(name_code("difference_reason", line.difference_reason)))
    return LineRow(
        name=line.sku_name,
        code=line.sku_code,
        figures=[
            (_("expected"), line.expected),
            (_("received"), line.received),
            (_("damaged"), line.damaged),
            (_("over"), max(line.came - line.expected, 0)),
            (_("missing"), line.left if header.arrived_at else 0),
        ],
        note=format_html_join(" · ", "{}", ((one,) for one in said)),
        url=reverse("console:sku-stock", args=[header.merchant_code, line.sku_code]),
    )


def _list_known_units(request: PageRequest, receipts: Sequence[ReceiptRow]) -> set[str]:
    """Return the codes of cartons and pallets that have a page, where the person may open it."""
    if not may_open(roles=frozenset(request.roles), url=reverse("console:units")):
        return set()
    return {one.unit_code for one in receipts if one.unit_code and one.rolled_back_at is None}


def _tell_unit(line: AsnLineRow, units: AbstractSet[str]) -> str:
    """Say on which pallet or in which carton it comes, with the way to it when it is one of these."""
    words = {"pallet": _("on pallet %(code)s"), "carton": _("in carton %(code)s")}[line.unit_kind]
    if line.unit_code not in units:
        return words % {"code": line.unit_code}
    before, _code, after = words.partition("%(code)s")
    url = reverse("console:unit", args=[line.unit_code])
    return format_html('{}<a href="{}">{}</a>{}', before, url, line.unit_code, after)


def _list_secondary(header: AsnRow, *, may_change: bool, may_receive: bool) -> list[Action]:
    if not may_change and not may_receive:
        return []
    if not may_change:
        close = reverse("floor:receive-close", args=[header.merchant_code, header.number])
        is_here = header.status in {"receiving", "received"}
        return [Action(_("Close the delivery"), close)] if is_here else []
    actions = [
        Action(_("Change"), link_asn(header, "edit-asn")),
        Action(_("Cancel"), dialog="cancel-asn", is_danger=True),
    ]
    if header.truck_status in {"", *MOVABLE} and (may_receive or header.slot_at):
        label = _("Move the truck") if header.slot_at else _("Book a slot")
        actions.insert(0, Action(label, link_asn(header, "asn-slot")))
    if header.status == "announced":
        actions.insert(1, Action(_("It is on its way"), link_asn(header, "asn-expect"), method="post"))
    return actions


def _describe_cancel(header: AsnRow) -> dict[str, object]:
    return {
        "title": _("Cancel %(number)s") % {"number": header.number},
        "effect": [_("The site expects its units no more, and orders that wait for them get another date.")],
    }


def _build_timeline(request: PageRequest, header: AsnRow) -> dict[str, object]:
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
@open_to(*ANNOUNCERS)
def expect(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Note that a delivery is on its way."""
    header = open_asn(request, merchant, number).header
    expect_arrivals(scope=request.scope, asn_ids=[header.id], now=request.now, actor=request.actor)
    tell(request, _("%(number)s is on its way.") % {"number": number})
    return HttpResponseRedirect(link_asn(header))


@require_POST
@open_to(*ANNOUNCERS)
def cancel(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Cancel a delivery that will not come."""
    header = open_asn(request, merchant, number).header
    cancel_asns(scope=request.scope, asn_ids=[header.id], now=request.now, actor=request.actor)
    tell(request, _("%(number)s is cancelled.") % {"number": number})
    return HttpResponseRedirect(link_asn(header))


@require_POST
@open_to(*LEADS)
def roll_back(request: PageRequest, merchant: str, number: str, receipt_id: UUID) -> HttpResponse:
    """Take back a receipt that was booked by mistake. Raises: ReceiptInUse, AsnUnderWay, ReceiptNotFound."""
    header = open_asn(request, merchant, number).header
    roll_back_receipt(scope=request.scope, receipt_id=receipt_id, now=request.now, actor=request.actor)
    tell(request, _("The receipt is taken back."))
    return HttpResponseRedirect(link_asn(header))
