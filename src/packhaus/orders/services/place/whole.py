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
from django.db.backends.base.base import BaseDatabaseWrapper

from packhaus.access.scope import Scope, contention_named, statement_with_scope, transaction
from packhaus.access.types import Actor
from packhaus.kernel import rows
from packhaus.kernel.database.arrays import write_array
from packhaus.kernel.errors import ResourceBusy
from packhaus.kernel.kept import forgets
from packhaus.kernel.lane import Lane
from packhaus.orders.services.place.outcomes import list_outcomes
from packhaus.orders.services.place.plan import Attempt, plan_whole
from packhaus.orders.services.place.records import PlannedOrder, Records, build_records, take_ids
from packhaus.orders.services.place.repeats import answer_repeats
from packhaus.orders.services.place.statement import PLACE_WHOLE
from packhaus.orders.services.place.surroundings import read_surroundings
from packhaus.orders.types import OrderDraft, OrderOutcome

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
    prepared = _prepare(_find_caller(scope, merchant_id, actor), draft, now)
    if prepared is None:
        return None
    try:
        lacking = _write(prepared)
    except IntegrityError as error:
        if "order_is_taken_once_per_channel" not in str(error):
            raise
        return _answer_repeat(prepared)
    if lacking:
        _remember(merchant_id, lacking)
        return None
    ((_, outcome),) = list_outcomes([prepared.order], prepared.records)
    return outcome


class _Caller:
    """Whose orders may share a transaction, found by `is`: all of it is the same."""

    def __init__(self, scope: Scope, merchant_id: UUID, actor: Actor) -> None:
        self.scope, self.merchant_id, self.actor = scope, merchant_id, actor
        merchants, operator = scope.as_settings()
        self.parameters = {
            "merchants": merchants.encode(),
            "operator": operator.encode(),
            "merchant_id": str(merchant_id).encode(),
            "actor_kind": actor.kind.value.encode(),
            "actor_id": actor.id.encode(),
        }


_find_caller = lru_cache(1_000)(_Caller)


class _Prepared(NamedTuple):
    """An order with every row of it; its lines name their SKUs by their places in `takes`, counted from 1."""

    caller: _Caller
    order: PlannedOrder
    records: Records
    takes: list[tuple[tuple[str, str], int]]
    """Units of (site, code)."""
    now: datetime
    connection: BaseDatabaseWrapper


def _prepare(caller: _Caller, draft: OrderDraft, now: datetime) -> _Prepared | None:
    """Return the order as it will be written; None when no site may ship it."""
    surroundings = read_surroundings(now=now)
    order = plan_whole(draft, surroundings, caller.merchant_id)
    if order is None:
        return None
    ids = take_ids(orders=1, lines=len(order.lines))
    records = build_records([order], surroundings=surroundings, ids=ids, now=now)
    (site,) = order.outcome.winners
    takes = [((site, line.sku_id), line.quantity) for line in order.lines]
    return _Prepared(caller, order, records, takes, now, rows.connect())


def _write(prepared: _Prepared) -> Sequence[str]:
    """Write an order, with those that come meanwhile; with codes that are not simply there nothing is written."""
    lacking: Sequence[str] | _Apart = _APART
    if not prepared.connection.in_atomic_block:
        lacking = lane.bring(prepared.caller, prepared)
    if isinstance(lacking, _Apart):
        with statement_with_scope(prepared.caller.scope):
            (lacking,) = _finish(_begin([prepared]))
    assert not isinstance(lacking, _Apart)
    return lacking


class _Apart:
    """What several orders together came to when something went wrong: nothing, and each is tried on its own."""


_APART = _Apart()


class _Begun(NamedTuple):
    """Orders on their way to the database."""

    group: Sequence[_Prepared]
    call: rows.Call


def _begin(group: Sequence[_Prepared]) -> _Begun:
    """Send orders of one caller in one statement, on the connection of the first one's thread."""
    caller, units = group[0].caller, _sum_takes(group)
    parameters = {
        **_merge(group, units).as_json(),
        "sites": write_array(site for site, _ in units),
        "codes": write_array(code for _, code in units),
        "units": write_array(units.values()),
        **caller.parameters,
        "now": max(one.now for one in group).isoformat().encode(),
    }
    return _Begun(group, rows.Call(PLACE_WHOLE, parameters, group[0].connection))


def _finish(begun: _Begun) -> Sequence[Sequence[str] | _Apart]:
    """Return for each order the codes that are not simply there: with any of them nothing is written."""
    is_alone = len(begun.group) == 1
    try:
        with contention_named:
            answered = begun.call.receive()
    except (IntegrityError, ResourceBusy):
        if is_alone:
            raise
        return [_APART] * len(begun.group)
    lacking = orjson.loads(answered) if answered else ()
    return [_APART if lacking and not is_alone else lacking] * len(begun.group)


lane = Lane(begin=_begin, finish=_finish)


def _sum_takes(group: Sequence[_Prepared]) -> dict[tuple[str, str], int]:
    """Return the units that orders take together of each site's stock of a code."""
    if len(group) == 1:
        return dict(group[0].takes)
    units: dict[tuple[str, str], int] = {}
    for one in group:
        for key, quantity in one.takes:
            units[key] = units.get(key, 0) + quantity
    return units


def _merge(group: Sequence[_Prepared], units: Iterable[tuple[str, str]]) -> Records:
    """Return the rows of all, naming each SKU by its place in `units`."""
    if len(group) == 1:
        return group[0].records
    places = {key: place for place, key in enumerate(units, start=1)}
    merged = Records()
    for one in group:
        merged.add(one.records, skus=[places[key] for key, _ in one.takes])
    return merged


def _answer_repeat(prepared: _Prepared) -> OrderOutcome | None:
    """Return the order as it was stored."""
    caller, draft = prepared.caller, prepared.order.draft
    attempt = Attempt(caller.merchant_id, prepared.now, caller.actor, {})
    with transaction(caller.scope):
        answer_repeats(attempt, [draft])
    return attempt.outcomes.get(draft.external_number)


def _is_plain(draft: OrderDraft, codes: list[str]) -> bool:
    return (
        not draft.hold_reasons
        and not draft.vas
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
