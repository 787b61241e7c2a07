"""Parcels that went wrong: work is opened for them once, ends by itself when they move on, or by a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.shipping import tracking_events as facts
from packhaus.shipping.types.tracking import ProblemKind

_KINDS: Mapping[str, ProblemKind] = {
    facts.ParcelAttemptFailed.kind: ProblemKind.ATTEMPT_FAILED,
    facts.ParcelStopped.kind: ProblemKind.STOPPED,
    facts.ParcelDamaged.kind: ProblemKind.DAMAGED,
    facts.ParcelReturning.kind: ProblemKind.RETURNING,
    facts.ParcelLost.kind: ProblemKind.LOST,
    facts.ParcelDelayed.kind: ProblemKind.DELAYED,
}
# A parcel is not looked for any longer than its carrier answers for it.
LOOKED_FOR_DAYS = 60
QUIET_DAYS = 3
QUIET_DAYS_ABROAD = 5
FOUND_AT_MOST = 2_000

_OPEN = """
INSERT INTO shipping_parcelproblem (id, merchant_id, parcel_id, kind, since, opened_at)
SELECT gen_random_uuid(), n.merchant_id, n.parcel_id, n.kind, p.tracked_at, %(now)s
FROM unnest(%(merchant_ids)s::uuid[], %(parcel_ids)s::uuid[], %(kinds)s::text[]) AS n(merchant_id, parcel_id, kind)
JOIN shipping_parcel AS p ON p.id = n.parcel_id
ON CONFLICT (parcel_id, kind) WHERE closed_at IS NULL DO NOTHING
"""

# What is damaged or comes back is looked after whatever happens next. What is late is so until it is there.
_CLOSE_MOVED = """
UPDATE shipping_parcelproblem AS x SET closed_at = %(now)s, closed_by = 'moved'
FROM shipping_parcel AS p
WHERE x.parcel_id = ANY(%(ids)s::uuid[]) AND x.closed_at IS NULL AND p.id = x.parcel_id AND (
    x.kind = 'quiet' AND p.moved_at > x.since
    OR x.kind IN ('attempt_failed', 'stopped', 'lost') AND p.tracked_at > x.since
       AND p.tracking_status IN ('picked_up', 'in_transit', 'out_for_delivery', 'ready_for_pickup', 'delivered')
    OR x.kind = 'delayed' AND p.tracking_status IN ('ready_for_pickup', 'delivered'))
"""

# Days are those on which the service delivers. A carrier that tells us nothing of any parcel is not quiet about one.
_FIND_QUIET = """
INSERT INTO shipping_parcelproblem (id, merchant_id, parcel_id, kind, since, opened_at)
SELECT gen_random_uuid(), q.merchant_id, q.id, 'quiet', q.last_at, %(now)s
FROM (
    SELECT p.id, p.merchant_id, coalesce(p.moved_at, s.dispatched_at) AS last_at, n.country = a.country AS is_home,
           coalesce(v.delivery_weekdays, '1111100') AS weekdays,
           (SELECT max(t.max_days) FROM shipping_transittime AS t
            WHERE t.service_id = v.id AND t.to_country IN ('', a.country)) AS transit_days
    FROM shipping_shipment AS s
    JOIN shipping_parcel AS p ON p.shipment_id = s.id
    JOIN network_site AS n ON n.id = s.site_id
    JOIN parties_address AS a ON a.id = s.address_id
    LEFT JOIN shipping_service AS v ON v.code = s.service_code
    WHERE s.dispatched_at BETWEEN %(now)s - make_interval(days => %(looked_for)s::int)
                              AND %(now)s - make_interval(days => %(home)s::int)
      AND s.status = 'dispatched'
      AND p.tracking_status NOT IN ('delivered', 'returned_to_sender', 'lost', 'ready_for_pickup')
      AND coalesce(p.moved_at, s.dispatched_at) < %(now)s - make_interval(days => %(home)s::int)
      AND s.carrier_code = ANY(%(carriers)s::text[])
      AND NOT EXISTS (SELECT FROM shipping_parcelproblem AS x
                      WHERE x.parcel_id = p.id AND x.kind = 'quiet'
                        AND (x.closed_at IS NULL OR x.since >= coalesce(p.moved_at, s.dispatched_at)))
) AS q
WHERE (SELECT count(*) FROM generate_series(q.last_at::date + 1, %(now)s::timestamptz::date, '1 day') AS d(day)
       WHERE substr(q.weekdays, extract(isodow FROM d.day)::int, 1) = '1')
      >= greatest(CASE WHEN q.is_home THEN %(home)s::int ELSE %(abroad)s::int END, q.transit_days)
LIMIT %(limit)s
ON CONFLICT (parcel_id, kind) WHERE closed_at IS NULL DO NOTHING
"""

_FIND_OVERDUE = """
INSERT INTO shipping_parcelproblem (id, merchant_id, parcel_id, kind, since, opened_at)
SELECT gen_random_uuid(), p.merchant_id, p.id, 'delayed', s.deliver_by, %(now)s
FROM shipping_shipment AS s JOIN shipping_parcel AS p ON p.shipment_id = s.id
WHERE s.dispatched_at > %(now)s - make_interval(days => %(looked_for)s::int)
  AND s.status = 'dispatched' AND s.deliver_by < %(now)s
  AND p.tracking_status NOT IN ('delivered', 'returned_to_sender', 'lost', 'ready_for_pickup')
  AND s.carrier_code = ANY(%(carriers)s::text[])
  AND NOT EXISTS (SELECT FROM shipping_parcelproblem AS x WHERE x.parcel_id = p.id AND x.kind = 'delayed')
