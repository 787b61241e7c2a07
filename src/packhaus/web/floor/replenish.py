"""Replenish: source bin, item, face, each by scan; what is different there is said in two taps."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.catalog.queries.packagings import list_packagings
from packhaus.catalog.queries.sku_codes import list_sku_codes
from packhaus.insight.queries.resolve_scan import resolve_scan
from packhaus.outbound.queries.face_at import find_face_item
from packhaus.outbound.queries.list_replenishments import (
    OPEN,
    ReplenishmentRow,
    get_replenishment,
    list_next_replenishments,
)
from packhaus.outbound.queries.scan_policies import ScanPolicyRow, get_scan_policy
from packhaus.outbound.services.replenish import (
    claim_replenishment,
    confirm_replenishment,
)
from packhaus.outbound.types import ReplenishmentEntry, ShortReason
from packhaus.web.console.shorts import REASON_WORDS
from packhaus.web.floor.bands import LONGEST_SCAN, Band, name_scanned, tell_lot_fault
from packhaus.web.floor.chain import ChainStep, build_chain
from packhaus.web.floor.hands import return_or_plan
from packhaus.web.floor.items import ItemFault, ItemScan, Wanted, scan_item
from packhaus.web.floor.packed import name_packed
from packhaus.web.floor.replenish_kind import take_next
from packhaus.web.floor.sessions import name_device, read_client_id, read_person
from packhaus.web.floor.work import build_asked
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.parts import Action
from packhaus.web.responses import is_fragment_wanted, lead_to, render_page

CARRIERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY
OFFERED = 12
REASONS = (ShortReason.NONE_THERE, ShortReason.FEWER, ShortReason.DAMAGED, ShortReason.WRONG_ITEM)


@dataclass(frozen=True, slots=True)
class Step:
    """How far a task is: at the source bin, at the item in it (so many counted), or at the face (so many units)."""

    state: str = "bin"
    units: int = 0
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.state}:{self.units}:{self.reason}"


def read_step(text: str) -> Step:
    """Read what the page sent back; anything else is the beginning."""
    state, _colon, rest = text[:40].partition(":")
    units, _colon, reason = rest.partition(":")
    if state not in {"bin", "item", "face"} or not units.isdecimal() or reason not in {"", *ShortReason}:
        return Step()
    return Step(state, int(units), reason)


@open_to(*CARRIERS)
def show_open(request: PageRequest) -> HttpResponse:
    """Show what I have begun, then what waits, what orders need first on top."""
    return _draw_open(request, None)


def _draw_open(request: PageRequest, band: Band | None) -> HttpResponse:
    tasks = list_next_replenishments(
        scope=request.scope, site_id=find_site_id(request), person_id=read_person(request), limit=OFFERED
    )
    return render_page(request, "floor/replenish.html", {"tasks": tasks, "band": band})


@require_POST
@open_to(*CARRIERS)
def start(request: PageRequest, task_id: int) -> HttpResponse:
    """Take a task: from now on it is mine. Raises: TaskNotFound, ReplenishmentTaken."""
    claim_replenishment(task_id=task_id, person_id=read_person(request), now=request.now)
    return HttpResponseRedirect(reverse("floor:replenish-task", args=[task_id]))


def _read_policy(request: PageRequest, task: ReplenishmentRow) -> ScanPolicyRow:
    return get_scan_policy(scope=request.scope, site_id=task.site_id, operation="replenish")


@open_to(*CARRIERS)
def show(request: PageRequest, task_id: int) -> HttpResponse:
    """Show where a task goes on; who comes from the one before reads what became of that."""
    band = _tell_before(request, request.GET.get("after", ""))
    return _draw(request, _read(request, task_id), read_step(request.GET.get("step", "")), band)


def _tell_before(request: PageRequest, asked: str) -> Band | None:
    if not asked.isdecimal() or len(asked) > 18:
        return None
    before = _read(request, int(asked))
    if before.status != "done" or before.claimed_by != read_person(request):
        return None
    return _tell_done(before, before.moved)


def _tell_done(task: ReplenishmentRow, units: int) -> Band:
    return Band("done", _("%(units)s in %(bin)s.") % {"units": format_quantity(units), "bin": task.to_code})


@require_POST
@open_to(*CARRIERS)
def start_next(request: PageRequest) -> HttpResponse:
    """Take the next task, and lead to it; where none is left, to other work."""
    found = take_next(build_asked(request))
    return HttpResponseRedirect(found.url if found else reverse("floor:work"))


def _read(request: PageRequest, task_id: int) -> ReplenishmentRow:
    return get_replenishment(scope=request.scope, task_id=task_id)


def _is_mine(request: PageRequest, task: ReplenishmentRow) -> bool:
    return task.status == "claimed" and task.claimed_by == read_person(request)


@require_POST
@open_to(*CARRIERS)
def scan(request: PageRequest, task_id: int) -> HttpResponse:
    """Take a scan; the face's books the units. A wrong one changes nothing and says what was needed."""
    task, step = _read(request, task_id), read_step(request.POST.get("step_id", ""))
    if not _is_mine(request, task):
        return _draw(request, task, step, None)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    if step.state == "bin" and code.upper() == task.from_code.upper():
        return _draw(request, task, Step("item"), Band("next", task.from_code), code)
    if step.state == "item":
        return _take_item(request, task, step, code)
    if step.state == "face" and code.upper() == task.to_code.upper():
        return _book(request, task, step, step.units)
    return _draw(request, task, step, _tell_wrong(request, task, step, code), code, REFUSED)


