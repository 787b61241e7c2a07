"""What the ledger has in the bins that are counted, locked, and the lines that set it beside what was found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.inventory import locks
from packhaus.inventory.services.counts.known import KnownCount
from packhaus.kernel import rows

POSITION = "coalesce(pg_sequence_last_value(pg_get_serial_sequence('inventory_movement', 'id')::regclass), 0)"
"""The ledger's position by now, in SQL."""

BALANCE_OF_LINE = """inventory_balance AS b
  ON b.location_id = c.location_id AND b.sku_id = l.sku_id AND b.owner_id = l.owner_id
 AND b.lot_id IS NOT DISTINCT FROM l.lot_id AND b.serial IS NOT DISTINCT FROM l.serial
 AND b.handling_unit_id IS NOT DISTINCT FROM l.handling_unit_id AND b.condition = l.condition
"""
"""What a join of a line `l` of a count `c` with its balance says."""

_COLUMNS = """
SELECT b.id, b.merchant_id, b.location_id, b.sku_id, b.owner_id, b.lot_id, b.serial, b.handling_unit_id, b.condition,
       b.on_hand, b.received_on
FROM inventory_balance AS b
"""
_SOME = f"""{_COLUMNS}
WHERE (b.location_id, b.sku_id) IN (
    SELECT * FROM unnest(%(location_ids)s::bigint[], %(sku_ids)s::uuid[]))
{locks.BALANCES_IN_ORDER}
"""  # noqa: S608 - constants
_ALL = f"""{_COLUMNS}
WHERE b.location_id = %(location_id)s AND (%(sku_id)s::uuid IS NULL OR b.sku_id = %(sku_id)s)
{locks.BALANCES_IN_ORDER}
"""

# An item that the record does not know here gets a balance of nothing: it can be locked, and a put-away that is being
# booked at this moment is waited for.
_ENSURE = """
INSERT INTO inventory_balance (merchant_id, location_id, sku_id, owner_id, lot_id, serial, handling_unit_id, condition,
    on_hand, allocated, grams, received_on)
SELECT d.merchant_id, d.location_id, d.sku_id, d.owner_id, d.lot_id, d.serial, d.unit_id, d.condition, 0, 0, 0,
       %(today)s
FROM unnest(%(location_ids)s::bigint[], %(sku_ids)s::uuid[], %(merchant_ids)s::uuid[], %(owner_ids)s::uuid[],
    %(lot_ids)s::bigint[], %(serials)s::text[], %(unit_ids)s::uuid[], %(conditions)s::text[])
    AS d(location_id, sku_id, merchant_id, owner_id, lot_id, serial, unit_id, condition)
ORDER BY d.location_id, d.sku_id, d.lot_id, d.serial
ON CONFLICT ON CONSTRAINT balance_is_one_row_per_key DO NOTHING
"""

# Position: under the locks of these balances no entry of theirs is on its way. What came between the beginning of the
# walk and now makes the figure doubtful.
_NOTE = f"""
WITH found AS (
    SELECT * FROM unnest(%(count_ids)s::uuid[], %(rounds)s::smallint[], %(balance_ids)s::bigint[], %(units)s::bigint[],
        %(begun)s::bigint[]) AS f(count_id, round, balance_id, units, begun)
), at AS MATERIALIZED (
    SELECT {POSITION} AS position
)
INSERT INTO inventory_countline AS l (merchant_id, count_id, round, sku_id, owner_id, lot_id, serial, handling_unit_id,
    condition, recorded, counted, position, has_moved, abc, counted_at)
SELECT b.merchant_id, f.count_id, f.round, b.sku_id, b.owner_id, b.lot_id, b.serial, b.handling_unit_id, b.condition,
       b.on_hand, f.units, at.position,
       EXISTS (SELECT FROM inventory_movement AS m
               WHERE m.sku_id = b.sku_id AND m.site_id = p.site_id AND m.id > f.begun AND m.id <= at.position
                 AND b.location_id IN (m.from_location_id, m.to_location_id)),
       coalesce(c.abc, 'c'), %(now)s
FROM found AS f
JOIN inventory_balance AS b ON b.id = f.balance_id
JOIN inventory_location AS p ON p.id = b.location_id
LEFT JOIN inventory_skuclass AS c ON c.site_id = p.site_id AND c.sku_id = b.sku_id
CROSS JOIN at
WHERE b.on_hand > 0 OR f.units > 0
ON CONFLICT ON CONSTRAINT count_line_is_one_per_key DO UPDATE
SET recorded = excluded.recorded, counted = excluded.counted, position = excluded.position,
    has_moved = excluded.has_moved, counted_at = excluded.counted_at
"""  # noqa: S608 - constants


class There(NamedTuple):
    """A locked balance of a counted bin."""

    id: int
    merchant_id: UUID
    location_id: int
    sku_id: UUID
    owner_id: UUID
    lot_id: int | None
    serial: str | None
    unit_id: UUID | None
    condition: str
    on_hand: int
    received_on: object


class LineKey(NamedTuple):
    """What a balance is the balance of."""

    location_id: int
    sku_id: UUID
    merchant_id: UUID
    owner_id: UUID
    lot_id: int | None
    serial: str | None
    unit_id: UUID | None
    condition: str


def lock_there(bins: Sequence[tuple[int, UUID]]) -> list[There]:
    """Lock what lies of these (location, SKU) pairs; the largest first in each. Queries: 1."""
    location_ids, sku_ids = rows.as_columns(bins, 2)
    return _sort(rows.fetch_tuples(_SOME, {"location_ids": location_ids, "sku_ids": sku_ids}))


def lock_bin(*, location_id: int, sku_id: UUID | None) -> list[There]:
    """Lock all that lies in a bin, or all of one item. Queries: 1."""
    return _sort(rows.fetch_tuples(_ALL, {"location_id": location_id, "sku_id": sku_id}))


def _sort(found: list[tuple[object, ...]]) -> list[There]:
    return sorted((There(*row) for row in found), key=lambda one: (-one.on_hand, one.id))  # type: ignore[arg-type]


def ensure_there(keys: Sequence[LineKey], *, now: datetime) -> None:
    """Make balances of nothing for what the record does not know in a bin. Queries: 1."""
    columns = rows.as_columns(keys, len(LineKey._fields))
    names = (f"{name}s" for name in LineKey._fields)
    rows.execute(_ENSURE, {**dict(zip(names, columns, strict=True)), "today": now.date()})


def note_lines(
    found: Sequence[tuple[KnownCount, There, int]], *, begun: Mapping[UUID, int], now: datetime
) -> None:
    """Write what was found of locked balances; what was noted before of the same key gives way. Queries: 1."""
    rows.execute(
        _NOTE,
        {
            "count_ids": [count.id for count, _, _ in found],
            "rounds": [count.round for count, _, _ in found],
            "balance_ids": [one.id for _, one, _ in found],
            "units": [units for _, _, units in found],
            "begun": [begun.get(count.id, 0) for count, _, _ in found],
            "now": now,
        },
    )
