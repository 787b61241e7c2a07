"""Open and close a site for new promises."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.network.events import SiteSaved
from packhaus.network.queries.calendars import forget_calendars
from packhaus.network.queries.list_sites import forget_sites
from packhaus.network.queries.sourcing import forget_sourcing_sites

_SET = "UPDATE network_site SET is_active = %(is_active)s WHERE id = %(site_id)s RETURNING code"


def set_site_active(*, scope: Scope, site_id: UUID, is_active: bool, now: datetime, actor: Actor) -> None:
    """Promise from a site, or no more; what is promised stays. Emits: SiteSaved. Raises: NotFound."""
    with transaction(scope, savepoint=True):
        code = rows.fetch_value(_SET, {"site_id": site_id, "is_active": is_active})
        if code is None or not scope.is_operator:
            raise NotFound("site not found")
        record([SiteSaved(merchant_id=None, aggregate_id=site_id, code=code)], happened_at=now, actor=actor)
    forget_sourcing_sites()
    forget_calendars()
    forget_sites()
