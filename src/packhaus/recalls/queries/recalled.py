"""Where recalled goods are: on shelves, on their way out, on their way to a site, with shoppers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.queries.balances import ON_THE_WAY
from packhaus.kernel import rows

_IS_RECALLED = """
(b.lot_id = ANY(SELECT s.lot_id FROM scope AS s)
 OR b.serial IS NOT NULL AND EXISTS (
     SELECT FROM scope AS s WHERE s.lot_id IS NULL AND s.sku_id = b.sku_id AND length(b.serial) = length(s.first_serial)
       AND b.serial BETWEEN s.first_serial AND s.last_serial))
"""
_SCOPE = """
WITH scope AS MATERIALIZED (
    SELECT s.sku_id, s.lot_id, s.first_serial, s.last_serial FROM recalls_recallscope AS s
    WHERE s.recall_id = %(recall_id)s
)
"""
_BALANCES = f"""{_SCOPE}
SELECT b.id, b.on_hand, b.condition, b.handling_unit_id, b.sku_id, l.kind, l.site_id, b.lot_id, b.serial
FROM inventory_balance AS b JOIN inventory_location AS l ON l.id = b.location_id
WHERE b.sku_id = ANY(SELECT s.sku_id FROM scope AS s) AND b.on_hand > 0 AND {_IS_RECALLED}
ORDER BY b.id
"""  # noqa: S608 - constants

# The sums are of the merchant's own rows, so that a merchant sees them, too.
_SUMS = f"""{_SCOPE}
SELECT b.condition, sum(b.on_hand)::bigint FROM inventory_balance AS b
WHERE b.sku_id = ANY(SELECT s.sku_id FROM scope AS s) AND b.on_hand > 0 AND {_IS_RECALLED}
GROUP BY b.condition
"""  # noqa: S608 - constants

# By lots and by serials each, since each has its index.
_SENT = f"""{_SCOPE}, moved AS MATERIALIZED (
    SELECT m.document_id::uuid AS shipment_id, m.sku_id, m.quantity
    FROM scope AS s JOIN inventory_movement AS m ON m.lot_id = s.lot_id
    WHERE m.reason = 'dispatch' AND m.document_kind = 'shipment'
    UNION ALL
    SELECT m.document_id::uuid, m.sku_id, m.quantity
    FROM scope AS s
    JOIN inventory_movement AS m ON s.lot_id IS NULL AND m.serial >= s.first_serial AND m.serial <= s.last_serial
        AND m.sku_id = s.sku_id AND length(m.serial) = length(s.first_serial)
    WHERE m.reason = 'dispatch' AND m.document_kind = 'shipment'
      AND NOT EXISTS (SELECT FROM scope AS o WHERE o.lot_id = m.lot_id)
)
"""  # noqa: S608 - constants
ORDERS_SENT = f"""{_SENT}
SELECT f.order_id, sum(m.quantity)::bigint
FROM moved AS m JOIN shipping_shipment AS h ON h.id = m.shipment_id
JOIN orders_fulfillmentorder AS f ON f.id = h.fulfillment_id
GROUP BY f.order_id ORDER BY f.order_id
"""  # noqa: S608 - constants

ITEMS_SENT = f"""{_SENT}
SELECT f.order_id, k.name, sum(m.quantity)::bigint
FROM moved AS m JOIN shipping_shipment AS h ON h.id = m.shipment_id
JOIN orders_fulfillmentorder AS f ON f.id = h.fulfillment_id
JOIN catalog_sku AS k ON k.id = m.sku_id
WHERE f.order_id = ANY(%(order_ids)s::uuid[])
GROUP BY f.order_id, k.id, k.name ORDER BY f.order_id, k.name
"""  # noqa: S608 - constants

_LOT_SENT = """
WITH moved AS MATERIALIZED (
    SELECT m.document_id::uuid AS shipment_id, m.from_unit_id, m.quantity FROM inventory_movement AS m
    WHERE m.lot_id = %(lot_id)s AND m.reason = 'dispatch' AND m.document_kind = 'shipment'
)
SELECT o.number AS order_number, coalesce(p.tracking_number, '') AS tracking_number, h.dispatched_at,
       sum(m.quantity)::bigint AS units
FROM moved AS m
JOIN shipping_shipment AS h ON h.id = m.shipment_id
JOIN orders_fulfillmentorder AS f ON f.id = h.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
LEFT JOIN shipping_parcel AS p ON p.shipment_id = h.id AND p.handling_unit_id = m.from_unit_id
GROUP BY o.id, o.number, p.id, p.tracking_number, h.dispatched_at
ORDER BY h.dispatched_at DESC, o.id, p.id LIMIT 100
"""

_TRANSFERS = f"""{_SCOPE}
SELECT t.number, m.code AS merchant_code, f.code AS from_site, o.code AS to_site, t.status,
       sum(b.quantity)::bigint AS units
