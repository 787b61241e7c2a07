"""Transit times lane by lane: one more, another, none."""

import json
from collections.abc import Sequence
from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.shipping.events import CarrierSaved
from packhaus.shipping.queries.transit_lanes import list_service_codes_of_all
from packhaus.shipping.queries.transit_times import forget_transit_times
from packhaus.shipping.services.transit_times import find_lane_problems, fold_lane
from packhaus.shipping.types import TransitDraft

_ADD = """
INSERT INTO shipping_transittime AS t (service_id, from_country, from_postal, to_country, to_postal, to_region,
    min_days, max_days)
SELECT s.id, r.from_country, r.from_postal, r.to_country, r.to_postal, r.to_region, r.min_days, r.max_days
FROM json_to_recordset(%(lanes)s::json) AS r(service text, from_country text, from_postal text, to_country text,
    to_postal text, to_region text, min_days int, max_days int)
JOIN shipping_service AS s ON s.code = r.service
ORDER BY s.id, r.to_country, r.to_postal, r.to_region, r.from_country, r.from_postal
ON CONFLICT (service_id, from_country, from_postal, to_country, to_postal, to_region)
DO UPDATE SET min_days = excluded.min_days, max_days = excluded.max_days
"""
_DROP = """
DELETE FROM shipping_transittime AS t USING shipping_service AS s
WHERE t.id = ANY(%(ids)s::bigint[]) AND s.id = t.service_id RETURNING t.id, s.code
"""
_CARRIERS = """
SELECT c.code, array_agg(s.code ORDER BY s.code)
FROM shipping_service AS s JOIN shipping_carrier AS c ON c.id = s.carrier_id
WHERE c.id IN (SELECT carrier_id FROM shipping_service WHERE code = ANY(%(services)s::text[]))
GROUP BY c.code ORDER BY c.code
"""


def save_lanes(
    *,
    scope: Scope,
    drafts: Sequence[TransitDraft],
    now: datetime,
    actor: Actor,
    in_place_of: int | None = None,
) -> None:
    """Write lanes, whatever their carrier; a lane that is there already takes the new days.

    `in_place_of`: the lane that goes, as what names it has changed.
    Emits: CarrierSaved per carrier. Queries: 5 at most. Raises: Invalid with every problem by index, NotFound when
    the lane in whose place it stands is gone; nothing was written.
    """
    lanes = [fold_lane(draft) for draft in drafts]
    with transaction(scope):
        if problems := find_lane_problems(lanes, services=list_service_codes_of_all()):
            raise Invalid([problem for _, problem in problems])
        dropped = _drop([in_place_of]) if in_place_of is not None else []
        if in_place_of is not None and not dropped:
            raise NotFound("transit time not found")
        rows.execute(_ADD, {"lanes": json.dumps([lane._asdict() for lane in lanes])})
        _tell({*(lane.service for lane in lanes), *(service for _, service in dropped)}, now, actor)
    forget_transit_times()


def delete_lanes(*, scope: Scope, ids: Sequence[int], now: datetime, actor: Actor) -> list[int]:
    """Delete lanes and return those that were there: their services arrive by a wider lane, or nobody knows when.

    Emits: CarrierSaved per carrier. Queries: 3 at most.
    """
    with transaction(scope):
        dropped = _drop(ids)
        if dropped:
            _tell({service for _, service in dropped}, now, actor)
    forget_transit_times()
    return [id_ for id_, _ in dropped]


def _drop(ids: Sequence[int]) -> list[tuple[int, str]]:
    return [(id_, service) for id_, service in rows.fetch_tuples(_DROP, {"ids": list(ids)})]


def _tell(services: set[str], now: datetime, actor: Actor) -> None:
    facts = [
        CarrierSaved(merchant_id=None, aggregate_id=code, code=code, services=tuple(own))
        for code, own in rows.fetch_tuples(_CARRIERS, {"services": sorted(services)})
    ]
    record(facts, happened_at=now, actor=actor)
