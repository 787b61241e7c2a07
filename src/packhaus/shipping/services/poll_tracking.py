"""Ask carriers where parcels are whose labels they sold: those that are due, a carrier's together."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.shipping.gateways.connection import Connection
from packhaus.shipping.gateways.interfaces import INTERFACES, TracksBy
from packhaus.shipping.gateways.port import Gateway, NotBought
from packhaus.shipping.locks import TrackedPurchase, claim_tracked
from packhaus.shipping.queries.connections import get_connection
from packhaus.shipping.services.take_events import AHEAD_AT_MOST, take_events
from packhaus.shipping.types.tracking import MOST_EVENTS, TrackingDraft, TrackingSource

_Item = TypeVar("_Item")

# So many numbers are asked for at once; GLS takes no more.
_BATCH = 10
# A carrier's story of one parcel is longer than this only by mistake.
_EVENTS_AT_MOST = 100

# The closer to the door, the more often; nothing more after two months or where each has arrived.
_NEXT = """
UPDATE shipping_labelpurchase AS u
SET track_failures = 0,
    track_due_at = CASE
        WHEN n.is_over OR s.dispatched_at < %(now)s::timestamptz - interval '60 days' THEN NULL
        WHEN s.status <> 'dispatched' THEN %(now)s::timestamptz + interval '2 hours'
        WHEN n.is_close THEN %(now)s::timestamptz + interval '30 minutes'
        WHEN greatest(n.moved_at, s.dispatched_at) < %(now)s::timestamptz - interval '7 days'
            THEN %(now)s::timestamptz + interval '1 day'
        ELSE %(now)s::timestamptz + interval '3 hours' END
FROM shipping_shipment AS s, LATERAL (
    SELECT bool_and(p.tracking_status IN ('delivered', 'lost')) AS is_over,
           bool_or(p.tracking_status = 'out_for_delivery') AS is_close, max(p.moved_at) AS moved_at
    FROM shipping_parcel AS p WHERE p.shipment_id = s.id
) AS n
WHERE u.id = ANY(%(ids)s::uuid[]) AND s.id = u.shipment_id
"""
_PUT_OFF = """
UPDATE shipping_labelpurchase SET track_failures = least(track_failures + 1, 10),
    track_due_at = %(now)s::timestamptz + least(interval '15 minutes' * 2 ^ track_failures, interval '6 hours')
WHERE id = ANY(%(ids)s::uuid[])
"""
_STOP = "UPDATE shipping_labelpurchase SET track_due_at = NULL WHERE id = ANY(%(ids)s::uuid[])"


def poll_tracking(*, open_gateway: Callable[[Connection], Gateway], now: datetime, at_most: int = 200) -> int:
    """Ask after the parcels that are due, the longest due first, and take what is told; return how many were asked for.

    A carrier that does not answer is left alone for a while that doubles; its other parcels of this round too.
    Emits: as `take_events`. Queries: 1, 2 a carrier's account, and as `take_events` a batch.
    """
    with transaction(Scope.operator()):
        due = claim_tracked(now=now, at_most=at_most)
    of_connection: defaultdict[UUID, list[TrackedPurchase]] = defaultdict(list)
    for one in due:
        of_connection[one.connection_id].append(one)
    return sum(_ask_carrier(id_, own, open_gateway, now) for id_, own in of_connection.items())


def _ask_carrier(
    connection_id: UUID,
    due: Sequence[TrackedPurchase],
    open_gateway: Callable[[Connection], Gateway],
    now: datetime,
) -> int:
    left = [one for one in due if one.has_left]
    _write(_NEXT, [one for one in due if not one.has_left], now)
    if not left:
        return 0
    try:
        with transaction(Scope.operator()):
            connection = get_connection(connection_id=connection_id)
    except NotFound:
        _write(_STOP, left, now)
        return 0
    by = INTERFACES[connection.interface].tracks
    if by is TracksBy.NOTHING:
        _write(_STOP, left, now)
        return 0
    gateway, asked = open_gateway(connection), 0
    for some in _divide(left, by):
        refused = _ask_for(some, by, gateway, now)
        if refused:
            rest = left[asked:]
            _write(_PUT_OFF if refused.is_down else _STOP, rest, now)
            return asked
        _write(_NEXT, some, now)
        asked += len(some)
    return asked


def _divide(due: Sequence[TrackedPurchase], by: TracksBy) -> Iterator[list[TrackedPurchase]]:
    """Divide purchases so that no batch has more numbers than a carrier takes, or one purchase alone."""
    batch: list[TrackedPurchase] = []
    for one in due:
        count = sum(len(_name(known, by)) for known in (*batch, one))
        if batch and count > _BATCH:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def _name(due: TrackedPurchase, by: TracksBy) -> list[str]:
    return [due.identifier] if by is TracksBy.SHIPMENT else due.numbers


def _ask_for(
    due: Sequence[TrackedPurchase], by: TracksBy, gateway: Gateway, now: datetime
) -> NotBought | None:
    parcels = {
        number: [number] if by is TracksBy.PARCEL else one.numbers for one in due for number in _name(one, by)
    }
    events: list[TrackingDraft] = []
    for numbers in _cut(list(parcels), _BATCH):
        told = gateway.track(numbers)
        if isinstance(told, NotBought):
            return told
        for number, own in told.items():
            events += [
                replace(event, tracking_number=parcel)
                for parcel in parcels.get(number, ())
                for event in own[-_EVENTS_AT_MOST:]
            ]
    latest = now + AHEAD_AT_MOST
    events = [event for event in events if event.happened_at <= latest]
    for some in _cut(events, MOST_EVENTS):
        take_events(scope=Scope.operator(), events=some, source=TrackingSource.POLL, now=now, actor=SYSTEM)
    return None


def _write(statement: str, due: Sequence[TrackedPurchase], now: datetime) -> None:
    if due:
        with transaction(Scope.operator()):
            rows.execute(statement, {"ids": [one.id for one in due], "now": now})


def _cut(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
