"""Receive: a truck stands at the door. Scan the delivery, then each item; every booking is one form."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.queries.merchants import get_merchant, list_merchants
from packhaus.access.services.approvals import note_approval
from packhaus.catalog.queries.get_sku import get_sku
from packhaus.catalog.services.measure import Measures, measure_sku
from packhaus.inbound.errors import NotMeasured, OverTolerance, ShortLived
from packhaus.inbound.queries.find_deliveries import DeliveryRow, find_deliveries
from packhaus.inbound.queries.purchases.list_purchases import PurchaseRow, find_open_purchases
from packhaus.inbound.services.close import close_asn
from packhaus.inbound.services.purchases.deliver import deliver_purchase
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.services.take_back import take_back_last
from packhaus.inbound.services.unannounced import open_unannounced
from packhaus.inbound.types import DAMAGE_REASONS, Entry
from packhaus.kernel.errors import Invalid
from packhaus.kernel.gs1 import Gs1, read_gs1
from packhaus.kernel.ids import new_id
from packhaus.web.console.inbound import open_asn
from packhaus.web.console.inbound_bulk import LEADS
from packhaus.web.console.inbound_photos import keep_sent_photo
from packhaus.web.console.purchases import open_purchase
from packhaus.web.floor.approval import ask_approval, read_approval
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.receive_label import print_new
from packhaus.web.floor.receive_page import (
    RECEIVERS,
    REFUSED,
    SAID,
    draw_close,
    draw_delivery,
    draw_item,
    link_delivery,
    read_again,
)
from packhaus.web.floor.receive_told import tell_over_tolerance, tell_refused
from packhaus.web.floor.sessions import name_device, read_client_id
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.responses import lead_to, render_page
from packhaus.web.uploads import takes_upload

SIZES = ("length_mm", "width_mm", "height_mm")


@open_to(*RECEIVERS)
def find(request: PageRequest) -> HttpResponse:
    """Show what is due; a scanned delivery, order, carton or item leads to its delivery."""
    if request.method != "POST":
        return _draw_due(request, _list_due(request), None)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    found = _list_due(request, code) if code else []
    if len(found) == 1 or (found and found[0].number == code):
        return lead_to(request, link_delivery(found[0].merchant_code, found[0].number))
    if found:
        return _draw_due(request, found, Band("next", _("Which of these?"), code))
    ordered = _list_ordered(request, code) if code else []
    if ordered:
        return _draw_due(request, [], Band("next", _("Ordered, but not announced"), code), ordered=ordered)
    band = Band("wrong", _("Nobody announced this"), code or _("nothing"), _("a delivery, carton or item"))
    return _draw_due(request, _list_due(request), band, REFUSED)


def _list_due(request: PageRequest, code: str = "") -> list[DeliveryRow]:
    today = request.now.astimezone(ZoneInfo(request.site_zone)).date()
    return find_deliveries(scope=request.scope, site_id=find_site_id(request), code=code, today=today)


def _list_ordered(request: PageRequest, number: str) -> list[PurchaseRow]:
    return find_open_purchases(
        scope=request.scope, site_id=find_site_id(request), number=number, now=request.now
    )


def _draw_due(
    request: PageRequest,
    due: list[DeliveryRow],
    band: Band | None,
    status: int = 200,
    ordered: Sequence[PurchaseRow] = (),
) -> HttpResponse:
    context = {
        "ordered": ordered,
        "band": band,
        "due": due,
        "merchants": [merchant for merchant in list_merchants(request.scope) if merchant.is_active],
        "sites": request.frame_choices.own_sites,
        "chosen_site": find_site_id(request),
    }
    return render_page(
        request, "floor/receive.html", context, fragment="floor/_receive_step.html", status=status
    )


@require_POST
@open_to(*RECEIVERS)
def take_unknown(request: PageRequest) -> HttpResponse:
    """Open a delivery that nobody announced, to be received blind. Raises: Invalid, AsnNumberTaken."""
    form = FormReader(request.POST)
    merchant = get_merchant(scope=request.scope, merchant_id=form.read_chosen_id("merchant"))
    site_id = find_site_id(request) or form.read_chosen_id("site")
    number = form.read_text("number", is_required=True, at_most=40)
    form.check()
    open_unannounced(
        scope=request.scope, merchant_id=merchant.id, site_id=site_id, number=number, now=request.now,
        actor=request.actor,
    )  # fmt: skip
    return HttpResponseRedirect(link_delivery(merchant.code, number))


@require_POST
@open_to(*RECEIVERS)
def take_ordered(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Open a delivery of what a purchase order still waits for. Raises: PurchaseNotFound, PurchaseFinished."""
    header = open_purchase(request, merchant, number).header
    told = deliver_purchase(scope=request.scope, order_id=header.id, now=request.now, actor=request.actor)
    return HttpResponseRedirect(link_delivery(merchant, told.number))


