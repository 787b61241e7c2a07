"""Where parcels stand and what their carriers told of them."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.shipping.errors import ParcelNotFound
from packhaus.shipping.types.tracking import ParcelEvent, ParcelStanding, ParcelStory

_STANDINGS = """
SELECT p.id, p.shipment_id, p.tracking_number, s.carrier_code, p.tracking_status AS status,
       p.tracking_problem AS problem, p.tracked_at AS since, p.moved_at, p.expected_at, p.delivered_at, p.signed_by
FROM shipping_parcel AS p JOIN shipping_shipment AS s ON s.id = p.shipment_id
WHERE p.id = ANY(%(ids)s::uuid[]) ORDER BY p.id
"""

_NUMBERED = """
SELECT p.id FROM shipping_parcel AS p JOIN shipping_shipment AS s ON s.id = p.shipment_id
WHERE p.tracking_number = %(number)s AND p.tracking_number <> '' AND s.status <> 'voided'
"""

_EVENTS = """
SELECT parcel_id, happened_at, status, problem, place, country, code, told, source FROM shipping_trackingevent
WHERE parcel_id = ANY(%(ids)s::uuid[]) ORDER BY parcel_id, happened_at DESC, id DESC
"""


def list_parcel_stories(*, scope: Scope, parcel_ids: Sequence[UUID]) -> dict[UUID, ParcelStory]:
    """Return the story of each parcel; what is out of scope is absent. Queries: 2, whatever their number."""
    asked = {"ids": list(parcel_ids)}
    events: defaultdict[UUID, list[ParcelEvent]] = defaultdict(list)
    with transaction(scope):
        for event in rows.fetch_rows(ParcelEvent, _EVENTS, asked):
            events[event.parcel_id].append(event)
        return {
            standing.id: ParcelStory(standing, tuple(events[standing.id]))
            for standing in rows.fetch_rows(ParcelStanding, _STANDINGS, asked)
        }


def get_parcel_story(*, scope: Scope, tracking_number: str) -> ParcelStory:
    """Return the story of the parcel with a number. Queries: 3. Raises: ParcelNotFound."""
    with transaction(scope):
        for (parcel_id,) in rows.fetch_tuples(_NUMBERED, {"number": tracking_number}):
            return list_parcel_stories(scope=scope, parcel_ids=[parcel_id])[parcel_id]
    raise ParcelNotFound("there is no such parcel", number=tracking_number)