FROM transfers_transferpicked AS b
JOIN transfers_transferline AS l ON l.id = b.line_id
JOIN transfers_transfer AS t ON t.id = l.transfer_id
JOIN access_merchant AS m ON m.id = t.merchant_id
JOIN network_site AS f ON f.id = t.from_site_id
JOIN network_site AS o ON o.id = t.to_site_id
WHERE b.put_back_at IS NULL AND t.status IN ('released', 'picked', 'in_transit', 'partially_received')
  AND (b.lot_id = ANY(SELECT s.lot_id FROM scope AS s)
       OR EXISTS (SELECT FROM scope AS s WHERE s.lot_id IS NULL AND s.sku_id = l.sku_id
                  AND length(b.serial) = length(s.first_serial) AND b.serial BETWEEN s.first_serial AND s.last_serial))
GROUP BY t.id, t.number, m.code, f.code, o.code, t.status ORDER BY t.id LIMIT 100
"""  # noqa: S608 - constants

# A tote of many orders names those that want the item: nobody knows whose units they are before they are sorted.
_LEAVING = """
SELECT u.code AS unit_code, b.units, o.id AS order_id, o.number AS order_number, f.status
FROM unnest(%(unit_ids)s::uuid[], %(sku_ids)s::uuid[], %(counts)s::bigint[]) AS b(unit_id, sku_id, units)
JOIN inventory_handlingunit AS u ON u.id = b.unit_id
JOIN LATERAL (
    SELECT c.fulfillment_id FROM outbound_batchslot AS c WHERE c.tote_id = u.id
    UNION
    SELECT h.fulfillment_id FROM shipping_parcel AS p JOIN shipping_shipment AS h ON h.id = p.shipment_id
    WHERE p.handling_unit_id = u.id AND h.status <> 'voided'
) AS w ON true
JOIN orders_fulfillmentorder AS f ON f.id = w.fulfillment_id AND f.status IN ('released', 'picking', 'picked', 'packed')
JOIN orders_order AS o ON o.id = f.order_id
WHERE EXISTS (
    SELECT FROM orders_fulfillmentline AS l
    WHERE l.fulfillment_id = f.id AND l.sku_id = b.sku_id AND l.picked + l.packed > 0)
ORDER BY o.id, u.code LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class RecalledBalance:
    """Units of recalled goods at one place."""

    id: int
    on_hand: int
    condition: str
    handling_unit_id: UUID | None
    sku_id: UUID
    kind: str
    site_id: UUID
    lot_id: int | None
    serial: str | None

    @property
    def is_leaving(self) -> bool:
        """Whether it is picked or packed already."""
        return self.kind in ON_THE_WAY


@dataclass(frozen=True, slots=True)
class LeavingRow:
    """A tote or carton with recalled units, and an order that it is for."""

    unit_code: str
    units: int
    order_id: UUID
    order_number: str
    status: str


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A transfer that has recalled units picked or on their way."""

    number: str
    merchant_code: str
    from_site: str
    to_site: str
    status: str
    units: int


@dataclass(frozen=True, slots=True)
class SentRow:
    """Units of a lot that a parcel brought to a shopper."""

    order_number: str
    tracking_number: str
    dispatched_at: datetime | None
    units: int


def list_recalled(scope: Scope, *, recall_id: UUID) -> list[RecalledBalance]:
    """Return where recalled goods lie in the houses. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(RecalledBalance, _BALANCES, {"recall_id": recall_id})


def count_recalled(scope: Scope, *, recall_id: UUID) -> dict[str, int]:
    """Return how many units are in the houses, by condition. Queries: 1."""
    with transaction(scope):
        return dict(rows.fetch_tuples(_SUMS, {"recall_id": recall_id}))


def list_leaving(scope: Scope, *, balances: Sequence[RecalledBalance]) -> list[LeavingRow]:
    """Return the totes and cartons among these places, with the orders they are for. Queries: 1, or 0 without any."""
    leaving = [one for one in balances if one.is_leaving and one.handling_unit_id]
    if not leaving:
        return []
    parameters = {
        "unit_ids": [one.handling_unit_id for one in leaving],
        "sku_ids": [one.sku_id for one in leaving],
        "counts": [one.on_hand for one in leaving],
    }
    with transaction(scope):
        return rows.fetch_rows(LeavingRow, _LEAVING, parameters)


def list_transfers(scope: Scope, *, recall_id: UUID) -> list[TransferRow]:
    """Return the transfers that carry recalled goods and are not received whole. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(TransferRow, _TRANSFERS, {"recall_id": recall_id})


def list_lot_sent(scope: Scope, *, lot_id: int) -> list[SentRow]:
    """Return the parcels that brought a lot to shoppers, the newest first, at most 100. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(SentRow, _LOT_SENT, {"lot_id": lot_id})
