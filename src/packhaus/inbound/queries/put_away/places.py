"""Places of a site that goods may go to, with what they hold and what they are kept for."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from packhaus.decide.putaway.types import Bin, Content
from packhaus.inventory.types import LOCATION_RULES, LocationKind
from packhaus.kernel import rows

TARGET_KINDS = tuple(
    kind.value
    for kind, rule in LOCATION_RULES.items()
    if rule.can_be_allocated or kind in {LocationKind.QUARANTINE, LocationKind.REPAIR, LocationKind.SCRAP}
)
"""Kinds of places that goods are put away to."""

# Of a large house only the nearest places of each zone, full or empty, and those that hold one of the items are read.
# Distances are along aisles and across them; where nobody has measured, the walk's order stands for them.
# Who asks for named places only pays for those: a scan at a shelf would rank the whole house.
# Joins, no question for each place: in a house that is being filled the planner does not know yet how much there is.
PLACES = """
WITH open_task AS MATERIALIZED (
    SELECT t.* FROM inbound_putawaytask AS t
    WHERE t.site_id = %(site_id)s AND t.status IN ('open', 'claimed') AND t.to_location_id IS NOT NULL
), promised AS MATERIALIZED (
    SELECT v.location_id AS id, v.sku_id, v.quantity, i.hazard,
           v.quantity * i.length_mm::bigint * i.width_mm * i.height_mm AS volume_mm3,
           v.quantity * i.weight_grams AS weight_grams
    FROM inventory_keptplace AS v JOIN catalog_sku AS i ON i.id = v.sku_id WHERE v.site_id = %(site_id)s
), kept AS MATERIALIZED (
    SELECT a.id, sum(a.volume_mm3)::bigint AS volume_mm3, sum(a.weight_grams)::bigint AS weight_grams,
           sum(a.pallets)::bigint AS pallets
    FROM (
        SELECT t.to_location_id AS id, t.volume_mm3, t.weight_grams, t.pallets
        FROM open_task AS t WHERE t.id <> ALL(%(without)s::uuid[])
        UNION ALL SELECT r.id, r.volume_mm3, r.weight_grams, 0 FROM promised AS r
    ) AS a
    GROUP BY 1
), target AS MATERIALIZED (
    SELECT l.* FROM inventory_location AS l
    WHERE l.site_id = %(site_id)s AND l.kind = ANY(%(kinds)s::text[])
      AND (%(most)s > 0 OR cardinality(%(sku_ids)s::uuid[]) > 0 OR l.id = ANY(%(location_ids)s::bigint[]))
), used AS MATERIALIZED (
    SELECT DISTINCT b.location_id AS id FROM target AS l JOIN inventory_balance AS b ON b.location_id = l.id
    WHERE b.on_hand > 0
), reported AS MATERIALIZED (
    SELECT DISTINCT x.location_id AS id FROM inbound_placereport AS x WHERE x.resolved_at IS NULL
), placed AS MATERIALIZED (
    SELECT l.*, abs(l.x_mm - d.x_mm) + abs(l.y_mm - d.y_mm) AS distance_mm,
           l.id IN (SELECT k.id FROM kept AS k) OR l.id IN (SELECT u.id FROM used AS u) AS is_used,
           l.id IN (SELECT x.id FROM reported AS x) AS is_reported
    FROM target AS l
    JOIN inventory_location AS d ON d.id = %(door_id)s
), ranked AS (
    SELECT p.*, row_number() OVER (
        PARTITION BY p.kind, p.zone, p.is_used, p.is_blocked OR p.is_reported
        ORDER BY p.distance_mm, p.walk_sequence, p.id
    ) AS rank
    FROM placed AS p
), chosen AS MATERIALIZED (
    SELECT r.* FROM ranked AS r
    WHERE r.rank <= %(most)s
       OR r.id IN (SELECT b.location_id FROM inventory_balance AS b
                   WHERE b.sku_id = ANY(%(sku_ids)s::uuid[]) AND b.on_hand > 0)
       OR r.id IN (SELECT t.to_location_id FROM open_task AS t WHERE t.sku_id = ANY(%(sku_ids)s::uuid[]))
       OR r.id = ANY(%(location_ids)s::bigint[])
), lying AS MATERIALIZED (
    SELECT r.id, sum(b.on_hand * i.length_mm::bigint * i.width_mm * i.height_mm)::bigint AS volume_mm3,
           sum(b.on_hand * i.weight_grams)::bigint AS weight_grams,
           count(DISTINCT u.id) FILTER (WHERE u.kind = 'pallet') AS pallets,
           jsonb_agg(DISTINCT jsonb_build_array(b.sku_id, b.lot_id, b.condition, i.hazard)) AS contents
    FROM chosen AS r
    JOIN inventory_balance AS b ON b.location_id = r.id AND b.on_hand > 0
    JOIN catalog_sku AS i ON i.id = b.sku_id
    LEFT JOIN inventory_handlingunit AS u ON u.id = b.handling_unit_id
    GROUP BY r.id
), coming AS MATERIALIZED (
    SELECT t.to_location_id AS id, jsonb_agg(DISTINCT jsonb_build_array(
               coalesce(t.sku_id, b.sku_id), CASE WHEN t.sku_id IS NULL THEN b.lot_id ELSE t.lot_id END, t.condition,
               i.hazard)) AS contents
    FROM open_task AS t
    LEFT JOIN inventory_balance AS b
      ON t.sku_id IS NULL AND b.handling_unit_id = t.unit_id AND b.location_id = t.from_location_id AND b.on_hand > 0
    JOIN catalog_sku AS i ON i.id = coalesce(t.sku_id, b.sku_id)
    WHERE t.id <> ALL(%(without)s::uuid[])
    GROUP BY t.to_location_id
), awaited AS MATERIALIZED (
    SELECT r.id, jsonb_agg(DISTINCT jsonb_build_array(r.sku_id, NULL, 'sellable', r.hazard)) AS contents
    FROM promised AS r GROUP BY r.id
)
SELECT r.id, r.kind, r.zone, r.is_blocked, r.is_reported, r.mixing, r.max_volume_mm3,
       r.max_weight_grams, r.max_pallets, coalesce(s.volume_mm3, 0) + coalesce(k.volume_mm3, 0),
       coalesce(s.weight_grams, 0) + coalesce(k.weight_grams, 0), coalesce(s.pallets, 0) + coalesce(k.pallets, 0),
       coalesce(s.contents, '[]'), coalesce(o.contents, '[]') || coalesce(w.contents, '[]')
