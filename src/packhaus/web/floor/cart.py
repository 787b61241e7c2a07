"""The cart of a walk: totes into slots, totes out at packing, what is to be cancelled out of them, and the rest."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.outbound.errors import PlaceNotFound, ToteInUse, ToteNotFound
from packhaus.outbound.queries.cancel_requests import CancelWish
from packhaus.outbound.queries.list_batches import list_batch_progress
from packhaus.outbound.services.batches import assign_tote, drop_totes
from packhaus.outbound.services.stop import answer_cancel_requests, refuse_cancel_requests
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.pick import PICKERS, REFUSED, read_walk
from packhaus.web.floor.pick_page import Walk, draw_walk
from packhaus.web.floor.sessions import was_mine
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import render_page


@open_to(*PICKERS)
def show_more(request: PageRequest, number: str) -> HttpResponse:
    """Show the walk's stops and totes, and the sounds of this device."""
    walk = read_walk(request, number)
    progress = list_batch_progress(scope=request.scope, batch_ids=[walk.batch.id])[walk.batch.id]
    context = {"batch": walk.batch, "walk": walk, "totes": walk.totes, "progress": progress}
    return render_page(request, "floor/more.html", context)


@open_to(*PICKERS)
def assign_totes(request: PageRequest, number: str) -> HttpResponse:
    """Scan an empty tote for each slot in turn, before the first pick."""
    walk = read_walk(request, number)
    slots = [slot for slot, _tote in walk.totes]
    asked = request.POST.get("step_id", "") or request.GET.get("slot", "")
    slot = int(asked) if asked.isdecimal() and int(asked[:4]) in slots else min(slots, default=0)
    if request.method != "POST" or not slots:
        return _draw_totes(request, walk, slot, None)
    code = request.POST.get("scan", "").strip().upper()[:LONGEST_SCAN]
    band, status = _assign(walk, slot, code)
    walk = read_walk(request, number)
    if status == HTTPStatus.OK:
        after = next((one for one in slots if one > slot), None)
        if after is None:
            return draw_walk(request, replace(walk, band=band, read=code))
        slot = after
    return _draw_totes(request, replace(walk, read=code), slot, band, status)


def _assign(walk: Walk, slot: int, code: str) -> tuple[Band, int]:
    needed = _("an empty tote for slot %(slot)s") % {"slot": slot}
    try:
        assign_tote(batch_id=walk.batch.id, slot=slot, code=code)
    except ToteNotFound:
        return Band("wrong", _("No tote of this site"), code or _("nothing"), needed), REFUSED
    except ToteInUse as error:
        [full] = error.data["totes"]
        return Band("wrong", _("%(tote)s holds goods") % {"tote": full}, code, needed), REFUSED
    told = {"slot": slot, "tote": code}
    return Band("next", _("Slot %(slot)s: %(tote)s") % told), HTTPStatus.OK


def _draw_totes(
    request: PageRequest, walk: Walk, slot: int, band: Band | None, status: int = HTTPStatus.OK
) -> HttpResponse:
    context: dict[str, Any] = {
        "batch": walk.batch,
        "walk": walk,
        "totes": walk.totes,
        "slot": slot,
        "band": band,
        "read": walk.read,
        "totes_url": reverse("floor:totes", args=[walk.batch.number]),
    }
    return render_page(request, "floor/totes.html", context, fragment="floor/_totes_step.html", status=status)


@open_to(*PICKERS)
def drop(request: PageRequest, number: str) -> HttpResponse:
    """Set the totes down at the packing place that is scanned; the walk is over."""
    walk = read_walk(request, number)
    if request.method != "POST" or walk.batch.status != "done" or not was_mine(request, walk.batch):
        return draw_walk(request, walk)
    code = request.POST.get("scan", "").strip().upper()[:LONGEST_SCAN]
    walk = replace(walk, read=code)
    try:
        drop_totes(batch_id=walk.batch.id, place_code=code, now=request.now, actor=request.actor)
    except PlaceNotFound:
        band = Band("wrong", _("Not a packing place"), code or _("nothing"), _("a packing place"))
        return draw_walk(request, replace(walk, band=band), status=REFUSED)
    band = Band("done", _("Totes stand at %(place)s.") % {"place": code})
    return draw_walk(request, replace(walk, band=band, dropped_at=code))


@open_to(*PICKERS)
def answer_cancel(request: PageRequest, number: str) -> HttpResponse:
    """Answer a wish to cancel: the items are back in their bin, or it is too late. A scan of the tote says back."""
    walk = read_walk(request, number)
    if request.method != "POST" or not was_mine(request, walk.batch):
        return HttpResponseRedirect(reverse("floor:pick", args=[number]))
    wanted = request.POST.get("step_id", "")
    wishes = [wish for wish in walk.wishes if str(wish.fulfillment_id) == wanted]
    if not wishes:
        return draw_walk(request, walk)
    code = request.POST.get("scan", "").strip().upper()[:LONGEST_SCAN]
    if "answer" not in request.POST and code != wishes[0].tote_code.upper():
        told = {"slot": wishes[0].slot, "tote": wishes[0].tote_code}
        band = Band("wrong", _("Wrong tote"), code or _("nothing"), _("slot %(slot)s, %(tote)s") % told)
        return draw_walk(request, replace(walk, band=band, read=code), status=REFUSED)
    band = answer_wishes(request, wishes, is_late=request.POST.get("answer") == "late")
    walk = read_walk(request, number)
    return draw_walk(request, replace(walk, band=band, read=code))


def answer_wishes(request: PageRequest, wishes: list[CancelWish], *, is_late: bool) -> Band:
    """Answer wishes of one order, and say what became of them."""
    ids = [wish.id for wish in wishes]
    told = {"order": wishes[0].order_number}
    if is_late:
        refuse_cancel_requests(request_ids=ids, now=request.now, actor=request.actor)
        return Band("right", _("%(order)s goes out.") % told)
    answers = answer_cancel_requests(request_ids=ids, now=request.now, actor=request.actor)
    units = sum(answer.stopped for answer in answers)
    return Band("right", _("%(units)s stopped in %(order)s.") % (told | {"units": format_quantity(units)}))
