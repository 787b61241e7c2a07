"""Cart holds: units set aside until they become an order, are given back, or expire."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory import locks
from packhaus.inventory.errors import HoldNotFound
from packhaus.inventory.events import HoldsDemoted, StockFreed
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import Conflict
from packhaus.kernel.ids import new_id

DEFAULT_MINUTES = 15
MAX_MINUTES = 24 * 60
_WITHOUT_END = datetime(9999, 1, 1, tzinfo=UTC)


class HoldLineDraft(NamedTuple):
    """Units of a SKU wanted in a cart at a site."""

    sku_id: UUID
    site_id: UUID
    quantity: int


class NotFree(Conflict):
    """Some of the units are not free; nothing was held."""

    code = "not_free"


_HOLD = f"""
WITH wanted AS (
    SELECT sku_id, site_id, sum(quantity) AS quantity
    FROM unnest(%(sku_ids)s::uuid[], %(site_ids)s::uuid[], %(quantities)s::bigint[]) AS w(sku_id, site_id, quantity)
    GROUP BY 1, 2
), locked AS MATERIALIZED (
    SELECT s.id, w.quantity FROM inventory_sitestock AS s JOIN wanted AS w USING (sku_id, site_id)
    WHERE s.owner_id = %(merchant_id)s {locks.SITE_STOCK_IN_ORDER}
), held AS (
    UPDATE inventory_sitestock AS s SET held = s.held + locked.quantity FROM locked
    WHERE s.id = locked.id AND s.on_hand - s.promised - s.held - s.safety >= locked.quantity RETURNING 1
), ok AS (
    SELECT 1 WHERE (SELECT count(*) FROM held) = (SELECT count(*) FROM wanted)
), hold AS (
    INSERT INTO inventory_hold (id, merchant_id, reference, status, expires_at, created_at)
    SELECT %(id)s, %(merchant_id)s, %(reference)s, 'open', %(expires_at)s, %(now)s FROM ok
), lines AS (
    INSERT INTO inventory_holdline (merchant_id, hold_id, sku_id, site_id, quantity)
    SELECT %(merchant_id)s, %(id)s, w.sku_id, w.site_id, w.quantity FROM ok, wanted AS w
)
SELECT count(*) FROM ok
"""  # noqa: S608 - made of constants

_END = f"""
WITH ended AS (
    UPDATE inventory_hold SET status = %(status)s
    WHERE status = 'open' AND id IN (
        SELECT h.id FROM inventory_hold AS h
        WHERE h.status = 'open' AND (h.id = ANY(%(ids)s::uuid[]) OR (%(expired_at)s::timestamptz IS NOT NULL
              AND h.expires_at <= %(expired_at)s)) {locks.HOLDS_IN_ORDER})
    RETURNING id
), held AS MATERIALIZED (
    SELECT l.merchant_id, l.sku_id, l.site_id, l.quantity
    FROM inventory_holdline AS l JOIN ended ON ended.id = l.hold_id {locks.HOLD_LINES_IN_ORDER}
), line AS (
    SELECT merchant_id, sku_id, site_id, sum(quantity) AS quantity FROM held WHERE quantity > 0 GROUP BY 1, 2, 3
), locked AS MATERIALIZED (
    SELECT s.id, line.quantity FROM inventory_sitestock AS s
    JOIN line ON line.sku_id = s.sku_id AND line.site_id = s.site_id AND s.owner_id = line.merchant_id
    {locks.SITE_STOCK_IN_ORDER}
), freed AS (
    UPDATE inventory_sitestock AS s SET held = s.held - locked.quantity FROM locked WHERE s.id = locked.id
)
SELECT merchant_id, sku_id, site_id, quantity::bigint FROM line
"""  # noqa: S608 - made of constants

_END_EXPIRED = _END.replace(locks.HOLDS_IN_ORDER, locks.SOME_HOLDS)

_VICTIMS = f"""
WITH held AS MATERIALIZED (
    SELECT l.id, l.merchant_id, l.quantity, h.created_at
    FROM inventory_holdline AS l JOIN inventory_hold AS h ON h.id = l.hold_id
    WHERE h.status = 'open' AND l.sku_id = %(sku_id)s AND l.site_id = %(site_id)s AND l.quantity > 0
    {locks.OPEN_HOLD_LINES_IN_ORDER}
), running AS (
    SELECT id, merchant_id, quantity, sum(quantity) OVER (ORDER BY created_at DESC, id DESC) - quantity AS before
    FROM held
), taken AS (
    SELECT id, merchant_id, least(quantity, %(units)s - before) AS units FROM running WHERE before < %(units)s
), lowered AS (
    UPDATE inventory_holdline AS l SET quantity = l.quantity - t.units FROM taken AS t WHERE l.id = t.id
), freed AS (
    UPDATE inventory_sitestock AS s SET held = s.held - t.units
    FROM (SELECT merchant_id, sum(units) AS units FROM taken GROUP BY 1) AS t
    WHERE s.sku_id = %(sku_id)s AND s.site_id = %(site_id)s AND s.owner_id = t.merchant_id
)
SELECT merchant_id, sum(units)::bigint FROM taken GROUP BY 1
"""  # noqa: S608 - made of constants

_CARTS = f"""
SELECT l.id FROM inventory_holdline AS l JOIN inventory_hold AS h ON h.id = l.hold_id
JOIN unnest(%(site_ids)s::uuid[], %(sku_ids)s::uuid[]) AS k(site_id, sku_id) USING (site_id, sku_id)
WHERE h.status = 'open' AND l.quantity > 0 {locks.OPEN_HOLD_LINES_IN_ORDER}
"""  # noqa: S608 - made of constants

_OF_CART = """
SELECT id FROM inventory_hold WHERE merchant_id = %(merchant_id)s AND reference = %(reference)s AND status = 'open'
"""


def hold_stock(
    *,
    scope: Scope,
    merchant_id: UUID,
    reference: str,
    lines: Sequence[HoldLineDraft],
    minutes: int = DEFAULT_MINUTES,
    now: datetime,
) -> UUID:
    """Set units aside for a cart until it expires, all or none, and return the hold's id.

    Locks: site_stock, ascending. Queries: 1. Raises: NotFree.
    """
    assert lines
    assert 0 < minutes <= MAX_MINUTES
    return _hold(scope, merchant_id, reference, lines, now + timedelta(minutes=minutes), now)


def reserve_units(
    *, scope: Scope, merchant_id: UUID, reference: str, lines: Sequence[HoldLineDraft], now: datetime
) -> UUID:
    """Set units aside without an end, all or none, in the caller's transaction, and return the hold's id.

    A loss takes them before it takes promises. Locks: site_stock, ascending. Queries: 1. Raises: NotFree.
    """
    return _hold(scope, merchant_id, reference, lines, _WITHOUT_END, now)


def end_reservation(*, hold_id: UUID | None, now: datetime, actor: Actor) -> None:
    """Free what is still set aside, in the caller's transaction; nothing, when a loss took all. Emits: StockFreed."""
    if hold_id is not None:
        _end("released", [hold_id], None, now, actor)


