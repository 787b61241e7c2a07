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

_SUMS = """
    SELECT coalesce(sum(b.on_hand) FILTER (WHERE b.condition = 'sellable'), 0)::bigint AS on_hand,
           coalesce(sum(b.allocated), 0)::bigint AS allocated,
           coalesce(sum(b.on_hand) FILTER (WHERE b.condition = 'quarantine'), 0)::bigint AS quarantined,
           coalesce(sum(b.on_hand) FILTER (WHERE b.condition NOT IN ('sellable', 'quarantine')), 0)::bigint AS damaged
    FROM inventory_balance AS b
"""
_AT_SITE = """
    b.on_hand > 0 AND (%(site_id)s::uuid IS NULL OR EXISTS (
        SELECT FROM inventory_location AS l WHERE l.id = b.location_id AND l.site_id = %(site_id)s))
"""
_LEFT_SO_FAR = "0::bigint AS in_transit, 0::bigint AS shipped, 0::bigint AS written_off"
_LOTS = f"""
SELECT t.id, t.merchant_id, m.code AS merchant_code, t.sku_id, k.code AS sku_code, k.name AS sku_name,
       t.code AS lot_code, t.expires_on, coalesce(t.expires_on, '9999-12-31'::date) AS keeps_until, s.*, {_LEFT_SO_FAR}
FROM inventory_lot AS t
JOIN access_merchant AS m ON m.id = t.merchant_id
JOIN catalog_sku AS k ON k.id = t.sku_id
CROSS JOIN LATERAL ({_SUMS} WHERE b.lot_id = t.id AND {_AT_SITE}) AS s
"""  # noqa: S608 - made of constants
_LIST = f"""{_LOTS}
WHERE (%(merchant_id)s::uuid IS NULL OR t.merchant_id = %(merchant_id)s)
  AND (%(until)s::date IS NULL OR t.expires_on <= %(until)s)
  AND (%(text)s::text = '' OR t.code >= %(text)s AND t.code < %(text_end)s OR k.code = %(text)s)
  AND (cardinality(%(ids)s::bigint[]) = 0 OR t.id = ANY(%(ids)s))
  AND CASE %(only)s::text WHEN 'here' THEN s.on_hand + s.quarantined + s.damaged > 0
      WHEN 'quarantined' THEN s.quarantined > 0
      WHEN 'gone' THEN NOT EXISTS (SELECT FROM inventory_balance AS b WHERE b.lot_id = t.id AND b.on_hand > 0)
      ELSE true END
"""
# Units without a lot are one row for each day on which they expire, with an id below zero; those of an item that has
# lots or expires, and that came before it did, are one row, with an id far below.
_WITHOUT_A_DAY = -(2**40)
_UNNAMED = f"""
SELECT t.id, t.merchant_id, m.code AS merchant_code, t.sku_id, k.code AS sku_code, k.name AS sku_name, '' AS lot_code,
       t.expires_on, coalesce(t.expires_on, '9999-12-31'::date) AS keeps_until, t.on_hand, t.allocated, t.quarantined,
       t.damaged, {_LEFT_SO_FAR}
FROM (
    SELECT -u.id AS id, u.merchant_id, u.sku_id, u.expires_on, s.*
    FROM inventory_unnamedlot AS u
    CROSS JOIN LATERAL (
        {_SUMS} WHERE b.sku_id = u.sku_id AND b.lot_id IS NULL AND b.expires_on = u.expires_on AND {_AT_SITE}) AS s
    WHERE (%(until)s::date IS NULL OR u.expires_on <= %(until)s)
      AND (%(only)s::text <> 'gone' OR NOT EXISTS (
          SELECT FROM inventory_balance AS b
          WHERE b.sku_id = u.sku_id AND b.lot_id IS NULL AND b.expires_on = u.expires_on AND b.on_hand > 0))
    UNION ALL
    SELECT {_WITHOUT_A_DAY} - (hashtextextended(i.id::text, 0) & 36028797018963967), i.merchant_id, i.id, NULL, s.*
    FROM catalog_sku AS i
    CROSS JOIN LATERAL (
        {_SUMS} WHERE b.sku_id = i.id AND b.lot_id IS NULL AND b.expires_on IS NULL AND {_AT_SITE}) AS s
    WHERE (i.has_lots OR i.has_expiry) AND %(until)s::date IS NULL AND %(only)s::text <> 'gone'
      AND s.on_hand + s.quarantined + s.damaged > 0
) AS t
JOIN access_merchant AS m ON m.id = t.merchant_id
JOIN catalog_sku AS k ON k.id = t.sku_id
WHERE (%(merchant_id)s::uuid IS NULL OR t.merchant_id = %(merchant_id)s)
  AND (%(text)s::text = '' OR k.code = %(text)s)
  AND (cardinality(%(ids)s::bigint[]) = 0 OR t.id = ANY(%(ids)s))
  AND CASE %(only)s::text WHEN 'here' THEN t.on_hand + t.quarantined + t.damaged > 0
      WHEN 'quarantined' THEN t.quarantined > 0 ELSE true END
"""  # noqa: S608 - made of constants
_ALL = f"SELECT x.* FROM ({_LIST} UNION ALL {_UNNAMED}) AS x"  # noqa: S608 - made of constants
_ONE = f"{_LOTS} WHERE t.id = %(id)s"

_SUM_LEFT = """
       sum(m.quantity * ((t.kind = 'in_transit')::int - (f.kind = 'in_transit')::int))::bigint,
       sum(m.quantity * ((t.kind = 'customer')::int - (f.kind = 'customer')::int))::bigint,
       sum(m.quantity * ((t.kind = 'adjustment')::int - (f.kind = 'adjustment')::int))::bigint
FROM inventory_movement AS m
JOIN inventory_location AS f ON f.id = m.from_location_id
JOIN inventory_location AS t ON t.id = m.to_location_id
"""
_AWAY = "('in_transit', 'customer', 'adjustment')"
_HAS_LEFT = f"(t.kind IN {_AWAY} OR f.kind IN {_AWAY})"
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

    `written_off` were scrapped, counted away or used up, less those that were found. `keeps_until` orders: a lot
    without a date keeps for ever. Units of an item without a lot are one row for each day on which they expire, also
    when all have left: without a code and with an id below zero.
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
    written_off: int


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
    """What narrows the list; `until` takes what expires on that day or before, `only` is here, quarantined or gone.

    Gone is what lies at no site any more, whichever site is named.
    """

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
    return [_with_left(lot, *left[lot.id]) if lot.id in left else lot for lot in lots]


def _with_left(lot: LotRow, in_transit: int, shipped: int, written_off: int) -> LotRow:
    return replace(lot, in_transit=in_transit, shipped=shipped, written_off=written_off)


def _sum_lots(lots: Sequence[LotRow]) -> list[tuple[int, int, int, int]]:
    ids = [lot.id for lot in lots if lot.lot_code]
    return rows.fetch_tuples(_LEFT, {"ids": ids}) if ids else []


def _sum_unnamed(lots: Sequence[LotRow]) -> list[tuple[int, int, int, int]]:
    unnamed = [lot for lot in lots if not lot.lot_code and lot.expires_on]
    if not unnamed:
        return []
    wanted = {
        "ids": [lot.id for lot in unnamed],
        "sku_ids": [lot.sku_id for lot in unnamed],
        "days": [lot.expires_on for lot in unnamed],
    }
    return rows.fetch_tuples(_LEFT_UNNAMED, wanted)
