"""Keep a door for the truck of a delivery, or keep another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.decide.docking import FreeSlot
from packhaus.inbound.errors import AppointmentUnderWay, AsnUnderWay, SlotNotFree
from packhaus.inbound.events import SlotBooked, SlotMoved
from packhaus.inbound.locks import LockedAppointment, LockedAsn, lock_appointments, lock_asns, lock_dock
from packhaus.inbound.queries.docks.dock import DockDay, read_dock_day
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
    INSERT INTO inbound_dockslot (id, door_id, starts_at, ends_at)
    VALUES (%(slot_id)s, %(door_id)s, %(starts_at)s, %(ends_at)s) RETURNING id
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

    Locks: the delivery, its appointment, the doors of its site. Emits: SlotBooked, or SlotMoved. Queries: 7 to 10.
    Raises: AsnNotFound, AsnUnderWay, AppointmentUnderWay, Invalid, SlotNotFree naming what is free that day.
    """
    if not 0 <= wish.pallets <= MOST_PALLETS:
        raise Invalid([FieldProblem("pallets", "range", f"is from 0 to {MOST_PALLETS}")])
    if wish.door_code and not scope.is_operator:
        raise Invalid([FieldProblem("door", "not_yours", "is chosen by the site")])
    with transaction(scope):
        [asn] = lock_asns([asn_id])
        if asn.status not in RECEIVABLE:
            raise AsnUnderWay(f"{asn.number} is {asn.status}", number=asn.number, status=asn.status)
        known = lock_appointments([asn_id]).get(asn_id)
        if known is not None and known.status not in MOVABLE:
            told = f"the truck of {asn.number} is {known.status}"
            raise AppointmentUnderWay(told, number=asn.number, status=known.status)
        codes = lock_dock(asn.site_id)
        wanted = _find_door(wish, codes)
        dock = _read_day(asn, wish, known)
        slot = _choose(dock, wish, wanted, now)
        door_id = _choose_door(slot, wanted, known)
        return _write(asn, known, (slot, door_id, codes[door_id]), wish.pallets, now, actor)


def _find_door(wish: Wish, codes: Mapping[int, str]) -> int | None:
    if not wish.door_code:
        return None
    found = next((door_id for door_id, code in codes.items() if code == wish.door_code), None)
    if found is None:
        raise Invalid([FieldProblem("door", "unknown", "is not known")])
    return found


def _read_day(asn: LockedAsn, wish: Wish, known: LockedAppointment | None) -> DockDay:
    zone: ZoneInfo = get_calendar(asn.site_id).zone
    day = wish.starts_at.astimezone(zone).date()
    return read_dock_day(site_id=asn.site_id, day=day, but_slot_id=known.slot_id if known else None)


def _choose(dock: DockDay, wish: Wish, wanted: int | None, now: datetime) -> FreeSlot:
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
    asn: LockedAsn,
    known: LockedAppointment | None,
    chosen: tuple[FreeSlot, int, str],
    pallets: int,
    now: datetime,
    actor: Actor,
) -> bool:
    slot, door_id, code = chosen
    if known and (known.door_id, known.starts_at, known.ends_at, known.pallets) == (
        door_id, slot.starts_at, slot.ends_at, pallets,
    ):  # fmt: skip
        return False
    parameters = {
        "id": known.id if known else new_id(), "slot_id": known.slot_id if known else new_id(), "door_id": door_id,
        "starts_at": slot.starts_at, "ends_at": slot.ends_at, "pallets": pallets, "merchant_id": asn.merchant_id,
        "asn_id": asn.id, "now": now,
    }  # fmt: skip
    rows.execute(_MOVE if known else _BOOK, parameters)
    fact = (SlotMoved if known else SlotBooked)(
        **describe(asn, door=code, starts_at=slot.starts_at), pallets=pallets
    )
    record([fact], happened_at=now, actor=actor)
    return True
