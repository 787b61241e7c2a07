"""Labour: lines and minutes by method and site, read from the tasks themselves: who, where, when begun and ended.

A line's minutes are those since the same person's line before, or since its task was begun, whichever is later; a gap
above the longest is a break and counts as nothing. What several may share was begun
with the person's own claim of it. Metres are the way along the aisles from bin to bin.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

LONGEST_GAP = timedelta(minutes=15)
# What is packed was released within so many days before.
RELEASED_WITHIN = timedelta(days=14)

_DONE = """
WITH task AS (
    SELECT 'pick' AS method, b.site_id, b.picker_id::text AS person, b.claimed_at AS begun_at, t.done_at, 1 AS lines,
           t.location_id AS place
    FROM outbound_pickbatch AS b JOIN outbound_picktask AS t ON t.batch_id = b.id
    WHERE t.status IN ('done', 'short') AND b.last_scan_at >= %(since)s AND t.done_at >= %(since)s
      AND t.done_at < %(until)s
    UNION ALL
    SELECT 'replenish', r.site_id, r.claimed_by::text, r.claimed_at, r.done_at, 1, r.to_location_id
    FROM outbound_replenishmenttask AS r
    WHERE r.status IN ('done', 'short') AND r.done_at >= %(since)s AND r.done_at < %(until)s
    UNION ALL
    SELECT 'reslot', v.site_id, v.claimed_by::text, v.claimed_at, v.done_at, 1, v.to_location_id
    FROM outbound_slottingmove AS v
    WHERE v.status = 'done' AND v.done_at >= %(since)s AND v.done_at < %(until)s
    UNION ALL
    SELECT 'put_away', p.site_id, p.claimed_by::text, p.claimed_at, p.done_at, 1, p.to_location_id
    FROM inbound_putawaytask AS p
    WHERE p.status = 'done' AND p.done_at >= %(since)s AND p.done_at < %(until)s
    UNION ALL
    SELECT 'check', c.site_id, c.claimed_by::text, c.claimed_at, c.done_at, 1, c.from_location_id
    FROM inbound_qualitycheck AS c WHERE c.done_at >= %(since)s AND c.done_at < %(until)s
    UNION ALL
    SELECT 'count', c.site_id, c.claimed_by::text, c.claimed_at, c.done_at, 1, c.from_location_id
    FROM inventory_counttask AS c
    WHERE c.status = 'done' AND c.done_at >= %(since)s AND c.done_at < %(until)s
    UNION ALL
    SELECT 'sort', o.site_id, o.claimed_by::text, o.claimed_at, o.done_at, 1, o.to_location_id
    FROM outbound_sorttask AS o WHERE o.status = 'done' AND o.done_at >= %(since)s AND o.done_at < %(until)s
    UNION ALL
    SELECT 'move', v.site_id, v.actor_id, NULL, v.happened_at, 1, max(v.to_location_id)
    FROM inventory_movement AS v
    WHERE v.reason = 'move' AND v.document_kind = 'unit' AND v.actor_kind = 'user' AND v.happened_at >= %(since)s
      AND v.happened_at < %(until)s
    GROUP BY v.site_id, v.actor_id, v.happened_at, v.document_id
    UNION ALL
    SELECT 'load', s.site_id, p.loaded_by::text, NULL, p.loaded_at, 1, NULL
    FROM shipping_parcel AS p JOIN shipping_shipment AS s ON s.id = p.shipment_id
    WHERE p.loaded_at >= %(since)s AND p.loaded_at < %(until)s
    UNION ALL
    SELECT 'transfer', t.from_site_id, p.picked_by, NULL, p.picked_at, 1, p.from_location_id
    FROM transfers_transferpicked AS p JOIN transfers_transferline AS l ON l.id = p.line_id
    JOIN transfers_transfer AS t ON t.id = l.transfer_id
    WHERE p.part = 1 AND p.picked_at >= %(since)s AND p.picked_at < %(until)s
    UNION ALL
    SELECT 'transfer', t.from_site_id, p.loaded_by, NULL, p.loaded_at, 1, NULL
    FROM transfers_transferpicked AS p JOIN transfers_transferline AS l ON l.id = p.line_id
    JOIN transfers_transfer AS t ON t.id = l.transfer_id
    WHERE p.part = 1 AND p.loaded_at >= %(since)s AND p.loaded_at < %(until)s
    UNION ALL
    SELECT 'receive', a.site_id, r.received_by, NULL, r.received_at, 1, r.location_id
    FROM inbound_receipt AS r JOIN inbound_asn AS a ON a.id = r.asn_id
    WHERE r.rolled_back_at IS NULL AND r.received_at >= %(since)s AND r.received_at < %(until)s
    UNION ALL
    SELECT 'pack', f.site_id, e.actor_id, NULL, f.packed_at, f.line_count, NULL
    FROM outbound_wave AS w JOIN orders_fulfillmentorder AS f ON f.wave_id = w.id
    JOIN journal_entry AS e ON e.aggregate_id = f.order_id::text AND e.kind = 'fulfillment_packed'
      AND e.happened_at = f.packed_at AND e.actor_kind = 'user'
    WHERE w.released_at >= %(released_since)s AND f.packed_at >= %(since)s AND f.packed_at < %(until)s
    UNION ALL
    SELECT c.kind, c.site_id, c.claimed_by::text, c.claimed_at, c.claimed_at, 0, NULL
    FROM inventory_workclaim AS c
    WHERE c.claimed_at >= %(since)s::timestamptz - %(longest)s::interval AND c.claimed_at < %(until)s
), begun AS (
    SELECT t.method, t.site_id, t.person, t.lines, t.done_at, t.place,
           coalesce(t.begun_at, max(t.begun_at) FILTER (WHERE t.lines = 0) OVER claimed) AS begun_at
    FROM task AS t WHERE t.person IS NOT NULL
    WINDOW claimed AS (PARTITION BY t.person, t.method ORDER BY t.done_at, t.lines)
), walked AS (
    SELECT t.method, t.site_id, t.person, t.lines, t.done_at,
           greatest(t.begun_at, lag(t.done_at) OVER person) AS from_at,
           abs(l.x_mm - lag(l.x_mm) OVER person) + abs(l.y_mm - lag(l.y_mm) OVER person) AS millimetres
    FROM begun AS t LEFT JOIN inventory_location AS l ON l.id = t.place
    WHERE t.lines > 0 AND (%(site_id)s::uuid IS NULL OR t.site_id = %(site_id)s::uuid)
      AND (%(person)s::text IS NULL OR t.person = %(person)s::text)
    WINDOW person AS (PARTITION BY t.person ORDER BY t.done_at, t.method, t.place)
), timed AS (
    SELECT w.*, CASE WHEN w.done_at - w.from_at <= %(longest)s::interval
                     THEN extract(epoch FROM w.done_at - w.from_at) ELSE 0 END AS seconds
    FROM walked AS w
)
SELECT s.code AS site_code, d.method, sum(d.lines)::bigint AS lines, coalesce(sum(d.seconds), 0)::bigint AS seconds,
       count(DISTINCT d.person) AS people, (coalesce(sum(d.millimetres), 0) / 1000)::bigint AS metres
