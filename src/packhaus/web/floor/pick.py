"""Pick: one walk with one cart, each step by scan. The same service as the scanner's and the demo's books it."""

from dataclasses import replace
from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.scope import transaction
from packhaus.access.types import Role
from packhaus.inventory.queries.count_programme import find_bin_to_check
from packhaus.inventory.queries.shelves import find_shelves
from packhaus.outbound.errors import TaskClosed
from packhaus.outbound.queries.cancel_requests import CancelWish, list_cancel_wishes
from packhaus.outbound.queries.list_batches import get_batch
from packhaus.outbound.queries.list_stops import StopView, list_stops
from packhaus.outbound.queries.pick_zones import find_leg
from packhaus.outbound.queries.scan_policies import get_scan_policy
from packhaus.outbound.services.batches import claim_batch
from packhaus.outbound.services.count_labelled import count_labelled
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.stop import answer_cancel_requests
from packhaus.outbound.types import PickMethod, PickScan, ShortReason
from packhaus.web.floor.bands import (
    LONGEST_SCAN,
    Band,
    tell_each,
    tell_fault,
    tell_label,
    tell_put,
    tell_right,
    tell_short,
    tell_too_many,
)
from packhaus.web.floor.items import Wanted, scan_item
from packhaus.web.floor.kept import build_plan
from packhaus.web.floor.pick_page import Walk, draw_short, draw_walk
from packhaus.web.floor.picking import (
    Fault,
    PickState,
    PickStep,
    choose_step,
    find_stop,
    judge_scan,
    may_skip,
    read_step,
    skip_stop,
)
from packhaus.web.floor.sessions import is_mine, name_device, read_client_id, read_person
from packhaus.web.floor.wrong_scans import WrongScan, tell_wrong
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import lead_to

PICKERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@open_to(*PICKERS)
def show_pick(request: PageRequest, number: str) -> HttpResponse:
    """Show where a walk goes on, or its Start button."""
    walk = read_walk(request, number)
    step = read_step(request.GET.get("step", ""))
    if step and find_stop(walk.stops, step.task_id):
        if "skip" in request.GET and may_skip(step):
            step = skip_stop(walk.stops, step, walk.policy)
        walk = replace(walk, step=step)
    return draw_walk(request, walk, plan=build_plan(request.scope, walk))


@open_to(*PICKERS)
def start(request: PageRequest, number: str) -> HttpResponse:
    """Take a batch: from now on it is mine."""
    if request.method == "POST":
        batch = get_batch(scope=request.scope, number=number)
        claim_batch(batch_id=batch.id, picker_id=read_person(request), now=request.now, actor=request.actor)
    return HttpResponseRedirect(reverse("floor:pick", args=[number]))


@open_to(*PICKERS)
def scan(request: PageRequest, number: str) -> HttpResponse:
    """Take a scan; the tote's confirms the stop. A wrong one changes nothing and says what was needed."""
    walk = read_walk(request, number)
    step = read_step(request.POST.get("step_id", ""))
    if request.method != "POST" or step is None or not is_mine(request, walk.batch):
        return draw_walk(request, walk)
    if _leave_cancelled(request, walk.wishes):
        walk = read_walk(request, number)
    stop = find_stop(walk.stops, step.task_id)
    if stop is None:
        return draw_walk(request, replace(walk, band=_tell_closed()))
    walk = replace(walk, step=step, read=request.POST.get("scan", "").strip()[:LONGEST_SCAN])
    item = scan_item(
        scope=request.scope, site_id=walk.batch.site_id, code=walk.read, policy=walk.policy,
        wanted=Wanted(stop.sku_id, stop.merchant_code, stop.lot_code or "", stop.serial),
    )  # fmt: skip
    result = judge_scan(stop, step, item, walk.policy)
    if result.is_confirmed:
        return _confirm(request, walk, stop)
    if result.is_right:
        return draw_walk(request, replace(walk, step=result.step, band=tell_right(step, result.step, stop)))
    if result.fault == Fault.OTHER:
        shelves = find_shelves(
            scope=request.scope, site_id=walk.batch.site_id, codes=[stop.location_code, walk.read.upper()]
        )
        band = tell_wrong(WrongScan(step, stop, walk.stops, walk.read, item.found.meanings, shelves))
    else:
        band = tell_fault(result.fault, step, stop, item, walk.policy)
    return draw_walk(request, replace(walk, band=band), status=REFUSED)


@open_to(*PICKERS)
def take(request: PageRequest, number: str) -> HttpResponse:
    """Take a typed quantity: all of it goes on to the tote, fewer asks why, more is refused."""
    walk = read_walk(request, number)
    step = read_step(request.POST.get("step_id", ""))
    stop = find_stop(walk.stops, step.task_id) if step else None
    typed = request.POST.get("quantity", "").strip()[:9]
    if request.method != "POST" or step is None or stop is None or not is_mine(request, walk.batch):
        return draw_walk(request, walk)
    walk = replace(walk, step=step, read=typed)
    if walk.policy.counts_each:
        return draw_walk(request, replace(walk, band=tell_each(typed)), status=REFUSED)
    if not typed.isdecimal():
        band = Band("wrong", _("How many did you take?"), typed or _("nothing"), _("a number"))
        return draw_walk(request, replace(walk, band=band), status=REFUSED)
    if int(typed) > stop.left:
        return draw_walk(request, replace(walk, band=tell_too_many(stop, int(typed))), status=REFUSED)
    if int(typed) < stop.left:
        return draw_short(request, walk.batch, stop, found=typed)
    after = replace(step, state=PickState.TOTE, counted=stop.left)
    band = Band("right", _("%(units)s for slot %(slot)s") % tell_put(stop))
    return draw_walk(request, replace(walk, step=after, band=band))