FROM chosen AS r
LEFT JOIN kept AS k ON k.id = r.id
LEFT JOIN lying AS s ON s.id = r.id
LEFT JOIN coming AS o ON o.id = r.id
LEFT JOIN awaited AS w ON w.id = r.id
ORDER BY r.distance_mm, r.walk_sequence, r.id
"""
"""The nearest `most` places of each kind and zone, those of some items, and those named: rows for `read_place`."""


def list_places(
    *,
    site_id: UUID,
    door_id: int,
    sku_ids: Iterable[UUID],
    most: int,
    without: Sequence[UUID] = (),
    location_ids: Sequence[int] = (),
) -> list[Bin]:
    """Return the nearest `most` places of each kind and zone, those of these items, and those named.

    They count what lies there and what open tasks keep for themselves, but for the tasks `without`, and what other work
    brings there. The door's lock keeps the answer true until commit. Queries: 1.
    """
    parameters = {
        "site_id": site_id, "door_id": door_id, "sku_ids": list(sku_ids), "most": most, "without": list(without),
        "kinds": list(TARGET_KINDS), "location_ids": list(location_ids),
    }  # fmt: skip
    return [read_place(row, rank) for rank, row in enumerate(rows.fetch_tuples(PLACES, parameters))]


def read_place(row: Sequence[Any], rank: int) -> Bin:
    """Return a place from its row; rank 0 is the nearest to the door."""
    *place, lying, coming = row
    return Bin(*(*place, _read_contents(*lying, *coming), rank))


def _read_contents(*listed: tuple[str, int | None, str, str]) -> frozenset[Content]:
    return frozenset(
        Content(UUID(sku_id), lot_id, condition, hazard) for sku_id, lot_id, condition, hazard in listed
    )
