"""The stops of a walk with everything that a picker needs to see and a scanner to compare."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class StopView:
    """One stop: take so many of this from there into that tote.

    `barcodes` are (code, base units) pairs, `packagings` (name, base units) pairs.
    `slot`: where the tote stands on the cart; orders that are sorted later have the slot of the tote that they share.
    """

    task_id: int
    sequence: int
    status: str
    location_code: str
    zone: str
    sku_id: UUID
    sku_code: str
    sku_name: str
    base_unit: str
    quantity: int
    picked: int
    slot: int
    tote_code: str
    order_number: str
    merchant_code: str
    merchant_name: str
    lot_code: str | None
    serial: str
    expires_on: date | None
    short_reason: str
    barcodes: list[list[str]]
    packagings: list[list[str]]

    @property
    def is_open(self) -> bool:
        """Tell whether it still wants units."""
        return self.status in {"open", "claimed"}

    @property
    def left(self) -> int:
        """Return how many units it still wants."""
        return self.quantity - self.picked


_STOPS = """
SELECT t.id AS task_id, t.sequence, t.status, l.code AS location_code, l.zone, t.sku_id, k.code AS sku_code,
       k.name AS sku_name, k.base_unit, t.quantity, t.picked, u.code AS tote_code,
       (
           SELECT min(x.slot) FROM outbound_batchslot AS x WHERE x.batch_id = s.batch_id AND x.tote_id = s.tote_id
       )::int AS slot,
       o.number AS order_number, m.code AS merchant_code, m.name AS merchant_name,
       lot.code AS lot_code, coalesce(b.serial, '') AS serial, b.expires_on, t.short_reason,
       coalesce(c.codes, ARRAY[]::text[][]) AS barcodes,
       coalesce(g.sizes, ARRAY[]::text[][]) AS packagings
FROM outbound_picktask AS t
JOIN inventory_location AS l ON l.id = t.location_id
JOIN catalog_sku AS k ON k.id = t.sku_id
JOIN access_merchant AS m ON m.id = t.merchant_id
JOIN orders_fulfillmentorder AS f ON f.id = t.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
JOIN outbound_batchslot AS s ON s.fulfillment_id = t.fulfillment_id
JOIN inventory_handlingunit AS u ON u.id = s.tote_id
LEFT JOIN outbound_allocation AS a ON a.id = t.allocation_id
LEFT JOIN inventory_balance AS b ON b.id = a.balance_id
LEFT JOIN inventory_lot AS lot ON lot.id = b.lot_id
LEFT JOIN LATERAL (
    SELECT array_agg(ARRAY[x.code, x.quantity::text] ORDER BY x.quantity, x.code) AS codes
    FROM catalog_barcode AS x WHERE x.sku_id = t.sku_id
) AS c ON true
LEFT JOIN LATERAL (
    SELECT array_agg(ARRAY[x.code, x.quantity::text] ORDER BY x.quantity DESC, x.code) AS sizes
    FROM catalog_packaging AS x WHERE x.sku_id = t.sku_id
) AS g ON true
WHERE t.batch_id = %(batch_id)s::uuid
ORDER BY t.sequence, t.id
"""


def list_stops(*, scope: Scope, batch_id: UUID) -> list[StopView]:
    """Return the stops of a batch in walking order. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(StopView, _STOPS, {"batch_id": batch_id})
