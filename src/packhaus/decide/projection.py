"""Whether a departure makes its cut-off, and whether an order makes its date.

Source: screens, section 3: finish is the slowest stage's end plus the hand-over; slack is cut-off minus finish.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SLACK_NEEDED = timedelta(minutes=15)
HAND_OVER = timedelta(minutes=10)
# Below this output the rate of the last half hour is too thin to be called more than an estimate.
FEWEST_LINES = 20


class Verdict(StrEnum):
    """What the tower says about a departure."""

    DONE = "done"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    WILL_MISS = "will_miss"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Pace:
    """What a stage of a site puts out; Units: lines per hour, 0 when nothing is known."""

    per_hour: float
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """Work before a cut-off: `ahead` lines of the stage that leave earlier, then `own` of this departure."""

    ahead: int
    own: int

    @property
    def lines(self) -> int:
        """Return what must be through before the last own line is."""
        return self.ahead + self.own if self.own else 0


@dataclass(frozen=True, slots=True)
class Projection:
    """When a departure is ready, and what that means; None where the pace is unknown or nothing is left."""

    verdict: Verdict
    finish_at: datetime | None = None
    slack: timedelta | None = None
    slowest: str = ""
    per_hour: float | None = None
    needed_per_hour: float | None = None
    is_estimate: bool = False


def choose_pace(*, recent_lines: int, window: timedelta, usual_per_hour: float) -> Pace:
    """Return the output of the window, or the usual one of this weekday and hour while the window shows nothing."""
    if recent_lines > 0:
        return Pace(recent_lines / (window / timedelta(hours=1)), recent_lines < FEWEST_LINES)
    return Pace(usual_per_hour, is_estimate=True)


def project_departure(
    *, queues: Mapping[str, Queue], paces: Mapping[str, Pace], left: int, cut_off_at: datetime, now: datetime
) -> Projection:
    """Project when everything of a departure is at the dock.

    `left` counts what has not left yet, packed or not. A stage whose pace is unknown leaves the finish unknown.
    """
    if left <= 0:
        return Projection(Verdict.DONE)
    if cut_off_at <= now:
        return Projection(Verdict.LATE, slack=cut_off_at - now)
    busy = {stage: queue for stage, queue in queues.items() if queue.lines}
    if not busy:
        return _judge(now + HAND_OVER, cut_off_at)
    if any(paces[stage].per_hour <= 0 for stage in busy):
        return Projection(Verdict.AT_RISK if cut_off_at - now < timedelta(hours=1) else Verdict.ON_TRACK)
    slowest = max(busy, key=lambda stage: busy[stage].lines / paces[stage].per_hour)
    pace, lines = paces[slowest], busy[slowest].lines
    projected = _judge(now + timedelta(hours=lines / pace.per_hour) + HAND_OVER, cut_off_at)
    return Projection(
        verdict=projected.verdict,
        finish_at=projected.finish_at,
        slack=projected.slack,
        slowest=slowest,
        per_hour=pace.per_hour,
        needed_per_hour=_find_needed(lines, cut_off_at - HAND_OVER - now),
        is_estimate=any(paces[stage].is_estimate for stage in busy),
    )


def queue_up(own_lines: Sequence[int]) -> list[Queue]:
    """Queue one stage's work of departures, given soonest first: each waits for those before it."""
    queues, ahead = [], 0
    for own in own_lines:
        queues.append(Queue(ahead, own))
        ahead += own
    return queues


def judge_order(*, ship_by: datetime | None, remaining: timedelta, now: datetime) -> Verdict:
    """Judge an order that has not left: late when its date has passed, at risk when the p80 of the rest exceeds it."""
    if ship_by is None:
        return Verdict.ON_TRACK
    if ship_by <= now:
        return Verdict.LATE
    return Verdict.AT_RISK if now + remaining > ship_by else Verdict.ON_TRACK


def _judge(finish_at: datetime, cut_off_at: datetime) -> Projection:
    slack = cut_off_at - finish_at
    if slack >= SLACK_NEEDED:
        verdict = Verdict.ON_TRACK
    elif slack > -SLACK_NEEDED:
        verdict = Verdict.AT_RISK
    else:
        verdict = Verdict.WILL_MISS
    return Projection(verdict, finish_at, slack)


def _find_needed(lines: int, time_left: timedelta) -> float | None:
    hours = time_left / timedelta(hours=1)
    return lines / hours if hours > 0 else None
