"""How long a carrier's services take: saved whole, as the carrier tells it."""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.network.queries.places import fold_key
from packhaus.shipping.events import CarrierSaved
from packhaus.shipping.queries.transit_times import forget_transit_times
from packhaus.shipping.types import TransitDraft

MOST_DAYS = 120
MOST_LANES = 10_000

_SERVICES = """
SELECT s.code FROM shipping_carrier AS c LEFT JOIN shipping_service AS s ON s.carrier_id = c.id
WHERE c.code = %(code)s ORDER BY s.code
"""
_CLEAR = """
DELETE FROM shipping_transittime AS t USING shipping_service AS s, shipping_carrier AS c
WHERE s.id = t.service_id AND c.id = s.carrier_id AND c.code = %(code)s
"""
_WRITE = """
INSERT INTO shipping_transittime (service_id, from_country, from_postal, to_country, to_postal, to_region, min_days,
    max_days)
SELECT s.id, r.from_country, r.from_postal, r.to_country, r.to_postal, r.to_region, r.min_days, r.max_days
FROM json_to_recordset(%(lanes)s::json) AS r(service text, from_country text, from_postal text, to_country text,
    to_postal text, to_region text, min_days int, max_days int)
JOIN shipping_service AS s ON s.code = r.service
"""


def save_transit_times(
    *, scope: Scope, carrier_code: str, drafts: Sequence[TransitDraft], now: datetime, actor: Actor
) -> None:
    """Replace every transit time of a carrier; what is not in `drafts` is gone.

    Emits: CarrierSaved. Queries: 4. Raises: NotFound, Invalid with every problem; nothing was written.
    """
    lanes = [fold_lane(draft) for draft in drafts]
    with transaction(scope):
        services = [code for (code,) in rows.fetch_tuples(_SERVICES, {"code": carrier_code})]
        if not services:
            raise NotFound("carrier not found")
        if problems := find_lane_problems(lanes, services=services):
            raise Invalid([problem for _, problem in problems])
        rows.execute(_CLEAR, {"code": carrier_code})
        rows.execute(_WRITE, {"lanes": json.dumps([lane._asdict() for lane in lanes])})
        fact = CarrierSaved(
            merchant_id=None,
            aggregate_id=carrier_code,
            code=carrier_code,
            services=tuple(code for code in services if code),
        )
        record([fact], happened_at=now, actor=actor)
    forget_transit_times()


def fold_lane(draft: TransitDraft) -> TransitDraft:
    """Return a lane as it is stored and looked up: capitals, codes and regions without spaces and hyphens."""
    return draft._replace(
        service=draft.service.strip().upper(),
        from_country=draft.from_country.strip().upper(),
        from_postal=fold_key(draft.from_postal),
        to_country=draft.to_country.strip().upper(),
        to_postal=fold_key(draft.to_postal),
        to_region=fold_key(draft.to_region),
    )


def find_lane_problems(
    lanes: Sequence[TransitDraft], *, services: Collection[str]
) -> list[tuple[int, FieldProblem]]:
    """Return everything that is wrong with folded lanes of a carrier with these services, by index."""
    if len(lanes) > MOST_LANES:
        return [(0, FieldProblem("transit_times", "too_many", f"are at most {MOST_LANES}, not {len(lanes)}"))]
    problems: list[tuple[int, FieldProblem]] = []
    seen: dict[tuple[str, ...], int] = {}
    for index, lane in enumerate(lanes):
        problems += [
            (index, FieldProblem(f"transit_times.{index}.{field}", code, text))
            for field, code, text in _check_lane(lane, services)
        ]
        key = (lane.service, *lane[3:])
        if (first := seen.setdefault(key, index)) != index:
            text = f"is the same lane as number {first + 1}"
            problems.append((index, FieldProblem(f"transit_times.{index}", "twice", text)))
    return problems


def _check_lane(lane: TransitDraft, services: Collection[str]) -> Iterator[tuple[str, str, str]]:
    if lane.service not in services:
        yield "service", "unknown", f"there is no service {lane.service}"
    for name in ("from_country", "to_country"):
        if not re.fullmatch(r"([A-Z]{2})?", getattr(lane, name)):
            yield name, "format", "is two capital letters (ISO 3166), or empty for everywhere"
    if lane.from_postal and not lane.from_country:
        yield "from_country", "required", "is needed where a postal code begins in it"
    if (lane.to_postal or lane.to_region) and not lane.to_country:
        yield "to_country", "required", "is needed for a part of it"
    if lane.to_postal and lane.to_region:
        yield "to_region", "both", "stands alone or not at all: the postal code names the area already"
    if len(lane.from_postal) > 10 or len(lane.to_postal) > 10:
        yield "to_postal", "too_long", "is the beginning of a postal code, at most 10 signs"
    if len(lane.to_region) > 60:
        yield "to_region", "too_long", "has at most 60 signs"
    if not 0 <= lane.min_days <= lane.max_days <= MOST_DAYS:
        yield "max_days", "range", f"is at least the fewest days, and at most {MOST_DAYS}"
