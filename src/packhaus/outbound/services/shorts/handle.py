"""Answer a short at once: the record, then another bin, another site, or a backorder."""

from collections.abc import Sequence
from datetime import datetime

from packhaus.access.types import Actor
from packhaus.decide.freshness import find_earliest_expiry
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.orders.events import OrderBackordered
from packhaus.orders.queries.freshness import EARLIEST
from packhaus.orders.services.demote import owe_cuts
from packhaus.orders.services.free_units import PromiseCut
from packhaus.orders.services.fulfillment import move_units
from packhaus.orders.types import Counter, UnitMove
from packhaus.outbound.events import PickShort
from packhaus.outbound.locks import StopRow
from packhaus.outbound.queries.lack import count_lack
from packhaus.outbound.services.allocate import allocate_lines
from packhaus.outbound.services.doubts import settle_doubts
from packhaus.outbound.services.settle import settle_fulfillments
from packhaus.outbound.services.shorts.effects import is_taken_off, write_off_missing
from packhaus.outbound.services.shorts.other_site import promise_elsewhere
from packhaus.outbound.services.tasks_appended import append_tasks
from packhaus.outbound.types import LineToAllocate, Restriction, ShortOutcome, ShortReason

_RELEASE = """
WITH bin AS (
    UPDATE inventory_balance SET allocated = allocated - %(missing)s WHERE id = %(balance_id)s
)
UPDATE outbound_allocation SET quantity = quantity - %(missing)s WHERE id = %(id)s
"""

_STILL_PROMISED = f"""
SELECT f.promised, k.minimum_shelf_life_days, {EARLIEST}
FROM orders_fulfillmentline AS f JOIN catalog_sku AS k ON k.id = f.sku_id
LEFT JOIN orders_freshline AS n ON n.line_id = f.line_id
WHERE f.id = %(id)s
"""  # noqa: S608 - made of a constant

_WRITE = """
INSERT INTO outbound_short (merchant_id, task_id, fulfillment_id, line_id, sku_id, location_id, site_id, missing,
    reason, written_off, from_other_bin, from_other_site, to_backorder, happened_at, resolved_at)
VALUES (%(merchant_id)s, %(task_id)s, %(fulfillment_id)s, %(line_id)s, %(sku_id)s, %(location_id)s, %(site_id)s,
    %(missing)s, %(reason)s, %(written_off)s, %(from_other_bin)s, %(from_other_site)s, %(to_backorder)s, %(now)s,
    CASE WHEN %(is_resolved)s AND NOT (%(to_backorder)s > 0 AND EXISTS (
        SELECT FROM orders_order AS o WHERE o.id = %(order_id)s AND o.policy <> 'ship_available'
    ) OR %(is_doubted)s AND EXISTS (
        SELECT FROM inventory_balance AS b WHERE b.location_id = %(location_id)s AND b.sku_id = %(sku_id)s
          AND b.owner_id = %(merchant_id)s::uuid AND b.condition = 'sellable' AND b.on_hand > b.allocated
    )) THEN %(now)s::timestamptz END)
RETURNING id, resolved_at IS NULL AND reason <> 'damaged'
"""


def handle_short(
    *, stop: StopRow, missing: int, reason: ShortReason, now: datetime, actor: Actor
) -> ShortOutcome:
    """Book units that a stop misses, look for them elsewhere, owe what is nowhere, and say what was done.

    Before the stop's found units are moved; the caller has locked what `ShortLocks` names. A wrong item in the bin
    leaves the short open until the bin is counted; so does any short, covered or not, while the record of its bin still
    has units free: what is missing there was found out by chance.
    An order that is not to go in part leaves it open until somebody has seen it.
    Locks: orders that were promised the units meanwhile. Emits: PickShort, OrderBackordered, PromiseDemoted.
    """
    _release(stop, missing, now)
    # What the site truly lacks goes to another site before anybody there has to give way.
    early = _take_other_sites(stop, _count_lack(stop, missing, reason), now)
    written_off = write_off_missing(stop=stop, missing=missing, reason=reason, now=now, actor=actor)
    promised, restriction = _read_promised(stop, now)
    left = min(missing - early, promised)
    # Beside a damaged unit lie good ones; a bin that had fewer than its record is not asked again.
    avoided = [] if reason is ShortReason.DAMAGED else [stop.location_id]
    from_bin = _take_from_bins(stop, left, restriction, avoided, now)
    late = _take_other_sites(stop, left - from_bin, now)
    owed = left - from_bin - late
    if owed:
        _owe(stop, owed, now, actor)
    outcome = ShortOutcome(written_off, from_bin, early + late, missing - from_bin - early - late)
    settle_fulfillments(fulfillment_ids=[stop.fulfillment_id])
    _write(stop, missing, reason, outcome, now, actor)
    return outcome


