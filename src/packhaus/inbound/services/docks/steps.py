"""What a truck does: it comes, stands at its door, is unloaded and leaves; or it does not come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import NoAppointment
from packhaus.inbound.events import (
    DockFact,
    TruckArrived,
    TruckDeparted,
    TruckDocked,
    TruckMissed,
    UnloadingBegun,
    UnloadingEnded,
)
from packhaus.inbound.locks import LockedTruck, lock_truck
from packhaus.inbound.queries.docks.newest import find_newest_status
from packhaus.inbound.services.docks.cancel import end_appointments
from packhaus.inbound.services.docks.tell import describe
from packhaus.inbound.states import ARRIVE, BEGIN_UNLOADING, DEPART, DOCK, END_UNLOADING, MISS
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.states import IllegalTransition, Transition

# Who unloads has the truck at the door, and who stands there has come.
_STEP = """
UPDATE inbound_dockappointment SET status = %(status)s::text,
    arrived_at = coalesce(arrived_at, %(now)s::timestamptz),
    docked_at = CASE WHEN %(status)s::text = 'arrived' THEN docked_at
                     ELSE coalesce(docked_at, %(now)s::timestamptz) END,
    unloading_at = CASE WHEN %(status)s::text IN ('arrived', 'docked') THEN unloading_at
                        ELSE coalesce(unloading_at, %(now)s::timestamptz) END,
    unloaded_at = CASE WHEN %(status)s::text = 'unloaded' THEN %(now)s::timestamptz ELSE unloaded_at END
WHERE id = ANY(%(ids)s::uuid[])
"""
_ARRIVED = """
UPDATE inbound_asn SET arrived_at = coalesce(arrived_at, %(now)s::timestamptz) WHERE id = ANY(%(ids)s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class _Step:
    transition: Transition
    fact: type[DockFact]


STEPS = {
    "arrive": _Step(ARRIVE, TruckArrived),
    "dock": _Step(DOCK, TruckDocked),
    "begin": _Step(BEGIN_UNLOADING, UnloadingBegun),
    "end": _Step(END_UNLOADING, UnloadingEnded),
    "depart": _Step(DEPART, TruckDeparted),
    "miss": _Step(MISS, TruckMissed),
}


@again_when_busy
def take_step(*, scope: Scope, asn_id: UUID, step: str, now: datetime, actor: Actor) -> bool:
    """Note a step of a delivery's truck and tell whether it is new; twice is once.

    What lies before it is noted as well, and everything on the truck has arrived with it.
    Locks: the delivery, what comes with it, their appointments. Queries: 7 to 8.
    Emits: TruckArrived, TruckDocked, UnloadingBegun, UnloadingEnded, TruckDeparted or TruckMissed, of each delivery.
    Raises: AsnNotFound, NoAppointment, IllegalTransition.
    """
    taken = STEPS[step]
    with transaction(scope):
        truck = lock_truck(asn_id)
        asn, known = truck.asn, truck.own
        if known is None:
            if find_newest_status(asn_id=asn_id) == taken.transition.target:
                return False
            raise NoAppointment("no door is kept for its truck", number=asn.number)
        if known.status == taken.transition.target:
            return False
        if known.status not in taken.transition.sources:
            told = f"the truck of {asn.number} is {known.status}"
            raise IllegalTransition(
                told, transition=taken.transition.name, elsewhere={asn.number: known.status}
            )
        _move(truck, taken.transition, now)
        facts = [
            taken.fact(**describe(truck.asns[one.asn_id], door=known.door_code, starts_at=known.starts_at))
            for one in truck.loads
        ]
        record(facts, happened_at=now, actor=actor)
        return True


def _move(truck: LockedTruck, transition: Transition, now: datetime) -> None:
    ids = [one.id for one in truck.loads]
    if transition.target in {"departed", "missed"}:
        end_appointments(ids, status=transition.target, now=now)
    else:
        rows.execute(_STEP, {"ids": ids, "status": transition.target, "now": now})
    if transition is not MISS:
        rows.execute(_ARRIVED, {"ids": [one.asn_id for one in truck.loads], "now": now})
