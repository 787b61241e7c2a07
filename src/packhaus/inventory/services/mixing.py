"""Say what may lie together in the places of a zone."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import LocationsSaved
from packhaus.inventory.types import MIXING
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid

_SET = """
UPDATE inventory_location SET mixing = %(mixing)s
WHERE site_id = %(site_id)s AND zone = %(zone)s AND mixing <> %(mixing)s
  AND kind IN ('pick_face', 'reserve', 'cross_dock')
"""


def set_mixing(*, scope: Scope, site_id: UUID, zone: str, mixing: str, now: datetime, actor: Actor) -> int:
    """Say for every shelf of a zone whether items, or lots, may share it; return how many changed.

    Emits: LocationsSaved when something did. Raises: Invalid. Queries: 1 to 2.
    """
    if mixing not in MIXING:
        raise Invalid([FieldProblem("mixing", "unknown", f"is one of {', '.join(MIXING)}")])
    with transaction(scope):
        changed = rows.execute(_SET, {"site_id": site_id, "zone": zone, "mixing": mixing})
        if changed:
            fact = LocationsSaved(merchant_id=None, aggregate_id=site_id, count=changed)
            record([fact], happened_at=now, actor=actor)
        return changed
