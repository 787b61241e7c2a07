"""Pick: one walk with one cart, each step by scan. The same service as the scanner's and the demo's books it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.access.types import Role
from packhaus.outbound.errors import TaskClosed
from packhaus.outbound.queries.find_scanned import find_scanned
from packhaus.outbound.queries.list_batches import BatchRow, get_batch
from packhaus.outbound.queries.list_stops import StopView, list_stops
from packhaus.outbound.services.batches import claim_batch
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.types import PickOutcome, PickScan, ShortReason
from packhaus.web.console.shorts import REASON_WORDS
from packhaus.web.floor.picking import (
    PickState,
    PickStep,
    choose_step,
    find_stop,
    judge_scan,
    read_step,
    skip_stop,
)
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.parts import Action
from packhaus.web.responses import render_page

LONGEST_SCAN = 120


@dataclass(frozen=True, slots=True)
class Band:
    """What the last scan did."""

    outcome: str
    text: str
    read: str = ""
    expected: str = ""
    where: str = ""


@open_to(Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
def show_pick(request: PageRequest, number: str) -> HttpResponse:
    """Show where a walk goes on, or its Start button."""
    batch = get_batch(scope=request.scope, number=number)
    stops = list_stops(scope=request.scope, batch_id=batch.id)
    step = read_step(request.GET.get("step", ""))
    if step and find_stop(stops, step.task_id) and "skip" in request.GET:
        step = skip_stop(stops, step)
    elif step is None or not find_stop(stops, step.task_id):
        step = choose_step(stops)
    return _draw(request, batch, stops, step)


@open_to(Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
def start(request: PageRequest, number: str) -> HttpResponse:
    """Take a batch: from now on it is mine."""
    if request.method == "POST":
        batch = get_batch(scope=request.scope, number=number)
        claim_batch(batch_id=batch.id, picker_id=_me(request), now=request.now, actor=request.actor)
    return HttpResponseRedirect(reverse("floor:pick", args=[number]))


@open_to(Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
def scan(request: PageRequest, number: str) -> HttpResponse:
    """Take a scan; the tote's confirms the stop. A wrong one changes nothing and says what was needed."""
    batch = get_batch(scope=request.scope, number=number)
    stops = list_stops(scope=request.scope, batch_id=batch.id)
    step = read_step(request.POST.get("step_id", ""))
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    stop = find_stop(stops, step.task_id) if step else None
    if request.method != "POST" or step is None or stop is None or not _is_mine(request, batch):
        return _draw(request, batch, stops, choose_step(stops))
    result = judge_scan(stop, step, code)
    if not result.is_right:
        return _refuse(request, batch, stops, step, stop, code)
    if not result.is_confirmed:
        outcome = "next" if step.state == PickState.BIN else "right"
        return _draw(request, batch, stops, result.step, Band(outcome, _tell_right(step, stop)), code)
    return _confirm(request, batch, step, stop, code)


