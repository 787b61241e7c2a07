"""Keep a door for the truck of a delivery, or keep another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.decide.docking import FreeSlot
from packhaus.inbound.errors import AppointmentUnderWay, AsnUnderWay, SlotNotFree
from packhaus.inbound.events import SlotBooked, SlotMoved
from packhaus.inbound.locks import LockedAppointment, LockedAsn, LockedTruck, lock_dock, lock_truck
from packhaus.inbound.queries.docks.dock import DockDay, read_dock_day
from packhaus.inbound.services.docks.cancel import end_appointments
from packhaus.inbound.services.docks.tell import describe
from packhaus.inbound.states import MOVABLE, RECEIVABLE
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.network.queries.calendars import get_calendar

MOST_PALLETS = 1_000
FREE_NAMED = 3

_BOOK = """
WITH slot AS (
    INSERT INTO inbound_dockslot (id, door_id, starts_at, ends_at, deliveries)
    VALUES (%(slot_id)s, %(door_id)s, %(starts_at)s, %(ends_at)s, 1) RETURNING id
)
INSERT INTO inbound_dockappointment (id, merchant_id, asn_id, slot_id, pallets, status, booked_at)
SELECT %(id)s, %(merchant_id)s, %(asn_id)s, slot.id, %(pallets)s, 'booked', %(now)s FROM slot
"""
_MOVE = """
WITH slot AS (
    UPDATE inbound_dockslot SET door_id = %(door_id)s, starts_at = %(starts_at)s, ends_at = %(ends_at)s
    WHERE id = %(slot_id)s
)
UPDATE inbound_dockappointment SET pallets = %(pallets)s WHERE id = %(id)s
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """When a truck wants to come, with how many pallets, and to which door; without a door any that is free.

    Only the operator chooses a door.
    """

    starts_at: datetime
    pallets: int = 0
    door_code: str = ""


@again_when_busy
def book_slot(*, scope: Scope, asn_id: UUID, wish: Wish, now: datetime, actor: Actor) -> bool:
    """Keep a door for the truck of a delivery and tell whether that is new; what it had before is free again.

    Everything that comes with it comes then. A merchant whose delivery comes with another's gets a truck of its own.
    Locks: the delivery, what comes with it, their appointments, the doors of its site. Queries: 9 to 12.
    Emits: SlotBooked, or SlotMoved of each delivery on the truck.
    Raises: AsnNotFound, AsnUnderWay, AppointmentUnderWay, Invalid, SlotNotFree naming what is free that day.
    """
    check_wish(wish, scope)
    with transaction(scope):
        truck = lock_truck(asn_id)
        check_receivable(truck.asn)
        known = truck.own
        if known is not None and known.status not in MOVABLE:
            raise_under_way(truck.asn, known)
        if known and truck.is_mixed and not scope.is_operator:
            if (known.starts_at, known.pallets) == (wish.starts_at, wish.pallets):
                return False
            end_appointments([known.id], status="cancelled", now=now)
            truck = truck._replace(loads=[])
        codes = lock_dock(truck.asn.site_id)
        wanted = _find_door(wish, codes)
        dock = read_day(truck.asn, wish.starts_at, but_slot_id=truck.own.slot_id if truck.own else None)
        others = sum(one.pallets for one in truck.loads[1:])
        slot = choose_slot(dock, replace(wish, pallets=wish.pallets + others), wanted, now)
        door_id = _choose_door(slot, wanted, truck.own)
        return _write(truck, (slot, door_id, codes[door_id]), wish.pallets, now, actor)


def check_wish(wish: Wish, scope: Scope) -> None:
    """Refuse what no truck has, and a door that a merchant chooses. Raises: Invalid."""
    if not 0 <= wish.pallets <= MOST_PALLETS:
        raise Invalid([FieldProblem("pallets", "range", f"is from 0 to {MOST_PALLETS}")])
    if wish.door_code and not scope.is_operator:
        raise Invalid([FieldProblem("door", "not_yours", "is chosen by the site")])


