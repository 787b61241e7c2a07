"""Units that come in, as parts of one statement: the site stock, the balances and the movements of a receipt.

The ledger's third entrance. What comes from a supplier or from another site leaves no balance, so nothing can be short:
rows are locked in the global order, raised or made, and written down, without a word in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.inventory import locks
from packhaus.inventory.queries.rules import get_location_facts
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.ledger_statements import DATES_OF_BOTH
from packhaus.inventory.types import Condition, LocationKind
from packhaus.kernel import rows
from packhaus.terms.queries.agreed_limit import write_agreed_limit

# Each part waits for the one before it: the balances are locked when the site stock is written, as everywhere.
STOCK_CAME = f"""
came AS (
    SELECT * FROM unnest(%(came_merchant_ids)s::uuid[], %(came_sku_ids)s::uuid[], %(came_quantities)s::bigint[],
        %(came_sources)s::bigint[], %(came_location_ids)s::bigint[], %(came_lot_ids)s::bigint[],
        %(came_serials)s::text[], %(came_unit_ids)s::uuid[], %(came_conditions)s::text[], %(came_received_ons)s::date[],
        %(came_expires_ons)s::date[])
        AS c(merchant_id, sku_id, quantity, source_id, location_id, lot_id, serial, unit_id, condition, received_on,
             expires_on)
), level AS (
    SELECT * FROM unnest(%(level_merchant_ids)s::uuid[], %(level_sku_ids)s::uuid[], %(level_units)s::bigint[],
        %(level_inbound)s::bigint[]) AS c(merchant_id, sku_id, units, inbound)
), stock AS MATERIALIZED (
    SELECT s.id, c.units, c.inbound FROM inventory_sitestock AS s
    JOIN level AS c ON c.sku_id = s.sku_id AND c.merchant_id = s.owner_id
    WHERE s.site_id = %(came_site_id)s
    {locks.SITE_STOCK_IN_ORDER}
), stock_changed AS (
    UPDATE inventory_sitestock AS s SET on_hand = s.on_hand + x.units, inbound = s.inbound + x.inbound
    FROM stock AS x WHERE s.id = x.id AND (x.units <> 0 OR x.inbound <> 0)
    RETURNING s.id
), stock_added AS (
    INSERT INTO inventory_sitestock (merchant_id, site_id, sku_id, owner_id, policy, on_hand, promised, held,
        backordered, backorder_limit, safety, inbound)
    SELECT c.merchant_id, %(came_site_id)s, c.sku_id, c.merchant_id, 'own', c.units, 0, 0, 0,
           {write_agreed_limit(merchant="c.merchant_id")}, 0, 0
    FROM level AS c
    WHERE c.units > 0 AND NOT EXISTS (
        SELECT FROM inventory_sitestock AS s
        WHERE s.sku_id = c.sku_id AND s.site_id = %(came_site_id)s AND s.owner_id = c.merchant_id)
    ORDER BY c.sku_id
    ON CONFLICT (sku_id, site_id, owner_id) DO UPDATE SET on_hand = inventory_sitestock.on_hand + excluded.on_hand
    RETURNING id
), stocked AS MATERIALIZED (
    SELECT (SELECT count(*) FROM stock_changed) + (SELECT count(*) FROM stock_added) AS count
), lying AS MATERIALIZED (
    SELECT b.id FROM came AS c JOIN inventory_balance AS b
      ON b.location_id = c.location_id AND b.sku_id = c.sku_id AND b.owner_id = c.merchant_id
     AND b.lot_id IS NOT DISTINCT FROM c.lot_id AND b.serial IS NOT DISTINCT FROM c.serial
     AND b.handling_unit_id IS NOT DISTINCT FROM c.unit_id AND b.condition = c.condition
    WHERE (SELECT count FROM stocked) >= 0
    {locks.BALANCES_IN_ORDER}
), balance AS (
    INSERT INTO inventory_balance AS b (merchant_id, location_id, sku_id, owner_id, lot_id, serial, handling_unit_id,
        condition, on_hand, allocated, grams, received_on, expires_on)
    SELECT c.merchant_id, c.location_id, c.sku_id, c.merchant_id, c.lot_id, c.serial, c.unit_id, c.condition,
           sum(c.quantity)::bigint, 0, 0, min(c.received_on), min(c.expires_on)
    FROM came AS c
    GROUP BY c.merchant_id, c.location_id, c.sku_id, c.lot_id, c.serial, c.unit_id, c.condition
    HAVING (SELECT count(*) FROM lying) >= 0
    ORDER BY c.location_id, c.sku_id
    ON CONFLICT ON CONSTRAINT balance_is_one_row_per_key DO UPDATE
    SET on_hand = b.on_hand + excluded.on_hand, {DATES_OF_BOTH}
    RETURNING 1
), dated AS (
    INSERT INTO inventory_unnamedlot (merchant_id, sku_id, expires_on)
    SELECT DISTINCT c.merchant_id, c.sku_id, c.expires_on FROM came AS c
    WHERE c.lot_id IS NULL AND c.expires_on IS NOT NULL
    ORDER BY c.sku_id, c.expires_on
    ON CONFLICT (sku_id, expires_on) DO NOTHING
), movement AS (
    INSERT INTO inventory_movement (happened_at, merchant_id, site_id, sku_id, owner_id, from_location_id,
        to_location_id, lot_id, serial, from_unit_id, to_unit_id, from_condition, to_condition, quantity, grams,
        expires_on, reason, document_kind, document_id, actor_kind, actor_id)
    SELECT %(came_at)s, c.merchant_id, %(came_site_id)s, c.sku_id, c.merchant_id, c.source_id, c.location_id, c.lot_id,
           c.serial, NULL, c.unit_id, c.condition, c.condition, c.quantity, 0, c.expires_on, 'receipt',
           %(came_document_kind)s, %(came_document_id)s, %(came_actor_kind)s, %(came_actor_id)s
    FROM came AS c
    -- Under the balances' locks: a count beside it takes the ledger's last number for what it knows of them.
    WHERE (SELECT count(*) FROM balance) >= 0
)"""  # noqa: S608 - made of constants
"""Parts of a WITH that book units in; `list_came` has their parameters."""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Units of a SKU that came in, and the location they were put in."""

    merchant_id: UUID
    sku_id: UUID
    quantity: int
    location_id: int
    lot_code: str = ""
    expires_on: date | None = None
    received_on: date | None = None
    serial: str | None = None
    condition: str = Condition.SELLABLE
    unit_id: UUID | None = None
    comes_from: str = LocationKind.SUPPLIER


