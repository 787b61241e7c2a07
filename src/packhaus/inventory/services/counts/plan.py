"""Say what is to be counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import CountsPlanned
from packhaus.inventory.services.counts.again import ask_again
from packhaus.inventory.types import NOT_COUNTED, CountWant
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

# A bin that waits to be counted for one item is counted whole when anything else of it is asked for, and earlier when
# that is more urgent. What a shelf's label says is a reason of its own: whoever counts there looks at it.
_PLAN = """
WITH want AS (
    SELECT w.*, l.site_id
    FROM unnest(%(ids)s::uuid[], %(location_ids)s::bigint[], %(sku_ids)s::uuid[], %(triggers)s::text[],
        %(priorities)s::bigint[]) AS w(id, location_id, sku_id, trigger, priority)
    JOIN inventory_location AS l ON l.id = w.location_id AND NOT l.kind = ANY(%(not_counted)s::text[])
), planned AS (
    INSERT INTO inventory_count AS c (id, number, document_id, site_id, location_id, sku_id, status, trigger, round,
        planned_at, counted_by, closed_by, reason)
    SELECT w.id, n.number, n.number, w.site_id, w.location_id, w.sku_id, 'planned', w.trigger, 1, %(now)s, '', '', ''
    FROM want AS w
    CROSS JOIN LATERAL (SELECT 'C-' || nextval('inventory_count_number') AS number WHERE w.id IS NOT NULL) AS n
    ORDER BY w.location_id
    ON CONFLICT (location_id) WHERE status IN ('planned', 'recount', 'counting', 'counted') DO UPDATE
    SET sku_id = CASE WHEN c.sku_id = excluded.sku_id THEN c.sku_id END,
        trigger = CASE WHEN excluded.trigger = 'wrong_label' THEN excluded.trigger ELSE c.trigger END
    WHERE c.status = 'planned'
    RETURNING c.id, c.site_id, c.location_id, c.trigger
), walks AS (
    INSERT INTO inventory_counttask (count_id, site_id, round, status, priority, from_location_id, quantity)
    SELECT p.id, p.site_id, 1, 'open', w.priority, p.location_id, 0 FROM planned AS p JOIN want AS w ON w.id = p.id
    RETURNING 1
), sooner AS (
    UPDATE inventory_counttask AS t SET priority = w.priority
    FROM planned AS p JOIN want AS w ON w.location_id = p.location_id AND w.id <> p.id
    WHERE t.count_id = p.id AND t.status = 'open' AND t.priority > w.priority
)
SELECT p.id, p.site_id, p.trigger FROM planned AS p JOIN want AS w ON w.id = p.id
"""

_DOUBTS = frozenset({"short", "zero_check", "wrong_label"})


def plan_counts(*, scope: Scope, wants: Sequence[CountWant], now: datetime, actor: Actor) -> list[UUID]:
    """Plan a count of each of these places that has none open; return the ids of the new ones.

    Places that are not counted (totes, packing, the dock, virtual ones) and unknown ones are passed over. What was
    doubted since its count (a short, an empty bin that was not, a label that names another item) is counted again
    instead. Joins the transaction of its caller. Locks: counts. Emits: CountsPlanned per site and trigger,
    RecountAsked. Queries: 1 to 4.
    """
    if not wants:
        return []
    wants = _merge(wants)
    with transaction(scope):
        columns = {
            "ids": [new_id() for _ in wants],
            "location_ids": [want.location_id for want in wants],
            "sku_ids": [want.sku_id for want in wants],
            "triggers": [want.trigger for want in wants],
            "priorities": [want.priority for want in wants],
        }
        kinds = sorted(kind.value for kind in NOT_COUNTED)
        found = rows.fetch_tuples(_PLAN, {**columns, "not_counted": kinds, "now": now})
        doubted = [want.location_id for want in wants if want.trigger in _DOUBTS]
        ask_again(location_ids=doubted, now=now, actor=actor)
        planned = Counter((site_id, trigger) for _, site_id, trigger in found)
        facts = [
            CountsPlanned(merchant_id=None, aggregate_id=site_id, count=count, trigger=trigger)
            for (site_id, trigger), count in sorted(planned.items(), key=str)
        ]
        record(facts, happened_at=now, actor=actor)
    return [id_ for id_, _, _ in found]


def _merge(wants: Sequence[CountWant]) -> list[CountWant]:
    """Return one want per place: all of it where two items are in doubt, for the more urgent reason."""
    merged: dict[int, CountWant] = {}
    for want in wants:
        known = merged.get(want.location_id, want)
        first = min(known, want, key=lambda one: one.priority)
        sku_id = want.sku_id if want.sku_id == known.sku_id else None
        merged[want.location_id] = replace(first, sku_id=sku_id)
    return list(merged.values())
