"""In which turn unclaimed walks are offered: waves first or last, or the whole floor by slack."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.outbound.events import FloorSorted, WaveMoved
from packhaus.outbound.locks import lock_waves


class Turn(StrEnum):
    """Where the walks of a wave stand among those that nobody has."""

    FIRST = "first"
    LAST = "last"
    USUAL = "usual"


class DueTruck(NamedTuple):
    """What leaves a site together; given in the order in which the floor is to work for it."""

    site_id: UUID
    carrier_code: str
    ship_by: datetime


# Ranks grow away from 0 on both sides, so moving one wave rewrites no other.
_MOVE = """
WITH chosen AS (
    SELECT w.id, w.site_id, row_number() OVER (PARTITION BY w.site_id ORDER BY w.rank, w.released_at, w.id) AS place,
           count(*) OVER (PARTITION BY w.site_id) AS waves
    FROM outbound_wave AS w WHERE w.id = ANY(%(ids)s::uuid[]) AND w.status IN ('released', 'picking')
), edge AS (
    SELECT c.site_id, least(min(b.rank), 0) AS lowest, greatest(max(b.rank), 0) AS highest
    FROM (SELECT DISTINCT site_id FROM chosen) AS c
    LEFT JOIN outbound_pickbatch AS b ON b.site_id = c.site_id AND b.status = 'open'
    GROUP BY 1
), moved AS (
    UPDATE outbound_wave AS w
    SET rank = CASE %(turn)s::text WHEN 'first' THEN e.lowest - 1 - (c.waves - c.place)
                                   WHEN 'last' THEN e.highest + c.place ELSE 0 END
    FROM chosen AS c JOIN edge AS e USING (site_id) WHERE w.id = c.id
    RETURNING w.id, w.rank
), batch AS (
    UPDATE outbound_pickbatch AS b SET rank = m.rank FROM moved AS m
    WHERE b.wave_id = m.id AND b.status IN ('open', 'claimed')
    RETURNING b.wave_id
)
SELECT m.id, m.rank, (SELECT count(*) FROM batch AS b WHERE b.wave_id = m.id) FROM moved AS m ORDER BY m.id
"""

# What is late comes first, then the trucks in the order given, then what no truck waits for. Below zero: walks made
# later come after them.
_SORT = """
WITH truck AS (
    SELECT * FROM unnest(%(site_ids)s::uuid[], %(carriers)s::text[], %(ship_bys)s::timestamptz[])
        WITH ORDINALITY AS t(site_id, carrier_code, ship_by, place)
), urgency AS (
    SELECT b.id, b.site_id, min(CASE WHEN f.ship_by <= %(now)s THEN 0 ELSE coalesce(t.place, 1000000) END) AS place,
           min(f.ship_by) AS ship_by
    FROM outbound_pickbatch AS b
    JOIN outbound_batchslot AS s ON s.batch_id = b.id
    JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id AND f.status IN ('released', 'picking')
    LEFT JOIN truck AS t
      ON t.site_id = f.site_id AND t.carrier_code = f.carrier_code AND t.ship_by = f.ship_by
    WHERE b.status = 'open' AND (%(site_id)s::uuid IS NULL OR b.site_id = %(site_id)s::uuid)
    GROUP BY b.id, b.site_id
), ranked AS (
    SELECT u.id, u.site_id, row_number() OVER (PARTITION BY u.site_id ORDER BY u.place, u.ship_by, u.id)
           - count(*) OVER (PARTITION BY u.site_id) - 1 AS rank
    FROM urgency AS u
), moved AS (
    UPDATE outbound_pickbatch AS b SET rank = r.rank FROM ranked AS r WHERE b.id = r.id AND b.status = 'open'
    RETURNING b.site_id
)
SELECT site_id, count(*) FROM moved GROUP BY 1 ORDER BY 1
"""


@again_when_busy
def move_waves(*, wave_ids: Sequence[UUID], turn: Turn, now: datetime, actor: Actor) -> dict[UUID, int]:
    """Offer the unclaimed walks of waves before or after all others of their site; return how many, wave by wave.

    Several waves keep their order among themselves; walks that are made later take their wave's turn. Waves that are
    done are left out. Locks: the waves. Emits: WaveMoved. Queries: 3.
    """
    with transaction(Scope.operator()):
        lock_waves(wave_ids)
        moved = rows.fetch_tuples(_MOVE, {"ids": list(wave_ids), "turn": turn.value})
        facts = [
            WaveMoved(merchant_id=None, aggregate_id=id_, rank=rank, batches=batches)
            for id_, rank, batches in moved
        ]
        if facts:
            record(facts, happened_at=now, actor=actor)
    return {id_: batches for id_, _, batches in moved}


@again_when_busy
def sort_floor(
    *, trucks: Sequence[DueTruck], site_id: UUID | None = None, now: datetime, actor: Actor
) -> int:
    """Offer every unclaimed walk of a site, or of all, by the truck it picks for; return how many walks.

    A walk is as urgent as the most urgent order on it; what is late goes first. Locks: the walks. Emits: FloorSorted
    per site. Queries: 2.
    """
    with transaction(Scope.operator()):
        parameters = {
            "site_ids": [truck.site_id for truck in trucks],
            "carriers": [truck.carrier_code for truck in trucks],
            "ship_bys": [truck.ship_by for truck in trucks],
            "site_id": site_id,
            "now": now,
        }
        sorted_ = rows.fetch_tuples(_SORT, parameters)
        facts = [FloorSorted(merchant_id=None, aggregate_id=one, batches=batches) for one, batches in sorted_]
        if facts:
            record(facts, happened_at=now, actor=actor)
    return sum(batches for _, batches in sorted_)
