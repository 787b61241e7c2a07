"""Cancel units: at once before release, as a request to the floor, or to the partner that has accepted, after it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import StockFreed
from packhaus.journal.services import record
from packhaus.journal.types import Fact
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition
from packhaus.orders.errors import NotCancellable, OrderNotFound
from packhaus.orders.events import CancelRequested, OrderCancelled, PartnerAskedToCancel
from packhaus.orders.locks import lock_orders, lock_stock_of_order
from packhaus.orders.services.blocks import refresh_blocks
from packhaus.orders.services.free_units import PromiseCut, cut_promises
from packhaus.orders.services.fulfillment import refresh_stages
from packhaus.orders.states import ASK_TO_CANCEL, TAKEN_ON


class LineCancel(NamedTuple):
    """Units of a line that are not wanted any more; None means all that have not left."""

    line_id: int
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class CancelOutcome:
    """What became of the wish: units gone at once, asked of the floor or of a partner, and that have left already."""

    cancelled: int
    requested: int
    too_late: int


class _Line(NamedTuple):
    line_id: int
    merchant_id: UUID
    sku_id: UUID
    sku_kind: str
    parent_line_id: int | None
    ordered: int
    cancelled: int
    backordered: int
    promised: int
    shipped: int


class _Part(NamedTuple):
    fulfillment_line_id: int
    fulfillment_id: UUID
    line_id: int
    site_id: UUID
    site_code: str
    status: str
    is_taken_on: bool
    promised: int
    on_the_floor: int
    asked: int


_LINES = """
SELECT id, merchant_id, sku_id, sku_kind, parent_line_id, ordered, cancelled, backordered, promised, shipped
FROM orders_orderline WHERE order_id = %(order_id)s ORDER BY position
"""

_PARTS = """
SELECT l.id, f.id, l.line_id, f.site_id, s.code, f.status,
       f.status = 'planned' AND f.request_status = ANY(%(taken_on)s::text[]), l.promised,
       l.allocated + l.picked + l.packed,
       coalesce((SELECT sum(r.quantity) FROM orders_cancelrequest AS r
                 WHERE r.fulfillment_line_id = l.id AND r.status = 'open'), 0)::bigint
FROM orders_fulfillmentorder AS f JOIN orders_fulfillmentline AS l ON l.fulfillment_id = f.id
JOIN network_site AS s ON s.id = f.site_id
WHERE f.order_id = %(order_id)s ORDER BY f.number DESC, l.id
"""

_CANCEL_OWED = """
WITH cut AS (
    SELECT * FROM unnest(%(line_ids)s::bigint[], %(quantities)s::bigint[]) AS c(line_id, quantity)
), running AS (
    SELECT d.id, d.site_id, d.sku_id, d.quantity, c.quantity AS wanted,
           sum(d.quantity) OVER (PARTITION BY d.line_id ORDER BY d.id) - d.quantity AS before
    FROM orders_backorderdemand AS d JOIN cut AS c ON c.line_id = d.line_id
), taken AS (
    SELECT id, site_id, sku_id, quantity, least(quantity, wanted - before) AS units FROM running WHERE before < wanted
), lowered AS (
    UPDATE orders_backorderdemand AS d SET quantity = d.quantity - t.units
    FROM taken AS t WHERE d.id = t.id AND t.units < t.quantity
), gone AS (
    DELETE FROM orders_backorderdemand AS d USING taken AS t WHERE d.id = t.id AND t.units = t.quantity
), stock AS (
    UPDATE inventory_sitestock AS s SET backordered = s.backordered - t.units
    FROM (SELECT site_id, sku_id, sum(units) AS units FROM taken GROUP BY 1, 2) AS t
    WHERE s.site_id = t.site_id AND s.sku_id = t.sku_id AND s.owner_id = s.merchant_id
)
UPDATE orders_orderline AS l SET backordered = l.backordered - c.quantity, cancelled = l.cancelled + c.quantity
FROM cut AS c WHERE l.id = c.line_id
"""

_CANCEL_UNBOUND = """
UPDATE orders_orderline AS l SET promised = l.promised - c.quantity, cancelled = l.cancelled + c.quantity
FROM unnest(%(line_ids)s::bigint[], %(quantities)s::bigint[]) AS c(line_id, quantity) WHERE l.id = c.line_id
"""

_REQUEST = """
INSERT INTO orders_cancelrequest (merchant_id, fulfillment_id, fulfillment_line_id, line_id, quantity, stopped, status,
    requested_at)
