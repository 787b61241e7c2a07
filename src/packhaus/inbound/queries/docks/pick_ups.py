"""Which carrier's truck stands at which door, and when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_PICK_UPS = """
SELECT p.id, d.site_id, n.code AS site_code, n.timezone AS zone, s.door_id, d.code AS door_code, p.carrier_code,
       coalesce(c.name, p.carrier_code) AS carrier_name, s.starts_at, s.ends_at, p.left_at
FROM inbound_dockpickup AS p
JOIN inbound_dockslot AS s ON s.id = p.slot_id
JOIN inbound_dockdoor AS d ON d.id = s.door_id
JOIN network_site AS n ON n.id = d.site_id
LEFT JOIN shipping_carrier AS c ON c.code = p.carrier_code
WHERE (NOT s.is_over OR p.left_at IS NOT NULL) AND s.starts_at <= %(until)s AND s.ends_at > %(since)s
  AND (%(site_id)s::uuid IS NULL OR d.site_id = %(site_id)s::uuid)
ORDER BY s.starts_at, d.position, p.id LIMIT 1000
"""


@dataclass(frozen=True, slots=True)
class PickUpRow:
    """A carrier's truck at a door; `left_at` is when it was closed."""

    id: UUID
    site_id: UUID
    site_code: str
    zone: str
    door_id: int
    door_code: str
    carrier_code: str
    carrier_name: str
    starts_at: datetime
    ends_at: datetime
    left_at: datetime | None


def list_pick_ups(
    *, scope: Scope, site_id: UUID | None = None, since: datetime, until: datetime
) -> list[PickUpRow]:
    """Return at most 1,000 pick-ups that share a moment with a span, the soonest first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(PickUpRow, _PICK_UPS, {"site_id": site_id, "since": since, "until": until})


def list_standing(*, scope: Scope, site_id: UUID | None = None, now: datetime) -> list[PickUpRow]:
    """Return the trucks that stand at doors now and have not left. Queries: 1."""
    found = list_pick_ups(scope=scope, site_id=site_id, since=now, until=now)
    return [one for one in found if one.left_at is None]
