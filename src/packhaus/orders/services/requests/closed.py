"""Answers that come too late."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from packhaus.orders.errors import RequestClosed
from packhaus.orders.queries.asked import Request
from packhaus.orders.states import SEND_FROM_PARTNER


def refuse_closed(requests: Mapping[UUID, Request], sources: Sequence[str]) -> None:
    """Refuse when an answer comes too late. Raises: RequestClosed naming every such fulfillment order."""
    closed = {
        one.number: one.request_status if one.status in SEND_FROM_PARTNER.sources else one.status
        for one in requests.values()
        if one.status not in SEND_FROM_PARTNER.sources or one.request_status not in sources
    }
    if closed:
        told = ", ".join(f"{number} is {status}" for number, status in list(closed.items())[:20])
        raise RequestClosed(f"there is nothing to answer any more: {told}", closed=closed)
