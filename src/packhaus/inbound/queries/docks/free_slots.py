"""When a truck may come: times only, for who books; never who else is there."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.queries.docks.dock import read_dock_day


@dataclass(frozen=True, slots=True)
class FreeSlotRow:
    """A span that can be booked; instants in UTC, `zone` is the site's. Doors are the operator's to know."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    doors: list[str]


def list_slots(
    *, scope: Scope, site_id: UUID, day: date, pallets: int, now: datetime, but_slot_id: UUID | None = None
) -> list[FreeSlotRow]:
    """Return the free spans of a day for a truck with so many pallets, the soonest first. Queries: 3 to 6."""
    with transaction(scope):
        dock = read_dock_day(site_id=site_id, day=day, but_slot_id=but_slot_id)
    codes = {door.id: door.code for door in dock.doors}
    return [
        FreeSlotRow(
            one.starts_at,
            one.ends_at,
            dock.zone,
            [codes[door_id] for door_id in one.door_ids] if scope.is_operator else [],
        )
        for one in dock.list_free(pallets=pallets, since=now)
    ]
