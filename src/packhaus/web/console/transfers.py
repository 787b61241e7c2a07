"""Goods that go from one site to another: the list by day, and one transfer with its lines."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.access.types import Role
from packhaus.insight.queries.order_timeline import list_timeline
from packhaus.kernel.ids import new_id
from packhaus.kernel.keyset import Page, PageOf
from packhaus.printing.types import Document
from packhaus.transfers.queries.lines import TransferLineRow
from packhaus.transfers.queries.list_transfers import (
    TransferDetail,
    TransferFilter,
    TransferRow,
    get_transfer,
    list_transfers,
)
from packhaus.transfers.states import CANCEL_TRANSFER, TRANSFER_STATUSES
from packhaus.web.console.order_timeline import draw_entry
from packhaus.web.console.transfers_bulk import TRANSFER_ACTIONS
from packhaus.web.formats import format_day
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action, Badge, LineRow, Pair
from packhaus.web.printing import answer_paper, make_paper, offer_paper
from packhaus.web.responses import render_page
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField, link_with
from packhaus.web.words import DECISIONS, name_code

WEEK = timedelta(days=7)
LEADS = frozenset({Role.LEAD, Role.ADMIN})


@page_of("console:transfers")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List transfers by the day they are expected."""
    new = Action(_("New transfer"), reverse("console:new-transfer")) if request.roles & LEADS else None
    return show_list(request, TRANSFERS, {"primary": new})


def fetch_transfers(asked: Asked, page: PageOf) -> Page[TransferRow]:
    """Read a page of transfers."""
    today = asked.request.now.astimezone(ZoneInfo(asked.request.site_zone)).date()
    is_late = asked.read("due") == "late"
    chosen = TransferFilter(
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        statuses=[status for status in asked.read_all("status") if status in TRANSFER_STATUSES],
        number=asked.state.q,
        to_on=date.fromordinal(today.toordinal() - 1) if is_late else None,
        has_differences=asked.read("diff") in {"any", "week"},
        received_since=asked.request.now - WEEK if asked.read("diff") == "week" else None,
        ids=[one for one in map(read_uuid, asked.keys) if one],
    )
    return list_transfers(scope=asked.request.scope, chosen=chosen, page=page)


_OPEN = "status=draft&status=released&status=picked&status=in_transit&status=partially_received"
_ON_THE_WAY = "status=in_transit&status=partially_received"
TRANSFERS = ListPage(
    name="console:transfers",
    template="transfers/list.html",
    row_type=TransferRow,
    columns=(
        Column("number", lazy("Number")),
        Column("status", lazy("Status")),
        Column("merchant", lazy("Merchant")),
        Column("from_site", pgettext_lazy("transfer", "From")),
        Column("to_site", pgettext_lazy("transfer", "To")),
        Column("expected_on", lazy("Expected on"), is_sortable=True),
        Column("units", lazy("Units"), is_number=True),
        Column("shipped", pgettext_lazy("transfer", "Sent"), is_number=True),
        Column("received", pgettext_lazy("transfer", "Arrived"), is_number=True),
    ),
    default="expected_on",
    fetch=fetch_transfers,
    fields=(
        FilterField(
            "status",
            lazy("Status"),
            [(status, get_status("transfer", status).label) for status in TRANSFER_STATUSES],
        ),
        FilterField(
            "diff",
            pgettext_lazy("transfer", "Differences"),
            [("any", lazy("Any time")), ("week", lazy("Arrived in the last 7 days"))],
        ),
    ),
    views=(
        View("open", pgettext_lazy("transfer", "Open"), _OPEN, lazy("No transfer is open.")),
        View("way", pgettext_lazy("transfer", "On the way"), _ON_THE_WAY, lazy("No transfer is on its way.")),
        View(
            "late", pgettext_lazy("transfer", "Late"), f"due=late&{_ON_THE_WAY}", lazy("No transfer is late.")
        ),
        View(
            "diff",
            pgettext_lazy("transfer", "With differences"),
            "diff=any",
            lazy("No transfer came with differences."),
        ),
        View("all", lazy("All")),
    ),
    bulk=TRANSFER_ACTIONS,
    words={"status": lambda status: get_status("transfer", status).label},
)


def open_transfer(request: PageRequest, merchant: str, number: str) -> TransferDetail:
    """Return the transfer of an address. Raises: NotFound, TransferNotFound."""
    owner = get_merchant_by_code(scope=request.scope, code=merchant)
    return get_transfer(scope=request.scope, merchant_id=owner.id, number=number)


def link_transfer(row: TransferRow, page: str = "transfer") -> str:
    """Return the address of a transfer's page, or of another page of it."""
    return reverse(f"console:{page}", args=[row.merchant_code, row.number])


