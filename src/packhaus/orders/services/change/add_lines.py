"""Add lines to an order; more of a line is a new line, so that what was promised before stays what it was."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.decide import promising
from packhaus.decide.freshness import OrderTraits, list_fitting
from packhaus.inventory.services.open_shelves import open_shelves
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import Conflict, Invalid, ResourceBusy
from packhaus.network.queries.sourcing import list_sourcing_sites
from packhaus.orders.errors import OrderNotFound
from packhaus.orders.events import OrderBackordered, OrderChanged
from packhaus.orders.locks import lock_orders
from packhaus.orders.services.blocks import refresh_blocks
from packhaus.orders.services.fulfillment import refresh_stages
from packhaus.orders.services.place.check import check_lines
from packhaus.orders.services.place.fresh import (
    FreshAsk,
    FreshLineDraft,
    Journey,
    keep_fresh,
    write_fresh_lines,
)
from packhaus.orders.services.place.plan import (
    Attempt,
    list_missing_shelves,
    plan_addition,
    read_stock,
    sum_changes,
)
from packhaus.orders.services.place.prepare import PreparedLine, Stock, find_unknown, prepare_lines
from packhaus.orders.services.place.records import take_line_ids
from packhaus.orders.services.promise_more import NewPromise, add_promises
from packhaus.orders.types import LineDraft
from packhaus.shipping.queries.service_choice import find_service
from packhaus.shipping.queries.transit_times import as_place
from packhaus.terms.queries.get_terms import get_terms
from packhaus.terms.queries.shelf_rules import get_shelf_rules

OPEN_STAGES = ("draft", "placed", "in_progress", "partially_shipped")


class OrderClosed(Conflict):
    """The order has shipped or is cancelled: a new order is needed."""

    code = "order_closed"


class LinesShort(Conflict):
    """Units are missing and may not be backordered; nothing was added."""

    code = "lines_short"


class _Order(NamedTuple):
    merchant_id: UUID
    stage: str
    policy: str
    priority: int
    placed_at: datetime
    latitude: float | None
    longitude: float | None
    lines: int
    refused_by: list[UUID]
    channel: str
    country: str
    tags: list[str]
    shopper: str
    postal_code: str
    region: str
    service_code: str
    is_cod: bool


_ORDER = """
SELECT o.merchant_id, o.stage, o.policy, o.priority, o.placed_at, a.latitude, a.longitude,
       (SELECT max(position) FROM orders_orderline AS l WHERE l.order_id = o.id),
       ARRAY(SELECT f.site_id FROM orders_fulfillmentorder AS f WHERE f.order_id = o.id AND f.reject_reason <> ''),
       o.channel, o.country, o.tags, coalesce(c.reference, ''), coalesce(a.postal_code, ''), coalesce(a.region, ''),
       o.service_code, o.payment_term = 'cod'
FROM orders_order AS o LEFT JOIN parties_address AS a ON a.id = o.address_id
LEFT JOIN parties_contact AS c ON c.id = o.contact_id WHERE o.id = %(id)s
"""

_RESERVE = """
WITH wanted AS (
    SELECT * FROM unnest(%(stock_ids)s::bigint[], %(takes)s::bigint[], %(owes)s::bigint[]) AS w(id, take, owe)
), locked AS MATERIALIZED (
    SELECT s.id, w.take, w.owe FROM inventory_sitestock AS s JOIN wanted AS w USING (id)
    ORDER BY s.sku_id, s.site_id, s.id FOR NO KEY UPDATE OF s
), reserved AS (
    UPDATE inventory_sitestock AS s SET promised = s.promised + l.take, backordered = s.backordered + l.owe
    FROM locked AS l WHERE s.id = l.id AND s.backordered + l.owe <= s.backorder_limit
      AND (l.take = 0 OR s.policy = 'unlimited' OR s.on_hand - s.promised - s.held - s.safety >= l.take)
    RETURNING 1
)
SELECT count(*) FROM reserved
"""

_LINES = """
INSERT INTO orders_orderline (id, merchant_id, order_id, position, sku_id, sku_kind, parent_line_id, ordered, cancelled,
    backordered, promised, allocated, picked, packed, shipped, returned, unit_price_minor, discount_minor, tax_minor,
    tax_rate, total_minor)
SELECT u.id, %(merchant_id)s, %(order_id)s, u.position, u.sku_id, u.kind, u.parent, u.quantity, 0, u.owe,
    u.quantity - u.owe, 0, 0, 0, 0, 0, u.price, u.discount, u.tax, u.rate, u.total
