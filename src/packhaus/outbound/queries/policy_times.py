"""When a policy runs next, by its site's calendar; nothing is read here."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from packhaus.network.queries.calendars import SiteCalendar
from packhaus.outbound.queries.release_policies import PolicyRow

_HORIZON_DAYS = 31
_MIDNIGHT = time()


def find_next_run(*, policy: PolicyRow, calendar: SiteCalendar, now: datetime) -> datetime | None:
    """Return when a policy is due, an instant that has passed when it is due now; None: nobody knows beforehand.

    A run that was missed while nothing ran is made up for once.
    """
    if not policy.is_active or policy.mode == "manual":
        return None
    since = max(policy.saved_at, policy.ran_at or policy.saved_at)
    if policy.mode == "scheduled":
        return min(_list_first(policy, calendar, since), default=None)
    if policy.every_minutes is None:
        return None
    every = timedelta(minutes=policy.every_minutes)
    due = policy.ran_at + every if policy.ran_at else policy.saved_at
    return find_opening(policy=policy, calendar=calendar, since=max(due, now))


def is_due(*, policy: PolicyRow, calendar: SiteCalendar, open_lines: int, now: datetime) -> bool:
    """Tell whether a policy runs now: its time has come, or so few lines are left on the floor."""
    next_run = find_next_run(policy=policy, calendar=calendar, now=now)
    if next_run is not None and next_run <= now:
        return True
    if not policy.is_active or policy.mode != "waveless" or policy.refill_below_lines is None:
        return False
    is_open = find_opening(policy=policy, calendar=calendar, since=now) == now
    return is_open and open_lines < policy.refill_below_lines


def find_opening(*, policy: PolicyRow, calendar: SiteCalendar, since: datetime) -> datetime | None:
    """Return the first instant from `since` on at which a waveless policy may release."""
    first = since.astimezone(calendar.zone).date()
    for offset in range(_HORIZON_DAYS):
        day = first + timedelta(days=offset)
        if not calendar.is_open(day):
            continue
        opens = datetime.combine(day, policy.from_at or _MIDNIGHT, calendar.zone).astimezone(UTC)
        last = policy.until_at or _MIDNIGHT
        next_day = day if policy.until_at else day + timedelta(days=1)
        closes = datetime.combine(next_day, last, calendar.zone).astimezone(UTC)
        if since < closes:
            return max(since, opens)
    return None


def _list_first(policy: PolicyRow, calendar: SiteCalendar, since: datetime) -> Iterator[datetime]:
    """Yield the first of the day's times and the first of the cut-offs after an instant."""
    first = since.astimezone(calendar.zone).date()
    days = (first + timedelta(days=offset) for offset in range(_HORIZON_DAYS))
    for day in days:
        later = [
            instant
            for at in policy.times
            if (instant := datetime.combine(day, at, calendar.zone).astimezone(UTC)) > since
        ]
        if later and calendar.is_open(day):
            yield min(later)
            break
    if policy.before_cut_off_minutes is not None:
        before = timedelta(minutes=policy.before_cut_off_minutes)
        for instant, carrier in calendar.list_cut_offs(since=since + before):
            if instant - before > since and (not policy.carrier_codes or carrier in policy.carrier_codes):
                yield instant - before
                break
