"""Places of a site that goods may go to, with what they hold and what they are kept for."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
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
_PLACES = """
WITH kept AS MATERIALIZED (
    SELECT t.to_location_id AS id, sum(t.volume_mm3)::bigint AS volume_mm3, sum(t.weight_grams)::bigint AS weight_grams,
           sum(t.pallets)::bigint AS pallets, array_agg(t.id) AS task_ids
    FROM inbound_putawaytask AS t
    WHERE t.site_id = %(site_id)s AND t.status IN ('open', 'claimed') AND t.to_location_id IS NOT NULL
      AND t.id <> ALL(%(without)s::uuid[])
    GROUP BY 1
), placed AS MATERIALIZED (
    SELECT l.*, abs(l.x_mm - d.x_mm) + abs(l.y_mm - d.y_mm) AS distance_mm,
           k.id IS NOT NULL OR EXISTS (
               SELECT FROM inventory_balance AS b WHERE b.location_id = l.id AND b.on_hand > 0
           ) AS is_used,
           EXISTS (
               SELECT FROM inbound_placereport AS x WHERE x.location_id = l.id AND x.resolved_at IS NULL
           ) AS is_reported
    FROM inventory_location AS l
    JOIN inventory_location AS d ON d.id = %(door_id)s
    LEFT JOIN kept AS k ON k.id = l.id
    WHERE l.site_id = %(site_id)s AND l.kind = ANY(%(kinds)s::text[])
), ranked AS (
    SELECT p.*, row_number() OVER (
        PARTITION BY p.kind, p.zone, p.is_used, p.is_blocked OR p.is_reported
        ORDER BY p.distance_mm, p.walk_sequence, p.id
    ) AS rank
    FROM placed AS p
)
SELECT r.id, r.kind, r.zone, r.is_blocked, r.is_reported, r.mixing, r.max_volume_mm3,
       r.max_weight_grams, r.max_pallets, coalesce(s.volume_mm3, 0) + coalesce(k.volume_mm3, 0),
       coalesce(s.weight_grams, 0) + coalesce(k.weight_grams, 0), coalesce(s.pallets, 0) + coalesce(k.pallets, 0),
       coalesce(s.contents, '[]'), coalesce(o.contents, '[]')
FROM ranked AS r
LEFT JOIN kept AS k ON k.id = r.id
LEFT JOIN LATERAL (
    SELECT sum(b.on_hand * i.length_mm::bigint * i.width_mm * i.height_mm)::bigint AS volume_mm3,
           sum(b.on_hand * i.weight_grams)::bigint AS weight_grams,
           count(DISTINCT u.id) FILTER (WHERE u.kind = 'pallet') AS pallets,
           jsonb_agg(DISTINCT jsonb_build_array(b.sku_id, b.lot_id, b.condition, i.hazard)) AS contents
    FROM inventory_balance AS b
    JOIN catalog_sku AS i ON i.id = b.sku_id
    LEFT JOIN inventory_handlingunit AS u ON u.id = b.handling_unit_id
    WHERE b.location_id = r.id AND b.on_hand > 0
) AS s ON r.is_used
LEFT JOIN LATERAL (
    SELECT jsonb_agg(DISTINCT jsonb_build_array(
               coalesce(t.sku_id, b.sku_id), CASE WHEN t.sku_id IS NULL THEN b.lot_id ELSE t.lot_id END, t.condition,
               i.hazard)) AS contents
    FROM inbound_putawaytask AS t
    LEFT JOIN inventory_balance AS b
      ON t.sku_id IS NULL AND b.handling_unit_id = t.unit_id AND b.location_id = t.from_location_id AND b.on_hand > 0
    JOIN catalog_sku AS i ON i.id = coalesce(t.sku_id, b.sku_id)
    WHERE t.id = ANY(k.task_ids)
) AS o ON k.id IS NOT NULL
WHERE r.rank <= %(most)s
   OR r.id IN (SELECT b.location_id FROM inventory_balance AS b
               WHERE b.sku_id = ANY(%(sku_ids)s::uuid[]) AND b.on_hand > 0)
   OR r.id IN (SELECT t.to_location_id FROM inbound_putawaytask AS t
               WHERE t.site_id = %(site_id)s AND t.status IN ('open', 'claimed')
                 AND t.sku_id = ANY(%(sku_ids)s::uuid[]))
   OR r.id = ANY(%(location_ids)s::bigint[])
ORDER BY r.distance_mm, r.walk_sequence, r.id
"""


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

    They count what lies there and what open tasks keep for themselves, but for the tasks `without`. The door's lock
    keeps the answer true until commit. Queries: 1.
    """
    parameters = {
        "site_id": site_id, "door_id": door_id, "sku_ids": list(sku_ids), "most": most, "without": list(without),
        "kinds": list(TARGET_KINDS), "location_ids": list(location_ids),
    }  # fmt: skip
    return [
        replace(Bin(*place), contents=_read_contents(*lying, *coming), rank=rank)
        for rank, (*place, lying, coming) in enumerate(rows.fetch_tuples(_PLACES, parameters))
    ]


def _read_contents(*listed: tuple[str, int | None, str, str]) -> frozenset[Content]:
    return frozenset(
        Content(UUID(sku_id), lot_id, condition, hazard) for sku_id, lot_id, condition, hazard in listed
    )
