"""Somebody has counted what lies at a location without being asked: the record follows at once.

It is kept among the counts, as approved, so that the list and the last count of a bin know of it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.inventory import locks
from packhaus.inventory.errors import CountStale
from packhaus.inventory.queries.balances import BalanceRow, get_balance
from packhaus.inventory.services.counts.again import ask_again
from packhaus.inventory.services.counts.book import book_differences, list_facts
from packhaus.inventory.services.counts.cancel import drop_answered
from packhaus.inventory.services.counts.there import POSITION
from packhaus.inventory.services.lose import book_loss
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id

_COUNTS = """
INSERT INTO inventory_count (id, number, document_id, site_id, location_id, status, trigger, round, planned_at,
    counted_at, closed_at, counted_by, closed_by, reason)
SELECT c.id, 'C-' || nextval('inventory_count_number'), %(document_id)s, l.site_id, l.id, 'approved', 'by_hand', 1,
       %(now)s, %(now)s, %(now)s, %(who)s, %(who)s, 'within'
FROM unnest(%(ids)s::uuid[], %(location_ids)s::bigint[]) AS c(id, location_id)
JOIN inventory_location AS l ON l.id = c.location_id
"""

_LINES = f"""
INSERT INTO inventory_countline (merchant_id, count_id, round, sku_id, owner_id, lot_id, serial, handling_unit_id,
    condition, recorded, counted, position, has_moved, abc, counted_at, posted)
SELECT f.merchant_id, f.count_id, 1, f.sku_id, f.owner_id, f.lot_id, f.serial, f.unit_id, f.condition,
       f.counted - f.change, f.counted, {POSITION}, false, coalesce(k.abc, 'c'), %(now)s, f.change
FROM unnest(%(count_ids)s::uuid[], %(counteds)s::bigint[], %(changes)s::bigint[], %(merchant_ids)s::uuid[],
    %(site_ids)s::uuid[], %(location_ids)s::bigint[], %(sku_ids)s::uuid[], %(owner_ids)s::uuid[],
    %(lot_ids)s::bigint[], %(serials)s::text[], %(unit_ids)s::uuid[], %(conditions)s::text[])
    AS f(count_id, counted, change, merchant_id, site_id, location_id, sku_id, owner_id, lot_id, serial, unit_id,
         condition)
LEFT JOIN inventory_skuclass AS k ON k.site_id = f.site_id AND k.sku_id = f.sku_id
"""  # noqa: S608 - constants

_LOCKED = f"""
SELECT b.id, b.on_hand FROM inventory_balance AS b WHERE b.id = ANY(%(ids)s::bigint[]) {locks.BALANCES_IN_ORDER}
"""  # noqa: S608 - constants

_STALE = "{location} had {seen} units when the count began, and something was booked there since; count again"


class Counted(NamedTuple):
    """Units of a balance that were found, and what its record said when the count began."""

    balance_id: int
    units: int
    seen: int


def count_balances(
    *, scope: Scope, counts: Sequence[Counted], document_id: str, now: datetime, actor: Actor
) -> int:
    """Bring records in line with what was counted, all or none; return how many units they changed by, up and down.

    A count that finds what the record says is a fact, too: whoever doubted the place is told. Fewer units than the
    record make allocations, carts and promises give way, as with every loss. What was planned for just these items is
    answered; what waits there to be approved is counted again.
    Locks: counts, orders, site_stock, balances. Emits: BinCounted per SKU and location, CountCancelled, RecountAsked.
    Raises: Invalid; CountStale when something was booked there since; UnknownLocation; ResourceBusy.
    """
    _check(counts)
    return book_loss(scope=scope, book=lambda: _book(counts, document_id, now, actor))


class _Line(NamedTuple):
    """Units found of a balance, and how many more that was than its record said."""

    balance: BalanceRow
    counted: int
    change: int


def _check(counts: Sequence[Counted]) -> None:
    problems = [
        FieldProblem(f"counts.{index}", "range", "is not negative")
        for index, counted in enumerate(counts)
        if counted.units < 0
    ]
    if problems or not counts:
        raise Invalid(problems or [FieldProblem("counts", "required", "is empty")])


def _book(counts: Sequence[Counted], document_id: str, now: datetime, actor: Actor) -> int:
    balances = [_read(counted) for counted in counts]
    places = [(balance.location_id, balance.sku_id) for balance in balances]
    drop_answered(counted=places, now=now, actor=actor)
    ask_again(location_ids=[location_id for location_id, _ in places], now=now, actor=actor)
    lines = [
        _Line(balance, counted.units, counted.units - balance.on_hand)
        for balance, counted in zip(balances, counts, strict=True)
    ]
    changes = [(one.balance, one.change) for one in lines]
    book_differences(found=changes, document_id=document_id, now=now, actor=actor)
    _prove(counts, balances)
    _keep(lines, document_id, now, actor)
    record(list_facts(lines), happened_at=now, actor=actor)
    return sum(abs(one.change) for one in lines)


def _read(counted: Counted) -> BalanceRow:
    balance = get_balance(balance_id=counted.balance_id)
    if balance.on_hand != counted.seen:
        raise _refusal(balance, counted)
    return balance


def _prove(counts: Sequence[Counted], balances: Sequence[BalanceRow]) -> None:
    """Refuse when a pick was booked since the look at the record; from here on nothing is, until what is kept is.

    A balance that was counted to nothing may be gone.
    """
    there = dict(rows.fetch_tuples(_LOCKED, {"ids": [counted.balance_id for counted in counts]}))
    for counted, balance in zip(counts, balances, strict=True):
        if there.get(counted.balance_id, 0) != counted.units:
            raise _refusal(balance, counted)


def _refusal(balance: BalanceRow, counted: Counted) -> CountStale:
    told = _STALE.format(location=balance.location_code, seen=counted.seen)
    return CountStale(told, location_id=balance.location_id)


def _keep(lines: Sequence[_Line], document_id: str, now: datetime, actor: Actor) -> None:
    """Keep what was counted and has just been booked under this document, a count per place."""
    ids = {location_id: new_id() for location_id in sorted({one.balance.location_id for one in lines})}
    about = {"document_id": document_id, "now": now, "who": actor.id}
    rows.execute(_COUNTS, {**about, "ids": list(ids.values()), "location_ids": list(ids)})
    columns = rows.as_columns(
        [
            (
                ids[one.balance.location_id], one.counted, one.change, one.balance.merchant_id, one.balance.site_id,
                one.balance.location_id, one.balance.sku_id, one.balance.owner_id, one.balance.lot_id,
                one.balance.serial, one.balance.handling_unit_id, one.balance.condition,
            )
            for one in lines
        ],
        12,
    )  # fmt: skip
    names = (
        "count_ids", "counteds", "changes", "merchant_ids", "site_ids", "location_ids", "sku_ids", "owner_ids",
        "lot_ids", "serials", "unit_ids", "conditions",
    )  # fmt: skip
    rows.execute(_LINES, {**about, **dict(zip(names, columns, strict=True))})
