"""By when somebody who writes to us has an answer."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NOON = time(12)
LEAST = timedelta(hours=20)
_LOOKED_AHEAD = 30


def find_answer_by(*, sent_at: datetime, zone: ZoneInfo, is_working_day: Callable[[date], bool]) -> datetime:
    """Return the first noon of a working day that is LEAST away; after a month without one any noon will do."""
    day = sent_at.astimezone(zone).date()
    noons = [datetime.combine(day + timedelta(days=ahead), NOON, zone) for ahead in range(_LOOKED_AHEAD)]
    late_enough = [noon for noon in noons if noon - sent_at >= LEAST]
    return next((noon for noon in late_enough if is_working_day(noon.date())), late_enough[0])
