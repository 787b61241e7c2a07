"""Days on which a site does not work."""

from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.network.events import ClosedDaySaved
from packhaus.network.queries.calendars import forget_calendars

_CLOSE = """
INSERT INTO network_closedday (site_id, day, reason) VALUES (%(site_id)s, %(day)s, %(reason)s)
ON CONFLICT (site_id, day) DO UPDATE SET reason = excluded.reason
"""
_OPEN = "DELETE FROM network_closedday WHERE site_id = %(site_id)s AND day = %(day)s"


def close_day(*, scope: Scope, site_id: UUID, day: date, reason: str, now: datetime, actor: Actor) -> None:
    """Close a site for a day; promises made after this leave it out. Emits: ClosedDaySaved."""
    _save(scope, _CLOSE, {"site_id": site_id, "day": day, "reason": reason[:60]}, now, actor, is_closed=True)


def open_day(*, scope: Scope, site_id: UUID, day: date, now: datetime, actor: Actor) -> None:
    """Open a day that was closed. Emits: ClosedDaySaved."""
    _save(scope, _OPEN, {"site_id": site_id, "day": day}, now, actor, is_closed=False)


def _save(
    scope: Scope, sql: str, parameters: dict[str, object], now: datetime, actor: Actor, *, is_closed: bool
) -> None:
    with transaction(scope):
        rows.execute(sql, parameters)
        fact = ClosedDaySaved(
            merchant_id=None,
            aggregate_id=str(parameters["site_id"]),
            day=str(parameters["day"]),
            is_closed=is_closed,
        )
        record([fact], happened_at=now, actor=actor)
    forget_calendars()
