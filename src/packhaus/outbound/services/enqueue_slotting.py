"""Let a worker look at a site's bins."""

from uuid import UUID

from procrastinate.exceptions import AlreadyEnqueued

from packhaus.access.scope import Scope, transaction
from packhaus.outbound.tasks import advise_slotting


def enqueue_slotting(*, scope: Scope, site_id: UUID) -> bool:
    """Let a look at a site wait for a worker; False when it waits already."""
    try:
        with transaction(scope, savepoint=True):
            advise_slotting.configure(queueing_lock=f"outbound.advise_slotting.{site_id}").defer(
                site_id=str(site_id)
            )
    except AlreadyEnqueued:
        return False
    return True
