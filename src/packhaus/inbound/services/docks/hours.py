"""Say that doors open at other times on a day."""

from datetime import date, datetime, time
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inbound.events import DoorHoursSet
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid

_SET = """
INSERT INTO inbound_dockhours (site_id, day, opens_at, closes_at)
VALUES (%(site_id)s, %(day)s, %(opens_at)s, %(closes_at)s)
ON CONFLICT (site_id, day) DO UPDATE SET opens_at = excluded.opens_at, closes_at = excluded.closes_at
"""
_CLEAR = "DELETE FROM inbound_dockhours WHERE site_id = %(site_id)s AND day = %(day)s"


def set_door_hours(
    *, scope: Scope, site_id: UUID, day: date, hours: tuple[time, time] | None, now: datetime, actor: Actor
) -> None:
    """Open and close a site's doors at these times on a day, site time; None is as usual. What is booked stays.

    A day with hours is worked on, whatever the calendar says. Emits: DoorHoursSet. Raises: Invalid. Queries: 2.
    """
    if hours and hours[1] <= hours[0]:
        raise Invalid([FieldProblem("closes_at", "range", "is later than the opening")])
    with transaction(scope):
        if hours:
            rows.execute(_SET, {"site_id": site_id, "day": day, "opens_at": hours[0], "closes_at": hours[1]})
        else:
            rows.execute(_CLEAR, {"site_id": site_id, "day": day})
        fact = DoorHoursSet(
            merchant_id=None,
            aggregate_id=site_id,
            day=day.isoformat(),
            opens_at=f"{hours[0]:%H:%M}" if hours else "",
            closes_at=f"{hours[1]:%H:%M}" if hours else "",
        )
        record([fact], happened_at=now, actor=actor)
