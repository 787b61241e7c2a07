"""Promise stock that became free to those who wait for it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.decide import backorders
from packhaus.decide.distance import measure_km_or_farthest
from packhaus.decide.freshness import FreshShelf
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.network.queries.sourcing import SourcingSite, list_sourcing_sites
from packhaus.orders.events import BackorderPromised
from packhaus.orders.locks import FreeUnits, lock_free_units, lock_orders
from packhaus.orders.queries import waiting
from packhaus.orders.queries.freshness import read_fresh_shelf
from packhaus.orders.services.blocks import refresh_blocks
from packhaus.orders.services.plan_sites import is_stale
from packhaus.orders.services.promise_more import NewPromise, add_promises
from packhaus.terms.queries.get_terms import get_terms

MAX_ORDERS = 500

_TAKE = """
WITH taken AS (
    SELECT * FROM unnest(%(demand_ids)s::bigint[], %(stock_ids)s::bigint[], %(line_ids)s::bigint[],
                         %(quantities)s::bigint[]) AS t(demand_id, stock_id, line_id, quantity)
), promised AS (
    UPDATE inventory_sitestock AS s SET promised = s.promised + t.units
    FROM (SELECT stock_id, sum(quantity) AS units FROM taken GROUP BY 1) AS t WHERE s.id = t.stock_id
), owed AS (
    SELECT d.id, d.site_id, d.sku_id, d.quantity, sum(t.quantity) AS units
    FROM taken AS t JOIN orders_backorderdemand AS d ON d.id = t.demand_id GROUP BY d.id
), lowered AS (
    UPDATE orders_backorderdemand AS d SET quantity = d.quantity - owed.units
    FROM owed WHERE d.id = owed.id AND owed.units < owed.quantity
), met AS (
    DELETE FROM orders_backorderdemand AS d USING owed WHERE d.id = owed.id AND owed.units = owed.quantity
)
UPDATE orders_orderline AS l SET backordered = l.backordered - t.units, promised = l.promised + t.units
FROM (SELECT line_id, sum(quantity) AS units FROM taken GROUP BY 1) AS t WHERE l.id = t.line_id
"""

# A second statement: one statement must not update the same site_stock row twice.
_OWE_LESS = """
UPDATE inventory_sitestock AS s SET backordered = s.backordered - o.units
FROM (SELECT site_id, sku_id, sum(units) AS units
      FROM unnest(%(site_ids)s::uuid[], %(sku_ids)s::uuid[], %(quantities)s::bigint[]) AS u(site_id, sku_id, units)
      GROUP BY 1, 2) AS o