def _take_item(request: PageRequest, task: ReplenishmentRow, step: Step, code: str) -> HttpResponse:
    """Take a scan of the item; where each unit is scanned it counts, and a pallet or carton is all that is on it."""
    units = min(task.quantity, task.can_take)
    after = Step("face", units)
    if task.unit_code and code.upper() == task.unit_code.upper():
        return _draw(request, task, after, Band("right", task.sku_name), code)
    policy = _read_policy(request, task)
    wanted = Wanted(task.sku_id, task.merchant_code, task.lot_code)
    item = scan_item(scope=request.scope, site_id=task.site_id, code=code, wanted=wanted, policy=policy)
    if not item.units:
        return _draw(request, task, step, _tell_other(task, item), code, REFUSED)
    counted = step.units + item.units
    if policy.counts_each and counted != units:
        told = {"counted": format_quantity(counted), "wanted": format_quantity(units)}
        if counted > units:
            band = Band("wrong", _("Too many"), told["counted"], told["wanted"], _("Put the rest back."))
            return _draw(request, task, step, band, code, REFUSED)
        band = Band("right", _("%(counted)s of %(wanted)s") % told)
        return _draw(request, task, Step("item", counted), band, code)
    return _draw(request, task, after, Band("right", task.sku_name), code)


def _tell_other(task: ReplenishmentRow, item: ItemScan) -> Band:
    if item.fault in {ItemFault.OTHER_LOT, ItemFault.NO_LOT}:
        return tell_lot_fault(item, task.lot_code, task.from_code)
    needed = task.unit_code or f"{task.sku_name} {task.sku_code}"
    read = name_scanned(item.found.meanings, item.found.code)
    return Band("wrong", _("Wrong item"), read, needed, task.from_code)


def _tell_wrong(request: PageRequest, task: ReplenishmentRow, step: Step, code: str) -> Band:
    meanings = resolve_scan(scope=request.scope, site_id=task.site_id, code=code).meanings
    read = name_scanned(meanings, code)
    if step.state == "bin":
        return Band("wrong", _("Wrong bin"), read, task.from_code)
    owner = find_face_item(scope=request.scope, site_id=task.site_id, code=code)
    where = _("%(bin)s is the face of %(item)s.") % {"bin": code, "item": owner} if owner else ""
    return Band("wrong", _("Wrong bin"), read, task.to_code, where)


@open_to(*CARRIERS)
def report(request: PageRequest, task_id: int) -> HttpResponse:
    """Ask how many are really there and why, or how many fit; what is booked is what was done."""
    task, step = _read(request, task_id), read_step(request.GET.get("step", ""))
    if not _is_mine(request, task):
        return HttpResponseRedirect(reverse("floor:replenish-task", args=[task_id]))
    if request.method != "POST":
        return _draw_report(request, task, step)
    typed, reason = request.POST.get("quantity", "").strip()[:9], request.POST.get("reason", "")
    if reason == ShortReason.NONE_THERE:
        typed = "0"
    most = step.units if step.state == "face" else min(task.quantity, task.can_take)
    if not typed.isdecimal() or int(typed) > most:
        return _draw_report(request, task, step, is_refused=True)
    units = int(typed)
    if step.state == "face":
        return _book(request, task, step, units)
    if reason not in set(ShortReason) or units >= task.quantity:
        return _draw_report(request, task, step, is_refused=True)
    after = Step("face", units, reason)
    return _book(request, task, after, 0) if not units else _draw(request, task, after, None)


def _draw_report(
    request: PageRequest, task: ReplenishmentRow, step: Step, *, is_refused: bool = False
) -> HttpResponse:
    is_face = step.state == "face"
    context = {
        "task": task,
        "step": step,
        "is_face": is_face,
        "most": step.units if is_face else task.quantity - 1,
        "is_refused": is_refused,
        "reasons": [(reason.value, REASON_WORDS[reason.value]) for reason in REASONS],
    }
    return render_page(
        request, "floor/replenish_report.html", context, status=REFUSED if is_refused else HTTPStatus.OK
    )


