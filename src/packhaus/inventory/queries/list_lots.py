"""Lots: what expires, what is set apart, and how much of a lot has left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.errors import LotNotFound
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page

_KEYS = (Key("keeps_until", "date"), Key("id", "bigint"))

_LOTS = """
SELECT t.id, t.merchant_id, m.code AS merchant_code, t.sku_id, k.code AS sku_code, k.name AS sku_name,
       t.code AS lot_code, t.expires_on, coalesce(t.expires_on, '9999-12-31'::date) AS keeps_until, s.on_hand,
       s.allocated, s.quarantined, s.damaged, 0::bigint AS in_transit, 0::bigint AS shipped
FROM inventory_lot AS t
JOIN access_merchant AS m ON m.id = t.merchant_id
JOIN catalog_sku AS k ON k.id = t.sku_id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(b.on_hand) FILTER (WHERE b.condition = 'sellable'), 0)::bigint AS on_hand,
           coalesce(sum(b.allocated), 0)::bigint AS allocated,
           coalesce(sum(b.on_hand) FILTER (WHERE b.condition = 'quarantine'), 0)::bigint AS quarantined,
           coalesce(sum(b.on_hand) FILTER (WHERE b.condition NOT IN ('sellable', 'quarantine')), 0)::bigint AS damaged
    FROM inventory_balance AS b
    WHERE b.lot_id = t.id AND b.on_hand > 0 AND (%(site_id)s::uuid IS NULL OR EXISTS (
        SELECT FROM inventory_location AS l WHERE l.id = b.location_id AND l.site_id = %(site_id)s))
) AS s
"""
_LIST = f"""{_LOTS}
WHERE (%(merchant_id)s::uuid IS NULL OR t.merchant_id = %(merchant_id)s)
  AND (%(until)s::date IS NULL OR t.expires_on <= %(until)s)
  AND (%(text)s::text = '' OR t.code >= %(text)s AND t.code < %(text_end)s OR k.code = %(text)s)
  AND (cardinality(%(ids)s::bigint[]) = 0 OR t.id = ANY(%(ids)s))
  AND CASE %(only)s::text WHEN 'here' THEN s.on_hand + s.quarantined + s.damaged > 0
      WHEN 'quarantined' THEN s.quarantined > 0 ELSE true END
"""
# Units that expire and have no lot are one row for each day on which they do. Its id is below zero and stays the same
# while the units move, so that a long selection finds each of them once.
_UNNAMED = """
SELECT t.id, t.merchant_id, m.code AS merchant_code, t.sku_id, t.sku_code, t.sku_name, '' AS lot_code, t.expires_on,
       t.expires_on AS keeps_until, t.on_hand, t.allocated, t.quarantined, t.damaged, 0::bigint AS in_transit,
       0::bigint AS shipped
FROM (
    SELECT -1 - (hashtextextended(b.sku_id::text || (b.expires_on - '1970-01-01'::date), 0) & 72057594037927935) AS id,
           b.merchant_id, b.sku_id, k.code AS sku_code, k.name AS sku_name, b.expires_on,
           coalesce(sum(b.on_hand) FILTER (WHERE b.condition = 'sellable'), 0)::bigint AS on_hand,
           sum(b.allocated)::bigint AS allocated,
           coalesce(sum(b.on_hand) FILTER (WHERE b.condition = 'quarantine'), 0)::bigint AS quarantined,
           coalesce(sum(b.on_hand) FILTER (WHERE b.condition NOT IN ('sellable', 'quarantine')), 0)::bigint AS damaged
    FROM catalog_sku AS k JOIN inventory_balance AS b ON b.sku_id = k.id
    WHERE k.has_expiry AND b.lot_id IS NULL AND b.expires_on IS NOT NULL AND b.on_hand > 0
      AND (%(merchant_id)s::uuid IS NULL OR k.merchant_id = %(merchant_id)s)
      AND (%(until)s::date IS NULL OR b.expires_on <= %(until)s)
      AND (%(text)s::text = '' OR k.code = %(text)s)
      AND (%(site_id)s::uuid IS NULL OR EXISTS (
          SELECT FROM inventory_location AS l WHERE l.id = b.location_id AND l.site_id = %(site_id)s))
    GROUP BY b.merchant_id, b.sku_id, k.code, k.name, b.expires_on
) AS t JOIN access_merchant AS m ON m.id = t.merchant_id
WHERE (cardinality(%(ids)s::bigint[]) = 0 OR t.id = ANY(%(ids)s))
  AND (%(only)s::text <> 'quarantined' OR t.quarantined > 0)
"""
_ALL = f"SELECT x.* FROM ({_LIST} UNION ALL {_UNNAMED}) AS x"  # noqa: S608 - made of constants
_ONE = f"{_LOTS} WHERE t.id = %(id)s"

_SUM_LEFT = """
       sum(m.quantity * ((t.kind = 'in_transit')::int - (f.kind = 'in_transit')::int))::bigint,
       sum(m.quantity * ((t.kind = 'customer')::int - (f.kind = 'customer')::int))::bigint