@open_to(*RECEIVERS)
def show(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Show what is left of a delivery, or the form of the item that was chosen."""
    known = open_asn(request, merchant, number)
    asked, item = request.GET.get("line", ""), request.GET.get("item", "")[:40]
    line_id = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    if line_id or item:
        said = {name: value[:40] for name in SAID if (value := request.GET.get(name, ""))}
        return draw_item(request, known, line_id, item, sent=said)
    return draw_delivery(request, known, None)


@require_POST
@open_to(*RECEIVERS)
def book(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Book units of one item; the same form twice is once."""
    known = open_asn(request, merchant, number)
    form = FormReader(request.POST)
    line_id, item = form.read_integer("line", default=0), form.read_text("item", at_most=40)
    try:
        entry = _read_entry(form, line_id, item, may_decide=bool(request.roles & LEADS))
        form.check()
        [received] = receive_against(
            scope=request.scope, asn_id=known.header.id, entries=[entry], now=request.now, actor=request.actor
        )
    except (Invalid, NotMeasured, ShortLived) as refusal:
        return draw_item(
            request,
            known,
            line_id,
            item,
            sent=request.POST.dict(),
            told=tell_refused(refusal),
            is_short_lived=isinstance(refusal, ShortLived),
        )
    line = next((line for line in known.lines if line.id == line_id or line.sku_code == item), None)
    told = {"units": format_quantity(entry.quantity), "item": line.sku_name if line else item}
    band = Band("right", _("%(units)s × %(item)s: booked.") % told)
    if not received.is_new:
        outcome = "next" if "X-Kept" in request.headers else "careful"  # a device sends what it keeps again
        band = Band(outcome, _("This was booked before."), where=_("%(units)s × %(item)s") % told)
    elif entry.unit_code and entry.unit_code == request.POST.get("new_label"):
        return print_new(request, known, entry.unit_code, band)
    return draw_delivery(request, read_again(request, known), band)


def _read_entry(form: FormReader, line_id: int, item: str, *, may_decide: bool) -> Entry:
    damage = form.read_text("damage", at_most=8)
    said = read_gs1(form.sent.get("code", "")[:LONGEST_SCAN]) or Gs1()
    unit = form.read_text("unit", at_most=20)
    return Entry(
        client_id=form.read_text("client_id", at_most=60) or new_id().hex,
        quantity=form.read_integer("quantity", minimum=1),
        sku_code=item,
        line_id=line_id,
        lot_code=form.read_text("lot", at_most=40) or said.lot,
        expires_on=form.read_date("expires_on") or said.expires_on,
        serial=form.read_text("serial", at_most=40) or said.serial,
        unit_code=unit,
        damage_reason=form.read_choice("damage", DAMAGE_REASONS) if damage else "",
        takes_short_lived=may_decide and "takes_short_lived" in form.sent,
    )


@takes_upload
@require_POST
@open_to(*RECEIVERS)
def photograph(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Keep a photo of the delivery, or of one of its lines."""
    known = open_asn(request, merchant, number)
    try:
        keep_sent_photo(request, known.header.id)
    except Invalid as refusal:
        band = Band("wrong", tell_refused(refusal)[0], expected=_("a photo"))
        return draw_delivery(request, known, band, status=REFUSED)
    return draw_delivery(request, known, Band("right", _("The photo is kept.")))


@require_POST
@open_to(*RECEIVERS)
def measure(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Note what one unit of an item measures and weighs."""
    known = open_asn(request, merchant, number)
    form = FormReader(request.POST)
    line_id, item = form.read_integer("line", default=0), form.read_text("item", at_most=40)
    line = next((line for line in known.lines if line.id == line_id), None)
    sku = get_sku(request.scope, merchant_code=merchant, code=line.sku_code if line else item)
    try:
        length, width, height = (form.read_integer(name, minimum=1) for name in SIZES)
        measures = Measures(length, width, height, form.read_grams("weight_grams"))
        form.check()
        measure_sku(
            scope=request.scope, sku_id=sku.id, measures=measures, now=request.now, actor=request.actor
        )
    except Invalid as refusal:
        return draw_item(request, known, line_id, item, sent=request.POST.dict(), told=tell_refused(refusal))
    band = Band("right", _("%(item)s is measured.") % {"item": sku.name})
    return draw_item(request, known, line_id, item, band=band)


@require_POST
@open_to(*RECEIVERS)
def undo(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Take back the last booking that the person made. Raises: ReceiptInUse, AsnUnderWay."""
    known = open_asn(request, merchant, number)
    taken = take_back_last(
        scope=request.scope, asn_id=known.header.id, device=name_device(request),
        client_id=read_client_id(request), now=request.now, actor=request.actor,
    )  # fmt: skip
    if taken is None:
        band = Band("careful", _("You have nothing to take back here."))
        return draw_delivery(request, known, band)
    told = {"units": format_quantity(taken.units), "item": taken.code}
    band = Band("right", _("%(units)s of %(item)s are taken back.") % told)
    return draw_delivery(request, read_again(request, known), band)


@open_to(*RECEIVERS)
def close(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Ask why lines differ from what was announced, and close the delivery; over tolerance with a lead's badge."""
    known = open_asn(request, merchant, number)
    if request.method != "POST":
        return draw_close(request, known)
    reasons: dict[int, str] = {
        line.id: value for line in known.lines if (value := request.POST.get(f"reason_{line.id}", ""))
    }
    approver = read_approval(request)
    try:
        close_asn(
            scope=request.scope, asn_id=known.header.id, reasons=reasons, is_lead=approver is not None,
            now=request.now, actor=request.actor,
        )  # fmt: skip
    except Invalid:
        return draw_close(request, known, chosen=reasons, told=[_("Each difference needs its reason.")])
    except OverTolerance as refusal:
        return ask_approval(request, what=tell_over_tolerance(refusal))
    if approver and approver != request.actor:
        note_approval(
            step="close_delivery", aggregate_kind="asn", aggregate_id=known.header.id,
            merchant_id=known.header.merchant_id, now=request.now, approver=approver,
        )  # fmt: skip
    return _draw_due(
        request, _list_due(request), Band("done", _("%(number)s is closed.") % {"number": number})
    )
