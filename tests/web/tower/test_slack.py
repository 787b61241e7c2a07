"""Departures in the order of their slack: cut-off minus when the work before it is done."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.http import QueryDict

from packhaus.decide.projection import Projection, Verdict
from packhaus.insight.queries.tower import Departure
from packhaus.insight.queries.tower_departures import DepartureCounts, SiteDay
from packhaus.web.console.tower_parts import build_sorts, sort_departures

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
SITE = SiteDay(uuid4(), "LEEDS", "Europe/London", NOW - timedelta(hours=12), NOW + timedelta(hours=12))


def make_departure(carrier: str, verdict: Verdict, slack_minutes: int | None, *, left: int = 5) -> Departure:
    cut_off = NOW + timedelta(hours=1)
    counts = DepartureCounts(SITE.site_id, carrier, cut_off, cut_off, left, 0, 0, 0, 0, 0, left, left)
    slack = None if slack_minutes is None else timedelta(minutes=slack_minutes)
    return Departure(SITE, counts, Projection(verdict, cut_off, slack))


def test_the_least_slack_comes_first_the_unknown_and_the_done_last() -> None:
    departures = [
        make_departure("DONE", Verdict.DONE, None, left=0),
        make_departure("CALM", Verdict.ON_TRACK, 90),
        make_departure("UNKNOWN", Verdict.ON_TRACK, None),
        make_departure("MISSES", Verdict.WILL_MISS, -40),
        make_departure("LATE", Verdict.LATE, -300),
        make_departure("TIGHT", Verdict.AT_RISK, 3),
    ]
    found = [departure.counts.carrier_code for departure in sort_departures(departures, "slack")]
    assert found == ["LATE", "MISSES", "TIGHT", "CALM", "UNKNOWN", "DONE"]
    assert sort_departures(departures, "cut_off") == departures


def test_the_order_stands_in_the_address_and_the_usual_one_needs_none() -> None:
    by_cut_off, by_slack = build_sorts(QueryDict("sort=slack&site=x"))
    assert by_slack.is_active
    assert by_cut_off.url == "?site=x"
    assert not build_sorts(QueryDict("sort=nonsense"))[1].is_active
