"""Inventory says that a bin will lose allocated units: outbound finds others, or lets them wait for the next wave."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.decide.freshness import find_earliest_expiry
from packhaus.kernel import rows
from packhaus.orders.queries.freshness import EARLIEST
from packhaus.orders.services.fulfillment import lock_fulfillments, move_units
from packhaus.orders.services.promise_more import NewPromise
from packhaus.orders.types import Counter, UnitMove
from packhaus.outbound.services.allocate import allocate_lines
from packhaus.outbound.services.release.uncovered import set_apart
from packhaus.outbound.services.settle import settle_fulfillments
from packhaus.outbound.services.stop.unallocate import unallocate
from packhaus.outbound.services.tasks_appended import append_tasks
from packhaus.outbound.services.unrelease import take_back
from packhaus.outbound.types import LineToAllocate, Restriction

# An order that is allocated the bin while the lock of another is waited for is asked in the next round.
_ROUNDS = 5

_VICTIMS = f"""
WITH open AS (
    SELECT a.id, a.fulfillment_line_id, a.line_id, a.merchant_id, a.sku_id, a.wave_id, l.fulfillment_id, f.order_id,
           f.site_id, b.location_id, k.minimum_shelf_life_days AS own_days, {EARLIEST} AS promised_expiry,
           a.quantity - a.picked AS units,
           sum(a.quantity - a.picked) OVER (ORDER BY f.priority DESC, f.placed_at DESC, a.id DESC) AS upto
    FROM outbound_allocation AS a
    JOIN orders_fulfillmentline AS l ON l.id = a.fulfillment_line_id
    JOIN orders_fulfillmentorder AS f ON f.id = l.fulfillment_id
    JOIN inventory_balance AS b ON b.id = a.balance_id
    JOIN catalog_sku AS k ON k.id = a.sku_id
    LEFT JOIN orders_freshline AS n ON n.line_id = a.line_id
    WHERE a.balance_id = %(balance_id)s AND a.quantity > a.picked
      AND (%(among)s::uuid[] IS NULL OR f.id = ANY(%(among)s))
)
SELECT id, fulfillment_line_id, line_id, merchant_id, sku_id, wave_id, fulfillment_id, order_id, site_id, location_id,
       own_days, promised_expiry, least(units, %(units)s - (upto - units))::bigint
FROM open WHERE upto - units < %(units)s ORDER BY id
"""  # noqa: S608 - made of a constant

_UNTOUCHED = """
SELECT f.id, f.order_id FROM orders_fulfillmentorder AS f
WHERE f.id = ANY(%(ids)s::uuid[]) AND f.status = 'released' AND NOT EXISTS (
    SELECT FROM orders_fulfillmentline AS l WHERE l.fulfillment_id = f.id AND l.allocated + l.picked > 0)