@open_to(Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
def report_short(request: PageRequest, number: str, task_id: int) -> HttpResponse:
    """Ask how many are really there and why, and say what happens."""
    batch = get_batch(scope=request.scope, number=number)
    stops = list_stops(scope=request.scope, batch_id=batch.id)
    stop = find_stop(stops, task_id)
    if stop is None or not _is_mine(request, batch):
        return HttpResponseRedirect(reverse("floor:pick", args=[number]))
    if request.method != "POST":
        return render_page(request, "floor/short.html", _build_short(batch, stop))
    found, reason = request.POST.get("quantity", ""), request.POST.get("reason", "")
    if reason == ShortReason.NONE_THERE:
        found = "0"
    if not found.isdecimal() or int(found[:9]) >= stop.left or reason not in set(ShortReason):
        context = _build_short(batch, stop) | {"is_refused": True}
        return render_page(request, "floor/short.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    client_id = f"short-{stop.task_id}-{stop.picked}"
    pick = PickScan(stop.task_id, int(found), _device(request), client_id, ShortReason(reason))
    (outcome,) = confirm_picks(scans=[pick], now=request.now, actor=request.actor)
    stops = list_stops(scope=request.scope, batch_id=batch.id)
    step = choose_step(stops, last_location=stop.location_code)
    return _draw(request, batch, stops, step, Band("careful", _tell_short(outcome)))


def _confirm(
    request: PageRequest, batch: BatchRow, step: PickStep, stop: StopView, code: str
) -> HttpResponse:
    client_id = request.POST.get("client_id", "")[:40] or f"form-{stop.task_id}-{stop.picked}"
    pick = PickScan(stop.task_id, stop.left, _device(request), client_id)
    try:
        confirm_picks(scans=[pick], now=request.now, actor=request.actor)
        band = Band("right", _("%(units)s in slot %(slot)s.") % _tell_put(stop))
    except TaskClosed:
        band = Band("careful", _("This stop is closed."), where=_("It was finished or cancelled meanwhile."))
    stops = list_stops(scope=request.scope, batch_id=batch.id)
    after = choose_step(stops, skipped=step.skipped, last_location=stop.location_code)
    if after is None:
        lines = sum(one.status in {"done", "short"} for one in stops)
        text = ngettext("Done. %(count)s line.", "Done. %(count)s lines.", lines)
        band = Band("done", text % {"count": format_quantity(lines)})
    elif after.state == PickState.BIN and band.outcome == "right":
        band = Band("next", band.text)
    return _draw(request, batch, stops, after, band, code)


def _refuse(
    request: PageRequest, batch: BatchRow, stops: list[StopView], step: PickStep, stop: StopView, code: str
) -> HttpResponse:
    meanings = find_scanned(scope=request.scope, site_id=batch.site_id, code=code) if code else []
    told = f"{meanings[0].name} {meanings[0].code}" if meanings and meanings[0].kind == "item" else code
    titles = {
        PickState.BIN: (_("Wrong bin"), stop.location_code),
        PickState.ITEM: (_("Wrong item"), f"{stop.sku_name} {stop.sku_code}"),
        PickState.TOTE: (_("Wrong tote"), _("slot %(slot)s, %(tote)s") % _tell_put(stop)),
    }
    text, expected = titles[step.state]
    band = Band("wrong", text, told or _("nothing"), expected, _tell_where(step, stop, stops, code))
    return _draw(request, batch, stops, step, band, code, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _tell_where(step: PickStep, stop: StopView, stops: list[StopView], code: str) -> str:
    if step.state == PickState.ITEM:
        return _("It lies in %(bin)s, the bin that you scanned.") % {"bin": stop.location_code}
    if step.state == PickState.TOTE:
        other = next((one for one in stops if one.tote_code.upper() == code.upper()), None)
        if other:
            return _("That is slot %(other)s. Needed: slot %(slot)s.") % {
                "other": other.slot,
                "slot": stop.slot,
            }
    return ""


def _tell_right(step: PickStep, stop: StopView) -> str:
    return stop.location_code if step.state == PickState.BIN else stop.sku_name


def _tell_put(stop: StopView) -> dict[str, object]:
    return {"units": format_quantity(stop.left), "slot": stop.slot, "tote": stop.tote_code}


def _tell_short(outcome: PickOutcome) -> str:
    short = outcome.short
    if short is None:
        return _("This was booked before.")
    if short.from_other_bin:
        return _("%(units)s more wait in another bin. The stop was added.") % {"units": short.from_other_bin}
    if short.from_other_site:
        return _("Another site sends the rest. Go on without it.")
    return _("The order goes on without it. The lead knows.")


def _draw(
    request: PageRequest,
    batch: BatchRow,
    stops: list[StopView],
    step: PickStep | None,
    band: Band | None = None,
    read: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    stop = find_stop(stops, step.task_id) if step else None
    wanted = [one for one in stops if one.status != "cancelled"]
    context: dict[str, Any] = {
        "batch": batch,
        "band": band,
        "read": read,
        "stop": stop,
        "step": step,
        "place": sum(not one.is_open for one in wanted) + 1,
        "stop_count": len(wanted),
        "is_mine": _is_mine(request, batch),
        "totes": sorted({(one.slot, one.tote_code) for one in wanted}),
        "scan_url": reverse("floor:scan", args=[batch.number]),
    }
    if stop and step:
        context |= _build_instruction(batch, stop, step)
    return render_page(request, "floor/pick.html", context, fragment="floor/_pick_step.html", status=status)


def _build_instruction(batch: BatchRow, stop: StopView, step: PickStep) -> dict[str, Any]:
    page = reverse("floor:pick", args=[batch.number])
    verbs = {
        PickState.BIN: (_("Go to"), stop.location_code, _("Scan the bin")),
        PickState.ITEM: (_("Take"), stop.location_code, _("Scan the item")),
        PickState.TOTE: (_("Put into slot"), str(stop.slot), _("Scan the tote")),
    }
    verb, target, expects = verbs[step.state]
    return {
        "verb": verb,
        "target": target,
        "expects": expects,
        "quantity": format_quantity(stop.left),
        "escapes": [
            Action(_("Skip"), f"{page}?step={step.write()}&skip=1"),
            Action(_("Problem"), reverse("floor:short", args=[batch.number, stop.task_id])),
            Action(_("Work"), reverse("floor:work")),
        ],
        "step_id": step.write(),
    }


def _build_short(batch: BatchRow, stop: StopView) -> dict[str, Any]:
    return {
        "batch": batch,
        "stop": stop,
        "most": stop.left - 1,
        "left": format_quantity(stop.left),
        "reasons": [(reason.value, REASON_WORDS[reason.value]) for reason in ShortReason],
    }


def _me(request: PageRequest) -> UUID:
    return UUID(str(request.user.pk))


def _is_mine(request: PageRequest, batch: BatchRow) -> bool:
    return batch.status == "claimed" and batch.picker_id == _me(request)


def _device(request: PageRequest) -> str:
    return f"web-{_me(request).hex}"