SELECT f.merchant_id, f.id, u.fulfillment_line_id, u.line_id, u.quantity, 0, 'open', %(now)s
FROM unnest(%(fulfillment_ids)s::uuid[], %(fulfillment_line_ids)s::bigint[], %(line_ids)s::bigint[],
            %(quantities)s::bigint[]) AS u(fulfillment_id, fulfillment_line_id, line_id, quantity)
JOIN orders_fulfillmentorder AS f ON f.id = u.fulfillment_id
"""

_FLAG = "UPDATE orders_fulfillmentorder SET cancel_requested = true WHERE id = ANY(%(ids)s::uuid[])"

_ASK_BY = """
UPDATE orders_fulfillmentorder AS f
SET answer_by = %(now)s::timestamptz + s.partner_answer_minutes * interval '1 minute'
FROM network_site AS s WHERE s.id = f.site_id AND f.id = ANY(%(ids)s::uuid[])
"""


def cancel_order(*, scope: Scope, order_id: UUID, now: datetime, actor: Actor) -> CancelOutcome:
    """Cancel everything of an order that has not left. As `cancel_lines`, for every line."""
    return cancel_lines(scope=scope, order_id=order_id, cancels=None, now=now, actor=actor)


@again_when_busy
def cancel_lines(
    *, scope: Scope, order_id: UUID, cancels: Sequence[LineCancel] | None, now: datetime, actor: Actor
) -> CancelOutcome:
    """Cancel units of lines: backordered first, then planned ones at once, then a request for the rest.

    The floor is asked for what it works on, and a partner for what it has accepted; both may say that it is too late.
    Locks: the order, then site_stock. Emits: OrderCancelled, CancelRequested, PartnerAskedToCancel, StockFreed.
    Raises: OrderNotFound; NotCancellable when every unit asked for has left or is asked for already.
    """
    with transaction(scope):
        lock_orders([order_id])
        lock_stock_of_order(order_id)
        wish = _Wish(order_id, cancels)
        wish.take_backordered()
        wish.take_planned()
        wish.ask(now)
        outcome = wish.outcome()
        if not outcome.cancelled and not outcome.requested:
            raise NotCancellable(
                "nothing is left to cancel: the units have been dispatched, or it is asked already to leave them",
                too_late=outcome.too_late,
            )
        refresh_stages(order_ids=[order_id], now=now)
        refresh_blocks(order_ids=[order_id])
        record(wish.list_facts(), happened_at=now, actor=actor)
    return outcome


class _Wish:
    """What is still to be cancelled per line while the three ways are tried in turn."""

    def __init__(self, order_id: UUID, cancels: Sequence[LineCancel] | None) -> None:
        self.order_id = order_id
        found = rows.fetch_tuples(_LINES, {"order_id": order_id})
        self.lines = {row[0]: _Line._make(row) for row in found}
        self.parts = [
            _Part._make(row)
            for row in rows.fetch_tuples(_PARTS, {"order_id": order_id, "taken_on": list(TAKEN_ON)})
        ]
        self.taken_on = {part.fulfillment_id: part.site_code for part in self.parts if part.is_taken_on}
        self.left = self._expand(cancels)
        self.gone: defaultdict[int, int] = defaultdict(int)
        self.asked: defaultdict[UUID, int] = defaultdict(int)
        self.freed: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)

    def _expand(self, cancels: Sequence[LineCancel] | None) -> dict[int, int]:
        """Say how many units of each line are to go; the parts of a kit go with their kit."""
        if cancels is None:
            cancels = [LineCancel(line_id) for line_id in self.lines]
        left: dict[int, int] = {}
        for line_id, quantity in cancels:
            if line_id not in self.lines:
                raise OrderNotFound("the order has no such line", line_id=line_id)
            line = self.lines[line_id]
            there = line.ordered - line.cancelled
            wanted = there if quantity is None else min(quantity, there)
            left[line_id] = wanted
            for part in self.lines.values():
                if part.parent_line_id == line_id:
                    left[part.line_id] = wanted * part.ordered // line.ordered
        return {line_id: units for line_id, units in left.items() if units > 0}

    def _take(self, line_id: int, units: int) -> None:
        self.left[line_id] -= units
        self.gone[line_id] += units

    def take_backordered(self) -> None:
        cuts = {
            line_id: min(units, self.lines[line_id].backordered)
            for line_id, units in self.left.items()
            if self.lines[line_id].backordered
        }
        if not cuts:
            return
        rows.execute(_CANCEL_OWED, {"line_ids": list(cuts), "quantities": list(cuts.values())})
        for line_id, units in cuts.items():
            self._take(line_id, units)

    def take_planned(self) -> None:
        cuts, unbound = [], {}
        for part in self.parts:
            units = min(self.left.get(part.line_id, 0), part.promised)
            if units and part.status in ("planned", "released", "picking") and not part.is_taken_on:
                sku_id = self.lines[part.line_id].sku_id
                cuts.append(
                    PromiseCut(
                        part.fulfillment_line_id, part.fulfillment_id, part.line_id, self.order_id, sku_id,
                        part.site_id, units,
                    )
                )  # fmt: skip
                self._take(part.line_id, units)
                self.freed[sku_id, part.site_id] += units
        for line_id, units in self.left.items():
            line = self.lines[line_id]
            if line.sku_kind != "stock" and min(units, line.promised):
                unbound[line_id] = min(units, line.promised)
        if cuts:
            cut_promises(cuts=cuts, is_owed=False)
        if unbound:
            rows.execute(_CANCEL_UNBOUND, {"line_ids": list(unbound), "quantities": list(unbound.values())})
            for line_id, units in unbound.items():
                self._take(line_id, units)

    def ask(self, now: datetime) -> None:
        requests = []
        for part in self.parts:
            there = part.promised if part.is_taken_on else part.on_the_floor
            units = min(self.left.get(part.line_id, 0), there - part.asked)
            if units > 0:
                self.left[part.line_id] -= units
                self.asked[part.fulfillment_id] += units
                requests.append((part.fulfillment_id, part.fulfillment_line_id, part.line_id, units))
        if requests:
            columns = rows.as_columns(requests, 4)
            names = ("fulfillment_ids", "fulfillment_line_ids", "line_ids", "quantities")
            rows.execute(_REQUEST, {**dict(zip(names, columns, strict=True)), "now": now})
            rows.execute(_FLAG, {"ids": list(self.asked)})
        partners = [id_ for id_ in self.asked if id_ in self.taken_on]
        if partners:
            apply_transition(
                ASK_TO_CANCEL, table="orders_fulfillmentorder", ids=partners, column="request_status"
            )
            rows.execute(_ASK_BY, {"ids": partners, "now": now})

    def outcome(self) -> CancelOutcome:
        return CancelOutcome(sum(self.gone.values()), sum(self.asked.values()), sum(self.left.values()))

    def list_facts(self) -> list[Fact]:
        merchant_id = next(iter(self.lines.values())).merchant_id
        total = sum(line.ordered - line.cancelled for line in self.lines.values())
        facts: list[Fact] = []
        if units := sum(self.gone.values()):
            facts.append(
                OrderCancelled(
                    merchant_id=merchant_id, aggregate_id=self.order_id, units=units, is_whole=units == total
                )
            )
        facts += [self._tell_asked(merchant_id, *asked) for asked in self.asked.items()]
        facts += [
            StockFreed(merchant_id=merchant_id, aggregate_id=sku_id, site_id=str(site_id), units=units)
            for (sku_id, site_id), units in self.freed.items()
        ]
        return facts

    def _tell_asked(self, merchant_id: UUID, fulfillment_id: UUID, units: int) -> Fact:
        if fulfillment_id in self.taken_on:
            return PartnerAskedToCancel(
                merchant_id=merchant_id,
                aggregate_id=self.order_id,
                fulfillment_id=str(fulfillment_id),
                site=self.taken_on[fulfillment_id],
                units=units,
            )
        return CancelRequested(
            merchant_id=merchant_id,
            aggregate_id=self.order_id,
            fulfillment_id=str(fulfillment_id),
            units=units,
        )