@require_POST
@open_to(*CARRIERS)
def give_back(request: PageRequest, task_id: int) -> HttpResponse:
    """Let somebody else do it; what orders took meanwhile is planned anew."""
    task = _read(request, task_id)
    if _is_mine(request, task):
        return_or_plan(scope=request.scope, task_id=task_id, now=request.now)
    return HttpResponseRedirect(reverse("floor:replenish"))


def _book(request: PageRequest, task: ReplenishmentRow, step: Step, put: int) -> HttpResponse:
    entry = ReplenishmentEntry(
        task.id,
        step.units,
        name_device(request),
        read_client_id(request) or f"replenish-{task.id}",
        put,
        ShortReason(step.reason) if step.reason else None,
    )
    confirm_replenishment(entries=[entry], now=request.now, actor=request.actor)
    if not step.units:
        band = Band("careful", _("Nobody is sent there until it is counted. Another bin was looked for."))
    elif put < step.units:
        rest = {"units": format_quantity(step.units - put), "bin": task.from_code}
        band = Band("careful", _("Bring %(units)s back to %(bin)s.") % rest)
    else:
        found = take_next(build_asked(request))
        if found:
            return lead_to(request, f"{found.url}?after={task.id}")
        band = _tell_done(task, put)
    return _draw(request, _read(request, task.id), Step(), band)


def _draw(
    request: PageRequest,
    task: ReplenishmentRow,
    step: Step,
    band: Band | None,
    read: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    policy = _read_policy(request, task)
    if step.state == "bin" and policy.is_item_only:
        step = Step("item")
    url = reverse("floor:replenish-report", args=[task.id])
    label = _("Does not fit") if step.state == "face" else _("Missing or damaged")
    escapes = [Action(label, f"{url}?step={step}"), Action(_("Other work"), reverse("floor:replenish"))]
    if step.state == "bin":
        escapes.insert(
            1, Action(_("Give back"), reverse("floor:replenish-back", args=[task.id]), method="post")
        )
    expects = {
        "bin": _("Scan the bin"),
        "item": _name_item_scan(task, step, policy),
        "face": _("Scan the pick face"),
    }
    units = step.units if step.state == "face" else min(task.quantity, task.can_take)
    is_counting = step.state == "item" and policy.counts_each
    context = {
        "counted": step.units if is_counting else None,
        "task": task,
        "step": replace(step, units=units),
        "step_id": str(step),
        "band": band,
        "read": read,
        "units": units,
        "packed": name_packed(units, list_packagings(scope=request.scope, sku_id=task.sku_id)),
        "is_mine": _is_mine(request, task),
        "is_open": task.status in OPEN,
        "escapes": escapes,
        "expects": expects[step.state],
        "scan_url": reverse("floor:replenish-scan", args=[task.id]),
        "plan": _build_plan(request, task, policy),
    }
    return render_page(
        request, "floor/replenish_task.html", context, fragment="floor/_replenish_step.html", status=status
    )


def _build_plan(request: PageRequest, task: ReplenishmentRow, policy: ScanPolicyRow) -> str:
    """Write the steps for a device; where units are counted one by one, or lots asked for, the server is needed."""
    units = min(task.quantity, task.can_take)
    if is_fragment_wanted(request) or not _is_mine(request, task) or not units:
        return ""
    if policy.counts_each or policy.asks_lot:
        return ""
    codes = [task.unit_code] if task.unit_code else list_sku_codes(scope=request.scope, sku_id=task.sku_id)
    goods: dict[str, Any] = {"name": task.sku_name, "units": units, "context": task.sku_code}
    steps = [
        ChainStep("bin:0:", _("Go to"), task.from_code, _("Scan the bin"), [task.from_code], **goods),
        ChainStep(
            "item:0:", _("Take"), task.from_code, _name_item_scan(task, Step("item"), policy), codes,
            lot=task.lot_code, **goods,
        ),
        ChainStep(
            f"face:{units}:", _("Put into"), task.to_code, _("Scan the pick face"), [task.to_code], **goods
        ),
    ]  # fmt: skip
    return build_chain(steps)


def _name_item_scan(task: ReplenishmentRow, step: Step, policy: ScanPolicyRow) -> str:
    if task.unit_code:
        return _("Scan the pallet or carton")
    if policy.asks_lot and task.lot_code:
        return _("Scan the code with %(lot)s") % {"lot": task.lot_code}
    return _("Scan the next one") if step.units else _("Scan the item")
