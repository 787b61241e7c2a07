"""Re-slot: bring all of an item to another bin by scanning it, the bin before and the bin after."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.catalog.queries.sku_codes import list_sku_codes
from packhaus.insight.queries.resolve_scan import resolve_scan
from packhaus.outbound.errors import GoodsAllocated
from packhaus.outbound.queries.slotting.list_moves import MoveRow, count_open_moves, get_move, list_next_moves
from packhaus.outbound.services.slotting import claim_move, confirm_move, give_move_up, return_move
from packhaus.outbound.states import SLOTTING_PROBLEMS
from packhaus.web.floor.bands import LONGEST_SCAN, Band, name_scanned
from packhaus.web.floor.chain import ChainStep, build_chain
from packhaus.web.floor.kinds import Asked, NextWork, WorkKind, measure_mm, register
from packhaus.web.floor.sessions import name_device, read_client_id, read_person
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.parts import Action
from packhaus.web.responses import is_fragment_wanted, render_page
from packhaus.web.slotting_words import SLOTTING_PROBLEMS as PROBLEM_WORDS

MOVERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY
OFFERED = 12
STEPS = ("bin", "item", "target")


@open_to(*MOVERS)
def show_open(request: PageRequest) -> HttpResponse:
    """Show what I have begun, then what is open."""
    moves = list_next_moves(
        scope=request.scope, site_id=find_site_id(request), person_id=read_person(request), limit=OFFERED
    )
    return render_page(request, "floor/reslot.html", {"moves": moves})


@require_POST
@open_to(*MOVERS)
def start(request: PageRequest, move_id: int) -> HttpResponse:
    """Take a move: from now on it is mine. Raises: TaskNotFound, MoveTaken."""
    claim_move(move_id=move_id, person_id=read_person(request), now=request.now)
    return HttpResponseRedirect(reverse("floor:reslot-move", args=[move_id]))


@open_to(*MOVERS)
def show(request: PageRequest, move_id: int) -> HttpResponse:
    """Show where a move goes on."""
    step = request.GET.get("step", "")
    return _draw(
        request, get_move(scope=request.scope, move_id=move_id), step if step in STEPS else "bin", None
    )


@require_POST
@open_to(*MOVERS)
def scan(request: PageRequest, move_id: int) -> HttpResponse:
    """Take a scan; the target's books the item there. A wrong one changes nothing and says what was needed."""
    move, step = get_move(scope=request.scope, move_id=move_id), request.POST.get("step_id", "")
    step = step if step in STEPS else "bin"
    if not _is_mine(request, move):
        return _draw(request, move, step, None)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    if step == "bin" and code.upper() == move.from_code.upper():
        return _draw(request, move, "item", Band("next", move.from_code), code)
    if step == "item" and _is_item(request, move, code):
        return _draw(request, move, "target", Band("right", move.sku_name), code)
    if step == "target" and code.upper() == move.to_code.upper():
        return _book(request, move)
    read = name_scanned(resolve_scan(scope=request.scope, site_id=move.site_id, code=code).meanings, code)
    if step == "item":
        band = Band("wrong", _("Wrong item"), read, f"{move.sku_name} {move.sku_code}", move.from_code)
    else:
        band = Band("wrong", _("Wrong bin"), read, move.from_code if step == "bin" else move.to_code)
    return _draw(request, move, step, band, code, REFUSED)


def _is_item(request: PageRequest, move: MoveRow, code: str) -> bool:
    found = resolve_scan(
        scope=request.scope,
        site_id=move.site_id,
        code=code,
        expected=[move.sku_id],
        merchant_code=move.merchant_code,
    )
    return bool(found.count_units(move.sku_id))


def _book(request: PageRequest, move: MoveRow) -> HttpResponse:
    client_id = read_client_id(request) or f"reslot-{move.id}"
    try:
        confirm_move(
            move_id=move.id, person_id=read_person(request), device=name_device(request), client_id=client_id,
            now=request.now, actor=request.actor,
        )  # fmt: skip
    except GoodsAllocated as refusal:
        waves = ", ".join(map(str, refusal.data["waves"]))
        band = Band(
            "careful", _("A picker is on the way for %(waves)s. Bring it back, or wait.") % {"waves": waves}
        )
        return _draw(request, move, "target", band, status=HTTPStatus.CONFLICT)
    told = {"item": move.sku_name, "bin": move.to_code}
    band = Band("done", _("%(item)s lies in %(bin)s.") % told)
    return _draw(request, get_move(scope=request.scope, move_id=move.id), "bin", band)


