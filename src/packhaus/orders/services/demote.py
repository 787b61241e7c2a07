"""The truth is never refused: a loss takes the youngest, least urgent promises back to backorders."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.orders.events import OrderBackordered, PromiseDemoted
from packhaus.orders.locks import lock_orders
from packhaus.orders.services.blocks import refresh_blocks
from packhaus.orders.services.free_units import PromiseCut, cut_promises

# An order that is promised the units while the lock of another is waited for is asked in the next round.
_ROUNDS = 5

_VICTIMS = """
WITH promise AS (
    SELECT f.id AS fulfillment_line_id, f.fulfillment_id, f.line_id, o.id AS order_id, f.sku_id, f.site_id,
           f.promised, o.merchant_id,
           sum(f.promised) OVER (ORDER BY o.priority DESC, o.placed_at DESC, o.id DESC, f.id DESC) AS running
    FROM orders_fulfillmentline AS f
    JOIN orders_fulfillmentorder AS w ON w.id = f.fulfillment_id
    JOIN orders_order AS o ON o.id = w.order_id
    WHERE f.sku_id = %(sku_id)s AND f.site_id = %(site_id)s AND f.promised > 0
      AND (%(among)s::uuid[] IS NULL OR o.id = ANY(%(among)s))
)
SELECT fulfillment_line_id, fulfillment_id, line_id, order_id, sku_id, site_id,
       least(promised, %(units)s - (running - promised))::bigint, merchant_id
FROM promise WHERE running - promised < %(units)s
ORDER BY order_id, fulfillment_line_id
"""

_OWE = """
INSERT INTO orders_backorderdemand AS d (merchant_id, order_id, line_id, sku_id, site_id, quantity, priority,
    promised_on, date_source, pegged_to, placed_at)
SELECT o.merchant_id, o.id, u.line_id, u.sku_id, u.site_id, sum(u.quantity), o.priority, NULL, 'unknown', '',
       o.placed_at
FROM unnest(%(order_ids)s::uuid[], %(line_ids)s::bigint[], %(sku_ids)s::uuid[], %(site_ids)s::uuid[],
            %(quantities)s::bigint[]) AS u(order_id, line_id, sku_id, site_id, quantity)
JOIN orders_order AS o ON o.id = u.order_id
GROUP BY o.id, u.line_id, u.sku_id, u.site_id
ON CONFLICT (line_id, site_id) DO UPDATE SET quantity = d.quantity + excluded.quantity
"""


class OwedUnits(NamedTuple):
    """Units of a line that wait for stock, counted at a site."""

    order_id: UUID
    line_id: int
    sku_id: UUID
    site_id: UUID
    quantity: int


class _Victim(NamedTuple):
    cut: PromiseCut
    merchant_id: UUID


def demote_promises(*, site_id: UUID, sku_id: UUID, units: int, now: datetime, actor: Actor) -> int:
    """Turn up to `units` promised, unallocated units of a SKU at a site into backorders, and return how many.

    The least urgent and youngest orders give first. Allocated units are released by outbound before this is asked.
    Only orders that are locked give: who changed before its lock came gives what it still has, and others are asked for
    the rest. Locks: orders, then site_stock. Emits: PromiseDemoted per line, OrderBackordered per order. Runs in the
    caller's transaction.
    """
    victims = _lock_victims(site_id, sku_id, units)
    if victims:
        owe_cuts([victim.cut for victim in victims])
        _tell(victims, now, actor)
    return _count(victims)


def lock_with_givers(*, order_ids: Collection[UUID], lacks: Mapping[tuple[UUID, UUID], int]) -> None:
    """Lock orders, and in the same go those that would give if so many units by (site, SKU) were demoted now.

    Queries: 1, and 1 a lack. Locks: the orders, ascending.
    """
    givers = {
        victim.cut.order_id
        for (site_id, sku_id), units in lacks.items()
        for victim in _list_victims(site_id, sku_id, units)
    }
    lock_orders(givers.union(order_ids))


def _lock_victims(site_id: UUID, sku_id: UUID, units: int) -> list[_Victim]:
    """Lock the orders that are to give and say what each of them gives, now that nobody else can change them."""
    locked: set[UUID] = set()
    victims: list[_Victim] = []
    for _ in range(_ROUNDS):
        seen = _list_victims(site_id, sku_id, units)
        if not seen:
            break
        locked |= {victim.cut.order_id for victim in seen}
        lock_orders(locked)
        victims = _list_victims(site_id, sku_id, units, locked)
        if _count(victims) >= _count(seen):
            break
    return victims


def owe_cuts(cuts: Sequence[PromiseCut]) -> None:
    """Turn promised units into backorder demand at the same site. Queries: 4. Locks: the orders must be locked."""
    if not cuts:
        return
    cut_promises(cuts=cuts, is_owed=True)
    write_demands(
        [OwedUnits(cut.order_id, cut.line_id, cut.sku_id, cut.site_id, cut.quantity) for cut in cuts]
    )
    refresh_blocks(order_ids={cut.order_id for cut in cuts})


def write_demands(owed: Sequence[OwedUnits]) -> None:
    """Let units wait for stock, more of them where some of the line wait already. Queries: 1."""
    columns = rows.as_columns(owed, 5)
    names = ("order_ids", "line_ids", "sku_ids", "site_ids", "quantities")
    rows.execute(_OWE, dict(zip(names, columns, strict=True)))


def _list_victims(
    site_id: UUID, sku_id: UUID, units: int, among: Collection[UUID] | None = None
) -> list[_Victim]:
    parameters = {
        "site_id": site_id,
        "sku_id": sku_id,
        "units": units,
        "among": None if among is None else list(among),
    }
    found = rows.fetch_tuples(_VICTIMS, parameters)
    return [_Victim(PromiseCut(*row[:7]), row[7]) for row in found]


def _count(victims: Sequence[_Victim]) -> int:
    return sum(victim.cut.quantity for victim in victims)


def _tell(victims: Sequence[_Victim], now: datetime, actor: Actor) -> None:
    demoted = [
        PromiseDemoted(
            merchant_id=victim.merchant_id,
            aggregate_id=victim.cut.order_id,
            line_id=victim.cut.line_id,
            sku_id=str(victim.cut.sku_id),
            site_id=str(victim.cut.site_id),
            units=victim.cut.quantity,
        )
        for victim in victims
    ]
    owed = [
        OrderBackordered(merchant_id=fact.merchant_id, aggregate_id=fact.aggregate_id, units=fact.units)
        for fact in demoted
    ]
    record([*demoted, *owed], happened_at=now, actor=actor)
