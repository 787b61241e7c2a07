"""Trucks at doors: which doors a site has, when a truck may come, and what it does when it is here."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from packhaus.access.identity import KeyIdentity
from packhaus.access.scope import transaction
from packhaus.access.types import KeyScope
from packhaus.api.answers import answer, answer_nothing
from packhaus.api.fields import MerchantIn
from packhaus.api.keys import (
    ApiRequest,
    KeyAuth,
    find_merchant,
    reads_locations,
    reads_stock,
    works_on_the_floor,
    writes_network,
)
from packhaus.api.lookups import find_asn, find_site_id, get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.docks import (
    AppointmentIn,
    AppointmentListIn,
    DoorHoursIn,
    DoorsIn,
    FreeSlotsIn,
    PickUpIn,
    PickUpsIn,
    ReceivingIn,
    SharedTruckIn,
    StepIn,
)
from packhaus.api.schemas.inbound import AsnNumber
from packhaus.api.schemas.stock import SiteCode
from packhaus.inbound.errors import NoAppointment
from packhaus.inbound.queries.docks.appointments import (
    AppointmentFilter,
    AppointmentRow,
    find_appointment,
    list_appointments,
)
from packhaus.inbound.queries.docks.dock import DoorRow, list_doors
from packhaus.inbound.queries.docks.free_slots import FreeSlotRow, list_slots
from packhaus.inbound.queries.docks.pick_ups import PickUpRow, list_pick_ups
from packhaus.inbound.queries.settings import ReceivingSettings, get_receiving_settings
from packhaus.inbound.services.docks.book import Wish, book_slot
from packhaus.inbound.services.docks.cancel import cancel_slot
from packhaus.inbound.services.docks.doors import set_doors
from packhaus.inbound.services.docks.hours import set_door_hours
from packhaus.inbound.services.docks.pick_ups import cancel_pick_up, plan_pick_ups
from packhaus.inbound.services.docks.share import share_truck
from packhaus.inbound.services.docks.steps import take_step
from packhaus.inbound.services.docks.undo import undo_step
from packhaus.inbound.services.settings import set_receiving_settings

router = Router(tags=["inbound"])
books = KeyAuth(KeyScope.STOCK_WRITE)
Site = Annotated[SiteCode, Path()]


@router.get(
    "/sites/{code}/doors",
    response={200: list[DoorRow], **declare(404)},
    auth=reads_locations,
    operation_id="list_doors",
)
def show_doors(request: ApiRequest, code: Site) -> HttpResponse:
    """List the doors of a site in their order, those out of use as well."""
    with transaction(request.auth.scope):
        return answer(list_doors(site_id=get_site_id(code)))


@router.put(
    "/sites/{code}/doors",
    response={200: list[DoorRow], **declare(404, 409)},
    auth=writes_network,
    operation_id="set_doors",
)
def save_doors(request: ApiRequest, code: Site, payload: DoorsIn) -> HttpResponse:
    """Say which doors a site has; one that is left out takes no truck any more, unless trucks are booked for it."""
    key, site_id = request.auth, get_site_id(code)
    set_doors(scope=key.scope, site_id=site_id, codes=payload.doors, now=timezone.now(), actor=key.actor)
    with transaction(key.scope):
        return answer(list_doors(site_id=site_id))


@router.put(
    "/sites/{code}/door-hours/{day}",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="set_door_hours",
)
def save_hours(request: ApiRequest, code: Site, day: date, payload: DoorHoursIn) -> HttpResponse:
    """Open the doors of a site at other times on a day, or as usual again; what is booked stays."""
    key, site_id = request.auth, get_site_id(code)
    set_door_hours(
        scope=key.scope, site_id=site_id, day=day, hours=payload.as_hours(), now=timezone.now(), actor=key.actor
    )  # fmt: skip
    return answer_nothing()


@router.put(
    "/sites/{code}/receiving",
    response={200: ReceivingSettings, **declare(404)},
    auth=writes_network,
    operation_id="set_receiving",
)
def save_receiving(request: ApiRequest, code: Site, payload: ReceivingIn) -> HttpResponse:
    """Say how a site receives."""
    key, site_id = request.auth, get_site_id(code)
    set_receiving_settings(
        scope=key.scope, site_id=site_id, settings=payload.as_settings(), now=timezone.now(), actor=key.actor
    )
    return answer(get_receiving_settings(scope=key.scope, site_id=site_id))


@router.get(
    "/sites/{code}/pick-ups",
    response={200: list[PickUpRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_pick_ups",
)
def show_pick_ups(request: ApiRequest, code: Site, wanted: Query[PickUpsIn]) -> HttpResponse:
    """List at most 1,000 carriers' trucks at the doors of a site in a span of time, the soonest first."""
    found = list_pick_ups(
        scope=request.auth.scope, site_id=get_site_id(code), since=wanted.since, until=wanted.until
    )
    return answer(found)


@router.post(
    "/sites/{code}/pick-ups",
    response={200: list[PickUpRow], **declare(404, 409)},
    auth=writes_network,
    operation_id="plan_pick_ups",
)
def plan(request: ApiRequest, code: Site, payload: PickUpIn) -> HttpResponse:
    """Keep a door for a carrier's truck, at the same site time on some days on end; all of them, or none."""
    key, site_id = request.auth, get_site_id(code)
    with transaction(key.scope):
        doors = {door.code: door.id for door in list_doors(site_id=site_id)}
    draft = payload.as_draft(doors.get(payload.door, 0))
    plan_pick_ups(scope=key.scope, site_id=site_id, draft=draft, now=timezone.now(), actor=key.actor)
    until = draft.ends_at + timedelta(days=draft.days)
    found = list_pick_ups(scope=key.scope, site_id=site_id, since=draft.starts_at, until=until)
    return answer([one for one in found if one.carrier_code == draft.carrier_code])


