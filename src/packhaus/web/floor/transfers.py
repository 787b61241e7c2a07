"""Transfers on the floor: pick for another site by scan, bin then item, onto a carton or pallet or loose."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.insight.queries.resolve_scan import resolve_scan
from packhaus.kernel.errors import DomainError, Invalid
from packhaus.kernel.ids import new_id
from packhaus.transfers.errors import NotAtLocation
from packhaus.transfers.queries.floor_work import (
    count_floor_transfers,
    find_transfer_of_unit,
    list_floor_transfers,
)
from packhaus.transfers.queries.lines import BinRow, TransferLineRow
from packhaus.transfers.queries.list_transfers import TransferDetail
from packhaus.transfers.services.pick import pick_for_transfer
from packhaus.transfers.services.put_back import put_back_pick
from packhaus.transfers.types import UNIT_KINDS, TransferPick
from packhaus.web.console.transfers import open_transfer
from packhaus.web.floor.bands import LONGEST_SCAN, Band, name_scanned
from packhaus.web.floor.kinds import Asked, NextWork, WorkKind, register
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.parts import Action
from packhaus.web.responses import lead_to, render_page

MOVERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True, slots=True)
class Step:
    """Where the picker stands: before a bin, or at one; `unit` is the carton or pallet that is filled."""

    bin: str = ""
    unit: str = ""
    kind: str = "pallet"

    def __str__(self) -> str:
        return urlencode({"bin": self.bin, "unit": self.unit, "kind": self.kind})


@dataclass(frozen=True, slots=True)
class Stop:
    """Units of a line in a bin: as many as are still to be picked there."""

    line: TransferLineRow
    place: BinRow
    units: int


def link(detail: TransferDetail, page: str = "transfer", step: Step | None = None) -> str:
    """Return the address of a transfer on the floor."""
    url = reverse(f"floor:{page}", args=[detail.header.merchant_code, detail.header.number])
    return f"{url}?{step}" if step and (step.bin or step.unit) else url


def list_stops(detail: TransferDetail) -> list[Stop]:
    """Return the first bin of each line that is to be picked, in the order of the walk."""
    lines = {line.sku_id: line for line in detail.lines if line.to_pick}
    first: dict[object, BinRow] = {}
    for row in detail.bins:
        first.setdefault(row.sku_id, row)
    stops = [
        Stop(lines[row.sku_id], row, min(lines[row.sku_id].to_pick, row.free))
        for row in first.values()
        if row.sku_id in lines
    ]
    return sorted(stops, key=lambda stop: (stop.place.walk_sequence, stop.line.position))


@open_to(*MOVERS)
def find(request: PageRequest) -> HttpResponse:
    """List what is to be picked and loaded here; a number, or a carton that stands ready, leads to its transfer."""
    if request.method != "POST":
        return _draw_all(request, None)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    number = find_transfer_of_unit(scope=request.scope, code=code) or code
    for one in list_floor_transfers(scope=request.scope, site_id=find_site_id(request)):
        if one.number.upper() == number.upper():
            page = "transfer-load" if one.to_pick == 0 or number != code else "transfer"
            return lead_to(request, reverse(f"floor:{page}", args=[one.merchant_code, one.number]))
    wrong = Band("wrong", _("No transfer of this site"), code or _("nothing"), _("a transfer or a carton"))
    return _draw_all(request, wrong, REFUSED)


def _draw_all(request: PageRequest, band: Band | None, status: int = HTTPStatus.OK) -> HttpResponse:
    rows = list_floor_transfers(scope=request.scope, site_id=find_site_id(request))
    context = {"rows": rows, "band": band}
    return render_page(
        request, "floor/transfers.html", context, fragment="floor/_transfers_step.html", status=status
    )


@open_to(*MOVERS)
def show(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Show the next bin of the walk, or, once everything is picked, lead to loading."""
    detail = open_transfer(request, merchant, number)
    if detail.header.status == "picked":
        return HttpResponseRedirect(link(detail, "transfer-load"))
    return draw(request, detail, read_step(request.GET.dict()), None)


def read_step(sent: dict[str, str]) -> Step:
    """Read where the picker stands from an address or a form."""
    kind = sent.get("kind", "pallet")
    return Step(
        sent.get("bin", "")[:40], sent.get("unit", "")[:20].upper(), kind if kind in UNIT_KINDS else "pallet"
    )