@open_to(*PICKERS)
def report_short(request: PageRequest, number: str, task_id: int) -> HttpResponse:
    """Ask how many are really there and why, and say what happens."""
    walk = read_walk(request, number)
    stop = find_stop(walk.stops, task_id)
    if stop is None or not is_mine(request, walk.batch):
        return HttpResponseRedirect(reverse("floor:pick", args=[number]))
    if request.method != "POST":
        return draw_short(request, walk.batch, stop)
    found, reason = request.POST.get("quantity", "").strip(), request.POST.get("reason", "")
    if reason == ShortReason.NONE_THERE:
        found = "0"
    if not found.isdecimal() or int(found[:9]) >= stop.left or reason not in set(ShortReason):
        return draw_short(request, walk.batch, stop, found=found[:9], is_refused=True)
    client_id = f"short-{stop.task_id}-{stop.picked}"
    pick = PickScan(stop.task_id, int(found), name_device(request), client_id, ShortReason(reason))
    (outcome,) = confirm_picks(scans=[pick], now=request.now, actor=request.actor)
    walk = read_walk(request, number, last_location=stop.location_code)
    return draw_walk(request, replace(walk, band=tell_short(outcome, stop, walk.stops)))


@require_POST
@open_to(*PICKERS)
def report_label(request: PageRequest, number: str, task_id: int) -> HttpResponse:
    """Hear that the shelf's label names another item: somebody counts the bin, and the stop goes on as it was."""
    walk = read_walk(request, number)
    stop = find_stop(walk.stops, task_id)
    if stop is None or not is_mine(request, walk.batch):
        return draw_walk(request, walk)
    client_id = read_client_id(request) or f"label-{task_id}-{stop.picked}"
    count_labelled(
        task_id=task_id,
        device=name_device(request),
        client_id=client_id,
        now=request.now,
        actor=request.actor,
    )
    sent = read_step(request.POST.get("step_id", ""))
    step = sent if sent and sent.task_id == task_id else PickStep(task_id, PickState.ITEM)
    return draw_walk(request, replace(walk, step=step, band=tell_label(stop)))


def read_walk(
    request: PageRequest, number: str, *, skipped: tuple[int, ...] = (), last_location: str = ""
) -> Walk:
    """Read a walk with what it has been asked to stop; its step is the next one."""
    with transaction(request.scope):
        batch = get_batch(scope=request.scope, number=number)
        stops = list_stops(scope=request.scope, batch_id=batch.id)
        wishes = list_cancel_wishes(scope=request.scope, batch_id=batch.id)
        policy = get_scan_policy(scope=request.scope, site_id=batch.site_id, operation="pick")
        leg = find_leg(scope=request.scope, batch_id=batch.id) if batch.method == PickMethod.ZONE else None
    if leg:
        stops = [stop for stop in stops if stop.zone == leg.zone]
    step = choose_step(stops, policy=policy, skipped=skipped, last_location=last_location)
    return Walk(batch, stops, step, policy, wishes, leg=leg)


def _leave_cancelled(request: PageRequest, wishes: list[CancelWish]) -> bool:
    """Answer what nobody has picked yet: the stop disappears without a question."""
    ids = [wish.id for wish in wishes if wish.to_leave == wish.quantity]
    if ids:
        answer_cancel_requests(request_ids=ids, now=request.now, actor=request.actor)
    return bool(ids)


def _confirm(request: PageRequest, walk: Walk, stop: StopView) -> HttpResponse:
    step: PickStep | None = walk.step
    client_id = read_client_id(request) or f"form-{stop.task_id}-{stop.picked}"
    try:
        confirm_picks(
            scans=[PickScan(stop.task_id, stop.left, name_device(request), client_id)],
            now=request.now,
            actor=request.actor,
        )
        band = Band("right", _("%(units)s in slot %(slot)s.") % tell_put(stop))
        if find_bin_to_check(scope=request.scope, site_id=walk.batch.site_id, code=stop.location_code):
            return lead_to(request, reverse("floor:check-empty", args=[walk.batch.number, stop.task_id]))
    except TaskClosed:
        band = _tell_closed()
    skipped = step.skipped if step else ()
    after = read_walk(request, walk.batch.number, skipped=skipped, last_location=stop.location_code)
    if after.step is None:
        band = Band("done", after.told_end)
    elif after.step.state == PickState.BIN and band.outcome == "right":
        band = Band("next", band.text)
    return draw_walk(request, replace(after, band=band, read=walk.read))


def _tell_closed() -> Band:
    return Band("careful", _("This stop is closed."), where=_("It was finished or cancelled meanwhile."))