FROM inventory_movement AS m
JOIN inventory_location AS f ON f.id = m.from_location_id
JOIN inventory_location AS t ON t.id = m.to_location_id
"""
_HAS_LEFT = "(t.kind IN ('in_transit', 'customer') OR f.kind IN ('in_transit', 'customer'))"
_LEFT = f"""
SELECT m.lot_id, {_SUM_LEFT}
WHERE m.lot_id = ANY(%(ids)s::bigint[]) AND {_HAS_LEFT}
GROUP BY m.lot_id
"""
_LEFT_UNNAMED = f"""
SELECT w.id, {_SUM_LEFT}
JOIN unnest(%(ids)s::bigint[], %(sku_ids)s::uuid[], %(days)s::date[]) AS w(id, sku_id, expires_on)
    ON w.sku_id = m.sku_id AND w.expires_on = m.expires_on
WHERE m.lot_id IS NULL AND m.expires_on IS NOT NULL AND {_HAS_LEFT}
GROUP BY w.id
"""

_PLACES = """
SELECT b.id, b.location_id, l.code AS location_code, l.kind AS location_kind, n.code AS site_code, b.serial,
       u.code AS unit_code, b.condition, b.on_hand, b.allocated, b.received_on
FROM inventory_balance AS b
JOIN inventory_location AS l ON l.id = b.location_id
JOIN network_site AS n ON n.id = l.site_id
LEFT JOIN inventory_handlingunit AS u ON u.id = b.handling_unit_id
WHERE b.lot_id = %(id)s AND b.on_hand > 0
ORDER BY n.priority, n.code, l.walk_sequence, b.id LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot. Units: sellable ones on hand, those set apart, those on their way to a site and those sent to shoppers.

    `keeps_until` orders: a lot without a date keeps for ever. Units of an item without a lot are one row for each day
    on which they expire, as long as some are in a house: without a code and with an id below zero.
    """

    id: int
    merchant_id: UUID
    merchant_code: str
    sku_id: UUID
    sku_code: str
    sku_name: str
    lot_code: str
    expires_on: date | None
    keeps_until: date
    on_hand: int
    allocated: int
    quarantined: int
    damaged: int
    in_transit: int
    shipped: int


@dataclass(frozen=True, slots=True)
class LotPlace:
    """Units of a lot at one place."""

    id: int
    location_id: int
    location_code: str
    location_kind: str
    site_code: str
    serial: str | None
    unit_code: str | None
    condition: str
    on_hand: int
    allocated: int
    received_on: date


@dataclass(frozen=True, slots=True)
class LotFilter:
    """What narrows the list; `until` takes what expires on that day or before, `only` is here or quarantined."""

    text: str = ""
    site_id: UUID | None = None
    merchant_id: UUID | None = None
    until: date | None = None
    only: str = ""
    ids: Sequence[int] = ()


def list_lots(scope: Scope, *, wanted: LotFilter, page: PageOf) -> Page[LotRow]:
    """Return lots, the first to expire first; what has left counts over all sites. Queries: 3 to 4."""
    parameters = {
        "text": wanted.text, "text_end": bound_prefix(wanted.text), "site_id": wanted.site_id,
        "merchant_id": wanted.merchant_id, "until": wanted.until, "only": wanted.only, "ids": list(wanted.ids),
    }  # fmt: skip
    with transaction(scope):
        found = fetch_page(LotRow, _ALL, parameters, keys=_KEYS, page=page)
        return replace(found, rows=_add_left(found.rows))


def get_lot(scope: Scope, *, lot_id: int) -> LotRow:
    """Return one lot over all sites. Queries: 2. Raises: LotNotFound."""
    with transaction(scope):
        found = rows.find_row(LotRow, _ONE, {"id": lot_id, "site_id": None})
        if found is None:
            raise LotNotFound("there is no such lot")
        [lot] = _add_left([found])
    return lot


def get_lot_id(scope: Scope, *, sku_id: UUID, code: str) -> int:
    """Return the lot of an item with a code. Queries: 1. Raises: LotNotFound."""
    with transaction(scope):
        found = rows.fetch_tuples(
            "SELECT id FROM inventory_lot WHERE sku_id = %(sku_id)s AND code = %(code)s",
            {"sku_id": sku_id, "code": code},
        )
    if not found:
        raise LotNotFound("there is no such lot", lot=code)
    return int(found[0][0])


def list_lot_places(scope: Scope, *, lot_id: int) -> list[LotPlace]:
    """Return where a lot lies, at most 200 places. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(LotPlace, _PLACES, {"id": lot_id})


def _add_left(lots: Sequence[LotRow]) -> list[LotRow]:
    left = {id_: sums for id_, *sums in [*_sum_lots(lots), *_sum_unnamed(lots)]}
    return [
        replace(lot, in_transit=left[lot.id][0], shipped=left[lot.id][1]) if lot.id in left else lot
        for lot in lots
    ]


def _sum_lots(lots: Sequence[LotRow]) -> list[tuple[int, int, int]]:
    ids = [lot.id for lot in lots if lot.lot_code]
    return rows.fetch_tuples(_LEFT, {"ids": ids}) if ids else []


def _sum_unnamed(lots: Sequence[LotRow]) -> list[tuple[int, int, int]]:
    unnamed = [lot for lot in lots if not lot.lot_code]
    if not unnamed:
        return []
    wanted = {
        "ids": [lot.id for lot in unnamed],
        "sku_ids": [lot.sku_id for lot in unnamed],
        "days": [lot.expires_on for lot in unnamed],
    }
    return rows.fetch_tuples(_LEFT_UNNAMED, wanted)
