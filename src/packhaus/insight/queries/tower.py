"""The control tower in one call: departures with their verdicts, figures, problems, flow and lag."""

import time as clock
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.projection import (
    Pace,
    Projection,
    Verdict,
    choose_pace,
    judge_order,
    project_departure,
    queue_up,
)
from packhaus.insight.queries.tower_cards import (
    OpenProblem,
    TowerFigures,
    get_tower_figures,
    list_open_problems,
)
from packhaus.insight.queries.tower_departures import DepartureCounts, SiteDay, list_departures
from packhaus.insight.queries.tower_flow import (
    HourFlow,
    SetUpSteps,
    WaitingWork,
    get_set_up_steps,
    list_day_flow,
    list_waiting_work,
)
from packhaus.insight.queries.tower_inbound import InboundFigures, get_inbound_figures
from packhaus.insight.queries.tower_pace import WINDOW, UsualOutput, list_recent_outputs, list_usual_outputs
from packhaus.insight.queries.tower_sites import list_site_days
from packhaus.journal.queries.lag import list_lags
from packhaus.journal.types import Lag
from packhaus.kernel.kept import forgets

SHARED_SECONDS = 5.0
# The usual output changes from week to week only.
USUAL_SECONDS = 600.0
_WORK = (("pick", attrgetter("pick_lines")), ("pack", attrgetter("pack_lines")))


@dataclass(frozen=True, slots=True)
class Departure:
    """One departure of a site's today, or all that it missed before today (`cut_off_at` None)."""

    site: SiteDay
    counts: DepartureCounts
    projection: Projection


@dataclass(frozen=True, slots=True)
class Tower:
    """What the tower shows; `coming` are the departures of the next working day that already have orders."""

    at: datetime
    sites: Sequence[SiteDay]
    departures: Sequence[Departure]
    coming: Sequence[Departure]
    figures: TowerFigures
    inbound: InboundFigures
    problems: Sequence[OpenProblem]
    flow: Sequence[HourFlow]
    waiting: Sequence[WaitingWork]
    lags: Sequence[Lag]
    steps: SetUpSteps
    late: int
    at_risk: int
    oldest_late_at: datetime | None

    @property
    def due(self) -> int:
        """Return how many are to leave today, gone or not."""
        return sum(departure.counts.left + departure.counts.gone for departure in self.departures)

    @property
    def gone(self) -> int:
        """Return how many of them have left."""
        return sum(departure.counts.gone for departure in self.departures)

    @property
    def gone_in_time(self) -> int:
        """Return how many of them left before their cut-off."""
        return sum(departure.counts.gone_in_time for departure in self.departures)

    @property
    def is_on_fire(self) -> bool:
        """Tell whether a departure will be missed unless somebody acts."""
        return any(departure.projection.verdict == Verdict.WILL_MISS for departure in self.departures)


class _Kept:
    towers: dict[tuple[Scope, UUID | None, UUID | None], tuple[float, Tower]] = {}
    usual: dict[tuple[UUID, ...], tuple[float, list[UsualOutput]]] = {}


def get_tower(
    *, scope: Scope, site_id: UUID | None = None, merchant_id: UUID | None = None, now: datetime
) -> Tower:
    """Return the tower of one site or all, of one merchant or all; shared by all who ask within SHARED_SECONDS.

    Queries: 11 or fewer, whatever the number of sites; 0 while it is shared.
    """
    key = (scope, site_id, merchant_id)
    kept = _Kept.towers.get(key)
    if kept and clock.monotonic() - kept[0] < SHARED_SECONDS:
        return kept[1]
    with transaction(scope):
        tower = _read_tower(scope, site_id, merchant_id, now)
    _Kept.towers = {
        old: value for old, value in _Kept.towers.items() if clock.monotonic() - value[0] < SHARED_SECONDS
    } | {key: (clock.monotonic(), tower)}
    return tower


def list_risk_limits(
    *, scope: Scope, site_id: UUID | None = None, now: datetime
) -> list[tuple[UUID, datetime]]:
    """Return until when an order of a site that is not packed must leave to be at risk, as the tower judges it.

    Queries: 1 or 2.
    """
    with transaction(scope):
        ids = [site.site_id for site in list_site_days(scope=scope, site_id=site_id, now=now)]
        usual = _get_usual(scope, ids, now) if ids else []
    return [(row.site_id, now + timedelta(seconds=row.seconds_to_packed)) for row in usual]


@forgets
def forget_towers() -> None:
    """Read everything anew at the next call; between tests."""
    _Kept.towers, _Kept.usual = {}, {}


