"""What is done at the doors: a truck gets a slot, another or none, and does its steps; a door is closed and opened."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from packhaus.inbound.queries.docks.appointments import AppointmentRow, find_appointment
from packhaus.inbound.services.docks.book import Wish, book_slot
from packhaus.inbound.services.docks.cancel import cancel_slot
from packhaus.inbound.services.docks.doors import close_door, open_door
from packhaus.inbound.services.docks.pick_ups import PickUpDraft, cancel_pick_up, plan_pick_ups
from packhaus.inbound.services.docks.share import share_truck
from packhaus.inbound.services.docks.steps import STEPS, take_step
from packhaus.inbound.services.docks.undo import undo_step
from packhaus.kernel.errors import NotFound
from packhaus.network.queries.site_ids import get_site_ids
from packhaus.web.console.inbound_bulk import LEADS
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader, read_moment
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.toasts import tell
from packhaus.web.undo import UndoExpired, link_undo, undoes


@require_POST
@open_to(*LEADS)
def book(request: PageRequest) -> HttpResponse:
    """Book a slot for the truck of a delivery, or move it. Raises: Invalid, SlotNotFree, AppointmentUnderWay."""
    form = FormReader(request.POST)
    asn_id = form.read_chosen_id("asn")
    pallets = form.read_integer("pallets", default=0, minimum=0)
    starts_at = _read_start(form, "starts_at")
    form.check()
    before = _find_standing(request, asn_id)
    wish = Wish(starts_at, pallets, form.read_text("door", at_most=16))
    book_slot(scope=request.scope, asn_id=asn_id, wish=wish, now=request.now, actor=request.actor)
    after = _find_standing(request, asn_id)
    assert after
    told = _("%(number)s has door %(door)s.") % {"number": after.number, "door": after.door_code}
    tell(request, told, undo_url=_link_back(request, asn_id, before))
    return _show(after)


@require_POST
@open_to(*LEADS)
def cancel(request: PageRequest) -> HttpResponse:
    """Give the slot of a truck free. Raises: NoAppointment, AppointmentUnderWay."""
    asn_id = FormReader(request.POST).read_chosen_id("asn")
    before = _find_standing(request, asn_id)
    cancel_slot(scope=request.scope, asn_id=asn_id, now=request.now, actor=request.actor)
    assert before
    tell(
        request,
        _("The slot of %(number)s is free again.") % {"number": before.number},
        undo_url=_link_back(request, asn_id, before),
    )
    return HttpResponseRedirect(
        f"{reverse('console:docks')}?{urlencode({'at': before.site_code, 'day': _day(before)})}"
    )


@require_POST
@open_to(*LEADS)
def step(request: PageRequest) -> HttpResponse:
    """Note what a truck does. Raises: NoAppointment, IllegalTransition."""
    form = FormReader(request.POST)
    asn_id, key = form.read_chosen_id("asn"), form.read_choice("step", STEPS)
    form.check()
    take_step(scope=request.scope, asn_id=asn_id, step=key, now=request.now, actor=request.actor)
    found = find_appointment(scope=request.scope, asn_id=asn_id, now=request.now)
    assert found
    undo_url = link_undo(request, "truck", asn=str(asn_id), status=found.status)
    tell(request, _("It is noted for %(number)s.") % {"number": found.number}, undo_url=undo_url)
    return _show(found)


@require_POST
@open_to(*LEADS)
def take_back(request: PageRequest) -> HttpResponse:
    """Take back what a truck did last. Raises: NoAppointment, AsnUnderWay, SlotNotFree."""
    form = FormReader(request.POST)
    asn_id = form.read_chosen_id("asn")
    form.check()
    undo_step(scope=request.scope, asn_id=asn_id, now=request.now, actor=request.actor)
    found = find_appointment(scope=request.scope, asn_id=asn_id, now=request.now)
    assert found
    tell(request, _("The last step of %(number)s is taken back.") % {"number": found.number})
    return _show(found)


@require_POST
@open_to(*LEADS)
def share(request: PageRequest) -> HttpResponse:
    """Put a delivery on the truck of another. Raises: Invalid, NoAppointment, SlotNotFree, AppointmentUnderWay."""
    form = FormReader(request.POST)
    asn_id, mate_id = form.read_chosen_id("asn"), form.read_chosen_id("with_asn")
    pallets = form.read_integer("pallets", default=0, minimum=0)
    form.check()
    before = _find_standing(request, asn_id)
    share_truck(
        scope=request.scope, asn_id=asn_id, with_asn_id=mate_id, pallets=pallets, now=request.now,
        actor=request.actor,
    )  # fmt: skip
    after = _find_standing(request, asn_id)
    assert after
    told = _("%(number)s comes with the truck at door %(door)s.")
    tell(
        request, told % {"number": after.number, "door": after.door_code},
        undo_url=_link_back(request, asn_id, before, leaves=True),
    )  # fmt: skip
    return _show(after)


@require_POST
@open_to(*LEADS)
def close(request: PageRequest, code: str) -> HttpResponse:
    """Close a door of a site for a while. Raises: Invalid, SlotNotFree."""
    form = FormReader(request.POST)
    starts_at, ends_at = _read_start(form, "starts_at"), _read_start(form, "ends_at")
    door_id = form.read_integer("door")
    form.check()
    close_door(
        scope=request.scope, site_id=_get_site(code), door_id=door_id, starts_at=starts_at, ends_at=ends_at,
        now=request.now, actor=request.actor,
    )  # fmt: skip
    tell(request, _("The door is closed then."))
    return _back(request, code)


@require_POST
@open_to(*LEADS)
def reopen(request: PageRequest, code: str, slot_id: UUID) -> HttpResponse:
    """Let a door take trucks again. Raises: NotFound."""
    open_door(
        scope=request.scope, site_id=_get_site(code), slot_id=slot_id, now=request.now, actor=request.actor
    )
    tell(request, _("The door takes trucks again."))
    return _back(request, code)


@require_POST
@open_to(*LEADS)
def plan(request: PageRequest, code: str) -> HttpResponse:
    """Keep a door for a carrier's pick-up, on one day or more. Raises: Invalid, NotFound, SlotNotFree."""
    form = FormReader(request.POST)
    draft = PickUpDraft(
        door_id=form.read_integer("door"),
        carrier_code=form.read_text("carrier", is_required=True, at_most=24),
        starts_at=_read_start(form, "starts_at"),
        ends_at=_read_start(form, "ends_at"),
        days=form.read_integer("days", default=1, minimum=1),
    )
    form.check()
    kept = plan_pick_ups(
        scope=request.scope, site_id=_get_site(code), draft=draft, now=request.now, actor=request.actor
    )
    told = ngettext("The door is kept on %(count)s day.", "The door is kept on %(count)s days.", kept)
    tell(request, told % {"count": format_quantity(kept)})
    return _back(request, code)


