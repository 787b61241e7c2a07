from datetime import UTC, datetime, timedelta

import pytest

from packhaus.decide.projection import (
    HAND_OVER,
    Pace,
    Projection,
    Queue,
    Verdict,
    choose_pace,
    judge_order,
    project_departure,
    queue_up,
)

NOW = datetime(2026, 11, 3, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def project(pick: Queue, minutes: int, per_hour: float = 60, left: int = 1) -> Projection:
    return project_departure(
        queues={"pick": pick, "pack": Queue(0, 0)},
        paces={"pick": Pace(per_hour, is_estimate=False), "pack": Pace(60, is_estimate=False)},
        left=left,
        cut_off_at=NOW + timedelta(minutes=minutes),
        now=NOW,
    )


@pytest.mark.parametrize(
    ("minutes", "verdict"),
    [
        (55, Verdict.ON_TRACK),  # 30 min of work and 10 of hand-over: exactly 15 of slack
        (54, Verdict.AT_RISK),
        (26, Verdict.AT_RISK),  # 14 min too late may still be caught up
        (25, Verdict.WILL_MISS),
        (0, Verdict.LATE),
        (-90, Verdict.LATE),
    ],
)
def test_slack_decides_the_verdict(minutes: int, verdict: Verdict) -> None:
    assert project(Queue(0, 30), minutes).verdict == verdict


def test_nothing_left_is_done_even_after_the_cut_off() -> None:
    assert project(Queue(0, 0), -60, left=0).verdict == Verdict.DONE


def test_packed_work_needs_only_the_hand_over() -> None:
    projection = project(Queue(0, 0), 60)
    assert projection.finish_at == NOW + HAND_OVER


def test_earlier_departures_are_worked_off_first() -> None:
    first, second, none = queue_up([20, 30, 0])
    assert (first.lines, second.lines, none.lines) == (20, 50, 0)


def test_the_slowest_stage_names_its_pace_and_the_needed_one() -> None:
    projection = project_departure(
        queues={"pick": Queue(0, 10), "pack": Queue(0, 40)},
        paces={"pick": Pace(100, is_estimate=False), "pack": Pace(20, is_estimate=True)},
        left=5,
        cut_off_at=NOW + HAND_OVER + HOUR,
        now=NOW,
    )
    assert projection.slowest == "pack"
    assert projection.per_hour == 20
    assert projection.needed_per_hour == pytest.approx(40)
    assert projection.is_estimate
    assert projection.verdict == Verdict.WILL_MISS


def test_an_unknown_pace_leaves_the_finish_unknown_and_warns_in_the_last_hour() -> None:
    assert project(Queue(0, 5), 120, per_hour=0).verdict == Verdict.ON_TRACK
    assert project(Queue(0, 5), 59, per_hour=0).verdict == Verdict.AT_RISK
    assert project(Queue(0, 5), 59, per_hour=0).finish_at is None


def test_a_thin_half_hour_is_an_estimate_and_an_empty_one_takes_the_usual_pace() -> None:
    half = timedelta(minutes=30)
    assert choose_pace(recent_lines=30, window=half, usual_per_hour=5) == Pace(60, is_estimate=False)
    assert choose_pace(recent_lines=4, window=half, usual_per_hour=5) == Pace(8, is_estimate=True)
    assert choose_pace(recent_lines=0, window=half, usual_per_hour=5) == Pace(5, is_estimate=True)


@pytest.mark.parametrize(
    ("minutes", "verdict"), [(61, Verdict.ON_TRACK), (59, Verdict.AT_RISK), (0, Verdict.LATE)]
)
def test_an_order_is_at_risk_when_what_is_left_usually_takes_longer(minutes: int, verdict: Verdict) -> None:
    assert judge_order(ship_by=NOW + timedelta(minutes=minutes), remaining=HOUR, now=NOW) == verdict


def test_an_order_without_a_date_cannot_be_late() -> None:
    assert judge_order(ship_by=None, remaining=HOUR, now=NOW) == Verdict.ON_TRACK
