"""The order that most are: one site ships it whole, and it is taken in one round trip.

Which site comes first for an order does not depend on stock. When that one can ship everything no other can take its
place, so nothing has to be read before it is tried: the statement finds out, under the lock, whether the units are
there, and changes nothing when they are not. Orders that come while one is being written are written together.
"""

import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import orjson
from django.db import IntegrityError

from packhaus.access.scope import Scope, is_in_transaction, statement_with_scope, transaction
from packhaus.access.types import Actor
from packhaus.kernel import rows
from packhaus.kernel.database.arrays import write_array
from packhaus.kernel.errors import ResourceBusy
from packhaus.kernel.kept import forgets
from packhaus.kernel.lane import Lane
from packhaus.orders.services.place.outcomes import list_outcomes
from packhaus.orders.services.place.plan import Attempt, plan_whole
from packhaus.orders.services.place.records import Records, build_records, join_records, take_ids
from packhaus.orders.services.place.repeats import answer_repeats
from packhaus.orders.services.place.statement import PLACE_WHOLE
from packhaus.orders.services.place.surroundings import read_surroundings
from packhaus.orders.types import LineDraft, OrderDraft, OrderOutcome

MAX_LINES = 100
_LACKING_SECONDS = 5.0
_LACKING_AT_MOST = 10_000

# What was not simply there a moment ago: kits, services, and what has run out. The next order looks before it leaps.
_lacking: dict[tuple[UUID, str], float] = {}


def place_whole(
    *, scope: Scope, merchant_id: UUID, draft: OrderDraft, now: datetime, actor: Actor
) -> OrderOutcome | None:
    """Take an order whole from the site that comes first for it; None when it has to be looked at, nothing written.

    One that is there already is answered as it was stored.
    Locks: site_stock of its SKUs, ascending. Emits: order_placed. Queries: 1, 4 for a repeat.
    Raises: ResourceBusy.
    """
    codes = [line.sku_code for line in draft.lines]
    if not _is_plain(draft, codes) or _is_known_to_lack(merchant_id, codes):
        return None
    surroundings = read_surroundings(now=now)
    planned = plan_whole(draft, surroundings.sites.values(), now)
    if planned is None:
        return None
    ids = take_ids(orders=1, lines=len(codes))
    records = build_records([planned], surroundings=surroundings, ids=ids, now=now)
    try:
        lacking = _write(
            _find_caller(scope, merchant_id, actor),
            _Whole(records, planned.outcome.winners[0], draft.lines, now),
        )
    except IntegrityError as error:
        if "order_is_taken_once_per_channel" not in str(error):
            raise
        attempt = Attempt(merchant_id, now, actor, {})
        with transaction(scope):
            answer_repeats(attempt, [draft])
        return attempt.outcomes.get(draft.external_number)
    if lacking:
        _remember(merchant_id, lacking)
        return None
    return next(list_outcomes([planned], records))[1]


class _Caller:
    """Whose orders may share a transaction, found by `is`: all of it is the same."""

    def __init__(self, scope: Scope, merchant_id: UUID, actor: Actor) -> None:
        self.scope = scope
        merchants, operator = scope.as_settings()
        self.parameters = {
            "merchants": merchants.encode(),
            "operator": operator.encode(),
            "merchant_id": str(merchant_id).encode(),
            "actor_kind": actor.kind.value.encode(),
            "actor_id": actor.id.encode(),
        }


_find_caller = lru_cache(1_000)(_Caller)


class _Whole(NamedTuple):
    """One order's rows, and the site that has to have everything."""

    records: Records
    site_id: str
    lines: Sequence[LineDraft]
    now: datetime


def _write(caller: _Caller, order: _Whole) -> Sequence[str]:
    """Write an order, with those that come at the same moment when there are any; return what is not simply there.

    What goes wrong with several of them is nobody's: each is then tried on its own.
    """
    if is_in_transaction():
        return _write_all(caller, [order])
    lacking = lane.bring(caller, (caller, order))
    return _write_all(caller, [order]) if lacking is None else lacking


def _write_together(brought: Sequence[tuple[_Caller, _Whole]]) -> list[Sequence[str] | None]:
    caller = brought[0][0]
    orders = [order for _, order in brought]
    if len(orders) == 1:
        return [_write_all(caller, orders)]
    try:
        is_written = not _write_all(caller, orders)
    except (IntegrityError, ResourceBusy):
        is_written = False
    return [() if is_written else None] * len(orders)


lane: Lane[tuple[_Caller, _Whole], Sequence[str] | None] = Lane(_write_together)


def _write_all(caller: _Caller, orders: Sequence[_Whole]) -> Sequence[str]:
    """Write orders in one statement; return the codes that are not simply there, then nothing is written."""
    if len(orders) == 1:
        (order,) = orders
        records = order.records
        takes = _write_takes(
            [order.site_id] * len(order.lines), records.skus, [line.quantity for line in order.lines]
        )
    else:
        records, takes = _join(orders)
    now = max(order.now for order in orders).isoformat().encode()
    parameters = {**records.as_json(), **takes, **caller.parameters, "now": now}
    with statement_with_scope(caller.scope):
        lacking = rows.call(PLACE_WHOLE, parameters)
    return orjson.loads(lacking) if lacking else ()


def _join(orders: Sequence[_Whole]) -> tuple[Records, dict[str, bytes]]:
    """Return the rows of all orders, and the units that they take together of each site's stock of a code."""
    takes: dict[tuple[str, str], int] = {}
    for order in orders:
        for line in order.lines:
            key = (order.site_id, line.sku_code)
            takes[key] = takes.get(key, 0) + line.quantity
    numbers = {key: number for number, key in enumerate(takes, start=1)}
    records = join_records(
        [(order.records, [numbers[order.site_id, code] for code in order.records.skus]) for order in orders]
    )
    sites, codes = zip(*takes, strict=True)
    return records, _write_takes(sites, codes, takes.values())


def _write_takes(sites: Iterable[str], codes: Iterable[str], units: Iterable[int]) -> dict[str, bytes]:
    return {"sites": write_array(sites), "codes": write_array(codes), "units": write_array(units)}


def _is_plain(draft: OrderDraft, codes: list[str]) -> bool:
    return (
        not draft.hold_reasons
        and not draft.cart_reference
        and len(codes) <= MAX_LINES
        and len(set(codes)) == len(codes)
    )


def _is_known_to_lack(merchant_id: UUID, codes: list[str]) -> bool:
    if not _lacking:
        return False
    since = time.monotonic() - _LACKING_SECONDS
    return any(_lacking.get((merchant_id, code), since) > since for code in codes)


def _remember(merchant_id: UUID, codes: Sequence[str]) -> None:
    if len(_lacking) > _LACKING_AT_MOST:
        _lacking.clear()
    now = time.monotonic()
    _lacking.update({(merchant_id, code): now for code in codes})


@forgets
def forget_lacking() -> None:
    """Try every order whole again: between tests, and on another database."""
    _lacking.clear()
