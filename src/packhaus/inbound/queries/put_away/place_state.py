"""What put-away knows of one place."""

from dataclasses import dataclass
from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_STATE = """
SELECT count(t.id) AS tasks, coalesce(sum(t.quantity), 0)::bigint AS units,
       coalesce(sum(t.volume_mm3), 0)::bigint AS volume_mm3, coalesce(sum(t.weight_grams), 0)::bigint AS weight_grams,
       coalesce(sum(t.pallets), 0)::bigint AS pallets,
       coalesce((SELECT x.reason FROM inbound_placereport AS x
                 WHERE x.location_id = %(location_id)s AND x.resolved_at IS NULL), '') AS reported,
       (SELECT x.reported_at FROM inbound_placereport AS x
        WHERE x.location_id = %(location_id)s AND x.resolved_at IS NULL) AS reported_at
FROM inbound_putawaytask AS t WHERE t.to_location_id = %(location_id)s AND t.status IN ('open', 'claimed')
"""


@dataclass(frozen=True, slots=True)
class PlaceState:
    """What is on its way to a place, the room that is kept for it, and whether somebody found it full or blocked."""

    tasks: int
    units: int
    volume_mm3: int
    weight_grams: int
    pallets: int
    reported: str
    reported_at: datetime | None


def get_place_state(*, scope: Scope, location_id: int) -> PlaceState:
    """Return what put-away knows of a place. Queries: 1."""
    with transaction(scope):
        return rows.fetch_one(PlaceState, _STATE, {"location_id": location_id})
