"""Sort to a wall: scan a tote to bring it, then each item and the compartment that it goes into."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.catalog.queries.scan_codes import list_scan_codes
from packhaus.insight.queries.resolve_scan import Meaning, resolve_scan
from packhaus.kernel.gs1 import read_plate
from packhaus.outbound.errors import (
    ItemNotWanted,
    SlotTaken,
    SortTaskClosed,
    ToteNotFound,
    ToteNotSorted,
    WallFull,
    WrongSlot,
)
from packhaus.outbound.queries.walls import (
    WallRow,
    get_sort_step,
    get_wall,
    list_placed_lines,
    list_totes_to_bring,
    list_walls,
    list_wanted_items,
)
from packhaus.outbound.services.sorting import bring_tote, claim_slot, leave_wall, put_into_slot
from packhaus.outbound.types import SortOutcome, SortStep
from packhaus.web.floor.bands import LONGEST_SCAN, Band, name_scanned
from packhaus.web.floor.kinds import USUAL, Asked, NextWork, WorkKind, register
from packhaus.web.floor.meanings import Lead, name_meaning
from packhaus.web.floor.question_shelf import name_question_shelf
from packhaus.web.floor.rounds import After, Rounds, Thing, build_rounds
from packhaus.web.floor.sessions import name_device, read_client_id, read_person
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.responses import render_page

SORTERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@open_to(*SORTERS)
def choose(request: PageRequest) -> HttpResponse:
    """Show the walls of the site; where there is one, go to it."""
    walls = list_walls(scope=request.scope, site_id=find_site_id(request))
    if len(walls) == 1:
        return HttpResponseRedirect(reverse("floor:sort-wall", args=[walls[0].code]))
    return render_page(request, "floor/walls.html", {"walls": walls})


@open_to(*SORTERS)
def show(request: PageRequest, code: str) -> HttpResponse:
    """Show what to scan next at a wall, or the compartment of the item in hand."""
    wall = _get_wall(request, code)
    asked = request.GET.get("line", "")
    step = None
    if asked.isdecimal() and len(asked) < 19:
        step = get_sort_step(wall_id=wall.id, task_id=int(asked))
    return _draw(request, wall, step if step and step.left else None)


@require_POST
@open_to(*SORTERS)
def scan(request: PageRequest, code: str) -> HttpResponse:
    """Take a scan: the compartment of the item in hand, else an item, else a tote that is brought."""
    wall = _get_wall(request, code)
    read = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    task = request.POST.get("step_id", "")
    if task.isdecimal() and len(task) < 19:
        return _put(request, wall, int(task), read)
    wanted = list_wanted_items(scope=request.scope, wall_id=wall.id)
    found = resolve_scan(scope=request.scope, site_id=wall.site_id, code=read, expected=wanted)
    chosen = request.POST.get("as", "")
    meanings = [one for one in found.meanings if one.mark == chosen] or found.meanings
    items = [one for one in meanings if one.kind == "item" and one.sku_id in wanted]
    totes = [one for one in meanings if one.kind == "tote"]
    if len(items) + len(totes) > 1:
        return _ask_which(request, wall, [*items, *totes], read)
    if items:
        return _take(request, wall, [one.sku_id for one in items if one.sku_id], read)
    return _bring(request, wall, totes[0].code if totes else read.upper())


def _ask_which(request: PageRequest, wall: WallRow, meanings: Sequence[Meaning], read: str) -> HttpResponse:
    """Show a big button for each thing that the code may be."""
    leads = [name_meaning(one, one.mark) for one in meanings]
    return _draw(request, wall, None, Band("careful", _("Which of these?"), read), read, leads=leads)


@require_POST
@open_to(*SORTERS)
def leave(request: PageRequest, code: str) -> HttpResponse:
    """Let others go on, and go back to the work."""
    leave_wall(wall_id=_get_wall(request, code).id, person_id=read_person(request))
    return HttpResponseRedirect(reverse("floor:work"))


def _get_wall(request: PageRequest, code: str) -> WallRow:
    return get_wall(scope=request.scope, site_id=find_site_id(request), code=code)


def _take(request: PageRequest, wall: WallRow, sku_ids: list[UUID], read: str) -> HttpResponse:
    try:
        step = claim_slot(wall_id=wall.id, sku_ids=sku_ids, person_id=read_person(request), now=request.now)
    except ItemNotWanted:
        where = _("Put it on %(shelf)s: somebody else has its lines.") % _name_shelf(request, wall)
        return _refuse(request, wall, read, where)
    except WallFull:
        return _refuse(request, wall, read, _("Every compartment holds an order. Pack one first."))
    return _draw(request, wall, step, Band("next", step.sku_name), read)


def _bring(request: PageRequest, wall: WallRow, read: str) -> HttpResponse:
    try:
        lines = bring_tote(wall_id=wall.id, tote_code=read, now=request.now, actor=request.actor)
    except ToteNotSorted:
        return _refuse(request, wall, read, _("This tote is one order's own. It goes to packing."))
    except ToteNotFound:
        where = _("Put it on %(shelf)s: no open order here wants it.") % _name_shelf(request, wall)
        return _refuse(request, wall, read, where if read else "")
    told = ngettext("%(tote)s: %(count)s line to sort", "%(tote)s: %(count)s lines to sort", lines)
    band = Band("right", told % {"tote": read, "count": format_quantity(lines)})
    return _draw(request, _get_wall(request, wall.code), None, band, read)


def _put(request: PageRequest, wall: WallRow, task_id: int, read: str) -> HttpResponse:
    try:
        outcome = put_into_slot(
            wall_id=wall.id, task_id=task_id, slot_code=read_plate(read), person_id=read_person(request),
            device=name_device(request), client_id=read_client_id(request), now=request.now,
            actor=request.actor,
        )  # fmt: skip
    except WrongSlot:
        step = get_sort_step(wall_id=wall.id, task_id=task_id)
        needed = _("compartment %(slot)s, %(code)s") % {"slot": step.slot, "code": step.slot_code}
        band = Band("wrong", _("Wrong compartment"), _name(request, wall, read), needed)
        return _draw(request, wall, step, band, read, status=REFUSED)
    except SlotTaken:
        return _refuse(
            request, wall, read, _("This compartment holds another order meanwhile. Scan the item again.")
        )
    except SortTaskClosed:
        return _refuse(
            request, wall, read, _("Its line was sorted or stopped meanwhile. Scan the item again.")
        )
    return _draw(request, _get_wall(request, wall.code), None, _tell_put(outcome), read)


def _tell_put(outcome: SortOutcome) -> Band:
    slot = {"slot": outcome.step.slot}
    if outcome.is_complete:
        return Band("done", _("Compartment %(slot)s is complete: to packing.") % slot)
    return Band("right", _("In compartment %(slot)s") % slot)


def _refuse(request: PageRequest, wall: WallRow, read: str, where: str) -> HttpResponse:
    band = Band("wrong", _("Not sorted here"), _name(request, wall, read), _("an item or a tote"), where)
    return _draw(request, wall, None, band, read, status=REFUSED)


def _name_shelf(request: PageRequest, wall: WallRow) -> dict[str, str]:
    return {"shelf": name_question_shelf(scope=request.scope, site_id=wall.site_id)}


def _name(request: PageRequest, wall: WallRow, read: str) -> str:
    return name_scanned(resolve_scan(scope=request.scope, site_id=wall.site_id, code=read).meanings, read)


def _draw(
    request: PageRequest,
    wall: WallRow,
    step: SortStep | None,
    band: Band | None = None,
    read: str = "",
    *,
    status: int = HTTPStatus.OK,
    leads: Sequence[Lead] = (),
) -> HttpResponse:
    context: dict[str, Any] = {"wall": wall, "step": step, "band": band, "read": read, "leads": leads}
    if step is None and not wall.lines:
        context["totes"] = list_totes_to_bring(scope=request.scope, site_id=wall.site_id)
    if not leads:
        context["plan"] = _build_plan(request, wall, step)
    return render_page(request, "floor/sort.html", context, fragment="floor/_sort_step.html", status=status)


def _build_plan(request: PageRequest, wall: WallRow, step: SortStep | None) -> str:
    """Write what a device may sort alone: orders with a compartment, and as many more as compartments are free."""
    lines = list_placed_lines(scope=request.scope, wall_id=wall.id, person_id=read_person(request))
    codes = list_scan_codes(scope=request.scope, sku_ids=sorted({line.sku_id for line in lines}))
    url = reverse("floor:sort-scan", args=[wall.code])
    things = [
        Thing(
            key=f"sort:{line.task_id}", name=line.sku_name, url=url, codes=codes[line.sku_id].pairs, left=line.units,
            fields={"step_id": str(line.task_id)},
            after=After(
                _("Put into compartment"), str(line.slot), _("Scan the compartment"), [line.slot_code],
                slot=str(line.slot),
            ),
        )
        for line in lines
    ]  # fmt: skip
    page = reverse("floor:sort-wall", args=[wall.code])
    now = f"sort:{step.task_id}" if step else ""
    verb, end = _("Scan an item"), _("The rest needs the network")
    return build_rounds(Rounds(page, verb, verb, things, now=now, end=end))


def count_sorting(asked: Asked) -> int:
    """Return how many totes and lines wait to be sorted."""
    return sum(wall.lines for wall in list_walls(scope=asked.scope, site_id=asked.site_id))


def offer_sorting(asked: Asked) -> NextWork | None:
    """Offer the wall at which most is left."""
    walls = [wall for wall in list_walls(scope=asked.scope, site_id=asked.site_id) if wall.lines]
    if not walls:
        return None
    wall = max(walls, key=lambda one: (one.units, one.code))
    units = ngettext("%(count)s item", "%(count)s items", wall.units) % {"count": format_quantity(wall.units)}
    return NextWork(
        label=_("Sort at %(wall)s") % {"wall": wall.code},
        url=reverse("floor:sort-wall", args=[wall.code]),
        priority=USUAL,
        detail=units,
    )


register(
    WorkKind(
        "sort", pgettext_lazy("floor work", "Sort"), "floor:sort", "columns",
        count_sorting, offer_sorting, position=500,
    )
)  # fmt: skip