WHERE s.site_id = o.site_id AND s.sku_id = o.sku_id AND s.owner_id = s.merchant_id
"""


class _Taken(NamedTuple):
    demand: waiting.Waiting
    site_id: UUID
    stock_id: int
    quantity: int


def promise_backorders(*, scope: Scope, sku_ids: Sequence[UUID], now: datetime, actor: Actor) -> int:
    """Promise free units of these SKUs to waiting demand by (priority, promised date, placed at, id).

    Serves at most MAX_ORDERS orders a transaction and goes on until nothing more can be promised.
    Locks: orders, then site_stock. Emits: BackorderPromised per order. Returns the units promised.
    """
    total = 0
    while True:
        units, is_more = _promise_some(scope, sku_ids, now, actor)
        total += units
        if not is_more or not units:
            return total


@again_when_busy
def _promise_some(scope: Scope, sku_ids: Sequence[UUID], now: datetime, actor: Actor) -> tuple[int, bool]:
    with transaction(scope):
        return _promise_locked(scope, sku_ids, now, actor)


def _promise_locked(scope: Scope, sku_ids: Sequence[UUID], now: datetime, actor: Actor) -> tuple[int, bool]:
    order_ids = waiting.list_waiting_orders(sku_ids=sku_ids)
    if not order_ids:
        return 0, False
    lock_orders(order_ids)
    demands = waiting.list_waiting(sku_ids=sku_ids, order_ids=order_ids, today=now.date())[: MAX_ORDERS * 4]
    free = lock_free_units(sku_ids=sku_ids)
    ship_from = {
        merchant_id: get_terms(scope, merchant_id=merchant_id, at=now).ship_from
        for merchant_id in {demand.merchant_id for demand in demands}
    }
    taken = list(_plan(demands, free, ship_from, now))
    if not taken:
        return 0, False
    _write(taken, now)
    touched = {take.demand.order_id: take.demand.merchant_id for take in taken}
    refresh_blocks(order_ids=touched)
    record(
        [
            BackorderPromised(
                merchant_id=merchant_id,
                aggregate_id=order_id,
                units=sum(take.quantity for take in taken if take.demand.order_id == order_id),
            )
            for order_id, merchant_id in touched.items()
        ],
        happened_at=now,
        actor=actor,
        related=_list_skus(taken),
    )
    return sum(take.quantity for take in taken), len(demands) == MAX_ORDERS * 4


def _list_skus(taken: Sequence[_Taken]) -> dict[object, set[object]]:
    """Return by order the items that came for it: that they were free is why it was promised."""
    skus: dict[object, set[object]] = {}
    for take in taken:
        skus.setdefault(take.demand.order_id, set()).add(take.demand.sku_id)
    return skus


def _plan(
    demands: Sequence[waiting.Waiting],
    free: Sequence[FreeUnits],
    ship_from: Mapping[UUID, Collection[str]],
    now: datetime,
) -> Iterator[_Taken]:
    stock_ids = {(row.site_id, row.sku_id): row.stock_id for row in free}
    by_id = {demand.id: demand for demand in demands}
    sites = [site for site in list_sourcing_sites() if not is_stale(site=site, now=now)]
    plan = backorders.promise_backorders(
        demands=[
            backorders.BackorderDemand(
                demand.id, demand.order_id, demand.sku_id, demand.quantity,
                _rank_sites(demand, sites, ship_from[demand.merchant_id]),
                demand.priority, demand.promised_on, demand.placed_at, demand.earliest_expiry,
            )
            for demand in demands
        ],
        free={(row.site_id, row.sku_id): row.free for row in free},
        shelf=_read_shelf(demands, now),
    )  # fmt: skip
    for promise in plan.promises:
        demand = by_id[promise.demand]
        yield _Taken(demand, promise.site, stock_ids[promise.site, demand.sku_id], promise.quantity)


def _read_shelf(demands: Sequence[waiting.Waiting], now: datetime) -> FreshShelf:
    dated = {demand.sku_id for demand in demands if demand.earliest_expiry}
    return read_fresh_shelf(sku_ids=dated, today=now.date()) if dated else backorders.NOTHING_DATED


def _rank_sites(
    demand: waiting.Waiting, sites: Sequence[SourcingSite], ship_from: Collection[str]
) -> tuple[UUID, ...]:
    """Rank the eligible sites: nearest to the shopper, then the site's own priority."""
    target = None
    if demand.latitude is not None and demand.longitude is not None:
        target = (demand.latitude, demand.longitude)
    return tuple(
        site.id
        for site in sorted(
            sites,
            key=lambda site: (
                measure_km_or_farthest(origin=(site.latitude, site.longitude), target=target),
                site.priority,
            ),
        )
        if site.id not in demand.refused_by and (not ship_from or site.code in ship_from)
    )


def _write(taken: Sequence[_Taken], now: datetime) -> None:
    quantities = [take.quantity for take in taken]
    rows.execute(
        _TAKE,
        {
            "demand_ids": [take.demand.id for take in taken],
            "stock_ids": [take.stock_id for take in taken],
            "line_ids": [take.demand.line_id for take in taken],
            "quantities": quantities,
        },
    )
    rows.execute(
        _OWE_LESS,
        {
            "site_ids": [take.demand.site_id for take in taken],
            "sku_ids": [take.demand.sku_id for take in taken],
            "quantities": quantities,
        },
    )
    units: dict[tuple[UUID, int, UUID, UUID], int] = {}
    for take in taken:
        key = (take.demand.order_id, take.demand.line_id, take.demand.sku_id, take.site_id)
        units[key] = units.get(key, 0) + take.quantity
    add_promises(promises=[NewPromise(*key, quantity) for key, quantity in units.items()], now=now)
