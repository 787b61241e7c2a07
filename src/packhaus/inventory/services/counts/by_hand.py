"""Counts that nobody planned: kept beside the others, so that accuracy and the last count of a bin know of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from packhaus.access.types import Actor
from packhaus.inventory.queries.balances import BalanceRow
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

_COUNTS = """
INSERT INTO inventory_count (id, number, document_id, site_id, location_id, status, trigger, round, planned_at,
    counted_at, closed_at, counted_by, closed_by, reason)
SELECT c.id, 'C-' || nextval('inventory_count_number'), %(document_id)s, l.site_id, l.id, 'approved', 'by_hand', 1,
       %(now)s, %(now)s, %(now)s, %(who)s, %(who)s, 'within'
FROM unnest(%(ids)s::uuid[], %(location_ids)s::bigint[]) AS c(id, location_id)
JOIN inventory_location AS l ON l.id = c.location_id
"""

_LINES = """
INSERT INTO inventory_countline (merchant_id, count_id, round, sku_id, owner_id, lot_id, serial, handling_unit_id,
    condition, recorded, counted, position, has_moved, abc, counted_at, posted)
SELECT b.merchant_id, f.count_id, 1, b.sku_id, b.owner_id, b.lot_id, b.serial, b.unit_id, b.condition,
       f.counted - f.change, f.counted,
       coalesce(pg_sequence_last_value(pg_get_serial_sequence('inventory_movement', 'id')::regclass), 0),
       false, coalesce(k.abc, 'c'), %(now)s, f.change
FROM unnest(%(count_ids)s::uuid[], %(counteds)s::bigint[], %(changes)s::bigint[], %(merchant_ids)s::uuid[],
    %(site_ids)s::uuid[], %(location_ids)s::bigint[], %(sku_ids)s::uuid[], %(owner_ids)s::uuid[],
    %(lot_ids)s::bigint[], %(serials)s::text[], %(unit_ids)s::uuid[], %(conditions)s::text[])
    AS f(count_id, counted, change, merchant_id, site_id, location_id, sku_id, owner_id, lot_id, serial, unit_id,
         condition)
CROSS JOIN LATERAL (SELECT f.merchant_id, f.location_id, f.sku_id, f.owner_id, f.lot_id, f.serial, f.unit_id,
                           f.condition) AS b
LEFT JOIN inventory_skuclass AS k ON k.site_id = f.site_id AND k.sku_id = f.sku_id
"""


# A count that was planned for just these items is done by this one.
_ANSWERED = """
WITH answered AS (
    UPDATE inventory_count AS c SET status = 'cancelled', closed_at = %(now)s, closed_by = %(who)s
    FROM unnest(%(location_ids)s::bigint[], %(sku_ids)s::uuid[]) AS d(location_id, sku_id)
    WHERE c.location_id = d.location_id AND c.sku_id = d.sku_id AND c.status = 'planned'
    RETURNING c.id
)
UPDATE inventory_counttask AS t SET status = 'cancelled', done_at = %(now)s
FROM answered WHERE t.count_id = answered.id AND t.status = 'open'
"""


class HandLine(NamedTuple):
    """Units found of a balance, and how many more that was than its record said."""

    balance: BalanceRow
    counted: int
    change: int


def note_by_hand(*, lines: Sequence[HandLine], document_id: str, now: datetime, actor: Actor) -> None:
    """Keep what was counted and has just been booked under this document, a count per place. Queries: 3."""
    ids = {location_id: new_id() for location_id in sorted({one.balance.location_id for one in lines})}
    about = {"document_id": document_id, "now": now, "who": actor.id}
    rows.execute(_COUNTS, {**about, "ids": list(ids.values()), "location_ids": list(ids)})
    pairs = sorted({(one.balance.location_id, one.balance.sku_id) for one in lines})
    location_ids, sku_ids = rows.as_columns(pairs, 2)
    rows.execute(_ANSWERED, {"now": now, "who": actor.id, "location_ids": location_ids, "sku_ids": sku_ids})
    columns = rows.as_columns(
        [
            (
                ids[one.balance.location_id], one.counted, one.change, one.balance.merchant_id, one.balance.site_id,
                one.balance.location_id, one.balance.sku_id, one.balance.owner_id, one.balance.lot_id,
                one.balance.serial, one.balance.handling_unit_id, one.balance.condition,
            )
            for one in lines
        ],
        12,
    )  # fmt: skip
    names = (
        "count_ids", "counteds", "changes", "merchant_ids", "site_ids", "location_ids", "sku_ids", "owner_ids",
        "lot_ids", "serials", "unit_ids", "conditions",
    )  # fmt: skip
    rows.execute(_LINES, {**about, **dict(zip(names, columns, strict=True))})
