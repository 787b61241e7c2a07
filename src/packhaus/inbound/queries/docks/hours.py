"""Days on which the doors of a site open at other times."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_HOURS = """
SELECT day, opens_at, closes_at FROM inbound_dockhours
WHERE site_id = %(site_id)s AND day >= %(since)s::date ORDER BY day LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class DoorHoursRow:
    """A day with hours of its own, site time."""

    day: date
    opens_at: time
    closes_at: time


def list_door_hours(*, scope: Scope, site_id: UUID, since: date) -> list[DoorHoursRow]:
    """Return at most 200 such days, the next first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(DoorHoursRow, _HOURS, {"site_id": site_id, "since": since})
