"""A partner's site does not do what it was asked: the units are promised anew."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.orders.errors import UnitsNotAsked
from packhaus.orders.events import RequestRejected
from packhaus.orders.locks import lock_orders_of
from packhaus.orders.queries.asked import AskedLine, Request, get_requests, list_asked_lines
from packhaus.orders.services.requests.closed import refuse_closed
from packhaus.orders.services.requests.reroute import Cut, reroute
from packhaus.orders.states import REJECT, REJECT_REQUEST, SEND_FROM_PARTNER
from packhaus.orders.types import Rejection, RejectReason, Rerouted

# The rest of one that is refused in part stays asked for; what was accepted stays accepted.
_MARK = """
UPDATE orders_fulfillmentorder AS f
SET reject_reason = u.reason,
    status = CASE WHEN u.is_whole THEN %(status)s ELSE f.status END,
    request_status = CASE WHEN u.is_whole THEN %(request_status)s ELSE f.request_status END
FROM unnest(%(ids)s::uuid[], %(reasons)s::text[], %(wholes)s::boolean[]) AS u(id, reason, is_whole)
WHERE f.id = u.id AND f.status = ANY(%(sources)s::text[]) AND f.request_status = ANY(%(request_sources)s::text[])
"""


@again_when_busy
def reject_requests(
    *, scope: Scope, rejections: Sequence[Rejection], now: datetime, actor: Actor
) -> list[Rerouted]:
    """Take back what sites do not send, all or none, and promise it anew; one outcome per rejection, in order.

    A site that has refused units of an order is promised nothing of it again. What no other site has waits for stock.
    What was refused whole before is passed over: nothing was moved. One answer per fulfillment order.
    Locks: orders, then site_stock. Emits: RequestRejected, OrderBackordered, StockFreed. Queries: 12 at most, and 1 a
    merchant whose terms are not known. Raises: Invalid, RequestNotFound, RequestClosed, UnitsNotAsked.
    """
    _check(rejections)
    with transaction(scope):
        lock_orders_of([one.fulfillment_id for one in rejections])
        requests = get_requests([one.fulfillment_id for one in rejections])
        open_ones = [
            one for one in rejections if requests[one.fulfillment_id].request_status != REJECT_REQUEST.target
        ]
        refuse_closed(
            {one.fulfillment_id: requests[one.fulfillment_id] for one in open_ones}, REJECT_REQUEST.sources
        )
        outcomes = take_back(scope=scope, requests=requests, rejections=open_ones, now=now, actor=actor)
    return [outcomes.get(one.fulfillment_id, Rerouted(one.fulfillment_id, 0, 0)) for one in rejections]


def _check(rejections: Sequence[Rejection]) -> None:
    problems = [
        FieldProblem(f"rejections.{index}.reason", "unknown", "only silence is no answer")
        for index, one in enumerate(rejections)
        if one.reason is RejectReason.NO_ANSWER
    ]
    if len({one.fulfillment_id for one in rejections}) != len(rejections):
        problems.append(FieldProblem("rejections", "twice", "a fulfillment order is answered once in a call"))
    if problems:
        raise Invalid(problems)


def take_back(
    *,
    scope: Scope,
    requests: Mapping[UUID, Request],
    rejections: Sequence[Rejection],
    now: datetime,
    actor: Actor,
) -> dict[UUID, Rerouted]:
    """Mark what is refused and promise its units anew; the orders are locked and the answers are in time."""
    if not rejections:
        return {}
    lines = list_asked_lines([one.fulfillment_id for one in rejections])
    cuts = [cut for one in rejections for cut in _list_cuts(one, lines)]
    _mark(rejections, cuts, lines)
    outcomes = reroute(scope=scope, cuts=cuts, now=now, actor=actor)
    record(
        [_tell(one, requests[one.fulfillment_id], cuts, outcomes) for one in rejections],
        happened_at=now,
        actor=actor,
    )
    return outcomes


def _list_cuts(rejection: Rejection, lines: Sequence[AskedLine]) -> list[Cut]:
    own = {line.id: line for line in lines if line.fulfillment_id == rejection.fulfillment_id}
    if not rejection.units:
        return [Cut(line, line.promised, rejection.reason) for line in own.values()]
    wanted: dict[int, int] = {}
    for id_, quantity in rejection.units:
        wanted[id_] = wanted.get(id_, 0) + quantity
    beyond = {
        id_: units for id_, units in wanted.items() if id_ not in own or not 0 < units <= own[id_].promised
    }
    if beyond:
        asked = {id_: own[id_].promised if id_ in own else 0 for id_ in beyond}
        raise UnitsNotAsked("more units are rejected than were asked for", rejected=beyond, asked=asked)
    return [Cut(own[id_], units, rejection.reason) for id_, units in wanted.items()]


def _mark(rejections: Sequence[Rejection], cuts: Sequence[Cut], lines: Sequence[AskedLine]) -> None:
    asked, refused = _sum_units(lines), {one.fulfillment_id: 0 for one in rejections}
    for cut in cuts:
        refused[cut.line.fulfillment_id] += cut.quantity
    rows.execute(
        _MARK,
        {
            "ids": list(refused),
            "reasons": [one.reason.value for one in rejections],
            "wholes": [refused[id_] == asked.get(id_, 0) for id_ in refused],
            "status": REJECT.target,
            "request_status": REJECT_REQUEST.target,
            "sources": list(SEND_FROM_PARTNER.sources),
            "request_sources": list(REJECT_REQUEST.sources),
        },
    )


def _sum_units(lines: Sequence[AskedLine]) -> dict[UUID, int]:
    units: dict[UUID, int] = {}
    for line in lines:
        units[line.fulfillment_id] = units.get(line.fulfillment_id, 0) + line.promised
    return units


def _tell(
    rejection: Rejection, request: Request, cuts: Sequence[Cut], outcomes: Mapping[UUID, Rerouted]
) -> RequestRejected:
    outcome = outcomes.get(request.id, Rerouted(request.id, 0, 0))
    return RequestRejected(
        merchant_id=request.merchant_id,
        aggregate_id=request.order_id,
        fulfillment_id=str(request.id),
        site=request.site_code,
        why=rejection.reason.value,
        units=sum(cut.quantity for cut in cuts if cut.line.fulfillment_id == request.id),
        elsewhere=outcome.elsewhere,
        backordered=outcome.backordered,
    )
