"""Quiet hours: when a telephone that lies beside a bed may not make a sound."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

BEGINS = time(21)
ENDS = time(8)


def find_end_of_quiet(*, now: datetime, zones: Sequence[str]) -> datetime:
    """Return the first moment from now on at which it is day (08:00 to 21:00) in all of these zones; now when it is.

    Zones that are never awake together wait for the first of them: a message is told late, and not never.
    """
    found = [ZoneInfo(name) for name in zones]
    at = now
    for _ in range(2 * len(found)):
        sleeping = [zone for zone in found if _is_quiet(at, zone)]
        if not sleeping:
            return at
        at = max(_wake(at, zone) for zone in sleeping)
    return _wake(now, found[0]) if found else now


def _is_quiet(at: datetime, zone: ZoneInfo) -> bool:
    return not ENDS <= at.astimezone(zone).time() < BEGINS


def _wake(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    day = local.date() + timedelta(days=local.time() >= BEGINS)
    return datetime.combine(day, ENDS, zone).astimezone(at.tzinfo) if _is_quiet(at, zone) else at
