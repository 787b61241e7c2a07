"""When a site's carriers leave: cut-offs in the site's own time, on its working days."""

import time as clock
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.kernel import rows
from packhaus.kernel.kept import forgets

_FRESH_SECONDS = 5.0
_HORIZON_DAYS = 60

_SITES = "SELECT id, timezone, working_weekdays FROM network_site"
_CUT_OFFS = "SELECT site_id, carrier_code, weekday, at FROM network_cutoff ORDER BY site_id, weekday, at, carrier_code"
_CLOSED = "SELECT site_id, day FROM network_closedday WHERE day >= current_date - 400"


@dataclass(frozen=True, slots=True)
class SiteCalendar:
    """A site's week: for each ISO weekday the carriers that leave and when, local time."""

    zone: ZoneInfo
    working_weekdays: str
    cut_offs: dict[int, list[tuple[time, str]]]
    closed: frozenset[date]

    def is_open(self, day: date) -> bool:
        """Tell whether anybody works there on this day."""
        return self.working_weekdays[day.weekday()] == "1" and day not in self.closed

    def list_cut_offs(self, *, since: datetime, carrier_code: str = "") -> Iterator[tuple[datetime, str]]:
        """Yield cut-offs at or after an instant, soonest first, for one carrier or for all; instants in UTC."""
        if not self.cut_offs:
            return
        first = since.astimezone(self.zone).date()
        for offset in range(_HORIZON_DAYS):
            day = first + timedelta(days=offset)
            if not self.is_open(day):
                continue
            for at, carrier in self.cut_offs.get(day.isoweekday(), ()):
                instant = datetime.combine(day, at, self.zone).astimezone(UTC)
                if instant >= since and carrier_code in ("", carrier):
                    yield instant, carrier

    def find_calling(self, carrier_code: str) -> str:
        """Return the carrier where it has a cut-off at the site on some weekday, else none."""
        calls = any(carrier_code == carrier for day in self.cut_offs.values() for _, carrier in day)
        return carrier_code if calls else ""

    def find_ship_by(self, *, placed_at: datetime, carrier_code: str = "") -> datetime:
        """Return the next cut-off after an instant; without any, the end of the next working day."""
        for instant, _ in self.list_cut_offs(since=placed_at, carrier_code=carrier_code):
            return instant
        day = placed_at.astimezone(self.zone).date() + timedelta(days=1)
        while not self.is_open(day) and (day - placed_at.date()).days < _HORIZON_DAYS:
            day += timedelta(days=1)
        return datetime.combine(day, time(18), self.zone).astimezone(UTC)


class _Kept:
    read_at: float = float("-inf")
    calendars: dict[UUID, SiteCalendar] = {}


def get_ship_by(*, site_id: UUID, placed_at: datetime, carrier_code: str = "") -> datetime:
    """Return the next cut-off of the site after an instant; without any, the end of its next working day.

    Queries: 3, or 0 while the calendars are fresh (five seconds, per process).
    """
    return get_calendar(site_id).find_ship_by(placed_at=placed_at, carrier_code=carrier_code)


def get_calendar(site_id: UUID) -> SiteCalendar:
    """Return a site's calendar; one that was made a moment ago by another process is read at once.

    Queries: 3 or 0, as `get_calendars`.
    """
    return get_calendars_of([site_id])[site_id]


def get_calendars_of(site_ids: Iterable[UUID]) -> Mapping[UUID, SiteCalendar]:
    """Return calendars of which these sites' are some; one made a moment ago by another process is read at once.

    Queries: 3 or 0, as `get_calendars`.
    """
    calendars = get_calendars()
    if all(site_id in calendars for site_id in site_ids):
        return calendars
    forget_calendars()
    return get_calendars()


def get_calendars() -> dict[UUID, SiteCalendar]:
    """Return every site's calendar, at most five seconds old in this process. Queries: 3 or 0."""
    if clock.monotonic() - _Kept.read_at > _FRESH_SECONDS:
        _Kept.calendars = _read_calendars()
        _Kept.read_at = clock.monotonic()
    return _Kept.calendars


@forgets
def forget_calendars() -> None:
    """Read the calendars anew at the next call: after one was changed here, and between tests."""
    _Kept.read_at = float("-inf")


def _read_calendars() -> dict[UUID, SiteCalendar]:
    cut_offs: dict[UUID, dict[int, list[tuple[time, str]]]] = {}
    for site_id, carrier, weekday, at in rows.fetch_tuples(_CUT_OFFS):
        cut_offs.setdefault(site_id, {}).setdefault(weekday, []).append((at, carrier))
    closed: dict[UUID, set[date]] = {}
    for site_id, day in rows.fetch_tuples(_CLOSED):
        closed.setdefault(site_id, set()).add(day)
    return {
        site_id: SiteCalendar(
            ZoneInfo(timezone), weekdays, cut_offs.get(site_id, {}), frozenset(closed.get(site_id, ()))
        )
        for site_id, timezone, weekdays in rows.fetch_tuples(_SITES)
    }
