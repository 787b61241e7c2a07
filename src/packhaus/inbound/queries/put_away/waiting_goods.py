"""What came in of deliveries, as it waits at the door; what stands in quarantine waits for its check."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.decide.putaway.types import Item, Part

# Which rows of a delivery are meant: those of some cartons and pallets, or loose units of some items. NULL is all.
IS_MEANT = """(%(unit_ids)s::uuid[] IS NULL OR {unit} = ANY(%(unit_ids)s::uuid[])
       OR {unit} IS NULL AND {sku} = ANY(%(sku_ids)s::uuid[]))"""

WAITING_GOODS = f"""
WITH got AS (
    SELECT r.asn_id, r.unit_id, l.sku_id, t.id AS lot_id, r.serial,
           p.condition, r.location_id, sum(p.units)::bigint AS quantity
    FROM inbound_receipt AS r
    JOIN inbound_asnline AS l ON l.id = r.line_id
    LEFT JOIN inventory_lot AS t
      ON t.merchant_id = r.merchant_id AND t.sku_id = l.sku_id AND t.code = r.lot_code AND r.lot_code <> ''
    LEFT JOIN inbound_qualitycheck AS q ON q.id = r.quality_check_id
    CROSS JOIN LATERAL (
        VALUES (CASE r.damage_reason WHEN '' THEN 'sellable' ELSE 'damaged' END, r.quantity - r.spoiled),
               ('damaged', r.spoiled)
    ) AS p(condition, units)
    WHERE p.units > 0 AND (q.id IS NULL OR q.status IN ('accepted', 'released'))
      AND r.asn_id = %(asn_id)s AND r.rolled_back_at IS NULL
      AND {IS_MEANT.format(unit="r.unit_id", sku="l.sku_id")}
    GROUP BY 1, 2, 3, 4, 5, 6, 7
)
SELECT got.unit_id, coalesce(u.kind, '') AS unit_kind, got.sku_id, got.lot_id, got.serial, got.condition,
       got.location_id, got.quantity, k.code, k.length_mm::bigint * k.width_mm * k.height_mm AS volume_mm3,
       k.weight_grams::bigint AS weight_grams, k.hazard, k.tags, upper(coalesce(c.abc, '')) AS abc_class
FROM got
JOIN catalog_sku AS k ON k.id = got.sku_id
LEFT JOIN inventory_handlingunit AS u ON u.id = got.unit_id
LEFT JOIN inventory_skuclass AS c ON c.sku_id = got.sku_id AND c.site_id = %(site_id)s
"""  # noqa: S608 - constants
"""What came of a delivery in some cartons, and loose of some items; of all when `unit_ids` is NULL. As WaitingGoods."""


@dataclass(frozen=True, slots=True)
class WaitingGoods:
    """Units of one key that a delivery brought, whether they are still at the door or not."""

    unit_id: UUID | None
    unit_kind: str
    sku_id: UUID
    lot_id: int | None
    serial: str
    condition: str
    location_id: int
    quantity: int
    code: str
    volume_mm3: int
    weight_grams: int
    hazard: str
    tags: list[str]
    abc_class: str

    def as_part(self, quantity: int) -> Part:
        """Return some of the units as a plan sees them."""
        item = Item(
            self.sku_id, self.volume_mm3, self.weight_grams, self.hazard, frozenset(self.tags), self.abc_class
        )
        return Part(item, quantity, self.lot_id)
