"""Put away: scan what stands at the door, walk to its place, scan the place. The first scan takes the task in hand."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.scope import Scope
from packhaus.access.types import Actor, Role
from packhaus.inbound.errors import PlaceNotSuitable, PutAwayTaskTaken
from packhaus.inbound.queries.put_away.list_tasks import (
    PutAwayRow,
    ScannedGoods,
    find_put_away,
    get_put_away,
)
from packhaus.inbound.queries.put_away.next_task import count_put_away, find_next_put_away
from packhaus.inbound.services.put_away.check_places import judge_place
from packhaus.inbound.services.put_away.claim import claim_put_away, return_put_away
from packhaus.inbound.services.put_away.confirm import confirm_put_away
from packhaus.inbound.services.put_away.redirect import redirect_put_away
from packhaus.inbound.types import CHANGE_REASONS, REPORT_REASONS, PutAwayEntry
from packhaus.insight.queries.resolve_scan import resolve_scan
from packhaus.kernel.gs1 import read_plate
from packhaus.kernel.ids import new_id
from packhaus.web.floor.bands import LONGEST_SCAN, Band, name_scanned
from packhaus.web.floor.kinds import Asked, NextWork, WorkKind, measure_mm, register
from packhaus.web.floor.put_away_page import (
    draw_choice,
    draw_find,
    draw_problem,
    draw_quantity,
    draw_task,
    name_goods,
    tell_done,
    tell_no_place,
    tell_refused_place,
    tell_taken,
)
from packhaus.web.floor.put_away_proof import read_proof, take_goods
from packhaus.web.floor.sessions import name_device, read_client_id, read_person
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.responses import lead_to
from packhaus.web.words import name_code

STOWERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@open_to(*STOWERS)
def find(request: PageRequest) -> HttpResponse:
    """Ask for a carton, pallet or item; the scan takes its task in hand and leads to it."""
    if request.method != "POST":
        return draw_find(request, None)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    found = _find_tasks(request, code) if code else []
    waiting = {one.sku_id: one for one in found if one.status != "done" and not one.unit_code}
    if len(waiting) > 1:
        return draw_find(request, Band("careful", _("Which of these?"), code), chosen=list(waiting.values()))
    if not found:
        needed = _("a carton, pallet or item that waits at the door")
        return draw_find(
            request, Band("wrong", _("Nothing to put away"), code or _("nothing"), needed), REFUSED
        )
    return _take(request, found[0], code)


def _find_tasks(request: PageRequest, code: str) -> list[PutAwayRow]:
    site_id, chosen = find_site_id(request), request.POST.get("as", "")
    found = resolve_scan(scope=request.scope, site_id=site_id, code=code)
    meant = [one for one in found.meanings if one.mark == chosen] or found.meanings
    said = found.gs1
    goods = ScannedGoods(
        units=[code, read_plate(code).upper()],
        serials=[code, *([said.serial] if said and said.serial else [])],
        sku_ids=sorted({one.sku_id for one in meant if one.kind in {"item", "lot"} and one.sku_id}),
        lot=next((one.code for one in meant if one.kind == "lot"), said.lot if said else ""),
    )
    return find_put_away(scope=request.scope, site_id=site_id, goods=goods, person_id=read_person(request))


def _take(request: PageRequest, task: PutAwayRow, code: str) -> HttpResponse:
    if task.status == "done":
        return draw_find(request, tell_done(task, code), REFUSED)
    if task.to_location_id is None:
        return draw_find(request, tell_no_place(task, code), REFUSED)
    try:
        claim_put_away(scope=request.scope, task_id=task.id, person_id=read_person(request), now=request.now)
    except PutAwayTaskTaken:
        now_theirs = get_put_away(scope=request.scope, task_id=task.id)
        return draw_find(request, tell_taken(now_theirs, code), REFUSED)
    return lead_to(request, reverse("floor:put-away-task", args=[task.id]))


@require_POST
@open_to(*STOWERS)
def take_next(request: PageRequest) -> HttpResponse:
    """Take the task that comes next; what somebody else took meanwhile is no error."""
    task = find_next_put_away(
        scope=request.scope, site_id=find_site_id(request), person_id=read_person(request)
    )
    if task is None:
        return HttpResponseRedirect(reverse("floor:put-away"))
    return _take(request, task, task.unit_code or task.sku_code)


@open_to(*STOWERS)
def show(request: PageRequest, task_id: UUID) -> HttpResponse:
    """Show where the goods go and why, or ask how many when they are to be split."""
    task = get_put_away(scope=request.scope, task_id=task_id)
    if not _is_mine(request, task):
        return HttpResponseRedirect(reverse("floor:put-away"))
    if "split" in request.GET and not task.unit_code and not read_proof(request, task).policy.counts_each:
        return draw_quantity(request, task)
    return draw_task(request, task, units=_read_units(request.GET.get("units", ""), task))


@require_POST
@open_to(*STOWERS)
def scan(request: PageRequest, task_id: UUID) -> HttpResponse:
    """Take the scan of a place: the target's books, another allowed one asks why, every other one says why not."""
    task = _take_kept(request, get_put_away(scope=request.scope, task_id=task_id))
    if not _is_mine(request, task):
        return draw_find(request, _tell_over(request, task))
    units = _read_units(request.POST.get("units", ""), task)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    proof = read_proof(request, task)
    taken = take_goods(request, proof, code)
    if taken is not None:
        return taken
    units = proof.units or units
    client_id = read_client_id(request) or new_id().hex
    if code.upper() == task.to_code.upper():
        return _put(request, task, PutAwayEntry(task.id, client_id, units))
    judged = judge_place(scope=request.scope, task_id=task.id, code=code.upper(), units=units)
    if judged is None:
        meanings = resolve_scan(scope=request.scope, site_id=task.site_id, code=code).meanings
        wrong = Band("wrong", _("That is no place"), name_scanned(meanings, code), task.to_code)
        return draw_task(request, task, wrong, units=units, status=REFUSED)
    if judged.why_not:
        refused = tell_refused_place(task, judged.code, judged.why_not)
        return draw_task(request, task, refused, units=units, status=REFUSED)
    return draw_choice(request, task, judged, units=units)