"""


class _Victim(NamedTuple):
    id: int
    fulfillment_line_id: int
    line_id: int
    merchant_id: UUID
    sku_id: UUID
    wave_id: UUID
    fulfillment_id: UUID
    order_id: UUID
    site_id: UUID
    location_id: int
    own_days: int
    promised_expiry: date | None
    units: int

    def restrict(self, today: date) -> Restriction | None:
        """Say how long units must last that take the place of these."""
        earliest = find_earliest_expiry(on=today, own_days=self.own_days, promised=self.promised_expiry)
        return Restriction(earliest_expiry=earliest) if earliest else None

    def as_change(self, units: int) -> UnitMove:
        return UnitMove(self.fulfillment_line_id, self.line_id, self.order_id, units)


def release_allocations(*, balance_id: int, units: int, now: datetime, actor: Actor) -> int:  # noqa: ARG001 - the port's shape
    """Take up to `units` allocated units off a balance, from the least urgent and youngest orders; return how many.

    They are allocated in other bins of the site where there are free ones, with a stop at the end of the walk. The rest
    is promised again: in a planned fulfillment order of its own, or the whole order is planned again when nothing else
    of it is on the floor. Runs in the caller's transaction.
    Only orders that are locked give; others are asked for the rest. Locks: orders, then bins of the SKU.
    """
    victims = _lock_victims(balance_id, units, now.date())
    if not victims:
        return 0
    fulfillments = sorted({victim.fulfillment_id for victim in victims})
    unallocate(cuts=[(victim.id, victim.units) for victim in victims], fulfillment_ids=fulfillments)
    lines = _sum_up_lines(victims)
    changes = [line.as_change(line.units) for line in lines]
    move_units(changes=changes, source=Counter.ALLOCATED, target=Counter.PROMISED, now=now)
    found = _allocate_elsewhere(lines, now)
    append_tasks(fulfillment_ids=fulfillments)
    _plan_again(lines, found, now)
    settle_fulfillments(fulfillment_ids=fulfillments)
    return _count(victims)


def _lock_victims(balance_id: int, units: int, today: date) -> list[_Victim]:
    """Lock the orders that are to give and say what each of them gives, now that nobody else can change them."""
    locked: set[UUID] = set()
    victims: list[_Victim] = []
    for _ in range(_ROUNDS):
        seen = _list_victims(balance_id, units, today)
        if not seen:
            break
        locked |= {victim.fulfillment_id for victim in seen}
        lock_fulfillments(locked)
        victims = _list_victims(balance_id, units, today, locked)
        if _count(victims) >= _count(seen):
            break
    return victims


def _list_victims(
    balance_id: int, units: int, today: date, among: Collection[UUID] | None = None
) -> list[_Victim]:
    parameters = {
        "today": today,
        "balance_id": balance_id,
        "units": units,
        "among": None if among is None else list(among),
    }
    return [_Victim._make(row) for row in rows.fetch_tuples(_VICTIMS, parameters)]


def _count(victims: Sequence[_Victim]) -> int:
    return sum(victim.units for victim in victims)


def _sum_up_lines(victims: Sequence[_Victim]) -> list[_Victim]:
    """Return one for each line: units that came here from another bin are an allocation of their own."""
    lines: dict[int, _Victim] = {}
    for victim in victims:
        known = lines.get(victim.fulfillment_line_id)
        lines[victim.fulfillment_line_id] = (
            victim._replace(units=known.units + victim.units) if known else victim
        )
    return list(lines.values())


def _allocate_elsewhere(victims: Sequence[_Victim], now: datetime) -> dict[int, int]:
    """Allocate the units in other bins, wave by wave, and return what each fulfillment line got."""
    waves: defaultdict[UUID, dict[int, _Victim]] = defaultdict(dict)
    for victim in victims:
        waves[victim.wave_id][victim.fulfillment_line_id] = victim
    got: defaultdict[int, int] = defaultdict(int)
    for wave_id, own in waves.items():
        first = next(iter(own.values()))
        outcome = allocate_lines(
            wave_id=wave_id,
            site_id=first.site_id,
            lines=[
                LineToAllocate(
                    one.fulfillment_line_id, one.line_id, one.merchant_id, one.sku_id, one.units,
                    one.restrict(now.date()),
                )
                for one in own.values()
            ],
            avoided=[first.location_id],
        )  # fmt: skip
        for row in outcome.rows:
            got[row.fulfillment_line_id] += row.quantity
    by_line = {victim.fulfillment_line_id: victim for victim in victims}
    changes = [by_line[line].as_change(units) for line, units in got.items()]
    if changes:
        move_units(changes=changes, source=Counter.PROMISED, target=Counter.ALLOCATED, now=now)
    return got


def _plan_again(victims: Sequence[_Victim], got: dict[int, int], now: datetime) -> None:
    found = rows.fetch_tuples(_UNTOUCHED, {"ids": list({victim.fulfillment_id for victim in victims})})
    untouched = dict(found)
    if untouched:
        take_back(orders=untouched, now=now)
    rest = [
        (
            victim.fulfillment_line_id,
            NewPromise(
                victim.order_id, victim.line_id, victim.sku_id, victim.site_id,
                victim.units - got.get(victim.fulfillment_line_id, 0),
            ),
        )
        for victim in victims
        if victim.fulfillment_id not in untouched and victim.units > got.get(victim.fulfillment_line_id, 0)
    ]  # fmt: skip
    set_apart(promises=rest, now=now)