def _count_lack(stop: StopRow, missing: int, reason: ShortReason) -> int:
    if not is_taken_off(reason):
        return 0
    return count_lack(site_id=stop.site_id, sku_id=stop.sku_id, units=missing)


def _release(stop: StopRow, missing: int, now: datetime) -> None:
    parameters = {"missing": missing, "balance_id": stop.balance_id, "id": stop.allocation_id}
    rows.execute(_RELEASE, parameters)
    _move(stop, missing, Counter.ALLOCATED, Counter.PROMISED, now)


def _move(stop: StopRow, units: int, source: Counter, target: Counter, now: datetime) -> None:
    change = UnitMove(stop.fulfillment_line_id, stop.line_id, stop.order_id, units)
    move_units(changes=[change], source=source, target=target, now=now)


def _read_promised(stop: StopRow, now: datetime) -> tuple[int, Restriction | None]:
    """Return the units that the line is still promised, and how long they must last."""
    today = now.date()
    ((units, own_days, day),) = rows.fetch_tuples(
        _STILL_PROMISED, {"id": stop.fulfillment_line_id, "today": today}
    )
    earliest = find_earliest_expiry(on=today, own_days=own_days, promised=day)
    return units, Restriction(earliest_expiry=earliest) if earliest else None


def _take_from_bins(
    stop: StopRow, units: int, restriction: Restriction | None, avoided: Sequence[int], now: datetime
) -> int:
    if not units:
        return 0
    line = LineToAllocate(
        stop.fulfillment_line_id, stop.line_id, stop.merchant_id, stop.sku_id, units, restriction
    )
    found = allocate_lines(wave_id=stop.wave_id, site_id=stop.site_id, lines=[line], avoided=avoided)
    taken = sum(row.quantity for row in found.rows)
    if taken:
        _move(stop, taken, Counter.PROMISED, Counter.ALLOCATED, now)
        append_tasks(fulfillment_ids=[stop.fulfillment_id])
    return taken


def _take_other_sites(stop: StopRow, units: int, now: datetime) -> int:
    if not units:
        return 0
    return promise_elsewhere(
        fulfillment_line_id=stop.fulfillment_line_id,
        line_id=stop.line_id,
        order_id=stop.order_id,
        sku_id=stop.sku_id,
        site_id=stop.site_id,
        units=units,
        now=now,
    )


def _owe(stop: StopRow, units: int, now: datetime, actor: Actor) -> None:
    cut = PromiseCut(
        stop.fulfillment_line_id,
        stop.fulfillment_id,
        stop.line_id,
        stop.order_id,
        stop.sku_id,
        stop.site_id,
        units,
    )
    owe_cuts([cut])
    fact = OrderBackordered(merchant_id=stop.merchant_id, aggregate_id=stop.order_id, units=units)
    record([fact], happened_at=now, actor=actor)


def _write(
    stop: StopRow, missing: int, reason: ShortReason, outcome: ShortOutcome, now: datetime, actor: Actor
) -> None:
    ((short_id, is_doubting),) = rows.fetch_tuples(
        _WRITE,
        {
            **{name: getattr(stop, name) for name in _FIELDS},
            **outcome._asdict(),
            "missing": missing,
            "reason": reason.value,
            "order_id": stop.order_id,
            "is_resolved": reason is not ShortReason.WRONG_ITEM,
            "is_doubted": reason is not ShortReason.DAMAGED,
            "now": now,
        },
    )
    if is_doubting:
        settle_doubts(keys=[(stop.sku_id, stop.site_id)], begun=[short_id])
    fact = PickShort(
        merchant_id=stop.merchant_id,
        aggregate_id=stop.order_id,
        fulfillment_id=str(stop.fulfillment_id),
        line_id=stop.line_id,
        sku_id=str(stop.sku_id),
        site_id=str(stop.site_id),
        location_id=stop.location_id,
        reason=reason.value,
        missing=missing,
        **outcome._asdict(),
    )
    record([fact], happened_at=now, actor=actor)


_FIELDS = ("merchant_id", "task_id", "fulfillment_id", "line_id", "sku_id", "location_id", "site_id")
