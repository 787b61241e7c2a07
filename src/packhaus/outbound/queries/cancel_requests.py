"""Wishes to cancel that the floor has not answered."""

from packhaus.kernel import rows

_OPEN = "SELECT id FROM orders_cancelrequest WHERE status = 'open' ORDER BY requested_at, id LIMIT %(limit)s"


def list_open_requests(*, limit: int = 500) -> list[int]:
    """Return the open requests, the oldest first. Queries: 1. Runs in the operator's transaction."""
    return [id_ for (id_,) in rows.fetch_tuples(_OPEN, {"limit": limit})]