FROM unnest(%(ids)s::bigint[], %(positions)s::smallint[], %(sku_ids)s::uuid[], %(kinds)s::text[], %(parents)s::bigint[],
    %(quantities)s::bigint[], %(owes)s::bigint[], %(prices)s::bigint[], %(discounts)s::bigint[], %(taxes)s::bigint[],
    %(rates)s::numeric[], %(totals)s::bigint[])
    AS u(id, position, sku_id, kind, parent, quantity, owe, price, discount, tax, rate, total)
"""

_OWE = """
INSERT INTO orders_backorderdemand (merchant_id, order_id, line_id, sku_id, site_id, quantity, priority, promised_on,
    date_source, pegged_to, placed_at)
SELECT %(merchant_id)s, %(order_id)s, u.line_id, u.sku_id, u.site_id, u.quantity, %(priority)s, NULL, 'unknown', '',
    %(placed_at)s
FROM unnest(%(line_ids)s::bigint[], %(sku_ids)s::uuid[], %(site_ids)s::uuid[], %(quantities)s::bigint[])
    AS u(line_id, sku_id, site_id, quantity)
"""

_TOTALS = """
UPDATE orders_order SET goods_minor = goods_minor + %(goods)s, discount_minor = discount_minor + %(discount)s,
    tax_minor = tax_minor + %(tax)s, total_minor = total_minor + %(goods)s - %(discount)s + %(tax)s,
    cod_minor = CASE WHEN payment_term = 'cod' THEN cod_minor + %(goods)s - %(discount)s + %(tax)s ELSE 0 END
