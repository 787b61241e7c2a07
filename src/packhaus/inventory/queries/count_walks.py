"""Bins that wait to be counted, and what of a bin its counter may see: never what the record says."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.errors import CountNotFound
from packhaus.kernel import rows

_WALKS = """
SELECT c.id, c.number, c.status, c.trigger, t.priority, l.code AS location_code, l.x_mm, l.y_mm, n.code AS site_code,
       k.code AS sku_code, k.name AS sku_name, coalesce(t.claimed_by = %(person_id)s::uuid, false) AS is_mine
FROM inventory_counttask AS t
JOIN inventory_count AS c ON c.id = t.count_id
JOIN inventory_location AS l ON l.id = c.location_id
JOIN network_site AS n ON n.id = c.site_id
LEFT JOIN catalog_sku AS k ON k.id = c.sku_id
"""
_OPEN = """
WHERE (t.status = 'open' AND t.not_by IS DISTINCT FROM %(person_id)s::uuid
    OR t.status = 'claimed' AND t.claimed_by = %(person_id)s::uuid)
  AND (%(site_id)s::uuid IS NULL OR t.site_id = %(site_id)s)
"""
_NEXT = f"{_WALKS}{_OPEN} ORDER BY is_mine DESC, t.priority, l.walk_sequence, t.id LIMIT %(limit)s"
_COUNT = f"SELECT count(*) FROM inventory_counttask AS t {_OPEN}"  # noqa: S608 - constants
_AT = f"{_WALKS}{_OPEN} AND l.code = %(code)s ORDER BY is_mine DESC, t.id LIMIT 1"

_STEP = """
SELECT c.id, c.number, c.site_id, c.location_id, c.status, c.round, l.code AS location_code, c.sku_id,
       k.code AS sku_code, k.name AS sku_name,
       EXISTS (SELECT FROM inventory_counttask AS t
               WHERE t.count_id = c.id AND t.status = 'claimed' AND t.claimed_by = %(person_id)s) AS is_mine
FROM inventory_count AS c
JOIN inventory_location AS l ON l.id = c.location_id
LEFT JOIN catalog_sku AS k ON k.id = c.sku_id
WHERE c.number = %(number)s
"""

# Only what somebody said herself.
_NOTED = """
SELECT k.code, k.name, t.code AS lot_code, l.serial, sum(l.counted)::bigint AS units, true AS is_known
FROM inventory_countline AS l
JOIN inventory_count AS c ON c.id = l.count_id AND l.round = c.round
JOIN catalog_sku AS k ON k.id = l.sku_id
LEFT JOIN inventory_lot AS t ON t.id = l.lot_id
WHERE c.id = %(count_id)s
GROUP BY k.id, k.code, k.name, t.code, l.serial
UNION ALL
SELECT u.code, '', NULL, NULL, u.quantity, false
FROM inventory_countunknown AS u JOIN inventory_count AS c ON c.id = u.count_id AND u.round = c.round
WHERE c.id = %(count_id)s
ORDER BY 1, 3, 4
"""

# What lies there comes first, so that one barcode of two merchants means the one whose goods are in the bin.
_ITEMS = """
SELECT DISTINCT ON (k.id) k.id, k.code, k.name, m.code AS merchant_code, k.has_lots, k.has_serials, f.units,
       EXISTS (SELECT FROM inventory_balance AS b WHERE b.location_id = %(location_id)s AND b.sku_id = k.id) AS is_there
FROM (
    SELECT b.sku_id, b.quantity AS units FROM catalog_barcode AS b WHERE b.code = %(code)s::text
    UNION ALL
    SELECT k.id, 1 FROM access_merchant AS m
    JOIN catalog_sku AS k ON k.merchant_id = m.id AND k.code = %(code)s::text
) AS f
JOIN catalog_sku AS k ON k.id = f.sku_id
JOIN access_merchant AS m ON m.id = k.merchant_id
ORDER BY k.id, f.units DESC LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class CountWalk:
    """A bin that waits for its counter."""

    id: UUID
    number: str
    status: str
    trigger: str
    priority: int
    location_code: str
    x_mm: int
    y_mm: int
    site_code: str
    sku_code: str | None
    sku_name: str | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class CountStep:
    """Where a count stands for the person who asks."""

    id: UUID
    number: str
    site_id: UUID
    location_id: int
    status: str
    round: int
    location_code: str
    sku_id: UUID | None
    sku_code: str | None
    sku_name: str | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """What the counter said of an item, or of a code that nobody knows."""

    code: str
    name: str
    lot_code: str | None
    serial: str | None
    units: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class CountItem:
    """An item that a scanned code means, and how many units one scan of it is."""

    id: UUID
    code: str
    name: str
    merchant_code: str
    has_lots: bool
    has_serials: bool
    units: int
    is_there: bool


def list_count_walks(*, scope: Scope, site_id: UUID | None, person_id: UUID, limit: int) -> list[CountWalk]:
    """Return the bins that a person may count, the ones begun first, then by turn and along the walk. Queries: 1."""
    parameters = {"site_id": site_id, "person_id": person_id, "limit": limit}
    with transaction(scope):
        return rows.fetch_rows(CountWalk, _NEXT, parameters)


def count_count_walks(*, scope: Scope, site_id: UUID | None, person_id: UUID) -> int:
    """Return how many bins a person may count. Queries: 1."""
    with transaction(scope):
        return int(rows.fetch_value(_COUNT, {"site_id": site_id, "person_id": person_id}))


def find_count_walk(*, scope: Scope, site_id: UUID | None, person_id: UUID, code: str) -> CountWalk | None:
    """Return the open count of the bin with this code, if it is this person's to count. Queries: 1."""
    with transaction(scope):
        return rows.find_row(CountWalk, _AT, {"site_id": site_id, "person_id": person_id, "code": code})


def get_count_step(*, scope: Scope, number: str, person_id: UUID) -> CountStep:
    """Return where a count stands. Queries: 1. Raises: CountNotFound."""
    with transaction(scope):
        found = rows.find_row(CountStep, _STEP, {"number": number, "person_id": person_id})
    if found is None:
        raise CountNotFound("there is no such count", number=number)
    return found


def list_noted(*, scope: Scope, count_id: UUID) -> list[Noted]:
    """Return what was said in this round, without what the record says. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(Noted, _NOTED, {"count_id": count_id})


def find_count_items(*, scope: Scope, location_id: int, code: str) -> list[CountItem]:
    """Return what a code means at a bin: the items that lie there, else every item of that code. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_rows(CountItem, _ITEMS, {"location_id": location_id, "code": code})
    return [item for item in found if item.is_there] or found