FROM timed AS d JOIN network_site AS s ON s.id = d.site_id
GROUP BY s.code, d.method ORDER BY s.code, d.method
"""


@dataclass(frozen=True, slots=True)
class LabourRow:
    """What was done at a site by one method; `people` is how many worked, never who."""

    site_code: str
    method: str
    lines: int
    seconds: int
    people: int
    metres: int

    @property
    def lines_per_hour(self) -> float | None:
        """Lines in an hour of work, or None where no time was measured."""
        return self.lines * 3600 / self.seconds if self.seconds else None

    @property
    def hours(self) -> float:
        """Time at work, breaks left out."""
        return self.seconds / 3600

    @property
    def metres_per_line(self) -> float:
        """The way from bin to bin for one line."""
        return self.metres / self.lines


def list_labour(*, scope: Scope, site_id: UUID | None, since: datetime, until: datetime) -> list[LabourRow]:
    """Return the work of a period by site and method, of everybody together. Queries: 1."""
    return _list(scope, site_id, since, until, None)


def list_own_labour(*, scope: Scope, person_id: UUID, since: datetime, until: datetime) -> list[LabourRow]:
    """Return one person's work of a period; it is shown to that person and nobody else. Queries: 1."""
    return _list(scope, None, since, until, str(person_id))


def _list(
    scope: Scope, site_id: UUID | None, since: datetime, until: datetime, person: str | None
) -> list[LabourRow]:
    parameters = {
        "site_id": site_id, "since": since, "until": until, "person": person, "longest": LONGEST_GAP,
        "released_since": since - RELEASED_WITHIN,
    }  # fmt: skip
    with transaction(scope):
        return rows.fetch_rows(LabourRow, _DONE, parameters)
