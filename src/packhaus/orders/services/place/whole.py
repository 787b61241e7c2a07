"""The order that most are: one site ships it whole, and it is taken in one round trip.

Which site comes first for an order does not depend on stock. When that one can ship everything no other can take its
place, so nothing has to be read before it is tried: the statement finds out, under the lock, whether the units are
there, and changes nothing when they are not.
"""

import time
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from packhaus.access.scope import Scope, statement_with_scope, transaction
from packhaus.access.types import Actor
from packhaus.kernel import rows
from packhaus.kernel.kept import forgets
from packhaus.orders.services.place.outcomes import list_outcomes
from packhaus.orders.services.place.placement import make_placement
from packhaus.orders.services.place.plan import Attempt
from packhaus.orders.services.place.prepare import SkuRow, Stock
from packhaus.orders.services.place.repeats import answer_repeats
from packhaus.orders.services.place.statement import PLACE_WHOLE
from packhaus.orders.services.place.surroundings import Surroundings, read_surroundings
from packhaus.orders.types import OrderDraft, OrderOutcome

MAX_LINES = 100
_ENDLESS = 1 << 60
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
    attempt = Attempt(merchant_id, now, actor, {})
    placement = make_placement(
        attempt, [draft], stock=_assume_everything(codes, surroundings), kits={}, surroundings=surroundings
    )
    if placement is None or len(placement.planned[0].outcome.winners) != 1:
        return None
    (order,) = placement.planned
    parameters = {
        **placement.records.as_parameters(),
        "codes": codes,
        "units": [line.quantity for line in draft.lines],
        "site_id": order.outcome.winners[0],
        "merchant_id": merchant_id,
        "now": now,
        "actor_kind": actor.kind.value,
        "actor_id": actor.id,
    }
    parameters["merchants"], parameters["operator"] = scope.as_settings()
    try:
        with statement_with_scope(scope):
            lacking = rows.fetch_value(PLACE_WHOLE, parameters)
    except IntegrityError as error:
        if "order_is_taken_once_per_channel" not in str(error):
            raise
        with transaction(scope):
            answer_repeats(attempt, [draft])
        return attempt.outcomes.get(draft.external_number)
    if lacking:
        _remember(merchant_id, lacking)
        return None
    return dict(list_outcomes(placement.planned, placement.records))[draft.external_number]


def _is_plain(draft: OrderDraft, codes: list[str]) -> bool:
    return (
        not draft.hold_reasons
        and not draft.cart_reference
        and len(codes) <= MAX_LINES
        and len(set(codes)) == len(codes)
    )


def _assume_everything(codes: list[str], surroundings: Surroundings) -> Stock:
    """Return stock of which every site has everything; SKUs go by their codes, which the statement looks up."""
    keys = [(site, code) for site in surroundings.sites for code in codes]
    return Stock(
        skus={code: SkuRow(code, "stock") for code in codes},
        free=dict.fromkeys(keys, _ENDLESS),
        headroom=dict.fromkeys(keys, 0),
        rows=dict.fromkeys(keys, 0),
    )


def _is_known_to_lack(merchant_id: UUID, codes: list[str]) -> bool:
    if not _lacking:
        return False
    since = time.monotonic() - _LACKING_SECONDS
    return any(_lacking.get((merchant_id, code), since) > since for code in codes)


def _remember(merchant_id: UUID, codes: list[str]) -> None:
    if len(_lacking) > _LACKING_AT_MOST:
        _lacking.clear()
    now = time.monotonic()
    _lacking.update({(merchant_id, code): now for code in codes})


@forgets
def forget_lacking() -> None:
    """Try every order whole again: between tests, and on another database."""
    _lacking.clear()
