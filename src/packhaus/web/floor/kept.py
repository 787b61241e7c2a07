"""Scans that a device kept while the network was away: the plan it works by, and their way into the books."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.scope import Scope
from packhaus.access.services.floor_devices import note_device
from packhaus.kernel.errors import DomainError, ResourceBusy
from packhaus.outbound.errors import TaskClosed, WrongQuantity
from packhaus.outbound.queries.bins_to_check import list_bins_to_be_emptied
from packhaus.outbound.queries.list_batches import get_batch
from packhaus.outbound.queries.list_stops import StopView, list_stops
from packhaus.outbound.queries.scan_policies import ScanPolicyRow
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.types import PickScan
from packhaus.web.floor.badge_sessions import read_device
from packhaus.web.floor.pick_page import Walk
from packhaus.web.floor.sessions import name_device, read_client_id, read_person
from packhaus.web.floor.work import FLOOR
from packhaus.web.formats import format_quantity, format_time
from packhaus.web.forms import read_moment
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.refusals import describe

MOST_KEPT = 10_000


def build_plan(scope: Scope, walk: Walk) -> str:
    """Write what a device needs to go on alone: the stops that wait, the codes that are right there, and words.

    `empties`: the bins of which it asks whether they are empty, after their last stop.
    """
    number, policy = walk.batch.number, walk.policy
    return json.dumps(
        {
            "url": reverse("floor:keep", args=[number]),
            "page": reverse("floor:pick", args=[number]),
            "words": {
                "bin": [_("Go to"), _("Scan the bin")],
                "item": [_("Take"), _("Scan the item")],
                "quantity": [
                    _("Take"),
                    _("Scan the next one") if policy.counts_each else _("Scan the tote when all are in it"),
                ],
                "tote": [_("Put into slot"), _("Scan the tote")],
                "end": _("All is picked"),
            },
            "empties": list_bins_to_be_emptied(scope=scope, batch_id=walk.batch.id),
            "emptyUrl": reverse("floor:check-empty", args=[number, 0]),
            "isItemOnly": policy.is_item_only,
            "countsEach": policy.counts_each,
            "stops": [_describe(stop, policy) for stop in walk.stops if stop.is_open],
        }
    )


def _describe(stop: StopView, policy: ScanPolicyRow) -> dict[str, Any]:
    lot = (stop.lot_code or stop.serial) if policy.asks_lot else ""
    return {
        "id": stop.task_id,
        "place": stop.location_code,
        "sku": stop.sku_code,
        "name": stop.sku_name,
        "lot": stop.lot_code or stop.serial or "",
        "codes": [[lot, "1"]] if lot else [[stop.sku_code, "1"], *stop.barcodes],
        "left": stop.left,
        "slot": stop.slot,
        "tote": stop.tote_code,
        "order": stop.order_number,
    }


@require_POST
@open_to(*FLOOR)
def keep(request: PageRequest, number: str) -> HttpResponse:
    """Book a stop that was confirmed without a network: once, however often it is sent, or say why it cannot be."""
    batch = get_batch(scope=request.scope, number=number)
    stops = list_stops(scope=request.scope, batch_id=batch.id)
    task, units = request.POST.get("task_id", ""), request.POST.get("quantity", "")
    stop = next((one for one in stops if str(one.task_id) == task), None)
    if stop is None or not units.isdecimal() or len(units) > 9 or not read_client_id(request):
        return JsonResponse({"outcome": "conflict", "text": _("This scan is none of this walk.")}, status=422)
    scan = PickScan(stop.task_id, int(units), name_device(request), read_client_id(request))
    if batch.picker_id != read_person(request):
        return _answer_conflict(request, stop, units, _("Somebody else walks this now."))
    try:
        [outcome] = confirm_picks(scans=[scan], now=request.now, actor=request.actor)
    except (TaskClosed, WrongQuantity):
        return _answer_conflict(request, stop, units, _("Meanwhile this stop was finished or cancelled."))
    except ResourceBusy:
        raise
    except DomainError as refusal:
        return _answer_conflict(request, stop, units, str(describe(refusal).what))
    return JsonResponse({"outcome": "known" if outcome.is_repeat else "booked"})


def _answer_conflict(request: PageRequest, stop: StopView, units: str, why: str) -> HttpResponse:
    at: datetime = read_moment(request.POST.get("at", "")) or request.now
    told = {
        "at": format_time(at, request.site_zone),
        "units": format_quantity(int(units)),
        "item": stop.sku_name,
        "bin": stop.location_code,
    }
    kept = _("Kept at %(at)s: %(units)s × %(item)s from %(bin)s.") % told
    return JsonResponse({"outcome": "conflict", "text": f"{kept} {why}"})


@require_POST
@open_to(*FLOOR)
def report(request: PageRequest) -> HttpResponse:
    """Hear from a device how many scans it keeps, for the lead to see; the answer tells it that the network is back."""
    device = read_device(request)
    kept = request.POST.get("kept", "")
    if device is not None and kept.isdecimal() and len(kept) < 6:
        since = read_moment(request.POST.get("since", ""))
        note_device(device_id=device.id, kept=min(int(kept), MOST_KEPT), kept_since=since, now=request.now)
    return HttpResponse(status=204)