def _take_kept(request: PageRequest, task: PutAwayRow) -> PutAwayRow:
    """Take a task in hand that a device began without a network, unless somebody else has it now."""
    if "take" not in request.POST or task.status != "open":
        return task
    try:
        claim_put_away(scope=request.scope, task_id=task.id, person_id=read_person(request), now=request.now)
    except PutAwayTaskTaken:
        return task
    return get_put_away(scope=request.scope, task_id=task.id)


@require_POST
@open_to(*STOWERS)
def put_elsewhere(request: PageRequest, task_id: UUID) -> HttpResponse:
    """Put goods into another place than planned, with a reason."""
    task = get_put_away(scope=request.scope, task_id=task_id)
    if not _is_mine(request, task):
        return draw_find(request, _tell_over(request, task))
    form = FormReader(request.POST)
    reason = form.read_choice("reason", CHANGE_REASONS)
    location_id = form.read_integer("location", minimum=1)
    form.check()
    units = _read_units(request.POST.get("units", ""), task)
    client_id = read_client_id(request) or new_id().hex
    return _put(request, task, PutAwayEntry(task.id, client_id, units, location_id, reason))


def _put(request: PageRequest, task: PutAwayRow, entry: PutAwayEntry) -> HttpResponse:
    try:
        [put] = confirm_put_away(
            scope=request.scope, entries=[entry], device=name_device(request), now=request.now,
            actor=request.actor,
        )  # fmt: skip
    except PlaceNotSuitable as refused:
        band = tell_refused_place(task, task.to_code, str(refused.data["why"]))
        return draw_task(request, task, band, units=entry.quantity, status=REFUSED)
    after = get_put_away(scope=request.scope, task_id=task.id)
    told = {"goods": name_goods(after, put.quantity), "place": after.to_code}
    return draw_find(request, Band("done", _("%(goods)s: in %(place)s.") % told))


