"""What scans change beside stock and counters, in one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.orders.states import FINISH_PICKING, START_PICKING
from packhaus.outbound.locks import StopRow
from packhaus.outbound.types import PickScan

# A statement does not see its own changes: the stops that it closes are left out by their ids. Arrays come out of a
# SELECT, so that the planner neither counts ids nor reads statuses: it would plan every call anew, which takes as long
# as the call, and walk over all orders on the floor in the belief that there is hardly one.
_WRITE = """
WITH done AS (
    SELECT * FROM unnest(%(task_ids)s::bigint[], %(units)s::bigint[], %(statuses)s::text[], %(reasons)s::text[],
                         %(allocation_ids)s::bigint[]) AS d(task_id, units, status, reason, allocation_id)
), closed AS (
    SELECT task_id FROM done WHERE status NOT IN ('open', 'claimed')
), task AS (
    UPDATE outbound_picktask AS t
    SET picked = t.picked + d.units, status = d.status, short_reason = d.reason,
        done_at = CASE WHEN d.status IN ('open', 'claimed') THEN NULL ELSE %(now)s::timestamptz END
    FROM done AS d WHERE t.id = d.task_id
), allocation AS (
    UPDATE outbound_allocation AS a SET picked = a.picked + d.units
    FROM (SELECT allocation_id, sum(units) AS units FROM done GROUP BY 1) AS d
    WHERE a.id = d.allocation_id AND d.units > 0
), scan AS (
    INSERT INTO outbound_scan (device, client_id, task_id, outcome, recorded_at)
    SELECT s.device, s.client_id, s.task_id, s.outcome, clock_timestamp()
    FROM unnest(%(devices)s::text[], %(client_ids)s::text[], %(scan_task_ids)s::bigint[], %(outcomes)s::text[])
         AS s(device, client_id, task_id, outcome)
), fulfillment AS (
    UPDATE orders_fulfillmentorder AS f
    SET status = CASE WHEN EXISTS (
        SELECT FROM outbound_picktask AS t WHERE t.fulfillment_id = f.id AND t.status IN ('open', 'claimed')
          AND t.id NOT IN (SELECT task_id FROM closed)) THEN %(started)s ELSE %(finished)s END
    WHERE f.id = ANY((SELECT %(fulfillment_ids)s::uuid[])::uuid[])
      AND f.status = ANY((SELECT %(sources)s::text[])::text[])
    RETURNING f.id, f.status
), walk AS MATERIALIZED (
    SELECT w.id, EXISTS (
        SELECT FROM outbound_picktask AS t WHERE t.batch_id = w.id AND t.status IN ('open', 'claimed')
          AND t.id NOT IN (SELECT task_id FROM closed)) AS goes_on
    FROM unnest(%(batch_ids)s::uuid[]) AS w(id)
), batch AS (
    UPDATE outbound_pickbatch AS b
    SET last_scan_at = %(now)s,
        status = CASE WHEN b.id IN (SELECT id FROM walk WHERE goes_on) THEN b.status ELSE 'done' END,
        done_at = CASE WHEN b.id IN (SELECT id FROM walk WHERE goes_on) AND b.status <> 'done' THEN NULL
                       ELSE %(now)s::timestamptz END
    WHERE b.id = ANY((SELECT %(batch_ids)s::uuid[])::uuid[])
), wave AS (
    UPDATE outbound_wave SET status = 'picking'
    WHERE id = ANY((SELECT %(wave_ids)s::uuid[])::uuid[]) AND status = 'released'
)
SELECT id FROM fulfillment WHERE status = %(finished)s
"""


class StopChange(NamedTuple):
    """How a stop stands after the scans of one call."""

    stop: StopRow
    units: int
    status: str
    reason: str


def write_picks(
    *, changes: Sequence[StopChange], scans: Sequence[tuple[PickScan, str]], now: datetime
) -> set[UUID]:
    """Write stops, allocations, scans and where that brings orders, batches and waves; return the orders now picked.

    Queries: 1. Raises: IntegrityError when a scan took effect meanwhile.
    """
    found = rows.fetch_tuples(
        _WRITE,
        {
            "task_ids": [change.stop.task_id for change in changes],
            "units": [change.units for change in changes],
            "statuses": [change.status for change in changes],
            "reasons": [change.reason for change in changes],
            "allocation_ids": [change.stop.allocation_id for change in changes],
            "devices": [scan.device for scan, _ in scans],
            "client_ids": [scan.client_id for scan, _ in scans],
            "scan_task_ids": [scan.task_id for scan, _ in scans],
            "outcomes": [outcome for _, outcome in scans],
            "fulfillment_ids": list({change.stop.fulfillment_id for change in changes}),
            "batch_ids": list({change.stop.batch_id for change in changes}),
            "wave_ids": list({change.stop.wave_id for change in changes}),
            "started": START_PICKING.target,
            "finished": FINISH_PICKING.target,
            "sources": list(FINISH_PICKING.sources),
            "now": now,
        },
    )
    return {id_ for (id_,) in found}