@page_of("console:transfers")
def show_transfer(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Show one transfer: what shall go, where it lies, and what became of it."""
    detail = open_transfer(request, merchant, number)
    header = detail.header
    may_change = bool(request.roles & LEADS)
    may_ship = may_change and bool(detail.picks) and header.status in {"released", "picked"}
    may_cancel = may_change and header.status in {*CANCEL_TRANSFER.sources, "in_transit"}
    context = {
        "transfer": header,
        "badges": [Badge("transfer", header.status)],
        "pairs": _list_pairs(header),
        "lines": [_draw_line(header, line) for line in detail.lines],
        "picks": [_draw_pick(detail, line) for line in detail.lines if line.to_pick],
        "primary": _find_primary(header, may_ship=may_ship) if may_change else None,
        "more": [_offer_cancel(header)] if may_cancel else [],
        "may_change": may_change,
        "is_on_the_way": header.status == "in_transit",
        "may_cancel": may_cancel,
        "secondary": [
            offer_paper(request, _("Transfer note"), link_transfer(header, "transfer-note")),
        ],
        "may_ship": may_ship,
        "missing": sum(line.to_pick for line in detail.lines),
        "decisions": list(DECISIONS.items()),
        "ready": _list_ready(detail) if header.status in {"released", "picked"} else [],
        **_build_timeline(request, header),
    }
    return render_page(request, "transfers/transfer.html", context)


@page_of("console:transfers")
def print_note(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Print the note that travels with it."""
    owner = get_merchant_by_code(scope=request.scope, code=merchant)
    return answer_paper(request, make_paper(Document.TRANSFER_NOTE, str(owner.id), number), title=number)


def _offer_cancel(header: TransferRow) -> Action:
    is_on_the_way = header.status == "in_transit"
    label = _("Decide about it") if is_on_the_way else _("Cancel the transfer")
    return Action(label, dialog="cancel-transfer", is_danger=not is_on_the_way)


def _find_primary(header: TransferRow, *, may_ship: bool) -> Action | None:
    if may_ship:
        return Action(_("Send it on its way"), dialog="ship-transfer")
    if header.status == "draft":
        return Action(_("Release"), link_transfer(header, "transfer-release"), method="post")
    if header.asn_number and header.status in {"in_transit", "partially_received"}:
        url = reverse("floor:receive-asn", args=[header.merchant_code, header.asn_number])
        return Action(_("Start receiving"), url)
    return None


def _list_pairs(header: TransferRow) -> list[Pair]:
    delivery = (
        reverse("console:asn", args=[header.merchant_code, header.asn_number]) if header.asn_number else ""
    )
    return [
        Pair(_("Merchant"), header.merchant_code),
        Pair(_("From"), header.from_site),
        Pair(_("To"), header.to_site),
        Pair(_("Expected on"), format_day(header.expected_on)),
        Pair(_("Carrier"), header.carrier_code),
        Pair(_("Title passes"), name_code("title_passes", header.title_passes)),
        Pair(_("Delivery"), header.asn_number, url=delivery),
    ]


def _draw_line(header: TransferRow, line: TransferLineRow) -> LineRow:
    note = ""
    if line.settled > 0:
        note = _("%(units)s lost on the way") % {"units": line.settled}
    elif line.settled < 0:
        note = _("%(units)s more than were sent") % {"units": -line.settled}
    return LineRow(
        name=line.sku_name,
        code=line.sku_code,
        figures=[
            (_("ordered"), line.ordered),
            (_("picked"), line.picked),
            (_("sent"), line.shipped),
            (_("received"), line.received),
            (_("damaged"), line.damaged),
        ],
        note=note,
        url=reverse("console:sku-stock", args=[header.merchant_code, line.sku_code]),
    )


def _draw_pick(detail: TransferDetail, line: TransferLineRow) -> dict[str, object]:
    bins = [row for row in detail.bins if row.sku_id == line.sku_id]
    first = bins[0] if bins else None
    return {
        "line": line,
        "client_id": str(new_id()),
        "location": first.location_code if first else "",
        "quantity": min(line.to_pick, first.free) if first else line.to_pick,
        "bins": [(row.location_code, row.free) for row in bins[:5]],
    }


def _list_ready(detail: TransferDetail) -> list[dict[str, object]]:
    picks: dict[str, dict[str, object]] = {}
    for row in detail.picks:
        one = picks.setdefault(
            row.client_id,
            {"client_id": row.client_id, "sku_code": row.sku_code, "unit": row.unit_code, "units": 0},
        )
        one["units"] = int(str(one["units"])) + row.quantity
        one["is_loaded"] = row.is_loaded
    return list(picks.values())


def _build_timeline(request: PageRequest, header: TransferRow) -> dict[str, object]:
    before = request.GET.get("before", "")
    found = list_timeline(
        request.scope,
        aggregate_ids=[header.id],
        groups=[],
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )
    entries = [draw_entry(row, found.causes.get(row.id, ())) for row in found.rows]
    older = link_with(request.GET, before=str(found.older_id)) + "#timeline" if found.older_id else ""
    return {"entries": entries, "older_url": older}
