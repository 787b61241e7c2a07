"""Who does not answer in time is asked no longer: the units are promised anew, as if they had been rejected."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.orders.queries.asked import Request
from packhaus.orders.services.requests.reject import take_back
from packhaus.orders.services.requests.unanswered import go_on_without_answer
from packhaus.orders.states import ACCEPT_REQUEST
from packhaus.orders.types import Rejection, RejectReason


def reroute_unanswered(*, scope: Scope, now: datetime, actor: Actor) -> int:
    """Take back what partners were asked for and did not answer by the deadline; return how many requests that were.

    Commits per MAX_REQUESTS, the oldest deadline first. Twice is once: what was answered meanwhile stays as answered.
    Locks: orders, then site_stock. Emits: RequestRejected, OrderBackordered, StockFreed.
    """

    def reroute(silent: dict[UUID, Request]) -> None:
        rejections = [Rejection(id_, RejectReason.NO_ANSWER) for id_ in silent]
        take_back(scope=scope, requests=silent, rejections=rejections, now=now, actor=actor)

    return go_on_without_answer(scope=scope, answer=ACCEPT_REQUEST, go_on=reroute, now=now)
