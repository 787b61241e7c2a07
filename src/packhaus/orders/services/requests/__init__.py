"""What partners' sites are asked to do: they accept, reject, or stay silent."""

from packhaus.orders.services.requests.accept import accept_requests
from packhaus.orders.services.requests.cancels import accept_cancels, keep_unanswered, refuse_cancels
from packhaus.orders.services.requests.reject import reject_requests
from packhaus.orders.services.requests.silent import reroute_unanswered

__all__ = [
    "accept_cancels",
    "accept_requests",
    "keep_unanswered",
    "refuse_cancels",
    "reject_requests",
    "reroute_unanswered",
]