@open_to(*MOVERS)
def report(request: PageRequest, move_id: int) -> HttpResponse:
    """Ask why it cannot be done; the item stays where it is."""
    move = get_move(scope=request.scope, move_id=move_id)
    if not _is_mine(request, move):
        return HttpResponseRedirect(reverse("floor:reslot-move", args=[move_id]))
    problem = request.POST.get("problem", "")
    if request.method == "POST" and problem in SLOTTING_PROBLEMS:
        give_move_up(move_id=move_id, problem=problem, now=request.now, actor=request.actor)
        return HttpResponseRedirect(reverse("floor:reslot"))
    context = {"move": move, "problems": [(one, PROBLEM_WORDS[one]) for one in SLOTTING_PROBLEMS]}
    return render_page(request, "floor/reslot_report.html", context)


@require_POST
@open_to(*MOVERS)
def give_back(request: PageRequest, move_id: int) -> HttpResponse:
    """Let somebody else do it."""
    if _is_mine(request, get_move(scope=request.scope, move_id=move_id)):
        return_move(move_id=move_id)
    return HttpResponseRedirect(reverse("floor:reslot"))


def _is_mine(request: PageRequest, move: MoveRow) -> bool:
    return move.status == "claimed" and move.claimed_by == read_person(request)


def _draw(
    request: PageRequest,
    move: MoveRow,
    step: str,
    band: Band | None,
    read: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    escapes = [
        Action(_("Cannot be done"), reverse("floor:reslot-report", args=[move.id])),
        Action(_("Other work"), reverse("floor:reslot")),
    ]
    if step == "bin":
        escapes.insert(1, Action(_("Give back"), reverse("floor:reslot-back", args=[move.id]), method="post"))
    expects = {"bin": _("Scan the bin"), "item": _("Scan the item"), "target": _("Scan the new bin")}
    context = {
        "move": move,
        "step": step,
        "band": band,
        "read": read,
        "is_mine": _is_mine(request, move),
        "is_open": move.status in {"open", "claimed"},
        "escapes": escapes,
        "expects": expects[step],
        "scan_url": reverse("floor:reslot-scan", args=[move.id]),
        "plan": _build_plan(request, move),
    }
    return render_page(
        request, "floor/reslot_move.html", context, fragment="floor/_reslot_step.html", status=status
    )


def _build_plan(request: PageRequest, move: MoveRow) -> str:
    if is_fragment_wanted(request) or not _is_mine(request, move):
        return ""
    codes = list_sku_codes(scope=request.scope, sku_id=move.sku_id)
    goods: dict[str, Any] = {"name": move.sku_name, "units": move.units, "context": move.sku_code}
    steps = [
        ChainStep("bin", _("Go to"), move.from_code, _("Scan the bin"), [move.from_code], **goods),
        ChainStep("item", _("Take all"), move.from_code, _("Scan the item"), codes, **goods),
        ChainStep("target", _("Put into"), move.to_code, _("Scan the new bin"), [move.to_code], **goods),
    ]
    return build_chain(steps)


def _count(asked: Asked) -> int:
    return count_open_moves(scope=asked.scope, site_id=asked.site_id)


def _offer(asked: Asked) -> NextWork | None:
    moves = list_next_moves(scope=asked.scope, site_id=asked.site_id, person_id=asked.person_id, limit=1)
    if not moves:
        return None
    move = moves[0]
    return NextWork(
        label=_("Bring %(item)s to %(bin)s") % {"item": move.sku_code, "bin": move.to_code},
        url=reverse("floor:reslot-move", args=[move.id]),
        priority=move.priority,
        distance_mm=measure_mm(asked.near, move.x_mm, move.y_mm),
        detail=f"{format_quantity(move.units)} × {move.sku_name}",
        is_mine=move.status == "claimed",
        key=str(move.id),
    )


register(
    WorkKind(
        "reslot", pgettext_lazy("floor work", "Re-slot"), "floor:reslot", "columns", _count, _offer,
        take=lambda work, person_id, now, _actor: claim_move(move_id=int(work.key), person_id=person_id, now=now),
        position=750,
    )
)  # fmt: skip