LIMIT %(limit)s
ON CONFLICT (parcel_id, kind) WHERE closed_at IS NULL DO NOTHING
"""

_CARRIERS = """
SELECT c.code FROM shipping_carrier AS c WHERE EXISTS (
    SELECT FROM shipping_trackingevent AS e
    WHERE e.carrier_code = c.code AND e.taken_at > %(now)s::timestamptz - interval '14 days')
"""

_CHANGED = "x.id, x.merchant_id, x.parcel_id, p.tracking_number, x.kind"
_TAKE = f"""
UPDATE shipping_parcelproblem AS x SET owner_id = %(owner_id)s::uuid
FROM shipping_parcel AS p
WHERE x.id = ANY(%(ids)s::uuid[]) AND p.id = x.parcel_id AND x.closed_at IS NULL
  AND x.owner_id IS DISTINCT FROM %(owner_id)s::uuid
RETURNING {_CHANGED}
"""  # noqa: S608 - made of constants
_CLOSE = f"""
UPDATE shipping_parcelproblem AS x SET closed_at = %(now)s, closed_by = 'person'
FROM shipping_parcel AS p
WHERE x.id = ANY(%(ids)s::uuid[]) AND p.id = x.parcel_id AND x.closed_at IS NULL
RETURNING {_CHANGED}
"""  # noqa: S608 - made of constants
_REOPEN = f"""
UPDATE shipping_parcelproblem AS x SET closed_at = NULL, closed_by = ''
FROM shipping_parcel AS p
WHERE x.id = ANY(%(ids)s::uuid[]) AND p.id = x.parcel_id AND x.closed_by = 'person'
  AND NOT EXISTS (SELECT FROM shipping_parcelproblem AS o
                  WHERE o.parcel_id = x.parcel_id AND o.kind = x.kind AND o.closed_at IS NULL)
RETURNING {_CHANGED}
"""  # noqa: S608 - made of constants


def open_problems(*, news: Sequence[tuple[UUID | None, object, str]], now: datetime) -> None:
    """Open work for facts of parcels (merchant, parcel, kind of fact) that want somebody; once per parcel and kind.

    Runs in the caller's transaction, which holds the parcels. Queries: 0 or 1.
    """
    wanted = [(merchant, parcel, _KINDS[kind].value) for merchant, parcel, kind in news if kind in _KINDS]
    if wanted:
        merchant_ids, parcel_ids, kinds = rows.as_columns(wanted, 3)
        asked = {"merchant_ids": merchant_ids, "parcel_ids": parcel_ids, "kinds": kinds, "now": now}
        rows.execute(_OPEN, asked)


def close_moved(*, parcel_ids: Sequence[UUID], now: datetime) -> None:
    """End what the parcels themselves have put right, in the caller's transaction. Queries: 1."""
    rows.execute(_CLOSE_MOVED, {"ids": list(parcel_ids), "now": now})


def open_overlooked(*, now: datetime) -> int:
    """Open work for parcels that nobody hears of and for those past their promise; return how many. Queries: 3.

    Quiet: for QUIET_DAYS delivery days in a country, QUIET_DAYS_ABROAD between two, or as long as the service may take
    on its longest lane there. Nothing that left more than LOOKED_FOR_DAYS ago; at most FOUND_AT_MOST of a kind at once.
    """
    with transaction(Scope.operator()):
        carriers = [code for (code,) in rows.fetch_tuples(_CARRIERS, {"now": now})]
        asked: dict[str, Any] = {
            "now": now,
            "carriers": carriers,
            "home": QUIET_DAYS,
            "abroad": QUIET_DAYS_ABROAD,
            "looked_for": LOOKED_FOR_DAYS,
            "limit": FOUND_AT_MOST,
        }
        return rows.execute(_FIND_QUIET, asked) + rows.execute(_FIND_OVERDUE, asked) if carriers else 0


@again_when_busy
def take_problems(
    *, scope: Scope, ids: Sequence[UUID], owner_id: UUID | None, now: datetime, actor: Actor
) -> list[UUID]:
    """Give open problems to a person, or to nobody; return those that changed. Emits: ProblemTaken. Queries: 2."""
    with transaction(scope, savepoint=True):
        found = rows.fetch_tuples(_TAKE, {"ids": list(ids), "owner_id": owner_id})
        told = [
            facts.ProblemTaken(**_name_fact(row), owner_id=str(owner_id) if owner_id else "") for row in found
        ]
        record(told, happened_at=now, actor=actor)
    return [row[0] for row in found]


@again_when_busy
def close_problems(*, scope: Scope, ids: Sequence[UUID], now: datetime, actor: Actor) -> list[UUID]:
    """Say that problems are dealt with; return those that were open. Emits: ProblemClosed. Queries: 2."""
    with transaction(scope, savepoint=True):
        found = rows.fetch_tuples(_CLOSE, {"ids": list(ids), "now": now})
        record([facts.ProblemClosed(**_name_fact(row)) for row in found], happened_at=now, actor=actor)
    return [row[0] for row in found]


@again_when_busy
def reopen_problems(*, scope: Scope, ids: Sequence[UUID], now: datetime, actor: Actor) -> list[UUID]:
    """Take back that a person closed problems; return those that are open again. Emits: ProblemReopened. Queries: 2.

    One stays closed while the parcel has such a problem anew.
    """
    with transaction(scope, savepoint=True):
        found = rows.fetch_tuples(_REOPEN, {"ids": list(ids)})
        record([facts.ProblemReopened(**_name_fact(row)) for row in found], happened_at=now, actor=actor)
    return [row[0] for row in found]


def _name_fact(row: tuple[Any, ...]) -> dict[str, Any]:
    _, merchant_id, parcel_id, tracking_number, kind = row
    return {
        "merchant_id": merchant_id,
        "aggregate_id": parcel_id,
        "tracking_number": tracking_number,
        "problem": kind,
    }
