"""A day at the doors of a site: when they open, which doors there are, and when they are taken."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from packhaus.decide.docking import FreeSlot, Taken, count_slots, list_free_slots, list_starts
from packhaus.kernel import rows
from packhaus.network.queries.calendars import get_calendar

_HOURS = """
SELECT coalesce(h.opens_at, s.opens_at, '06:00') AS opens_at, coalesce(h.closes_at, s.closes_at, '22:00') AS closes_at,
       coalesce(s.slot_minutes, 30) AS slot_minutes, coalesce(s.minutes_per_pallet, 3) AS minutes_per_pallet,
       s.trucks_at_once, h.id IS NOT NULL AS is_exception
FROM (SELECT %(site_id)s::uuid AS site_id) AS n
LEFT JOIN inbound_receivingsetting AS s ON s.site_id = n.site_id
LEFT JOIN inbound_dockhours AS h ON h.site_id = n.site_id AND h.day = %(day)s::date
"""
_DOORS = """
SELECT id, code, position, is_active FROM inbound_dockdoor WHERE site_id = %(site_id)s ORDER BY position, code, id
"""
_TAKEN = """
SELECT s.door_id, s.starts_at, s.ends_at FROM inbound_dockslot AS s
WHERE s.door_id = ANY(%(door_ids)s::bigint[]) AND NOT s.is_over AND s.starts_at < %(until)s AND s.ends_at > %(since)s
  AND s.id IS DISTINCT FROM %(but)s::uuid
"""


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A door of a site."""

    id: int
    code: str
    position: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class DockHoursRow:
    """When doors open and close on a day, and how long a truck takes; site time."""

    opens_at: time
    closes_at: time
    slot_minutes: int
    minutes_per_pallet: int
    trucks_at_once: int | None
    is_exception: bool


@dataclass(frozen=True, slots=True)
class DockDay:
    """A day at the doors of a site; nothing begins on a day on which nobody works.

    A day with hours of its own is a working day, whatever the calendar says of it.
    """

    day: date
    zone: str
    is_open: bool
    hours: DockHoursRow
    starts: list[datetime]
    doors: list[DoorRow]
    taken: list[Taken]

    @property
    def slot(self) -> timedelta:
        """How long a slot is."""
        return timedelta(minutes=self.hours.slot_minutes)

    def find_length(self, pallets: int) -> timedelta:
        """Return how long a truck with so many pallets stands at a door, in whole slots."""
        return self.slot * self._count_slots(pallets)

    def list_free(self, *, pallets: int, since: datetime) -> list[FreeSlot]:
        """Return the spans that a truck with so many pallets can have, of those that end after an instant."""
        found = list_free_slots(
            starts=self.starts,
            slot_minutes=self.hours.slot_minutes,
            slots=self._count_slots(pallets),
            door_ids=[door.id for door in self.doors if door.is_active],
            taken=self.taken,
            at_once=self.hours.trucks_at_once,
        )
        return [one for one in found if one.ends_at > since]

    def _count_slots(self, pallets: int) -> int:
        hours = self.hours
        return count_slots(
            pallets=pallets, minutes_per_pallet=hours.minutes_per_pallet, slot_minutes=hours.slot_minutes
        )


def list_doors(*, site_id: UUID) -> list[DoorRow]:
    """Return the doors of a site in their order, those that are not in use as well. Queries: 1."""
    return rows.fetch_rows(DoorRow, _DOORS, {"site_id": site_id})


def read_dock_day(*, site_id: UUID, day: date, but_slot_id: UUID | None = None) -> DockDay:
    """Return a day at a site's doors, in the caller's transaction; one slot may be left out as if it were free.

    Queries: 3, and 3 more while the calendars are not fresh.
    """
    calendar = get_calendar(site_id)
    hours = rows.fetch_one(DockHoursRow, _HOURS, {"site_id": site_id, "day": day})
    doors = list_doors(site_id=site_id)
    is_open = hours.is_exception or calendar.is_open(day)
    opens_at, closes_at = (
        datetime.combine(day, at, calendar.zone).astimezone(UTC) for at in (hours.opens_at, hours.closes_at)
    )
    starts = list_starts(opens_at=opens_at, closes_at=closes_at, slot_minutes=hours.slot_minutes)
    parameters = {
        "door_ids": [door.id for door in doors], "since": opens_at, "until": closes_at, "but": but_slot_id,
    }  # fmt: skip
    return DockDay(
        day=day,
        zone=str(calendar.zone),
        is_open=is_open,
        hours=hours,
        starts=starts if is_open else [],
        doors=doors,
        taken=[Taken(*row) for row in rows.fetch_tuples(_TAKEN, parameters)],
    )
