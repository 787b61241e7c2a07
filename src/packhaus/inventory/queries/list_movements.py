"""Ledger entries of a SKU, a location, units or a document; never all of them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

_KEYS = (Key("id", "bigint"),)

_MOVEMENTS = """
SELECT m.id, m.happened_at, m.reason, m.quantity, m.document_kind, m.document_id, m.actor_kind, m.actor_id,
       u.name AS actor_name, k.code AS sku_code, c.code AS merchant_code, n.code AS site_code,
       f.id AS from_id, f.code AS from_code, f.kind AS from_kind, t.id AS to_id, t.code AS to_code, t.kind AS to_kind,
       l.code AS lot_code, m.from_condition, m.to_condition,
       (CASE WHEN t.counts_as_on_hand AND m.to_condition = 'sellable' THEN m.quantity ELSE 0 END
        - CASE WHEN f.counts_as_on_hand AND m.from_condition = 'sellable' THEN m.quantity ELSE 0 END) AS on_hand_change
FROM inventory_movement AS m
JOIN inventory_location AS f ON f.id = m.from_location_id
JOIN inventory_location AS t ON t.id = m.to_location_id
JOIN catalog_sku AS k ON k.id = m.sku_id
JOIN access_merchant AS c ON c.id = m.merchant_id
JOIN network_site AS n ON n.id = m.site_id
LEFT JOIN inventory_lot AS l ON l.id = m.lot_id
LEFT JOIN access_user AS u ON m.actor_kind = 'user' AND u.id::text = m.actor_id
WHERE (%(sku_id)s::uuid IS NULL OR m.sku_id = %(sku_id)s)
  AND (%(site_id)s::uuid IS NULL OR m.site_id = %(site_id)s)
  AND (%(location_id)s::bigint IS NULL OR %(location_id)s IN (m.from_location_id, m.to_location_id))
  AND (%(lot_id)s::bigint IS NULL OR m.lot_id = %(lot_id)s)
  AND (%(serial)s::text = '' OR m.serial = %(serial)s)
  AND (cardinality(%(unit_ids)s::uuid[]) = 0
       OR m.from_unit_id = ANY(%(unit_ids)s) OR m.to_unit_id = ANY(%(unit_ids)s))
  AND (%(since)s::date IS NULL OR m.recorded_on >= %(since)s)
  AND (%(document_id)s::text = '' OR m.document_id = %(document_id)s)
  AND (cardinality(%(reasons)s::text[]) = 0 OR m.reason = ANY(%(reasons)s))
"""


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One entry; `on_hand_change` is what it did to the sellable units of its site."""

    id: int
    happened_at: datetime
    reason: str
    quantity: int
    document_kind: str
    document_id: str
    actor_kind: str
    actor_id: str
    actor_name: str | None
    sku_code: str
    merchant_code: str
    site_code: str
    from_id: int
    from_code: str
    from_kind: str
    to_id: int
    to_code: str
    to_kind: str
    lot_code: str | None
    from_condition: str
    to_condition: str
    on_hand_change: int


@dataclass(frozen=True, slots=True)
class MovementFilter:
    """What narrows the ledger; a SKU, a location, a lot, a document or units are named.

    A serial number goes with its SKU. `since` goes with units, whose entries no index finds: the day of recording.
    """

    sku_id: UUID | None = None
    site_id: UUID | None = None
    location_id: int | None = None
    document_id: str = ""
    reasons: tuple[str, ...] = ()
    lot_id: int | None = None
    serial: str = ""
    unit_ids: tuple[UUID, ...] = ()
    since: date | None = None

    @property
    def names_something(self) -> bool:
        """Tell whether it asks for less than the whole ledger."""
        return bool(self.sku_id or self.location_id or self.document_id or self.lot_id or self.unit_ids)


def list_movements(scope: Scope, *, wanted: MovementFilter, page: PageOf) -> Page[MovementRow]:
    """Return entries, newest first. Queries: 2, 0 when neither SKU, location, lot, document nor unit is named."""
    if not wanted.names_something:
        return Page([], "", "", 0)
    with transaction(scope):
        return fetch_page(
            MovementRow,
            _MOVEMENTS,
            {
                "sku_id": wanted.sku_id,
                "site_id": wanted.site_id,
                "location_id": wanted.location_id,
                "document_id": wanted.document_id,
                "reasons": list(wanted.reasons),
                "lot_id": wanted.lot_id,
                "serial": wanted.serial,
                "unit_ids": list(wanted.unit_ids),
                "since": wanted.since,
            },
            keys=_KEYS,
            page=replace(page, is_descending=True),
        )
