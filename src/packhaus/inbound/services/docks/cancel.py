"""Give the door of a delivery's truck free."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import AppointmentUnderWay, NoAppointment
from packhaus.inbound.events import SlotCancelled
from packhaus.inbound.locks import LockedAsn, lock_appointments, lock_asns
from packhaus.inbound.services.docks.tell import describe
from packhaus.inbound.states import MOVABLE
from packhaus.journal.services import record
from packhaus.journal.types import Fact
from packhaus.kernel import rows

_END = """
WITH ended AS (
    UPDATE inbound_dockappointment SET status = %(status)s::text,
        departed_at = CASE WHEN %(status)s::text = 'departed' THEN %(now)s::timestamptz END
    WHERE id = ANY(%(ids)s::uuid[]) RETURNING slot_id
)
UPDATE inbound_dockslot AS s SET deliveries = s.deliveries - e.count, is_over = s.deliveries <= e.count
FROM (SELECT slot_id, count(*) AS count FROM ended GROUP BY slot_id) AS e WHERE s.id = e.slot_id
"""


@again_when_busy
def cancel_slot(*, scope: Scope, asn_id: UUID, now: datetime, actor: Actor) -> None:
    """Give the door free that is kept for the truck of a delivery, until it stands there; it stays for what else comes.

    Locks: the delivery, its appointment. Emits: SlotCancelled. Queries: 4.
    Raises: AsnNotFound, NoAppointment, AppointmentUnderWay.
    """
    with transaction(scope):
        [asn] = lock_asns([asn_id])
        known = lock_appointments([asn_id]).get(asn_id)
        if known is None:
            raise NoAppointment("no door is kept for its truck", number=asn.number)
        if known.status not in MOVABLE:
            told = f"the truck of {asn.number} is {known.status}"
            raise AppointmentUnderWay(told, number=asn.number, status=known.status)
        record(free_doors([asn], now=now), happened_at=now, actor=actor)


def free_doors(asns: Sequence[LockedAsn], *, now: datetime) -> list[Fact]:
    """Give the doors of deliveries free that will not come or come elsewhere, and return the facts to record.

    In the caller's transaction, which has locked the deliveries. Queries: 2, or 1 where no door is kept.
    """
    known = lock_appointments([asn.id for asn in asns])
    end_appointments([one.id for one in known.values()], status="cancelled", now=now)
    return [
        SlotCancelled(**describe(asn, door=known[asn.id].door_code, starts_at=known[asn.id].starts_at))
        for asn in asns
        if asn.id in known
    ]


def end_waiting_truck(*, asn_id: UUID, now: datetime) -> None:
    """Let the truck of a delivery that is over be gone, unless it stands at its door. Queries: 1 to 2."""
    known = lock_appointments([asn_id]).get(asn_id)
    if known and known.status in MOVABLE:
        end_appointments([known.id], status="departed", now=now)


def end_appointments(ids: Sequence[UUID], *, status: str, now: datetime) -> None:
    """End appointments that are locked and give doors free for which no other is left. Queries: 1, or 0 without any."""
    if ids:
        rows.execute(_END, {"ids": list(ids), "status": status, "now": now})