@require_POST
@open_to(*LEADS)
def drop(request: PageRequest, code: str, pick_up_id: UUID) -> HttpResponse:
    """Give a door free that is kept for a carrier. Raises: NotFound."""
    cancel_pick_up(
        scope=request.scope, site_id=_get_site(code), pick_up_id=pick_up_id, now=request.now, actor=request.actor
    )  # fmt: skip
    tell(request, _("The door takes trucks again."))
    return _back(request, code)


@undoes("truck")
def _take_back_step(request: PageRequest, data: dict[str, Any]) -> None:
    asn_id = UUID(data["asn"])
    found = find_appointment(scope=request.scope, asn_id=asn_id, now=request.now)
    if found is None or found.status != data["status"]:
        raise UndoExpired("the truck has gone on")
    undo_step(scope=request.scope, asn_id=asn_id, now=request.now, actor=request.actor)


@undoes("slot")
def _put_back(request: PageRequest, data: dict[str, Any]) -> None:
    asn_id = UUID(data["asn"])
    if data["leaves"] or not data["starts_at"]:  # what it came with keeps its time
        cancel_slot(scope=request.scope, asn_id=asn_id, now=request.now, actor=request.actor)
    if not data["starts_at"]:
        return
    wish = Wish(datetime.fromisoformat(data["starts_at"]), data["pallets"], data["door"])
    book_slot(scope=request.scope, asn_id=asn_id, wish=wish, now=request.now, actor=request.actor)


def _link_back(
    request: PageRequest, asn_id: UUID, before: AppointmentRow | None, *, leaves: bool = False
) -> str:
    return link_undo(
        request,
        "slot",
        asn=str(asn_id),
        leaves=leaves,
        starts_at=before.starts_at.isoformat() if before else "",
        pallets=before.pallets if before else 0,
        door=before.door_code if before else "",
    )


def _find_standing(request: PageRequest, asn_id: UUID) -> AppointmentRow | None:
    found = find_appointment(scope=request.scope, asn_id=asn_id, now=request.now)
    return found if found and found.is_holding else None


def _read_start(form: FormReader, name: str) -> datetime:
    found = read_moment(form.sent.get(name, ""))
    if found is None:
        form.refuse(name, "required", _("Choose one of the list."))
        form.check()
    assert found
    return found


def _get_site(code: str) -> UUID:
    found = get_site_ids(codes=[code]).get(code)
    if found is None:
        raise NotFound("site not found")
    return found


def _day(row: AppointmentRow) -> str:
    return row.starts_at.astimezone(ZoneInfo(row.zone)).date().isoformat()


def _show(row: AppointmentRow) -> HttpResponse:
    shown = {"at": row.site_code, "day": _day(row), "asn": str(row.asn_id)}
    return HttpResponseRedirect(f"{reverse('console:docks')}?{urlencode(shown)}")


def _back(request: PageRequest, code: str) -> HttpResponse:
    shown = {"at": code, "day": request.POST.get("day", "")[:10]}
    return HttpResponseRedirect(f"{reverse('console:docks')}?{urlencode(shown)}")