@router.delete(
    "/sites/{code}/pick-ups/{uuid:pick_up_id}",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="cancel_pick_up",
)
def drop(request: ApiRequest, code: Site, pick_up_id: UUID) -> HttpResponse:
    """Give a door free that is kept for a carrier's truck."""
    key = request.auth
    cancel_pick_up(
        scope=key.scope, site_id=get_site_id(code), pick_up_id=pick_up_id, now=timezone.now(), actor=key.actor
    )  # fmt: skip
    return answer_nothing()


@router.get(
    "/dock-slots",
    response={200: list[FreeSlotRow], **declare(404)},
    auth=reads_stock,
    operation_id="list_free_slots",
)
def show_free(request: ApiRequest, wanted: Query[FreeSlotsIn]) -> HttpResponse:
    """List when a truck may come on a day; a merchant's key learns of times only, never of others and doors."""
    site_id = get_site_id(wanted.site)
    found = list_slots(
        scope=request.auth.scope, site_id=site_id, day=wanted.day, pallets=wanted.pallets, now=timezone.now()
    )
    return answer(found)


@router.get(
    "/appointments",
    response={200: list[AppointmentRow], **declare(404)},
    auth=reads_stock,
    operation_id="list_appointments",
)
def show_all(request: ApiRequest, wanted: Query[AppointmentListIn]) -> HttpResponse:
    """List at most 1,000 trucks that come in a span of time, the soonest first."""
    key = request.auth
    chosen = AppointmentFilter(
        wanted.since,
        wanted.until,
        find_site_id(wanted.site),
        find_merchant(key, wanted.merchant),
        wanted.status,
    )
    return answer(list_appointments(scope=key.scope, chosen=chosen, now=timezone.now()))


@router.get(
    "/asns/{number}/appointment",
    response={200: AppointmentRow, **declare(404)},
    auth=reads_stock,
    operation_id="get_appointment",
)
def get_one(request: ApiRequest, number: AsnNumber, wanted: Query[MerchantIn]) -> HttpResponse:
    """Return when the truck of a delivery comes or came, and what it has done."""
    _, asn_id = find_asn(request.auth, merchant=wanted.merchant, number=number)
    return _answer_one(request.auth, asn_id, number)


@router.put(
    "/asns/{number}/appointment",
    response={200: AppointmentRow, **declare(404, 409)},
    auth=books,
    operation_id="book_appointment",
)
def book(request: ApiRequest, number: AsnNumber, payload: AppointmentIn) -> HttpResponse:
    """Book a slot for the truck of a delivery, or move it to another; the same again changes nothing."""
    key = request.auth
    _, asn_id = find_asn(key, merchant=payload.merchant, number=number)
    wish = Wish(payload.starts_at, payload.pallets, payload.door)
    book_slot(scope=key.scope, asn_id=asn_id, wish=wish, now=timezone.now(), actor=key.actor)
    return _answer_one(key, asn_id, number)


@router.put(
    "/asns/{number}/appointment/truck",
    response={200: AppointmentRow, **declare(404, 409)},
    auth=books,
    operation_id="share_truck",
)
def share(request: ApiRequest, number: AsnNumber, payload: SharedTruckIn) -> HttpResponse:
    """Put a delivery on the truck of another; a slot of its own is free again, and the same again changes nothing."""
    key = request.auth
    _, asn_id = find_asn(key, merchant=payload.merchant, number=number)
    _, mate_id = find_asn(key, merchant=payload.with_merchant or payload.merchant, number=payload.with_asn)
    share_truck(
        scope=key.scope, asn_id=asn_id, with_asn_id=mate_id, pallets=payload.pallets, now=timezone.now(),
        actor=key.actor,
    )  # fmt: skip
    return _answer_one(key, asn_id, number)


@router.delete(
    "/asns/{number}/appointment",
    response={204: None, **declare(404, 409)},
    auth=books,
    operation_id="cancel_appointment",
)
def cancel(request: ApiRequest, number: AsnNumber, wanted: Query[MerchantIn]) -> HttpResponse:
    """Give the slot of a delivery's truck free, until it stands at its door."""
    key = request.auth
    _, asn_id = find_asn(key, merchant=wanted.merchant, number=number)
    cancel_slot(scope=key.scope, asn_id=asn_id, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/asns/{number}/truck",
    response={200: AppointmentRow, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="note_truck",
)
def note(request: ApiRequest, number: AsnNumber, payload: StepIn) -> HttpResponse:
    """Note what the truck of a delivery does: it arrives, is at its door, is unloaded, leaves, or did not come.

    Everything on the truck does it. What was noted last is taken back by `undo`.
    """
    key = request.auth
    _, asn_id = find_asn(key, merchant=payload.merchant, number=number)
    if payload.step == "undo":
        undo_step(scope=key.scope, asn_id=asn_id, now=timezone.now(), actor=key.actor)
    else:
        take_step(scope=key.scope, asn_id=asn_id, step=payload.step, now=timezone.now(), actor=key.actor)
    return _answer_one(key, asn_id, number)


def _answer_one(key: KeyIdentity, asn_id: UUID, number: str) -> HttpResponse:
    found = find_appointment(scope=key.scope, asn_id=asn_id, now=timezone.now())
    if found is None:
        raise NoAppointment("no door is kept for its truck", number=number)
    return answer(found)
