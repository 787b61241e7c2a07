"""What happens when on a demo day: deliveries in the morning, then one wave per site and carrier before its cut-off.

A partner's site sends at its cut-off and says afterwards what it has left: whatever the season, before the day's first
orders are taken.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from itertools import groupby
from zoneinfo import ZoneInfo

from packhaus.demo.source.facilities import DemoCutOff, DemoSite

OPENING = time(6, 30)
CLOSING = time(21, 30)
HOME = ZoneInfo("Europe/London")


class Step(IntEnum):
    """What is done; at one instant in this order."""

    RECEIVE = 0
    TAKE_ORDERS = 1
    DISPATCH = 2
    PACK = 3
    PICK = 4
    RELEASE = 5
    SEND = 6
    FEED = 7


# How long before the carrier's cut-off.
LEADS = {
    Step.RELEASE: timedelta(hours=2, minutes=30),
    Step.PICK: timedelta(hours=1, minutes=30),
    Step.PACK: timedelta(minutes=45),
    Step.DISPATCH: timedelta(0),
}
PARTNER_LEADS = {Step.SEND: timedelta(0), Step.FEED: -timedelta(minutes=30)}


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """One thing to do at an instant; site and carrier are empty where it is not about one."""

    at: datetime
    step: Step
    site: str = ""
    carrier: str = ""
    cut_off_at: datetime | None = None


def plan_day(on: date, *, sites: Sequence[DemoSite], cut_offs: Sequence[DemoCutOff]) -> list[Event]:
    """Return a day's events in the order of time. Orders are taken in before every release and at the end."""
    events = {Event(_at(on, OPENING, HOME), Step.RECEIVE), Event(_at(on, CLOSING, HOME), Step.TAKE_ORDERS)}
    for event in _list_floor_events(on, sites, cut_offs):
        events.add(event)
        if event.step is Step.RELEASE:
            events.add(Event(event.at, Step.TAKE_ORDERS))
    return sorted(events, key=lambda event: (event.at, event.step, event.site, event.carrier))


def group_events(events: Iterable[Event]) -> Iterator[list[Event]]:
    """Put together what happens at the same time: one step at several sites."""
    for _, together in groupby(events, key=lambda event: (event.at, event.step)):
        yield list(together)


def _list_floor_events(
    on: date, sites: Sequence[DemoSite], cut_offs: Sequence[DemoCutOff]
) -> Iterator[Event]:
    by_code = {site.code: site for site in sites}
    for cut_off in cut_offs:
        site = by_code[cut_off.site]
        leaves = _at(on, cut_off.at, ZoneInfo(site.timezone))
        for step, lead in (LEADS if site.run_by == "own" else PARTNER_LEADS).items():
            yield Event(leaves - lead, step, cut_off.site, cut_off.carrier, leaves)


def _at(on: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, at, zone).astimezone(UTC)
