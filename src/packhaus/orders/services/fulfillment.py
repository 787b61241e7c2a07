"""Units move between counters, fulfillment orders between states: what the floor does to an order.

The caller holds the orders' locks (`lock_fulfillments`) and runs inside a transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.errors import Conflict
from packhaus.kernel.states import Transition, apply_transition
from packhaus.orders.locks import lock_orders_of
from packhaus.orders.types import Counter, UnitMove

_TABLE = "orders_fulfillmentorder"

_MOVE = """
WITH moved AS (
    UPDATE orders_fulfillmentline AS f
    SET {source} = f.{source} - m.quantity, {target} = f.{target} + m.quantity
    FROM unnest(%(fulfillment_line_ids)s::bigint[], %(fulfillment_quantities)s::bigint[]) AS m(id, quantity)
    WHERE f.id = m.id AND f.{source} >= m.quantity
    RETURNING 1
), counted AS (
    UPDATE orders_orderline AS l
    SET {source} = l.{source} - m.quantity, {target} = l.{target} + m.quantity
    FROM unnest(%(line_ids)s::bigint[], %(line_quantities)s::bigint[]) AS m(id, quantity)
    WHERE l.id = m.id AND l.{source} >= m.quantity
    RETURNING 1
)
SELECT (SELECT count(*) FROM moved), (SELECT count(*) FROM counted)
"""
_MOVES = {
    (source, target): _MOVE.format(source=source.value, target=target.value)
    for source in Counter
    for target in Counter
    if source != target
}

# Between these the stage of an order cannot change: they count together as work in progress.
_ON_THE_FLOOR = frozenset({Counter.ALLOCATED, Counter.PICKED, Counter.PACKED})

_REFRESH = "SELECT orders_refresh_stage(%(ids)s::uuid[], %(at)s)"


class UnitsElsewhere(Conflict):
    """Fewer units than asked are where they were said to be; nothing was moved."""

    code = "units_elsewhere"


def lock_fulfillments(fulfillment_ids: Iterable[UUID]) -> None:
    """Lock the orders of these fulfillment orders until commit; first lock of every floor transaction. Queries: 1."""
    lock_orders_of(fulfillment_ids)


def move_units(
    *,
    changes: Sequence[UnitMove],
    source: Counter,
    target: Counter,
    now: datetime,
    refreshes: bool = True,
) -> None:
    """Move units from one counter to another in fulfillment lines and order lines, and refresh the stages.

    Without `refreshes` the caller does that itself, after what else it changes in the lines.
    Locks: the orders must be locked. Queries: 2, or 1 between counters of the floor. Raises: UnitsElsewhere.
    """
    assert changes
    assert all(change.quantity > 0 for change in changes)
    by_fulfillment_line: defaultdict[int, int] = defaultdict(int)
    by_line: defaultdict[int, int] = defaultdict(int)
    for change in changes:
        by_fulfillment_line[change.fulfillment_line_id] += change.quantity
        by_line[change.line_id] += change.quantity
    (moved, counted) = rows.fetch_tuples(
        _MOVES[source, target],
        {
            "fulfillment_line_ids": list(by_fulfillment_line),
            "fulfillment_quantities": list(by_fulfillment_line.values()),
            "line_ids": list(by_line),
            "line_quantities": list(by_line.values()),
        },
    )[0]
    if moved != len(by_fulfillment_line) or counted != len(by_line):
        raise UnitsElsewhere(
            f"{len(by_fulfillment_line) - moved} lines have fewer units {source.value} than asked",
            source=source.value,
            lines=sorted(by_fulfillment_line),
        )
    if refreshes and not {source, target} <= _ON_THE_FLOOR:
        refresh_stages(order_ids={change.order_id for change in changes}, now=now)


def refresh_stages(*, order_ids: Iterable[UUID], now: datetime) -> None:
    """Write the stage that the line counters add up to. Queries: 1."""
    rows.fetch_value(_REFRESH, {"ids": list(order_ids), "at": now})


def apply_fulfillment_transition(transition: Transition, *, fulfillment_ids: Sequence[UUID]) -> None:
    """Move fulfillment orders by a named transition, all or none. Queries: 1. Raises: IllegalTransition."""
    apply_transition(transition, table=_TABLE, ids=fulfillment_ids)
