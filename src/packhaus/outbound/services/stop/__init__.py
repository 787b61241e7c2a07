"""Units that are not wanted any more, or whose bin is empty: take them off the walk."""

from packhaus.outbound.services.stop.answer import answer_cancel_requests
from packhaus.outbound.services.stop.keeper import release_allocations
from packhaus.outbound.services.stop.refuse import refuse_cancel_requests

__all__ = ["answer_cancel_requests", "refuse_cancel_requests", "release_allocations"]
