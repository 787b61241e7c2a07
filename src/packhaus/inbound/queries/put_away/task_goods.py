"""What lies at the door of the goods of put-away tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.decide.putaway.types import Item, Part
from packhaus.kernel import rows

_ASNS = "SELECT DISTINCT asn_id FROM inbound_putawaytask WHERE id = ANY(%(ids)s::uuid[]) ORDER BY asn_id"

# Cartons and loose goods apart: one condition for both would compare every task with all that lies at the door.
_GOODS = """
WITH goods AS (
    SELECT t.id AS task_id, t.unit_id, b.id, b.sku_id, b.owner_id, b.lot_id, b.serial, b.on_hand, b.received_on
    FROM inbound_putawaytask AS t
    JOIN inventory_balance AS b
      ON b.handling_unit_id = t.unit_id AND b.location_id = t.from_location_id AND b.condition = t.condition
     AND b.merchant_id = t.merchant_id
    WHERE t.id = ANY(%(ids)s::uuid[])
    UNION ALL
    SELECT t.id, t.unit_id, b.id, b.sku_id, b.owner_id, b.lot_id, b.serial, b.on_hand, b.received_on
    FROM inbound_putawaytask AS t
    JOIN inventory_balance AS b
      ON b.sku_id = t.sku_id AND b.location_id = t.from_location_id AND b.condition = t.condition
     AND b.merchant_id = t.merchant_id AND b.handling_unit_id IS NULL AND b.lot_id IS NOT DISTINCT FROM t.lot_id
     AND coalesce(b.serial, '') = t.serial
    WHERE t.id = ANY(%(ids)s::uuid[]) AND t.unit_id IS NULL
)
SELECT g.task_id, g.sku_id, g.owner_id, g.lot_id, g.serial, g.on_hand, coalesce(u.kind, '') AS unit_kind,
       k.length_mm::bigint * k.width_mm * k.height_mm AS volume_mm3, k.weight_grams::bigint AS weight_grams, k.hazard
FROM goods AS g
JOIN catalog_sku AS k ON k.id = g.sku_id
LEFT JOIN inventory_handlingunit AS u ON u.id = g.unit_id
ORDER BY g.task_id, g.received_on, g.id
"""


@dataclass(frozen=True, slots=True)
class TaskGoods:
    """Units of one key at the door that a task is about; loose ones may be more than the task's."""

    task_id: UUID
    sku_id: UUID
    owner_id: UUID
    lot_id: int | None
    serial: str | None
    on_hand: int
    unit_kind: str
    volume_mm3: int
    weight_grams: int
    hazard: str

    def as_part(self) -> Part:
        """Return the units as a plan sees them."""
        return Part(
            Item(self.sku_id, self.volume_mm3, self.weight_grams, self.hazard), self.on_hand, self.lot_id
        )


def list_task_asns(ids: Sequence[UUID]) -> list[UUID]:
    """Return the deliveries of put-away tasks, in the caller's transaction. Queries: 1."""
    return [asn_id for (asn_id,) in rows.fetch_tuples(_ASNS, {"ids": list(ids)})]


def list_task_goods(ids: Sequence[UUID]) -> list[TaskGoods]:
    """Return what lies at the door of tasks, in the caller's transaction. Queries: 1."""
    return rows.fetch_rows(TaskGoods, _GOODS, {"ids": list(ids)})
