"""The page of a walk: one instruction, what was scanned last, three ways out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.outbound.queries.cancel_requests import CancelWish
from packhaus.outbound.queries.list_batches import BatchRow
from packhaus.outbound.queries.list_stops import StopView
from packhaus.outbound.queries.pick_zones import LegRow
from packhaus.outbound.queries.scan_policies import ScanPolicyRow
from packhaus.outbound.types import ShortReason
from packhaus.web.console.shorts import REASON_WORDS
from packhaus.web.floor.bands import Band
from packhaus.web.floor.packed import name_packed
from packhaus.web.floor.picking import PickState, PickStep, find_stop, may_skip
from packhaus.web.floor.sessions import is_mine, was_mine
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.parts import Action
from packhaus.web.responses import render_page


@dataclass(frozen=True, slots=True)
class Walk:
    """A batch as it stands: its stops, the step that is due, what it has been asked to stop, and the last scan.

    `leg`: the zone that a walk by zones is in, with the stops of that zone alone.
    """

    batch: BatchRow
    stops: list[StopView]
    step: PickStep | None
    policy: ScanPolicyRow
    wishes: list[CancelWish] = field(default_factory=list)
    band: Band | None = None
    read: str = ""
    dropped_at: str = ""
    leg: LegRow | None = None

    @property
    def told_end(self) -> str:
        """Say how many lines the walk had, and how long it was where that is known."""
        lines = sum(one.status in {"done", "short"} for one in self.stops)
        if self.batch.planned_mm and self.leg is None:
            told = ngettext(
                "Done. %(count)s line, %(metres)s m.", "Done. %(count)s lines, %(metres)s m.", lines
            )
        else:
            told = ngettext("Done. %(count)s line.", "Done. %(count)s lines.", lines)
        return told % {
            "count": format_quantity(lines),
            "metres": format_quantity(round((self.batch.planned_mm or 0) / 1000)),
        }

    @property
    def totes(self) -> list[tuple[int, str]]:
        """The totes by slot, those of cancelled stops left out."""
        return sorted({(one.slot, one.tote_code) for one in self.stops if one.status != "cancelled"})


def draw_walk(
    request: PageRequest, walk: Walk, status: int = HTTPStatus.OK, *, plan: str = ""
) -> HttpResponse:
    """Draw the step of a walk, its start or its end; a whole page carries the plan for when the network goes."""
    stop = find_stop(walk.stops, walk.step.task_id) if walk.step else None
    wanted = [one for one in walk.stops if one.status != "cancelled"]
    mine = is_mine(request, walk.batch)
    context: dict[str, Any] = {
        "walk": walk,
        "batch": walk.batch,
        "band": walk.band,
        "read": walk.read,
        "stop": stop,
        "place": sum(not one.is_open for one in wanted) + 1,
        "stop_count": len(wanted),
        "is_mine": mine,
        "may_drop": was_mine(request, walk.batch) and bool(walk.totes),
        "wish": group_wishes(walk.wishes) if was_mine(request, walk.batch) else None,
        "totes": walk.totes,
        "scan_url": reverse("floor:scan", args=[walk.batch.number]),
        "open_ids": ",".join(str(one.task_id) for one in walk.stops if one.is_open),
        "plan": plan if mine and stop else "",
    }
    if stop and walk.step:
        context |= _build_instruction(walk, stop, walk.step)
    return render_page(request, "floor/pick.html", context, fragment="floor/_pick_step.html", status=status)


def draw_short(
    request: PageRequest, batch: BatchRow, stop: StopView, *, found: str = "", is_refused: bool = False
) -> HttpResponse:
    """Ask how many are really there and why."""
    context = {
        "batch": batch,
        "stop": stop,
        "found": found,
        "is_refused": is_refused,
        "most": stop.left - 1,
        "left": format_quantity(stop.left),
        "short_url": reverse("floor:short", args=[batch.number, stop.task_id]),
        "reasons": [(reason.value, REASON_WORDS[reason.value]) for reason in ShortReason],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render_page(request, "floor/short.html", context, fragment="floor/_short_step.html", status=status)


def group_wishes(wishes: Sequence[CancelWish]) -> dict[str, Any] | None:
    """Take the first order that is to be stopped, with everything of it that lies in its tote."""
    if not wishes:
        return None
    own = [wish for wish in wishes if wish.fulfillment_id == wishes[0].fulfillment_id]
    return {
        "fulfillment_id": str(own[0].fulfillment_id),
        "order_number": own[0].order_number,
        "slot": own[0].slot,
        "tote_code": own[0].tote_code,
        "units": sum(wish.to_take_out for wish in own),
        "lines": own,
    }


def _build_instruction(walk: Walk, stop: StopView, step: PickStep) -> dict[str, Any]:
    batch, policy = walk.batch, walk.policy
    page = reverse("floor:pick", args=[batch.number])
    verbs = {
        PickState.BIN: (_("Go to"), stop.location_code, _("Scan the bin")),
        # At the bin its name has done its work: what is taken is the big thing.
        PickState.ITEM: (_("Take"), "", name_item_scan(stop, policy)),
        PickState.QUANTITY: (
            _("Take"),
            "",
            _("Scan the next one") if policy.counts_each else _("Scan the tote when all are in it"),
        ),
        PickState.TOTE: (_("Put into slot"), "", _("Scan the tote")),
    }
    verb, target, expects = verbs[step.state]
    return {
        "verb": verb,
        "target": target,
        "slot_number": str(stop.slot) if step.state == PickState.TOTE else "",
        "bin": "" if step.state == PickState.BIN else stop.location_code,
        "expects": expects,
        "quantity": format_quantity(stop.left),
        "packed": name_packed(stop.left, [(name, int(units)) for name, units in stop.packagings]),
        "asks_quantity": step.state == PickState.QUANTITY and not policy.counts_each,
        "tells_count": step.state == PickState.QUANTITY and policy.counts_each,
        "counted": step.counted,
        "take_url": reverse("floor:take", args=[batch.number]),
        "short_url": reverse("floor:short", args=[batch.number, stop.task_id]),
        "label_url": reverse("floor:label", args=[batch.number, stop.task_id])
        if step.state == PickState.ITEM
        else "",
        "escapes": [
            Action(
                _("Skip"),
                f"{page}?step={step.write()}&skip=1",
                disabled_because="" if may_skip(step) else _("Skipped twice already"),
            ),
            Action(_("Problem"), reverse("floor:short", args=[batch.number, stop.task_id])),
            Action(_("More"), reverse("floor:more", args=[batch.number])),
        ],
        "step_id": step.write(),
    }


def name_item_scan(stop: StopView, policy: ScanPolicyRow) -> str:
    """Say which code of the item is wanted."""
    lot = stop.lot_code or stop.serial
    if policy.asks_lot and lot:
        return _("Scan the code with %(lot)s") % {"lot": lot}
    return _("Scan the item")