def _read_tower(scope: Scope, site_id: UUID | None, merchant_id: UUID | None, now: datetime) -> Tower:
    sites = list_site_days(scope=scope, site_id=site_id, now=now)
    ids = [site.site_id for site in sites]
    counts = list_departures(scope=scope, days=sites, merchant_id=merchant_id)
    usual = {row.site_id: row for row in _get_usual(scope, ids, now)}
    departures = _project(sites, counts, _find_paces(scope, ids, usual, now), now)
    verdicts = [_judge(count, usual, now) for count in counts]
    late = [
        count
        for count, verdict in zip(counts, verdicts, strict=True)
        if verdict == Verdict.LATE and count.left
    ]
    first = min((site.starts_at for site in sites), default=now)
    chosen: dict[str, Any] = {"scope": scope, "site_id": site_id, "merchant_id": merchant_id, "now": now}
    today = first.date()
    narrowed: dict[str, Any] = {"scope": scope, "site_ids": ids, "merchant_id": merchant_id, "now": now}
    return Tower(
        at=now,
        sites=sites,
        departures=_sort_today(departures),
        coming=_find_coming(departures),
        figures=get_tower_figures(**chosen, today=today),
        inbound=get_inbound_figures(**chosen, today=today),
        problems=list_open_problems(**chosen, site_ids=ids),
        flow=list_day_flow(**narrowed, starts_at=first),
        waiting=list_waiting_work(**narrowed),
        lags=list_lags(scope=scope),
        steps=get_set_up_steps(scope=scope),
        late=sum(count.left for count in late),
        at_risk=sum(
            count.unpacked
            for count, verdict in zip(counts, verdicts, strict=True)
            if verdict == Verdict.AT_RISK
        ),
        oldest_late_at=min((count.oldest_at for count in late), default=None),
    )


def _judge(count: DepartureCounts, usual: Mapping[UUID, UsualOutput], now: datetime) -> Verdict:
    remaining = timedelta(seconds=usual[count.site_id].seconds_to_packed)
    return judge_order(ship_by=count.cut_off_at or count.oldest_at, remaining=remaining, now=now)


def _get_usual(scope: Scope, site_ids: list[UUID], now: datetime) -> list[UsualOutput]:
    key = tuple(site_ids)
    kept = _Kept.usual.get(key)
    if kept and clock.monotonic() - kept[0] < USUAL_SECONDS:
        return kept[1]
    usual = list_usual_outputs(scope=scope, site_ids=site_ids, now=now)
    _Kept.usual[key] = (clock.monotonic(), usual)
    return usual


def _find_paces(
    scope: Scope, site_ids: list[UUID], usual: Mapping[UUID, UsualOutput], now: datetime
) -> dict[UUID, dict[str, Pace]]:
    return {
        recent.site_id: {
            stage: choose_pace(
                recent_lines=lines, window=WINDOW, usual_per_hour=usual[recent.site_id].lines_per_hour
            )
            for stage, lines in (("pick", recent.picked_lines), ("pack", recent.packed_lines))
        }
        for recent in list_recent_outputs(scope=scope, site_ids=site_ids, now=now)
    }


def _project(
    sites: Sequence[SiteDay],
    counts: Sequence[DepartureCounts],
    paces: Mapping[UUID, Mapping[str, Pace]],
    now: datetime,
) -> list[Departure]:
    return [
        departure
        for site in sites
        for departure in _project_site(
            site, [count for count in counts if count.site_id == site.site_id], paces[site.site_id], now
        )
    ]


def _project_site(
    site: SiteDay, counts: Sequence[DepartureCounts], paces: Mapping[str, Pace], now: datetime
) -> Iterator[Departure]:
    # Counts come soonest first: the floor works in the order of the cut-offs.
    queues = {stage: queue_up([lines(count) for count in counts]) for stage, lines in _WORK}
    for place, count in enumerate(counts):
        projection = project_departure(
            queues={stage: queue[place] for stage, queue in queues.items()},
            paces=paces,
            left=count.left,
            cut_off_at=count.cut_off_at or count.oldest_at,
            now=now,
        )
        yield Departure(site, count, projection)


def _sort_today(departures: Sequence[Departure]) -> list[Departure]:
    today = [
        departure
        for departure in departures
        if departure.counts.cut_off_at is None or departure.counts.cut_off_at < departure.site.ends_at
    ]
    shown = [departure for departure in today if departure.counts.left or departure.counts.gone]
    return sorted(shown, key=_rank)


def _rank(departure: Departure) -> tuple[bool, bool, datetime, str, str]:
    counts = departure.counts
    return (
        departure.projection.verdict != Verdict.LATE,
        departure.projection.verdict == Verdict.DONE,
        counts.cut_off_at or counts.oldest_at,
        departure.site.site_code,
        counts.carrier_code,
    )


def _find_coming(departures: Sequence[Departure]) -> list[Departure]:
    later = [
        departure
        for departure in departures
        if departure.counts.cut_off_at is not None and departure.counts.cut_off_at >= departure.site.ends_at
    ]
    if not later:
        return []
    first = min(departure.counts.oldest_at for departure in later)
    return [departure for departure in later if departure.counts.oldest_at < first + timedelta(hours=24)]