WHERE id = %(order_id)s
"""


def add_lines(
    *, scope: Scope, order_id: UUID, lines: Sequence[LineDraft], now: datetime, actor: Actor
) -> list[int]:
    """Add lines to an open order, promise them as intake would, and return their ids.

    Locks: the order, site_stock. Emits: OrderChanged, OrderBackordered. Raises: OrderNotFound, OrderClosed, Invalid,
    LinesShort, ResourceBusy when stock moved meanwhile; nothing is written then.
    """
    problems = check_lines(lines)
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        lock_orders([order_id])
        order = _get_order(order_id)
        attempt = Attempt(order.merchant_id, now, actor, {}, is_locked=True)
        stock, kits = read_stock(attempt, {line.sku_code for line in lines})
        if unknown := find_unknown(lines, stock.skus):
            raise Invalid(unknown)
        prepared = prepare_lines(lines, stock.skus, kits, after=order.lines)
        terms = get_terms(scope, merchant_id=order.merchant_id, at=now)
        fresh = _keep_fresh(scope, order, stock, now)
        plan = _plan(attempt, order, prepared, stock, _leave_out(order.refused_by, terms.ship_from))
        ids = dict(zip((line.position for line in prepared), take_line_ids(len(prepared)), strict=True))
        _reserve(attempt, plan, prepared, stock)
        _write(order_id, order, prepared, plan, ids)
        if fresh:
            sites = plan.list_sites()
            asked = [
                FreshLineDraft(order_id, ids[line.position], line.sku_id, sites.get(line.position, ()))
                for line in prepared
                if line.sku_kind == "stock"
            ]
            write_fresh_lines(merchant_id=order.merchant_id, ask=fresh, lines=asked)
        _promise(order_id, prepared, plan, ids, now)
        refresh_stages(order_ids=[order_id], now=now)
        refresh_blocks(order_ids=[order_id])
        _tell(order_id, order, prepared, plan, now, actor)
    return [ids[line.position] for line in prepared if line.parent_position is None]


def _get_order(order_id: UUID) -> _Order:
    found = rows.fetch_tuples(_ORDER, {"id": order_id})
    if not found:
        raise OrderNotFound("order not found")
    order = _Order._make(found[0])
    if order.stage not in OPEN_STAGES:
        raise OrderClosed(f"the order is {order.stage}: place a new one", stage=order.stage)
    return order


def _keep_fresh(scope: Scope, order: _Order, stock: Stock, now: datetime) -> FreshAsk | None:
    """Leave in stock what lasts as long as a rule asks for the order, as it was placed."""
    rules = list_fitting(
        get_shelf_rules(scope, merchant_id=order.merchant_id),
        OrderTraits(
            order.placed_at.date(), order.channel, order.country, frozenset(order.tags), order.shopper
        ),
    )
    if not rules:
        return None
    journey = Journey(
        find_service(wanted=order.service_code, country=order.country, is_cod=order.is_cod),
        as_place(country=order.country, postal_code=order.postal_code, region=order.region),
    )
    return keep_fresh(rules=rules, stock=stock, journey=journey, now=now)


def _leave_out(refused_by: Collection[UUID], ship_from: Collection[str]) -> Collection[str]:
    """Return the sites that lines may be promised from: none that has refused units of the order."""
    if not refused_by:
        return ship_from
    left = [
        site.code
        for site in list_sourcing_sites()
        if site.id not in refused_by and (not ship_from or site.code in ship_from)
    ]
    # An empty list would mean every site.
    return left or [""]


def _plan(
    attempt: Attempt,
    order: _Order,
    prepared: Sequence[PreparedLine],
    stock: Stock,
    ship_from: Collection[str],
) -> promising.PromiseOutcome:
    point = None
    if order.latitude is not None and order.longitude is not None:
        point = (order.latitude, order.longitude)
    plan = plan_addition(
        attempt, policy=order.policy, lines=prepared, point=point, stock=stock, ship_from=ship_from
    )
    if plan.is_refused:
        raise LinesShort(
            "; ".join(f"{short.wanted} wanted, {short.free} free" for short in plan.shorts),
            shorts=[{"sku": short.sku, "wanted": short.wanted, "free": short.free} for short in plan.shorts],
        )
    return plan


def _reserve(
    attempt: Attempt, plan: promising.PromiseOutcome, prepared: Sequence[PreparedLine], stock: Stock
) -> None:
    if missing := list_missing_shelves([(prepared, plan)], stock):
        stock.rows.update(open_shelves(merchant_id=attempt.merchant_id, keys=missing, now=attempt.now))
    wanted = sum_changes([(prepared, plan)], stock)
    count = len(wanted["stock_ids"])
    if count and rows.fetch_value(_RESERVE, wanted) != count:
        raise ResourceBusy("stock of these SKUs is being changed by somebody else; nothing was written")


def _write(
    order_id: UUID,
    order: _Order,
    prepared: Sequence[PreparedLine],
    plan: promising.PromiseOutcome,
    ids: Mapping[int, int],
) -> None:
    owed: defaultdict[int, int] = defaultdict(int)
    for line, _, units in plan.backordered:
        owed[line] += units
    columns = rows.as_columns(
        [
            (
                ids[line.position], line.position, line.sku_id, line.sku_kind,
                ids[line.parent_position] if line.parent_position else None, line.quantity, owed[line.position],
                line.unit_price_minor, line.discount_minor, line.tax_minor, line.tax_rate, line.total_minor,
            )
            for line in prepared
        ],
        12,
    )  # fmt: skip
    names = (
        "ids", "positions", "sku_ids", "kinds", "parents", "quantities", "owes", "prices", "discounts", "taxes",
        "rates", "totals",
    )  # fmt: skip
    parameters = dict(zip(names, columns, strict=True))
    rows.execute(_LINES, {**parameters, "merchant_id": order.merchant_id, "order_id": order_id})
    own = [line for line in prepared if line.parent_position is None]
    rows.execute(
        _TOTALS,
        {
            "order_id": order_id,
            "goods": sum(line.quantity * line.unit_price_minor for line in own),
            "discount": sum(line.discount_minor for line in own),
            "tax": sum(line.tax_minor for line in own),
        },
    )
    if plan.backordered:
        skus = {line.position: line.sku_id for line in prepared}
        rows.execute(
            _OWE,
            {
                "merchant_id": order.merchant_id,
                "order_id": order_id,
                "priority": order.priority,
                "placed_at": order.placed_at,
                "line_ids": [ids[line] for line, _, _ in plan.backordered],
                "sku_ids": [skus[line] for line, _, _ in plan.backordered],
                "site_ids": [site for _, site, _ in plan.backordered],
                "quantities": [units for _, _, units in plan.backordered],
            },
        )


def _promise(
    order_id: UUID,
    prepared: Sequence[PreparedLine],
    plan: promising.PromiseOutcome,
    ids: Mapping[int, int],
    now: datetime,
) -> None:
    skus = {line.position: line.sku_id for line in prepared}
    promises = [
        NewPromise(order_id, ids[line], UUID(skus[line]), UUID(site), units)
        for line, site, units in plan.promised
    ]
    if promises:
        add_promises(promises=promises, now=now)


def _tell(
    order_id: UUID,
    order: _Order,
    prepared: Sequence[PreparedLine],
    plan: promising.PromiseOutcome,
    now: datetime,
    actor: Actor,
) -> None:
    units = sum(line.quantity for line in prepared if line.parent_position is None)
    merchant_id = order.merchant_id
    record(
        [OrderChanged(merchant_id=merchant_id, aggregate_id=order_id, what="lines_added", units=units)],
        happened_at=now,
        actor=actor,
    )
    if owed := sum(units for _, _, units in plan.backordered):
        record(
            [OrderBackordered(merchant_id=merchant_id, aggregate_id=order_id, units=owed)],
            happened_at=now,
            actor=actor,
        )