def _hold(
    scope: Scope,
    merchant_id: UUID,
    reference: str,
    lines: Sequence[HoldLineDraft],
    expires_at: datetime,
    now: datetime,
) -> UUID:
    hold_id = new_id()
    with transaction(scope, savepoint=True):
        held = rows.fetch_value(
            _HOLD,
            {
                "id": hold_id,
                "merchant_id": merchant_id,
                "reference": reference,
                "sku_ids": [line.sku_id for line in lines],
                "site_ids": [line.site_id for line in lines],
                "quantities": [line.quantity for line in lines],
                "expires_at": expires_at,
                "now": now,
            },
        )
        if not held:
            raise NotFree("not every unit is free; nothing was held", reference=reference)
    return hold_id


@again_when_busy
def release_hold(*, scope: Scope, hold_id: UUID, now: datetime, actor: Actor) -> None:
    """Give a cart's units back. Emits: StockFreed. Raises: HoldNotFound when it is not open, or not in scope."""
    with transaction(scope):
        if not _end("released", [hold_id], None, now, actor):
            raise HoldNotFound("the cart holds nothing", hold=hold_id)


@again_when_busy
def expire_holds(*, scope: Scope, now: datetime, actor: Actor) -> int:
    """Give back what carts held too long, and return how many SKUs became free somewhere. Emits: StockFreed."""
    with transaction(scope):
        return _end("expired", [], now, now, actor)


def use_cart(*, merchant_id: UUID, reference: str, now: datetime, actor: Actor) -> bool:
    """Free what a cart holds for the order that is placed next in the same transaction; False when it holds nothing.

    A cart that has expired is no refusal: its order is promised like any other. Queries: 1, or 2.
    """
    found = rows.fetch_tuples(_OF_CART, {"merchant_id": merchant_id, "reference": reference})
    return bool(found) and _end("used", [found[0][0]], None, now, actor) > 0


def use_hold(*, hold_id: UUID, now: datetime, actor: Actor) -> None:
    """Free a cart's units for the order that is placed next in the same transaction. Raises: HoldNotFound."""
    if not _end("used", [hold_id], None, now, actor):
        raise HoldNotFound("the cart holds nothing", hold=hold_id)


def lock_carts(*, keys: Sequence[tuple[UUID, UUID]]) -> None:
    """Lock the carts with units of (site, SKU) pairs for a loss that takes some of them afterwards. Queries: 1."""
    parameters = {"site_ids": [site_id for site_id, _ in keys], "sku_ids": [sku_id for _, sku_id in keys]}
    rows.fetch_tuples(_CARTS, parameters)


def demote_holds(*, site_id: UUID, sku_id: UUID, units: int, now: datetime, actor: Actor) -> int:
    """Take up to `units` out of carts, the youngest first, and return how many gave. Emits: HoldsDemoted."""
    found = rows.fetch_tuples(_VICTIMS, {"site_id": site_id, "sku_id": sku_id, "units": units})
    if found:
        record(
            [
                HoldsDemoted(merchant_id=merchant_id, aggregate_id=sku_id, site_id=str(site_id), units=gave)
                for merchant_id, gave in found
            ],
            happened_at=now,
            actor=actor,
        )
    return sum(gave for _, gave in found)


def _end(status: str, ids: Sequence[UUID], expired_at: datetime | None, now: datetime, actor: Actor) -> int:
    sql = _END if expired_at is None else _END_EXPIRED
    found = rows.fetch_tuples(sql, {"status": status, "ids": list(ids), "expired_at": expired_at})
    if found and status != "used":
        record(
            [
                StockFreed(merchant_id=merchant_id, aggregate_id=sku_id, site_id=str(site_id), units=units)
                for merchant_id, sku_id, site_id, units in found
            ],
            happened_at=now,
            actor=actor,
        )
    return len(found)