@dataclass(frozen=True, slots=True)
class CameDocument:
    """What units came with."""

    kind: str
    number: str


def list_came(
    *,
    site_id: UUID,
    lines: Sequence[ReceiptLine],
    lots: Mapping[tuple[UUID, str], int],
    inbound: Mapping[UUID, int],
    document: CameDocument,
    now: datetime,
    actor: Actor,
) -> dict[str, Any]:
    """Return the parameters of STOCK_CAME. Units that are not sellable, or lie where nothing counts, raise no level.

    `lots`: their ids by (SKU, code). `inbound`: by how much less or more of an item is expected; items of these lines.
    Queries: 0 once the locations are known. Raises: UnknownLocation.
    """
    assert lines
    assert all(line.quantity > 0 for line in lines)
    sources = {line.comes_from: 0 for line in lines}
    for kind in sorted(sources):
        sources[kind] = get_site_location(site_id=site_id, kind=LocationKind(kind))
    records = [
        (
            line.merchant_id, line.sku_id, line.quantity, sources[line.comes_from], line.location_id,
            lots.get((line.sku_id, line.lot_code)), line.serial, line.unit_id, str(line.condition),
            line.received_on or now.date(), line.expires_on,
        )
        for line in lines
    ]  # fmt: skip
    names = (
        "merchant_ids", "sku_ids", "quantities", "sources", "location_ids", "lot_ids", "serials", "unit_ids",
        "conditions", "received_ons", "expires_ons",
    )  # fmt: skip
    columns = zip(names, rows.as_columns(records, len(names)), strict=True)
    return {f"came_{name}": column for name, column in columns} | _list_levels(lines, inbound) | {
        "came_site_id": site_id, "came_document_kind": document.kind, "came_document_id": document.number,
        "came_at": now, "agreed_at": now, "came_actor_kind": actor.kind.value, "came_actor_id": actor.id,
    }  # fmt: skip


def _list_levels(lines: Sequence[ReceiptLine], inbound: Mapping[UUID, int]) -> dict[str, Any]:
    facts = get_location_facts({line.location_id for line in lines})
    units: dict[tuple[UUID, UUID], int] = {}
    for line in lines:
        key = (line.merchant_id, line.sku_id)
        counts = facts[line.location_id].counts_as_on_hand and line.condition == Condition.SELLABLE
        units[key] = units.get(key, 0) + (line.quantity if counts else 0)
    records = [(*key, units[key], inbound.get(key[1], 0)) for key in sorted(units, key=_order)]
    names = ("level_merchant_ids", "level_sku_ids", "level_units", "level_inbound")
    return dict(zip(names, rows.as_columns(records, len(names)), strict=True))


def _order(key: tuple[UUID, UUID]) -> tuple[UUID, UUID]:
    return key[1], key[0]