def check_receivable(asn: LockedAsn) -> None:
    """Refuse a delivery that is over. Raises: AsnUnderWay."""
    if asn.status not in RECEIVABLE:
        raise AsnUnderWay(f"{asn.number} is {asn.status}", number=asn.number, status=asn.status)


def raise_under_way(asn: LockedAsn, known: LockedAppointment) -> NoReturn:
    """Say how far the truck of a delivery is. Raises: AppointmentUnderWay."""
    told = f"the truck of {asn.number} is {known.status}"
    raise AppointmentUnderWay(told, number=asn.number, status=known.status)


def _find_door(wish: Wish, codes: Mapping[int, str]) -> int | None:
    if not wish.door_code:
        return None
    found = next((door_id for door_id, code in codes.items() if code == wish.door_code), None)
    if found is None:
        raise Invalid([FieldProblem("door", "unknown", "is not known")])
    return found


def read_day(asn: LockedAsn, starts_at: datetime, *, but_slot_id: UUID | None) -> DockDay:
    """Return the day of an instant at the doors of a delivery's site, one slot left out. Queries: 3 to 6."""
    zone: ZoneInfo = get_calendar(asn.site_id).zone
    return read_dock_day(site_id=asn.site_id, day=starts_at.astimezone(zone).date(), but_slot_id=but_slot_id)


def choose_slot(dock: DockDay, wish: Wish, wanted: int | None, now: datetime) -> FreeSlot:
    """Return the free slot that is wished for. Raises: SlotNotFree naming what is free that day."""
    if not any(door.is_active for door in dock.doors):
        raise SlotNotFree("the site has no doors that can be booked", why="no_doors", free=[])
    free = dock.list_free(pallets=wish.pallets, since=now)
    for slot in free:
        if slot.starts_at == wish.starts_at and (wanted is None or wanted in slot.door_ids):
            return slot
    why = _say_why(dock, wish, now)
    near = sorted(free, key=lambda slot: abs(slot.starts_at - wish.starts_at))[:FREE_NAMED]
    raise SlotNotFree(
        f"the slot is not free: {why}",
        why=why,
        zone=dock.zone,
        free=[slot.starts_at.isoformat() for slot in sorted(near)],
    )


def _say_why(dock: DockDay, wish: Wish, now: datetime) -> str:
    """Return the first thing that is in the way."""
    if not dock.is_open:
        return "day_off"
    if wish.starts_at not in dock.starts:
        return "no_slot"
    length = dock.find_length(wish.pallets)
    if wish.starts_at + length > dock.starts[-1] + dock.slot:
        return "too_long"
    return "past" if wish.starts_at + length <= now else "taken"


def _choose_door(slot: FreeSlot, wanted: int | None, known: LockedAppointment | None) -> int:
    """Return the door that is wanted, else the one that it has, else the first."""
    if wanted is not None:
        return wanted
    return known.door_id if known and known.door_id in slot.door_ids else slot.door_ids[0]


def _write(
    truck: LockedTruck, chosen: tuple[FreeSlot, int, str], pallets: int, now: datetime, actor: Actor
) -> bool:
    (slot, door_id, code), known = chosen, truck.own
    if known and (known.door_id, known.starts_at, known.ends_at, known.pallets) == (
        door_id, slot.starts_at, slot.ends_at, pallets,
    ):  # fmt: skip
        return False
    parameters = {
        "id": known.id if known else new_id(), "slot_id": known.slot_id if known else new_id(), "door_id": door_id,
        "starts_at": slot.starts_at, "ends_at": slot.ends_at, "pallets": pallets, "merchant_id": truck.asn.merchant_id,
        "asn_id": truck.asn.id, "now": now,
    }  # fmt: skip
    rows.execute(_MOVE if known else _BOOK, parameters)
    if not known:
        told = describe(truck.asn, door=code, starts_at=slot.starts_at)
        record([SlotBooked(**told, pallets=pallets)], happened_at=now, actor=actor)
        return True
    moved = [
        SlotMoved(
            **describe(truck.asns[one.asn_id], door=code, starts_at=slot.starts_at),
            pallets=pallets if one is known else one.pallets,
        )
        for one in truck.loads
    ]
    record(moved, happened_at=now, actor=actor)
    return True