@require_POST
@open_to(*MOVERS)
def scan(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Take a scan: a bin that has what is wanted, then an item of it; a carton or pallet says where units go."""
    detail = open_transfer(request, merchant, number)
    step = read_step(request.POST.dict())
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    wanted = {line.sku_id for line in detail.lines if line.to_pick}
    found = resolve_scan(
        scope=request.scope, site_id=detail.header.from_site_id, code=code, expected=list(wanted)
    )
    units = [one for one in found.meanings if one.kind in UNIT_KINDS]
    if units:
        step = replace(step, unit=units[0].code, kind=units[0].kind)
        onto = Band("right", _("Onto %(unit)s") % {"unit": step.unit})
        return draw(request, detail, step, onto, code)
    if any(row.location_code.upper() == code.upper() for row in detail.bins):
        place = next(row.location_code for row in detail.bins if row.location_code.upper() == code.upper())
        return draw(request, detail, replace(step, bin=place), Band("next", place), code)
    item = next((one for one in found.meanings if one.kind == "item" and one.sku_id in wanted), None)
    if item and step.bin:
        line = next(line for line in detail.lines if line.sku_id == item.sku_id)
        if any(row.location_code == step.bin and row.sku_id == line.sku_id for row in detail.bins):
            query = urlencode({"line": line.id})
            return lead_to(request, f"{link(detail, 'transfer-take')}?{step}&{query}")
    return draw(request, detail, step, _tell_wrong(detail, step, name_scanned(found.meanings, code)), code)


def _tell_wrong(detail: TransferDetail, step: Step, read: str) -> Band:
    stops = list_stops(detail)
    if not stops:
        return Band("wrong", _("Nothing to pick"), read)
    here = [row for row in detail.bins if row.location_code == step.bin]
    if not here:
        return Band("wrong", _("Wrong bin"), read, stops[0].place.location_code)
    codes = {line.sku_id: f"{line.sku_name} {line.sku_code}" for line in detail.lines}
    return Band("wrong", _("Wrong item"), read, codes[here[0].sku_id], step.bin)


@open_to(*MOVERS)
def take(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Ask how many are taken, and book them; the same form twice is once."""
    detail = open_transfer(request, merchant, number)
    sent = request.POST if request.method == "POST" else request.GET
    step = read_step(sent.dict())
    text = sent.get("line", "")
    line = next((line for line in detail.lines if str(line.id) == text and line.to_pick), None)
    if line is None or detail.header.status != "released":
        return HttpResponseRedirect(link(detail, step=replace(step, bin="")))
    if request.method != "POST":
        return _draw_take(request, detail, line, step)
    form = FormReader(request.POST)
    try:
        pick = TransferPick(
            client_id=form.read_text("client_id", at_most=60) or new_id().hex,
            line_id=line.id,
            location_code=step.bin,
            quantity=form.read_integer("quantity", minimum=1),
            serial=form.read_text("serial", at_most=40, is_required=_is_serial(detail, line, step)),
            unit_code=step.unit,
            unit_kind=step.kind,
        )
        form.check()
        pick_for_transfer(
            scope=request.scope, transfer_id=detail.header.id, pick=pick, now=request.now, actor=request.actor
        )
    except (Invalid, NotAtLocation) as refusal:
        return _draw_take(request, detail, line, step, refusal=refusal)
    told = {"units": format_quantity(pick.quantity), "item": line.sku_code}
    after = open_transfer(request, merchant, number)
    band = Band("done", _("%(units)s of %(item)s are picked.") % told)
    undo = Action(
        _("Put them back"),
        link(after, "transfer-back"),
        method="post",
        name="client_id",
        value=pick.client_id,
    )
    if after.header.status == "picked":
        return draw(request, after, Step(), band, undo=undo)
    return draw(request, after, replace(step, bin=""), band, undo=undo)


def _is_serial(detail: TransferDetail, line: TransferLineRow, step: Step) -> bool:
    return any(
        row.serial for row in detail.bins if row.sku_id == line.sku_id and row.location_code == step.bin
    )


def _draw_take(
    request: PageRequest,
    detail: TransferDetail,
    line: TransferLineRow,
    step: Step,
    *,
    refusal: DomainError | None = None,
) -> HttpResponse:
    here = [row for row in detail.bins if row.sku_id == line.sku_id and row.location_code == step.bin]
    is_serial = _is_serial(detail, line, step)
    most = min(line.to_pick, sum(row.free for row in here))
    told = ""
    if isinstance(refusal, NotAtLocation):
        told = _("%(location)s has %(free)s of %(wanted)s units of %(sku)s free.") % dict(refusal.data)
    elif refusal is not None:
        told = _("Give a number from 1 to %(most)s.") % {"most": format_quantity(most)}
    context = {
        "transfer": detail.header,
        "line": line,
        "step": step,
        "most": most,
        "quantity": request.POST.get("quantity") or (1 if is_serial else most),
        "is_serial": is_serial,
        "serials": [row.serial for row in here if row.serial][:12],
        "client_id": request.POST.get("client_id") or new_id().hex,
        "told": told,
        "back_url": link(detail, step=step),
    }
    return render_page(
        request, "floor/transfer_take.html", context, status=REFUSED if refusal else HTTPStatus.OK
    )


@open_to(*MOVERS)
def choose_unit(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Ask which carton or pallet is filled from now on; none means loose."""
    detail = open_transfer(request, merchant, number)
    context = {
        "transfer": detail.header,
        "step": read_step(request.GET.dict()),
        "show_url": link(detail),
    }
    return render_page(request, "floor/transfer_unit.html", context)


@require_POST
@open_to(*MOVERS)
def put_back(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Put what was picked last back into its bin."""
    detail = open_transfer(request, merchant, number)
    units = put_back_pick(
        scope=request.scope,
        transfer_id=detail.header.id,
        client_id=request.POST.get("client_id", "")[:60],
        now=request.now,
        actor=request.actor,
    )
    after = open_transfer(request, merchant, number)
    told = Band("careful", _("Bring %(units)s back to their bin.") % {"units": format_quantity(units)})
    return draw(request, after, Step(), told)


def draw(
    request: PageRequest,
    detail: TransferDetail,
    step: Step,
    band: Band | None,
    read: str = "",
    *,
    undo: Action | None = None,
) -> HttpResponse:
    """Draw where to go next, or what to take from the bin that was scanned."""
    stops = list_stops(detail)
    here = [stop for stop in stops if stop.place.location_code == step.bin]
    stop = next(iter(here or stops), None)
    if not here:
        step = replace(step, bin="")
    escapes = [
        Action(_("Onto a carton or pallet"), f"{reverse('floor:transfer-unit', args=_name(detail))}?{step}"),
        Action(_("Other work"), reverse("floor:transfers")),
    ]
    context = {
        "transfer": detail.header,
        "stop": stop,
        "step": step,
        "band": band,
        "read": read,
        "undo": undo,
        "escapes": escapes,
        "fields": {"bin": step.bin, "unit": step.unit, "kind": step.kind},
        "to_pick": sum(line.to_pick for line in detail.lines),
        "is_open": detail.header.status == "released",
        "is_picked": detail.header.status == "picked",
        "load_url": link(detail, "transfer-load") if detail.picks else "",
        "scan_url": reverse("floor:transfer-scan", args=_name(detail)),
        "expects": _("Scan the item") if step.bin else _("Scan the bin"),
    }
    status = REFUSED if band and band.outcome == "wrong" else HTTPStatus.OK
    return render_page(
        request, "floor/transfer.html", context, fragment="floor/_transfer_step.html", status=status
    )


def _name(detail: TransferDetail) -> list[str]:
    return [detail.header.merchant_code, detail.header.number]


def count_transfers(asked: Asked) -> int:
    """Return how many transfers are to be picked or loaded."""
    return count_floor_transfers(scope=asked.scope, site_id=asked.site_id)


def offer_transfer(asked: Asked) -> NextWork | None:
    """Offer the transfer that is expected first."""
    rows = list_floor_transfers(scope=asked.scope, site_id=asked.site_id, limit=1)
    if not rows:
        return None
    one = rows[0]
    page = "transfer" if one.to_pick else "transfer-load"
    label = _("Pick %(number)s") if one.to_pick else _("Load %(number)s")
    return NextWork(
        label=label % {"number": one.number},
        url=reverse(f"floor:{page}", args=[one.merchant_code, one.number]),
        detail=f"→ {one.to_site} · {format_quantity(one.to_pick or one.picked)}",
        key=str(one.id),
    )


register(
    WorkKind(
        "transfer", pgettext_lazy("floor work", "Transfers"), "floor:transfers", "building-warehouse", count_transfers,
        offer_transfer, position=450,
    )
)  # fmt: skip
