"""Allocations that can travel: nobody walks to their bin yet, so they follow their units to another one."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.orders.services.fulfillment import lock_fulfillments
from packhaus.outbound.locks import lock_batches
from packhaus.outbound.queries.stops_in_hand import STOP_IN_HAND

_IN_HAND = STOP_IN_HAND.format(stop="t")

TRAVELS = f"""
a.quantity > 0 AND a.picked = 0 AND NOT EXISTS (
    SELECT FROM outbound_picktask AS t
    WHERE t.allocation_id = a.id AND t.fulfillment_id = (
        SELECT x.fulfillment_id FROM orders_fulfillmentline AS x WHERE x.id = a.fulfillment_line_id)
      AND {_IN_HAND}
) AND NOT EXISTS (
    SELECT FROM catalog_packaging AS p WHERE p.sku_id = a.sku_id AND a.quantity % p.quantity = 0
)
"""  # noqa: S608 - constants
"""Condition of an allocation `a`: its stop is unclaimed, or not made yet, and it does not take whole packagings."""

_UNCLAIMED = f"""
a.quantity > 0 AND a.picked = 0 AND NOT EXISTS (
    SELECT FROM outbound_picktask AS t
    WHERE t.allocation_id = a.id AND t.fulfillment_id = l.fulfillment_id AND {_IN_HAND})
"""


class Travels(Enum):
    """Which allocations go along: pieces nobody walks for, all nobody walks for, or all that are not picked."""

    PIECES = TRAVELS
    UNCLAIMED = _UNCLAIMED
    ALL = "true"


_TRAVELLERS = """
SELECT a.id, a.balance_id, a.quantity - a.picked, l.fulfillment_id,
       (SELECT t.batch_id FROM outbound_picktask AS t
        WHERE t.allocation_id = a.id AND t.fulfillment_id = l.fulfillment_id AND t.status IN ('open', 'claimed')
        LIMIT 1)
FROM outbound_allocation AS a JOIN orders_fulfillmentline AS l ON l.id = a.fulfillment_line_id
WHERE a.balance_id = ANY(%(balance_ids)s::bigint[]) AND a.quantity > a.picked AND {travels}
  AND (%(among)s::uuid[] IS NULL OR l.fulfillment_id = ANY(%(among)s::uuid[]))
ORDER BY a.id
"""

_STATEMENTS = {travels: _TRAVELLERS.format(travels=travels.value) for travels in Travels}

_READDRESS = """
WITH changed AS (
    SELECT c.id, b.id AS balance_id, b.location_id
    FROM unnest(%(ids)s::bigint[], %(from_ids)s::bigint[], %(location_ids)s::bigint[], %(unit_ids)s::uuid[])
         AS c(id, from_id, location_id, unit_id)
    JOIN inventory_balance AS f ON f.id = c.from_id
    JOIN inventory_balance AS b ON b.location_id = c.location_id AND b.sku_id = f.sku_id AND b.owner_id = f.owner_id
     AND b.lot_id IS NOT DISTINCT FROM f.lot_id AND b.serial IS NOT DISTINCT FROM f.serial
     AND b.handling_unit_id IS NOT DISTINCT FROM c.unit_id AND b.condition = f.condition
), stop AS (
    UPDATE outbound_picktask AS t SET location_id = c.location_id
    FROM changed AS c WHERE t.allocation_id = c.id AND t.status IN ('open', 'claimed')
)
UPDATE outbound_allocation AS a SET balance_id = c.balance_id FROM changed AS c WHERE a.id = c.id
"""


class Traveller(NamedTuple):
    """An allocation that may follow its units."""

    id: int
    balance_id: int
    quantity: int
    fulfillment_id: UUID
    batch_id: UUID | None


class Readdress(NamedTuple):
    """An allocation whose units went from a balance to a place, onto a unit or loose."""

    allocation_id: int
    from_balance_id: int
    location_id: int
    unit_id: UUID | None = None


def lock_travellers(balance_ids: Sequence[int], travels: Travels = Travels.PIECES) -> list[Traveller]:
    """Lock the orders and walks of allocations that can travel, and list those that still can. Queries: 1, or 4."""
    seen = _list(balance_ids, None, travels)
    if not seen:
        return []
    fulfillments = sorted({one.fulfillment_id for one in seen})
    lock_fulfillments(fulfillments)
    lock_batches(sorted({one.batch_id for one in seen if one.batch_id}))
    known = {one.batch_id for one in seen}
    return [one for one in _list(balance_ids, fulfillments, travels) if one.batch_id in known]


def _list(balance_ids: Sequence[int], among: Sequence[UUID] | None, travels: Travels) -> list[Traveller]:
    parameters = {"balance_ids": list(balance_ids), "among": None if among is None else list(among)}
    return [Traveller._make(row) for row in rows.fetch_tuples(_STATEMENTS[travels], parameters)]


def choose_travellers(travellers: Sequence[Traveller], *, units: int) -> list[Traveller]:
    """Choose allocations that go along whole with so many units, the oldest first."""
    chosen: list[Traveller] = []
    for one in sorted(travellers):
        if one.quantity <= units:
            units -= one.quantity
            chosen.append(one)
    return chosen


def readdress(changes: Sequence[Readdress]) -> None:
    """Point allocations and their stops to where their units are now. Queries: 1, or 0 without any.

    Locks: their orders and walks must be locked; the ledger has moved the units with their allocation.
    """
    if changes:
        columns = rows.as_columns(changes, 4)
        names = ("ids", "from_ids", "location_ids", "unit_ids")
        moved = rows.execute(_READDRESS, dict(zip(names, columns, strict=True)))
        assert moved == len(changes), "an allocation lost its units on the way"
