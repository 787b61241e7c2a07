"""Balances with what surrounds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.errors import UnknownLocation
from packhaus.inventory.queries.nested_units import WITHIN
from packhaus.inventory.types import LocationKind, Move
from packhaus.kernel import rows

ON_THE_WAY = [LocationKind.TOTE, LocationKind.PACKING, LocationKind.STAGING, LocationKind.DOCK]
"""Where goods are on their way out of the house: picked, packed, or taken for another site."""

_BALANCE = """
SELECT b.id, b.merchant_id, l.site_id, b.location_id, l.code AS location_code, b.sku_id, b.owner_id, b.lot_id, b.serial,
       b.handling_unit_id, b.condition, b.on_hand, b.allocated,
       l.counts_as_on_hand AND b.condition = 'sellable' AS counts
FROM inventory_balance AS b JOIN inventory_location AS l ON l.id = b.location_id
"""
_BY_ID = _BALANCE + "WHERE b.id = %(id)s"
_AT = _BALANCE + (
    "WHERE b.location_id = %(location_id)s AND b.sku_id = %(sku_id)s AND b.condition = 'sellable' "
    "AND (%(lot_id)s::bigint IS NULL OR b.lot_id = %(lot_id)s) ORDER BY b.expires_on, b.received_on, b.id"
)

_HELD = _BALANCE + (
    "WHERE b.on_hand > 0 AND (b.handling_unit_id = ANY(%(unit_ids)s::uuid[]) OR b.id = ANY(%(balance_ids)s::bigint[])) "
    "ORDER BY b.id"
)
_QUARANTINED = _BALANCE + (
    "WHERE b.sku_id = ANY(%(sku_ids)s::uuid[]) AND l.site_id = ANY(%(site_ids)s::uuid[]) "
    "AND b.condition = 'quarantine' AND b.on_hand > 0 ORDER BY b.id"
)

_MATCHING = """
SELECT b.id FROM inventory_balance AS b JOIN inventory_location AS l ON l.id = b.location_id
WHERE b.on_hand > 0 AND b.condition = %(condition)s AND l.kind <> ALL(%(on_the_way)s::text[])
  AND (%(site_id)s::uuid IS NULL OR l.site_id = %(site_id)s)
"""
_MATCHING_AT = _MATCHING + "AND b.location_id = %(location_id)s ORDER BY b.id"
_MATCHING_IN = WITHIN + _MATCHING + "AND b.handling_unit_id IN (SELECT id FROM within) ORDER BY b.id"  # noqa: S608 - constants
_MATCHING_OF = _MATCHING + "AND b.lot_id = ANY(%(lot_ids)s::bigint[]) ORDER BY b.id"
_MATCHING_UNNAMED = _MATCHING + (
    "AND b.sku_id = %(sku_id)s AND b.lot_id IS NULL AND b.expires_on IS NOT DISTINCT FROM %(expires_on)s::date "
    "ORDER BY b.id"
)
_MATCHING_SERIALS = (
    _MATCHING + "AND b.sku_id = %(sku_id)s AND b.serial = ANY(%(serials)s::text[]) ORDER BY b.id"
)


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """Units of one key at one location; `counts` says whether they are part of the site's on hand."""

    id: int
    merchant_id: UUID
    site_id: UUID
    location_id: int
    location_code: str
    sku_id: UUID
    owner_id: UUID
    lot_id: int | None
    serial: str | None
    handling_unit_id: UUID | None
    condition: str
    on_hand: int
    allocated: int
    counts: bool

    def as_move(self, *, quantity: int, to_location_id: int, to_condition: str) -> Move:
        """Return the movement of some of these units, loose, to another place."""
        return Move(
            merchant_id=self.merchant_id,
            site_id=self.site_id,
            sku_id=self.sku_id,
            owner_id=self.owner_id,
            quantity=quantity,
            from_location_id=self.location_id,
            to_location_id=to_location_id,
            lot_id=self.lot_id,
            serial=self.serial,
            from_unit_id=self.handling_unit_id,
            from_condition=self.condition,
            to_condition=to_condition,
        )


def get_balance(*, balance_id: int) -> BalanceRow:
    """Return a balance. Queries: 1. Raises: UnknownLocation when it is gone or out of scope."""
    found = rows.find_row(BalanceRow, _BY_ID, {"id": balance_id})
    if found is None:
        raise UnknownLocation("nothing of this lies there any more", balance=balance_id)
    return found


def list_balances_at(*, location_id: int, sku_id: UUID, lot_id: int | None = None) -> list[BalanceRow]:
    """Return the sellable balances of a SKU at a location, first to expire first. Queries: 1."""
    return rows.fetch_rows(BalanceRow, _AT, {"location_id": location_id, "sku_id": sku_id, "lot_id": lot_id})


def list_quarantined(*, site_ids: Sequence[UUID], sku_ids: Sequence[UUID]) -> list[BalanceRow]:
    """Return the balances of items in quarantine at sites, in the caller's transaction. Queries: 1."""
    return rows.fetch_rows(BalanceRow, _QUARANTINED, {"site_ids": list(site_ids), "sku_ids": list(sku_ids)})


def list_held(*, unit_ids: Sequence[UUID], balance_ids: Sequence[int]) -> list[BalanceRow]:
    """Return what these units hold themselves, and these balances, in the caller's transaction. Queries: 1."""
    return rows.fetch_rows(BalanceRow, _HELD, {"unit_ids": list(unit_ids), "balance_ids": list(balance_ids)})


def find_balance(*, balance_id: int) -> BalanceRow | None:
    """Return a balance as it is now, if there is one, in the caller's transaction. Queries: 1."""
    return rows.find_row(BalanceRow, _BY_ID, {"id": balance_id})


def list_matching(
    *,
    scope: Scope,
    condition: str,
    location_id: int | None = None,
    unit_id: UUID | None = None,
    lot_ids: Sequence[int] = (),
    site_id: UUID | None = None,
) -> list[int]:
    """Return the balances in a condition at a place, or in a unit with all units in it, or of lots. Queries: 1.

    What is on its way out of the house is left out.
    """
    sql = _MATCHING_AT if location_id else _MATCHING_IN if unit_id else _MATCHING_OF
    return _match(
        sql,
        scope,
        condition,
        location_id=location_id,
        unit_ids=[unit_id],
        lot_ids=list(lot_ids),
        site_id=site_id,
    )


def list_matching_unnamed(
    *, scope: Scope, condition: str, sku_id: UUID, expires_on: date | None, site_id: UUID | None
) -> list[int]:
    """Return the balances of an item without a lot that expire on a day, or on none, as `list_matching` does.

    Queries: 1.
    """
    return _match(_MATCHING_UNNAMED, scope, condition, sku_id=sku_id, expires_on=expires_on, site_id=site_id)


def list_matching_serials(*, scope: Scope, condition: str, sku_id: UUID, serials: Sequence[str]) -> list[int]:
    """Return the balances in a condition of an item's serial numbers, as `list_matching` does. Queries: 1."""
    return _match(_MATCHING_SERIALS, scope, condition, sku_id=sku_id, serials=list(serials), site_id=None)


def _match(sql: str, scope: Scope, condition: str, **chosen: object) -> list[int]:
    parameters = {"condition": condition, "on_the_way": [kind.value for kind in ON_THE_WAY], **chosen}
    with transaction(scope):
        return [id_ for (id_,) in rows.fetch_tuples(sql, parameters)]
