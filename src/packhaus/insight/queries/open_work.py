"""Work that people have begun and not ended, of every kind, read from the tasks themselves.

What several may share (a delivery, a tote on the bench, a truck, a move) is open while its claim and it itself are.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

MOST = 24

_TASKS = """
WITH task AS (
    SELECT 'pick' AS kind, b.id::text AS key, b.number AS name, b.site_id, b.picker_id AS person_id,
           coalesce(greatest(b.last_scan_at, b.claimed_at), b.claimed_at) AS touched_at, s.stops AS units,
           s.location_id, NULL::uuid AS sku_id
    FROM outbound_pickbatch AS b
    CROSS JOIN LATERAL (
        SELECT count(*) AS stops, (array_agg(t.location_id ORDER BY t.sequence))[1] AS location_id
        FROM outbound_picktask AS t WHERE t.batch_id = b.id AND t.status IN ('open', 'claimed')
    ) AS s
    WHERE b.status = 'claimed'
    UNION ALL
    SELECT 'put_away', t.id::text, coalesce(u.code, ''), t.site_id, t.claimed_by, t.claimed_at, t.quantity,
           t.to_location_id, t.sku_id
    FROM inbound_putawaytask AS t LEFT JOIN inventory_handlingunit AS u ON u.id = t.unit_id
    WHERE t.status = 'claimed'
    UNION ALL
    SELECT 'replenish', t.id::text, '', t.site_id, t.claimed_by, t.claimed_at, t.quantity, t.to_location_id, t.sku_id
    FROM outbound_replenishmenttask AS t WHERE t.status = 'claimed'
    UNION ALL
    SELECT 'reslot', t.id::text, '', t.site_id, t.claimed_by, t.claimed_at, t.quantity, t.to_location_id, t.sku_id
    FROM outbound_slottingmove AS t WHERE t.status = 'claimed'
    UNION ALL
    SELECT 'check', t.id::text, '', t.site_id, t.claimed_by, t.claimed_at, t.quantity, t.from_location_id, t.sku_id
    FROM inbound_qualitycheck AS t WHERE t.status = 'claimed'
    UNION ALL
    SELECT 'count', c.id::text, c.number, t.site_id, t.claimed_by, t.claimed_at, 0, t.from_location_id, NULL
    FROM inventory_counttask AS t JOIN inventory_count AS c ON c.id = t.count_id WHERE t.status = 'claimed'
    UNION ALL
    SELECT 'sort', w.id::text, w.code, t.site_id, t.claimed_by, max(t.claimed_at), sum(t.quantity - t.sorted)::bigint,
           NULL, NULL
    FROM outbound_sorttask AS t JOIN outbound_putwall AS w ON w.id = t.wall_id
    WHERE t.status = 'claimed' GROUP BY w.id, w.code, t.site_id, t.claimed_by
    UNION ALL
    SELECT 'vas', v.fulfillment_id::text, min(u.code), v.site_id, v.claimed_by, max(v.claimed_at), count(*), NULL, NULL
    FROM outbound_vastask AS v
    JOIN outbound_batchslot AS s ON s.fulfillment_id = v.fulfillment_id
    JOIN inventory_handlingunit AS u ON u.id = s.tote_id
    WHERE v.status = 'claimed' GROUP BY v.fulfillment_id, v.site_id, v.claimed_by
    UNION ALL
    SELECT c.kind, c.key, c.name, c.site_id, c.claimed_by, coalesce(c.last_scan_at, c.claimed_at), 0, NULL, NULL
    FROM inventory_workclaim AS c
    WHERE c.done_at IS NULL AND CASE c.kind
        WHEN 'receive' THEN EXISTS (
            SELECT FROM inbound_asn AS a WHERE a.id = c.key::uuid AND a.status NOT IN ('closed', 'cancelled'))
        WHEN 'pack' THEN EXISTS (
            SELECT FROM orders_fulfillmentorder AS f WHERE f.id = c.key::uuid AND f.status = 'picked')
        ELSE true END
)
SELECT t.kind, t.key, t.name, t.site_id, t.person_id, p.name AS person_name, t.touched_at, t.units,
       coalesce(l.code, '') AS place, coalesce(k.name, '') AS sku_name
FROM task AS t
LEFT JOIN access_user AS p ON p.id = t.person_id
LEFT JOIN inventory_location AS l ON l.id = t.location_id
LEFT JOIN catalog_sku AS k ON k.id = t.sku_id
"""

_OWN = _TASKS + "WHERE t.person_id = %(person_id)s ORDER BY t.touched_at, t.kind, t.key LIMIT %(most)s"

_STANDING = (
    _TASKS
    + """
WHERE t.person_id <> %(person_id)s AND t.touched_at < %(before)s
  AND (%(site_id)s::uuid IS NULL OR t.site_id = %(site_id)s)
ORDER BY t.touched_at, t.kind, t.key LIMIT %(most)s
"""
)

_PARKED = """
SELECT p.kind, p.key, l.code AS place, u.name AS person_name, p.parked_at
FROM inventory_parkedwork AS p
JOIN inventory_location AS l ON l.id = p.location_id
LEFT JOIN access_user AS u ON u.id = p.parked_by
WHERE (p.kind, p.key) IN (SELECT * FROM unnest(%(kinds)s::text[], %(keys)s::text[]))
ORDER BY p.kind, p.key
"""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """A task in somebody's hands. `name` is its number or tote, `units` the stops, units or services that are left.

    `place` is where it goes on, empty where the work stays at one place.
    """

    kind: str
    key: str
    name: str
    site_id: UUID
    person_id: UUID
    person_name: str | None
    touched_at: datetime
    units: int
    place: str
    sku_name: str


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """Where the cart or the goods of a task stand, and who has put them down."""

    kind: str
    key: str
    place: str
    person_name: str | None
    parked_at: datetime


def list_own_work(*, scope: Scope, person_id: UUID) -> list[OpenWork]:
    """Return what a person has begun, the oldest first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(OpenWork, _OWN, {"person_id": person_id, "most": MOST})


def list_standing_work(
    *, scope: Scope, site_id: UUID | None, person_id: UUID, before: datetime
) -> list[OpenWork]:
    """Return what others have begun and not touched since a moment, the oldest first. Queries: 1."""
    parameters = {"site_id": site_id, "person_id": person_id, "before": before, "most": MOST}
    with transaction(scope):
        return rows.fetch_rows(OpenWork, _STANDING, parameters)


def list_parked(*, scope: Scope, tasks: list[tuple[str, str]]) -> dict[tuple[str, str], ParkedRow]:
    """Return which of these tasks (kind, key) were put down somewhere, and where. Queries: 1, or 0 without tasks."""
    if not tasks:
        return {}
    parameters = {"kinds": [kind for kind, _key in tasks], "keys": [key for _kind, key in tasks]}
    with transaction(scope):
        found = rows.fetch_rows(ParkedRow, _PARKED, parameters)
    return {(row.kind, row.key): row for row in found}
