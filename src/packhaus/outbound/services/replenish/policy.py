"""Whether a site picks pieces from its pick faces first, or by dates alone."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.outbound.events import PickPolicySaved

_SAVE = """
INSERT INTO outbound_pickpolicy (site_id, prefers_faces) VALUES (%(site_id)s, %(prefers_faces)s)
ON CONFLICT (site_id) DO UPDATE SET prefers_faces = excluded.prefers_faces
"""

_READ = "SELECT prefers_faces FROM outbound_pickpolicy WHERE site_id = %(site_id)s"


@again_when_busy
def set_pick_policy(*, site_id: UUID, prefers_faces: bool, now: datetime, actor: Actor) -> None:
    """Say where the next waves of a site take pieces from; what is allocated stays. Emits: PickPolicySaved."""
    with transaction(Scope.operator()):
        rows.execute(_SAVE, {"site_id": site_id, "prefers_faces": prefers_faces})
        fact = PickPolicySaved(merchant_id=None, aggregate_id=site_id, prefers_faces=prefers_faces)
        record([fact], happened_at=now, actor=actor)


def does_prefer_faces(*, site_id: UUID) -> bool:
    """Tell what a site said; without a word it prefers them. Queries: 1."""
    with transaction(Scope.operator()):
        found = rows.fetch_value(_READ, {"site_id": site_id})
    return True if found is None else bool(found)
