"""What parcels are packed in is used up: cartons, fill by the gram, what services use; from whoever's stock it is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import LocationKind, Move
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.outbound.events import PackagingMissing
from packhaus.outbound.locks import FreeBalance, lock_free_balances

# A carton of the merchant's own goes before the operator's of the same code. Litres of fill are what of the inside
# holds nothing. Without named materials a carton's weight is of no named one. What services used went with the first
# parcel.
_USE = """
WITH parcel AS (
    SELECT p.handling_unit_id AS unit_id, s.merchant_id, s.site_id, o.country, t.code, t.tare_grams, t.material_grams,
           t.sku_id, t.fill_material, t.fill_sku_id,
           round(t.fill_grams_per_litre * n.empty_permille / 1000.0
                 * n.length_mm / 100.0 * n.width_mm / 100.0 * n.height_mm / 100.0)::bigint AS fill_grams
    FROM shipping_shipment AS s
    JOIN shipping_parcel AS p ON p.shipment_id = s.id
    JOIN outbound_parcelplan AS n ON n.unit_id = p.handling_unit_id
    JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
    JOIN orders_order AS o ON o.id = f.order_id
    JOIN LATERAL (
        SELECT * FROM shipping_cartontype AS c
        WHERE c.code = p.carton_code AND (c.merchant_id = s.merchant_id OR c.merchant_id IS NULL)
        ORDER BY c.merchant_id NULLS LAST LIMIT 1
    ) AS t ON true
    WHERE s.id = ANY(%(shipment_ids)s::uuid[])
), service AS (
    SELECT s.merchant_id, p.handling_unit_id AS unit_id, s.site_id, o.country, x.code,
           CASE WHEN x.material = '' THEN '{}'
                ELSE jsonb_build_object(x.material, x.material_grams * sum(t.quantity)) END AS material_grams,
           x.sku_id, (x.sku_quantity * sum(t.quantity))::bigint AS quantity
    FROM shipping_shipment AS s
    JOIN shipping_parcel AS p ON p.shipment_id = s.id AND p.number = 1
    JOIN outbound_vastask AS t ON t.fulfillment_id = s.fulfillment_id AND t.status = 'done'
    JOIN catalog_vasoption AS x ON x.id = t.option_id AND (x.sku_id IS NOT NULL OR x.material <> '')
    JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id
    JOIN orders_order AS o ON o.id = f.order_id
    WHERE s.id = ANY(%(shipment_ids)s::uuid[])
    GROUP BY s.merchant_id, p.handling_unit_id, s.site_id, o.country, x.id
), used AS (
    INSERT INTO outbound_packaginguse
        (merchant_id, unit_id, source, site_id, country, code, material_grams, sku_id, quantity)
    SELECT merchant_id, unit_id, 'carton', site_id, country, code,
           CASE WHEN material_grams = '{}' THEN jsonb_build_object('', tare_grams) ELSE material_grams END, sku_id, 1
    FROM parcel
    UNION ALL
    SELECT merchant_id, unit_id, 'fill', site_id, country, code, jsonb_build_object(fill_material, fill_grams),
           fill_sku_id, fill_grams
    FROM parcel WHERE fill_grams > 0
    UNION ALL
    SELECT merchant_id, unit_id, 'vas', site_id, country, code, material_grams, sku_id, quantity FROM service
    ON CONFLICT (unit_id, source, code) DO NOTHING
    RETURNING sku_id, site_id, quantity
)
SELECT sku_id, site_id, sum(quantity)::bigint FROM used WHERE sku_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""


class _Used(NamedTuple):
    """Units of an item that packing used at one site."""

    sku_id: UUID
    site_id: UUID
    quantity: int


def use_packaging(*, shipment_ids: Sequence[UUID], now: datetime, actor: Actor) -> None:
    """Write down what the parcels of these shipments were packed in, and book what is stock out of it; twice is once.

    What the record does not have is told, and never refused: the parcel is packed. Locks: site stock, then balances.
    Emits: PackagingMissing. Queries: 1, or up to 8 where packaging is stock, whatever the number of shipments.
    """
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(_USE, {"shipment_ids": list(shipment_ids)})
        used = [_Used(*row) for row in found]
        if not used:
            return
        keys = [(one.sku_id, one.site_id) for one in used]
        balances = lock_free_balances(keys=keys)
        moves, missing = _plan_moves(used, balances)
        if moves:
            record_movements(
                moves=moves,
                reason="packaging",
                document_kind="shipment",
                document_id=str(shipment_ids[0]) if len(shipment_ids) == 1 else "",
                happened_at=now,
                actor=actor,
            )
        facts = [
            PackagingMissing(
                merchant_id=None, aggregate_id=one.sku_id, site_id=str(one.site_id), units=one.quantity
            )
            for one in missing
        ]
        if facts:
            record(facts, happened_at=now, actor=actor)


def _plan_moves(used: Sequence[_Used], balances: Sequence[FreeBalance]) -> tuple[list[Move], list[_Used]]:
    """Take from the packing places first, as far as the units are nobody's; return what is not there, too."""
    supply: defaultdict[tuple[UUID, UUID], list[FreeBalance]] = defaultdict(list)
    for balance in balances:
        supply[balance.sku_id, balance.site_id].append(balance)
    moves: list[Move] = []
    missing: list[_Used] = []
    for one in used:
        left = one.quantity
        for move in _take(one, supply):
            moves.append(move)
            left -= move.quantity
        if left:
            missing.append(one._replace(quantity=left))
    return moves, missing


def _take(one: _Used, supply: Mapping[tuple[UUID, UUID], Sequence[FreeBalance]]) -> Iterator[Move]:
    left = one.quantity
    unpromised: dict[UUID, int] = {}
    for balance in supply[one.sku_id, one.site_id]:
        spare = unpromised.setdefault(balance.owner_id, balance.site_free)
        units = min(left, balance.free, spare)
        if units <= 0:
            continue
        left -= units
        unpromised[balance.owner_id] = spare - units
        yield Move(
            merchant_id=balance.merchant_id,
            site_id=one.site_id,
            sku_id=one.sku_id,
            owner_id=balance.owner_id,
            quantity=units,
            from_location_id=balance.location_id,
            to_location_id=get_site_location(site_id=one.site_id, kind=LocationKind.CUSTOMER),
            lot_id=balance.lot_id,
            from_unit_id=balance.unit_id,
        )
