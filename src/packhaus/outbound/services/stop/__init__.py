"""Units that are not wanted any more, or whose bin is empty: take them off the walk."""

from packhaus.outbound.services.stop.answer import answer_cancel_requests
from packhaus.outbound.services.stop.keeper import release_allocations

__all__ = ["answer_cancel_requests", "release_allocations"]