@open_to(*STOWERS)
def report_problem(request: PageRequest, task_id: UUID) -> HttpResponse:
    """Ask what is wrong with the place; the goods get the next best one, and somebody counts this one."""
    task = get_put_away(scope=request.scope, task_id=task_id)
    if not _is_mine(request, task):
        return draw_find(request, _tell_over(request, task))
    if request.method != "POST":
        return draw_problem(request, task)
    form = FormReader(request.POST)
    reason = form.read_choice("reason", REPORT_REASONS)
    form.check()
    has_place = redirect_put_away(
        scope=request.scope, task_id=task.id, reason=reason, person_id=read_person(request),
        device=name_device(request), client_id=read_client_id(request), now=request.now, actor=request.actor,
    )  # fmt: skip
    after = get_put_away(scope=request.scope, task_id=task.id)
    if not has_place or not _is_mine(request, after):
        return draw_find(request, tell_no_place(after, task.to_code))
    told = {"old": task.to_code, "why": name_code("put_away_why", after.why)}
    band = Band("next", after.to_code, where=_("%(old)s will be counted. Here: %(why)s.") % told)
    return draw_task(request, after, band)


@require_POST
@open_to(*STOWERS)
def give_back(request: PageRequest, task_id: UUID) -> HttpResponse:
    """Leave the goods at the door for somebody else."""
    return_put_away(scope=request.scope, task_ids=[task_id], person_id=read_person(request))
    return HttpResponseRedirect(reverse("floor:put-away"))


def _is_mine(request: PageRequest, task: PutAwayRow) -> bool:
    return task.status == "claimed" and task.claimed_by == read_person(request)


def _tell_over(request: PageRequest, task: PutAwayRow) -> Band:
    if task.status == "done" and task.claimed_by == read_person(request):
        return Band("done", _("%(goods)s: in %(place)s.") % {
            "goods": name_goods(task, task.quantity), "place": task.to_code,
        })  # fmt: skip
    return Band("careful", _("This task is not yours any more."))


def _read_units(text: str, task: PutAwayRow) -> int | None:
    """Return how many of loose units are meant, or None for all of them."""
    units = int(text) if text.isdecimal() and len(text) < 10 else 0
    return units if 0 < units < task.quantity and not task.unit_code else None


def count_waiting(asked: Asked) -> int:
    """Return how many tasks wait."""
    return count_put_away(scope=asked.scope, site_id=asked.site_id)


def offer_next(asked: Asked) -> NextWork | None:
    """Offer what the person has in hand, else what comes next."""
    task = find_next_put_away(scope=asked.scope, site_id=asked.site_id, person_id=asked.person_id)
    if task is None:
        return None
    return NextWork(
        label=_("Put away %(goods)s") % {"goods": task.unit_code or task.sku_code},
        url=reverse("floor:put-away-task", args=[task.id]),
        priority=task.priority,
        distance_mm=measure_mm(asked.near, task.to_x_mm, task.to_y_mm),
        detail=f"{task.from_code} → {task.to_code}",
        is_mine=task.status == "claimed",
        key=str(task.id),
    )


def take_offered(work: NextWork, person_id: UUID, now: datetime, actor: Actor) -> None:
    """Claim an offered task. Raises: PutAwayTaskTaken."""
    claim_put_away(scope=Scope.operator(), task_id=UUID(work.key), person_id=person_id, now=now)


register(
    WorkKind(
        "put_away", pgettext_lazy("floor work", "Put away"), "floor:put-away", "download", count_waiting, offer_next,
        take=take_offered, position=200,
    )
)  # fmt: skip
