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
    wanted = _Wanted(_find_caller(scope, merchant_id, actor), draft, now)
    if is_in_transaction():
        return _place_alone(wanted)
    outcome = lane.bring(wanted.caller, wanted)
    return _place_alone(wanted) if isinstance(outcome, _Apart) else outcome


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


class _Wanted(NamedTuple):
    """An order that somebody wants placed."""

    caller: _Caller
    draft: OrderDraft
    now: datetime


class _Apart:
    """What several orders together came to when something went wrong: nothing, and each is tried on its own."""


def _place_together(wanted: Sequence[_Wanted]) -> list[OrderOutcome | _Apart | None]:
    if len(wanted) == 1:
        return [_place_alone(wanted[0])]
    try:
        planned, records, lacking = _write(wanted)
    except (IntegrityError, ResourceBusy):
        return [_Apart()] * len(wanted)
    if lacking or len(planned) < len(wanted):
        return [_Apart()] * len(wanted)
    return [outcome for _, outcome in list_outcomes(planned, records)]


lane: Lane[_Wanted, OrderOutcome | _Apart | None] = Lane(_place_together)


def _place_alone(wanted: _Wanted) -> OrderOutcome | None:
    caller, draft, now = wanted
    try:
        planned, records, lacking = _write([wanted])
    except IntegrityError as error:
        if "order_is_taken_once_per_channel" not in str(error):
            raise
        attempt = Attempt(caller.merchant_id, now, caller.actor, {})
        with transaction(caller.scope):
            answer_repeats(attempt, [draft])
        return attempt.outcomes.get(draft.external_number)
    if lacking:
        _remember(caller.merchant_id, lacking)
        return None
    return next((outcome for _, outcome in list_outcomes(planned, records)), None)


def _write(wanted: Sequence[_Wanted]) -> tuple[list[PlannedOrder], Records, Sequence[str]]:
    """Write orders in one statement; with codes that are not simply there nothing is written.

    An order that no site may ship is left out.
    """
    caller, now = wanted[0].caller, max(one.now for one in wanted)
    surroundings = read_surroundings(now=now)
    planned = plan_whole([one.draft for one in wanted], surroundings.sites.values(), now)
    if not planned:
        return planned, Records(), ()
    ids = take_ids(orders=len(planned), lines=sum(len(order.lines) for order in planned))
    records = build_records(planned, surroundings=surroundings, ids=ids, now=now)
    parameters = {
        **records.as_json(),
        **_sum_takes(planned, records.skus),
        **caller.parameters,
        "now": now.isoformat().encode(),
    }
    with statement_with_scope(caller.scope):
        lacking = rows.call(PLACE_WHOLE, parameters)
    return planned, records, orjson.loads(lacking) if lacking else ()


def _sum_takes(planned: Sequence[PlannedOrder], codes: Iterable[str]) -> dict[str, bytes]:
    """Return the units that orders take together of each site's stock of a code.

    Each code's first site comes first, in the order of the codes: a row names its SKU by its place there.
    """
    takes: dict[tuple[str, str], int] = {}
    first: dict[str, tuple[str, str]] = {}
    for order in planned:
        (site,) = order.outcome.winners
        for line in order.lines:
            key = (site, line.sku_id)
            takes[key] = takes.get(key, 0) + line.quantity
            first.setdefault(line.sku_id, key)
    keys = list(dict.fromkeys([*(first[code] for code in codes), *takes]))
    return {
        "sites": write_array(site for site, _ in keys),
        "codes": write_array(code for _, code in keys),
        "units": write_array(takes[key] for key in keys),
    }


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
