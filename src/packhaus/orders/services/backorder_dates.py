"""When units that wait are expected: the pegged inbound's date plus handling, else the SKU's lead time, else unknown.

A demand is dated once and keeps its date while the date can hold. When it moves, a fact says so and the shopper is told
again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.orders.events import BackorderDateMoved
from packhaus.orders.locks import lock_orders

# Put away, released, picked and packed the day after it came in.
HANDLING = timedelta(days=1)


class InboundSupply(NamedTuple):
    """Units of a SKU that are announced for a day; `reference` is the announcement's number."""

    sku_id: UUID
    quantity: int
    arrives_on: date
    reference: str


class _Waiting(NamedTuple):
    id: int
    merchant_id: UUID
    order_id: UUID
    line_id: int
    sku_id: UUID
    quantity: int
    promised_on: date | None
    date_source: str
    pegged_to: str
    is_dated: bool
    lead_days: int | None


class _Dated(NamedTuple):
    promised_on: date | None
    date_source: str
    pegged_to: str


_BY_SKU = """
SELECT d.id, d.merchant_id, d.order_id, d.line_id, d.sku_id, d.quantity, d.promised_on, d.date_source, d.pegged_to,
       d.dated_at IS NOT NULL, s.default_lead_days
FROM orders_backorderdemand AS d JOIN catalog_sku AS s ON s.id = d.sku_id
WHERE d.sku_id = ANY(%(sku_ids)s::uuid[])
ORDER BY d.sku_id, d.priority, d.promised_on, d.placed_at, d.id
"""

_NEW_OF_ORDERS = """
SELECT d.id, d.merchant_id, d.order_id, d.line_id, d.sku_id, d.quantity, d.promised_on, d.date_source, d.pegged_to,
       false, s.default_lead_days
FROM orders_backorderdemand AS d JOIN catalog_sku AS s ON s.id = d.sku_id
WHERE d.order_id = ANY(%(order_ids)s::uuid[]) AND d.dated_at IS NULL
ORDER BY d.id
"""

_DATE = """
UPDATE orders_backorderdemand AS d
SET promised_on = n.promised_on, date_source = n.date_source, pegged_to = n.pegged_to, dated_at = %(now)s
FROM unnest(%(ids)s::bigint[], %(promised_ons)s::date[], %(date_sources)s::text[], %(pegged_tos)s::text[])
     AS n(id, promised_on, date_source, pegged_to)
WHERE d.id = n.id
"""


def date_new_backorders(*, scope: Scope, order_ids: Sequence[UUID], now: datetime) -> int:
    """Give a date to demands of these orders that nobody has dated yet; return how many.

    Locks: the orders that have such a demand. Emits: nothing, as the shopper has been told no date yet. Queries: 3.
    """
    with transaction(scope):
        waiting = _read(_NEW_OF_ORDERS, order_ids=list(order_ids))
        if not waiting:
            return 0
        lock_orders({demand.order_id for demand in waiting})
        _write([(demand, _date_by_lead(demand, now.date())) for demand in waiting], now)
        return len(waiting)


def date_backorders(
    *,
    scope: Scope,
    sku_ids: Sequence[UUID],
    now: datetime,
    actor: Actor,
    inbound: Sequence[InboundSupply] = (),
) -> int:
    """Date everything that waits for these SKUs anew and return how many demands changed.

    `inbound` is all that is announced of them: it is pegged to demands in their turn; a demand that it does not cover
    whole falls back to the lead time. A date that was given and can still hold is kept.
    Locks: the orders whose dates change. Emits: BackorderDateMoved per order that had been dated. Queries: 4.
    """
    with transaction(scope):
        waiting = _read(_BY_SKU, sku_ids=list(sku_ids))
        pegs = _peg(waiting, inbound)
        dated = [(demand, pegs.get(demand.id) or _date_by_lead(demand, now.date())) for demand in waiting]
        changed = [(demand, to) for demand, to in dated if not demand.is_dated or _is_new(demand, to)]
        if not changed:
            return 0
        lock_orders({demand.order_id for demand, _ in changed})
        _write(changed, now)
        record(list(_list_moves(changed)), happened_at=now, actor=actor)
        return len(changed)


def _read(sql: str, **parameters: list[UUID]) -> list[_Waiting]:
    return [_Waiting._make(row) for row in rows.fetch_tuples(sql, parameters)]


def _peg(waiting: Sequence[_Waiting], inbound: Sequence[InboundSupply]) -> dict[int, _Dated]:
    """Return the date of each demand that what is announced covers whole, first come first served."""
    supplies: defaultdict[UUID, list[InboundSupply]] = defaultdict(list)
    for supply in sorted(inbound, key=lambda supply: (supply.arrives_on, supply.reference)):
        supplies[supply.sku_id].append(supply)
    pegs: dict[int, _Dated] = {}
    before: defaultdict[UUID, int] = defaultdict(int)
    for demand in waiting:
        before[demand.sku_id] += demand.quantity
        covering = _find_covering(supplies[demand.sku_id], before[demand.sku_id])
        if covering:
            pegs[demand.id] = _Dated(covering.arrives_on + HANDLING, "inbound", covering.reference)
    return pegs


def _find_covering(supplies: Sequence[InboundSupply], units: int) -> InboundSupply | None:
    """Return the supply with which the running sum of supplies reaches these units."""
    for supply in supplies:
        units -= supply.quantity
        if units <= 0:
            return supply
    return None


def _date_by_lead(demand: _Waiting, today: date) -> _Dated:
    """Keep a date by lead time that is still ahead; else count the lead time from today."""
    if demand.lead_days is None:
        return _Dated(None, "unknown", "")
    if (
        demand.is_dated
        and demand.date_source == "lead"
        and demand.promised_on
        and demand.promised_on >= today
    ):
        return _Dated(demand.promised_on, "lead", "")
    return _Dated(today + timedelta(days=demand.lead_days), "lead", "")


def _is_new(demand: _Waiting, to: _Dated) -> bool:
    return _Dated(demand.promised_on, demand.date_source, demand.pegged_to) != to


def _write(changed: Sequence[tuple[_Waiting, _Dated]], now: datetime) -> None:
    columns = rows.as_columns([(demand.id, *to) for demand, to in changed], 4)
    names = ("ids", "promised_ons", "date_sources", "pegged_tos")
    rows.execute(_DATE, {**dict(zip(names, columns, strict=True)), "now": now})


def _list_moves(changed: Sequence[tuple[_Waiting, _Dated]]) -> Iterator[BackorderDateMoved]:
    moved: defaultdict[tuple[UUID, UUID], list[int]] = defaultdict(list)
    for demand, to in changed:
        if demand.is_dated and demand.promised_on != to.promised_on:
            moved[demand.merchant_id, demand.order_id].append(demand.line_id)
    for (merchant_id, order_id), line_ids in moved.items():
        yield BackorderDateMoved(merchant_id=merchant_id, aggregate_id=order_id, line_ids=sorted(line_ids))
