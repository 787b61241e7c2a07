"""About how far and how long people walk for what is to be released."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.decide.projection import choose_pace
from packhaus.insight.queries.tower_pace import WINDOW, list_recent_outputs, list_usual_outputs
from packhaus.outbound.queries.floor_room import count_open_lines
from packhaus.outbound.queries.walking import measure_site

MEASURED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ReleaseForecast:
    """The way of the walks, the hours that they take, and when they are done behind what is on the floor.

    None where nobody measured it yet. With `is_estimate` the floor has hardly worked within the last half hour.
    """

    way_mm: int | None
    hours: float | None
    finish_at: datetime | None
    is_estimate: bool


def forecast_release(*, scope: Scope, site_id: UUID, lines: int, now: datetime) -> ReleaseForecast:
    """Forecast so many lines by the walks of the last month and what the site picks in an hour. Queries: 4."""
    walked = measure_site(scope=scope, site_id=site_id, since=now - MEASURED, until=now)
    (recent,) = list_recent_outputs(scope=scope, site_ids=[site_id], now=now)
    (usual,) = list_usual_outputs(scope=scope, site_ids=[site_id], now=now)
    pace = choose_pace(recent_lines=recent.picked_lines, window=WINDOW, usual_per_hour=usual.lines_per_hour)
    ahead = count_open_lines(site_id=site_id)
    per_line = walked.planned_mm / walked.lines if walked.lines else None
    return ReleaseForecast(
        None if per_line is None else round(per_line * lines),
        lines / pace.per_hour if pace.per_hour else None,
        now + timedelta(hours=(ahead + lines) / pace.per_hour) if pace.per_hour else None,
        pace.is_estimate,
    )
