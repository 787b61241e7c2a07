"""Look: is the bin empty? Asked of who picked its last units by the record, where the site wants it."""

from dataclasses import replace
from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.decide.counting import Verdict
from packhaus.inventory.queries.count_programme import find_bin_to_check
from packhaus.inventory.services.counts.check_empty import check_empty
from packhaus.outbound.queries.list_batches import BatchRow, get_batch
from packhaus.outbound.queries.list_stops import StopView, list_stops
from packhaus.web.floor.bands import Band
from packhaus.web.floor.kept import build_plan
from packhaus.web.floor.pick import read_walk
from packhaus.web.floor.pick_page import draw_walk
from packhaus.web.floor.sessions import is_mine, name_device, read_client_id, read_person, was_mine
from packhaus.web.floor.work import FLOOR
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import render_page

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@open_to(*FLOOR)
def ask(request: PageRequest, number: str, task_id: int) -> HttpResponse:
    """Ask whether the bin of a stop is empty, and take the answer; where nobody asks any more, the walk goes on."""
    if "X-Kept" in request.headers:
        return _take_kept(request, number, task_id)
    batch, stop = _find_stop(request, number, task_id)
    location_id = (
        find_bin_to_check(scope=request.scope, site_id=batch.site_id, code=stop.location_code)
        if stop and is_mine(request, batch)
        else None
    )
    if stop is None or location_id is None:
        return HttpResponseRedirect(reverse("floor:pick", args=[number]))
    if request.method != "POST":
        return _draw(request, batch, stop)
    found = "0" if request.POST.get("do") == "empty" else request.POST.get("quantity", "").strip()
    if not found.isdecimal() or len(found) > 9:
        return _draw(request, batch, stop, is_refused=True)
    verdict = _check(request, location_id, stop, int(found))
    walk = replace(read_walk(request, number), band=_tell(verdict, stop.location_code))
    return draw_walk(request, walk, plan=build_plan(request.scope, walk))


def _find_stop(request: PageRequest, number: str, task_id: int) -> tuple[BatchRow, StopView | None]:
    """Return a walk, and its stop if that is done."""
    batch = get_batch(scope=request.scope, number=number)
    stops = list_stops(scope=request.scope, batch_id=batch.id)
    return batch, next((one for one in stops if one.task_id == task_id and one.status == "done"), None)


def _take_kept(request: PageRequest, number: str, task_id: int) -> HttpResponse:
    """Take the word that a device kept. A bin that was filled or is counted anyway needs it no more: no conflict."""
    batch, stop = _find_stop(request, number, task_id)
    found = "0" if request.POST.get("do") == "empty" else request.POST.get("quantity", "").strip()
    if stop is None or not was_mine(request, batch) or not found.isdecimal() or len(found) > 9:
        return JsonResponse(
            {"outcome": "conflict", "text": _("This scan is none of this walk.")}, status=REFUSED
        )
    location_id = find_bin_to_check(scope=request.scope, site_id=batch.site_id, code=stop.location_code)
    if location_id is not None:
        _check(request, location_id, stop, int(found))
    return JsonResponse({"outcome": "booked"})


def _check(request: PageRequest, location_id: int, stop: StopView, units: int) -> Verdict | None:
    return check_empty(
        scope=request.scope, location_id=location_id, sku_id=stop.sku_id, units=units,
        person_id=read_person(request), device=name_device(request),
        client_id=read_client_id(request) or f"empty-{stop.task_id}", now=request.now, actor=request.actor,
    )  # fmt: skip


def _tell(verdict: Verdict | None, location: str) -> Band:
    told = {"bin": location}
    if verdict == Verdict.POST:
        return Band("right", _("%(bin)s is counted.") % told)
    return Band("careful", _("%(bin)s is counted once more, by somebody else.") % told)


def _draw(request: PageRequest, batch: BatchRow, stop: StopView, *, is_refused: bool = False) -> HttpResponse:
    context = {"batch": batch, "stop": stop, "is_refused": is_refused}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render_page(
        request, "floor/check_empty.html", context, fragment="floor/_check_empty_step.html", status=status
    )
