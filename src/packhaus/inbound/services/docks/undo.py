"""Take the last step of a truck back, for all that it brings: noted too early, or of the wrong truck."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import AsnUnderWay, NothingNoted, SlotNotFree
from packhaus.inbound.events import TruckStepUndone
from packhaus.inbound.locks import LockedAsn, LockedLoad, lock_dock, lock_loads
from packhaus.inbound.services.docks.tell import describe
from packhaus.inbound.states import BEFORE_ARRIVAL, HOLDING, MOVABLE, RECEIVABLE
from packhaus.journal.services import record
from packhaus.kernel import rows

_MOMENTS = (
    ("arrived", "arrived_at"), ("docked", "docked_at"), ("unloading", "unloading_at"), ("unloaded", "unloaded_at"),
    ("departed", "departed_at"),
)  # fmt: skip

# A step notes what lies before it at the same moment: that goes with it.
_BACK = """
UPDATE inbound_dockappointment SET status = %(status)s::text, departed_at = NULL,
    arrived_at = nullif(arrived_at, %(at)s::timestamptz), docked_at = nullif(docked_at, %(at)s::timestamptz),
    unloading_at = nullif(unloading_at, %(at)s::timestamptz), unloaded_at = nullif(unloaded_at, %(at)s::timestamptz)
WHERE id = ANY(%(ids)s::uuid[])
"""
_KEPT_AGAIN = """
UPDATE inbound_dockslot SET is_over = false, deliveries = deliveries + %(count)s WHERE id = %(slot_id)s
"""
_TAKEN = """
SELECT EXISTS (
    SELECT FROM inbound_dockslot AS s
    WHERE s.door_id = %(door_id)s AND NOT s.is_over AND s.id <> %(slot_id)s
      AND s.starts_at < %(ends_at)s AND s.ends_at > %(starts_at)s)
"""
_NOT_ARRIVED = """
UPDATE inbound_asn SET arrived_at = NULL
WHERE id = ANY(%(ids)s::uuid[]) AND arrived_at = %(at)s::timestamptz AND status = ANY(%(before)s::text[])
"""


@again_when_busy
def undo_step(*, scope: Scope, asn_id: UUID, now: datetime, actor: Actor) -> str:
    """Take back what the truck of a delivery did last, and return what it is now.

    A truck that is gone, or did not come, has its door again, if nobody else got it.
    Locks: the delivery, what comes with it, their appointments, the doors. Emits: TruckStepUndone. Queries: 7 to 10.
    Raises: AsnNotFound, NothingNoted, AsnUnderWay (it is over), SlotNotFree (somebody else has the door).
    """
    with transaction(scope):
        asns, loads = lock_loads(asn_id)
        if not loads or loads[0].asn_id != asn_id or loads[0].status == "booked":
            raise NothingNoted("nothing is noted of its truck", number=asns[asn_id].number)
        own, asn = loads[0], asns[asn_id]
        alike = [one for one in loads if (one.status, one.departed_at) == (own.status, own.departed_at)]
        before, at = find_before(own)
        if before in MOVABLE and asn.status not in RECEIVABLE:
            raise AsnUnderWay(f"{asn.number} is {asn.status}", number=asn.number, status=asn.status)
        if own.status not in HOLDING:
            _keep_door(asn, own, len(alike))
        rows.execute(_BACK, {"ids": [one.id for one in alike], "status": before, "at": at})
        if before == "booked" and at:
            ids = [one.asn_id for one in alike]
            rows.execute(_NOT_ARRIVED, {"ids": ids, "at": at, "before": list(BEFORE_ARRIVAL)})
        record(_tell(asns, alike), happened_at=now, actor=actor)
        return before


def find_before(load: LockedLoad) -> tuple[str, datetime | None]:
    """Return what a truck was before its last step, and when that was noted; no moment for one that did not come."""
    noted = {status: getattr(load, column) for status, column in _MOMENTS}
    at: datetime | None = noted.get(load.status)
    earlier = [status for status, moment in noted.items() if moment is not None and moment != at]
    return (earlier[-1] if earlier else "booked"), at


def _keep_door(asn: LockedAsn, own: LockedLoad, count: int) -> None:
    lock_dock(asn.site_id)
    span = {
        "door_id": own.door_id, "slot_id": own.slot_id, "starts_at": own.starts_at, "ends_at": own.ends_at,
    }  # fmt: skip
    if rows.fetch_value(_TAKEN, span):
        raise SlotNotFree("somebody else has the door", why="taken", zone="UTC", free=[])
    rows.execute(_KEPT_AGAIN, {"slot_id": own.slot_id, "count": count})


def _tell(asns: Mapping[UUID, LockedAsn], loads: Sequence[LockedLoad]) -> list[TruckStepUndone]:
    return [
        TruckStepUndone(
            **describe(asns[one.asn_id], door=one.door_code, starts_at=one.starts_at), step=one.status
        )
        for one in loads
    ]
