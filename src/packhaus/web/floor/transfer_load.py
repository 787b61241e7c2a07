"""Load a transfer: each carton, pallet and loose item is scanned onto the truck; then it leaves."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.insight.queries.resolve_scan import resolve_scan
from packhaus.kernel.gs1 import read_gs1
from packhaus.transfers.errors import NotForTransfer, NotLoaded, TransferShort
from packhaus.transfers.queries.floor_work import find_transfer_of_unit
from packhaus.transfers.queries.list_transfers import TransferDetail
from packhaus.transfers.services.load import load_for_transfer
from packhaus.transfers.services.ship import ship_transfer
from packhaus.web.console.transfers import LEADS, open_transfer
from packhaus.web.floor.bands import LONGEST_SCAN, Band, name_scanned
from packhaus.web.floor.transfers import MOVERS, REFUSED, link
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import render_page


@dataclass(frozen=True, slots=True)
class Piece:
    """A carton or pallet with what is in it, or an item's loose units: one scan."""

    code: str
    name: str
    units: int
    is_unit: bool
    is_loaded: bool


def list_pieces(detail: TransferDetail) -> list[Piece]:
    """Return what stands ready, what is not on board yet first."""
    names = {line.sku_id: line.sku_name for line in detail.lines}
    alike: dict[tuple[bool, str], list[int]] = {}
    for index, pick in enumerate(detail.picks):
        alike.setdefault((bool(pick.unit_code), pick.unit_code or pick.sku_code), []).append(index)
    pieces = []
    for (is_unit, code), indexes in alike.items():
        picks = [detail.picks[index] for index in indexes]
        told = ", ".join(dict.fromkeys(names[pick.sku_id] for pick in picks))
        units = sum(pick.quantity for pick in picks)
        pieces.append(Piece(code, told, units, is_unit, all(pick.is_loaded for pick in picks)))
    return sorted(pieces, key=lambda piece: (piece.is_loaded, not piece.is_unit, piece.code))


@open_to(*MOVERS)
def show(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Show what is not on board yet."""
    return _draw(request, open_transfer(request, merchant, number), None)


@require_POST
@open_to(*MOVERS)
def scan(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Take the scan of a carton, pallet or loose item; what is of another transfer stays where it is."""
    detail = open_transfer(request, merchant, number)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    if not code:
        wrong = Band("wrong", _("Do not load"), _("nothing"), _("a carton, pallet or item"))
        return _draw(request, detail, wrong)
    said = read_gs1(code)
    unit = said.sscc if said and said.sscc else code.upper()
    expected = [pick.sku_id for pick in detail.picks if not pick.unit_code]
    found = resolve_scan(
        scope=request.scope, site_id=detail.header.from_site_id, code=code, expected=expected
    ).meanings
    item = next((one for one in found if one.kind == "item" and one.sku_id in expected), None)
    is_unit = any(pick.unit_code == unit for pick in detail.picks)
    meant = {"sku_code": item.code} if item and not is_unit else {"unit_code": unit}
    try:
        units = load_for_transfer(
            scope=request.scope, transfer_id=detail.header.id, now=request.now, actor=request.actor, **meant
        )
    except NotForTransfer:
        other = find_transfer_of_unit(scope=request.scope, code=unit)
        where = _("It stands ready for %(number)s.") % {"number": other} if other else ""
        wrong = Band("wrong", _("Do not load"), name_scanned(found, code), number, where)
        return _draw(request, detail, wrong, code)
    told = {"code": item.code if item and not is_unit else unit, "units": format_quantity(units)}
    after = open_transfer(request, merchant, number)
    if not units:
        return _draw(request, after, Band("careful", _("%(code)s is on board already.") % told), code)
    return _draw(request, after, Band("right", _("%(code)s: %(units)s on board.") % told), code)


@require_POST
@open_to(*MOVERS)
def send(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Let it leave, when all of it is on board; a lead decides that what is not picked stays."""
    detail = open_transfer(request, merchant, number)
    try:
        ship_transfer(
            scope=request.scope,
            transfer_id=detail.header.id,
            is_short=bool(request.roles & LEADS),
            is_scanned=True,
            now=request.now,
            actor=request.actor,
        )
    except NotLoaded as refusal:
        missing = ", ".join(str(one["code"]) for one in refusal.data["missing"])
        return _draw(request, detail, Band("wrong", _("Not all is on board"), expected=missing))
    except TransferShort:
        told = _("Not all is picked. A lead can send it as it is.")
        return _draw(request, detail, Band("wrong", told))
    after = open_transfer(request, merchant, number)
    return _draw(request, after, Band("done", _("%(number)s is on its way.") % {"number": number}))


def _draw(request: PageRequest, detail: TransferDetail, band: Band | None, read: str = "") -> HttpResponse:
    pieces = list_pieces(detail)
    header = detail.header
    context = {
        "transfer": header,
        "pieces": pieces,
        "left": sum(not piece.is_loaded for piece in pieces),
        "to_pick": sum(line.to_pick for line in detail.lines),
        "band": band,
        "read": read,
        "is_ready": header.status in {"released", "picked"},
        "scan_url": link(detail, "transfer-load-scan"),
        "send_url": link(detail, "transfer-send"),
        "pick_url": link(detail),
    }
    status = REFUSED if band and band.outcome == "wrong" else HTTPStatus.OK
    return render_page(
        request, "floor/transfer_load.html", context, fragment="floor/_transfer_load_step.html", status=status
    )
