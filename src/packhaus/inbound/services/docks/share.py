"""Put a delivery on the truck of another: one truck brings several."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import NoAppointment
from packhaus.inbound.events import SlotBooked
from packhaus.inbound.locks import LockedAppointment, LockedAsn, lock_appointments, lock_dock, lock_truck
from packhaus.inbound.services.docks.book import (
    Wish,
    check_receivable,
    check_wish,
    choose_slot,
    raise_under_way,
    read_day,
)
from packhaus.inbound.services.docks.cancel import end_appointments
from packhaus.inbound.services.docks.tell import describe
from packhaus.inbound.states import MOVABLE
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id

# What the truck has done so far, it has done for this delivery as well.
_JOIN = """
WITH slot AS (
    UPDATE inbound_dockslot SET deliveries = deliveries + 1, ends_at = %(ends_at)s WHERE id = %(slot_id)s RETURNING id
)
INSERT INTO inbound_dockappointment (id, merchant_id, asn_id, slot_id, pallets, status, booked_at, arrived_at,
    docked_at, unloading_at, unloaded_at)
SELECT %(id)s, %(merchant_id)s, %(asn_id)s, slot.id, %(pallets)s, p.status, %(now)s, p.arrived_at, p.docked_at,
       p.unloading_at, p.unloaded_at
FROM slot, inbound_dockappointment AS p WHERE p.id = %(mate_id)s
"""
_ARRIVED = """
UPDATE inbound_asn AS a SET arrived_at = coalesce(a.arrived_at, p.arrived_at) FROM inbound_dockappointment AS p
WHERE a.id = %(asn_id)s AND p.id = %(id)s
"""


@again_when_busy
def share_truck(
    *, scope: Scope, asn_id: UUID, with_asn_id: UUID, pallets: int, now: datetime, actor: Actor
) -> bool:
    """Let a delivery come with the truck of another, and tell whether that is new; its own door is free again.

    A truck that is not at its door yet keeps it as long as all pallets take.
    Locks: both deliveries, what comes with them, their appointments, the doors. Emits: SlotBooked. Queries: 8 to 14.
    Raises: AsnNotFound, AsnUnderWay, NoAppointment, AppointmentUnderWay, Invalid (another site), SlotNotFree.
    """
    with transaction(scope):
        truck = lock_truck(with_asn_id, besides=[asn_id])
        asn = truck.asns[asn_id]
        check_receivable(asn)
        if truck.own is None:
            raise NoAppointment("no door is kept for its truck", number=truck.asn.number)
        if asn.site_id != truck.asn.site_id:
            raise Invalid([FieldProblem("with_asn", "other_site", "goes to another site")])
        if any(one.asn_id == asn_id for one in truck.loads):
            return False
        check_wish(Wish(truck.own.starts_at, pallets + sum(one.pallets for one in truck.loads)), scope)
        before = lock_appointments([asn_id]).get(asn_id)
        if before is not None and before.status not in MOVABLE:
            raise_under_way(asn, before)
        end_appointments([before.id] if before else [], status="cancelled", now=now)
        ends_at = _find_end(asn, truck.loads, pallets) if truck.own.status in MOVABLE else truck.own.ends_at
        _write(asn, truck.own, pallets=pallets, ends_at=ends_at, now=now)
        told = describe(asn, door=truck.own.door_code, starts_at=truck.own.starts_at)
        record([SlotBooked(**told, pallets=pallets)], happened_at=now, actor=actor)
        return True


def _find_end(asn: LockedAsn, loads: Sequence[LockedAppointment], pallets: int) -> datetime:
    """Return until when the truck keeps its door: never shorter than it was. Raises: SlotNotFree."""
    own = loads[0]
    lock_dock(asn.site_id)
    dock = read_day(asn, own.starts_at, but_slot_id=own.slot_id)
    together = pallets + sum(one.pallets for one in loads)
    if own.starts_at + dock.find_length(together) <= own.ends_at:
        return own.ends_at
    return choose_slot(dock, Wish(own.starts_at, together), own.door_id, own.starts_at).ends_at


def _write(asn: LockedAsn, own: LockedAppointment, *, pallets: int, ends_at: datetime, now: datetime) -> None:
    id_ = new_id()
    parameters = {
        "id": id_, "merchant_id": asn.merchant_id, "asn_id": asn.id, "slot_id": own.slot_id, "pallets": pallets,
        "ends_at": ends_at, "mate_id": own.id, "now": now,
    }  # fmt: skip
    rows.execute(_JOIN, parameters)
    rows.execute(_ARRIVED, {"asn_id": asn.id, "id": id_})
