"""A partner answers the wish to cancel what it has accepted: it stays behind, or it goes out all the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.orders.locks import lock_orders_of
from packhaus.orders.queries.asked import Request, get_requests
from packhaus.orders.services.requests.closed import refuse_closed
from packhaus.orders.services.requests.unanswered import go_on_without_answer
from packhaus.orders.services.requests.wishes import close_wishes
from packhaus.orders.states import ACCEPT_CANCEL, REFUSE_CANCEL
from packhaus.orders.types import CancelReply, KeepReason

_NOTHING: Mapping[int, int] = {}


@again_when_busy
def accept_cancels(
    *, scope: Scope, fulfillment_ids: Sequence[UUID], now: datetime, actor: Actor
) -> list[CancelReply]:
    """Cancel for partners' sites what they were asked to leave, all or none; one outcome each, in the order given.

    What was not wished stays accepted. Said again it changes nothing. Locks: orders, then site_stock.
    Emits: OrderCancelled, StockFreed. Queries: 14 at most. Raises: RequestNotFound, RequestClosed.
    """
    with transaction(scope):
        return _answer(fulfillment_ids, ACCEPT_CANCEL.target, None, KeepReason.SAID, now, actor)


@again_when_busy
def refuse_cancels(
    *, scope: Scope, fulfillment_ids: Sequence[UUID], now: datetime, actor: Actor
) -> list[CancelReply]:
    """Keep what partners' sites were asked to leave: it goes out; one outcome each, in the order given.

    Said again it changes nothing. Locks: orders. Emits: PartnerKeeps. Queries: 10 at most.
    Raises: RequestNotFound, RequestClosed.
    """
    with transaction(scope):
        return _answer(fulfillment_ids, REFUSE_CANCEL.target, _NOTHING, KeepReason.SAID, now, actor)


def _answer(
    ids: Sequence[UUID],
    said: str,
    stops: Mapping[int, int] | None,
    why: KeepReason,
    now: datetime,
    actor: Actor,
) -> list[CancelReply]:
    lock_orders_of(ids)
    requests = get_requests(ids)
    fresh = {id_: one for id_, one in requests.items() if one.request_status != said}
    refuse_closed(fresh, ACCEPT_CANCEL.sources)
    replies = close_wishes(requests=fresh, stops=stops, why=why, now=now, actor=actor) if fresh else {}
    return [replies.get(id_, CancelReply(id_, 0, 0)) for id_ in ids]


def keep_unanswered(*, scope: Scope, now: datetime, actor: Actor) -> int:
    """Let go out what partners were asked to leave and have not answered by the deadline; return how many requests.

    A partner that has accepted may have sent it already: nothing is cancelled that may arrive. Commits per
    MAX_REQUESTS, the oldest deadline first. Twice is once. Locks: orders. Emits: PartnerKeeps.
    """

    def keep(silent: dict[UUID, Request]) -> None:
        close_wishes(requests=silent, stops=_NOTHING, why=KeepReason.NO_ANSWER, now=now, actor=actor)

    return go_on_without_answer(scope=scope, answer=REFUSE_CANCEL, go_on=keep, now=now)
