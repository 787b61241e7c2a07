"""Onto the truck: parcels are scanned as they are loaded."""

from datetime import datetime
from uuid import UUID

from packhaus.access.types import Actor, ActorKind
from packhaus.kernel import rows

_LOAD = """
UPDATE shipping_parcel SET loaded_at = %(now)s, loaded_by = %(person)s::uuid WHERE id = %(id)s AND loaded_at IS NULL
"""


def mark_loaded(*, parcel_id: UUID, now: datetime, actor: Actor) -> bool:
    """Say that a parcel is on the truck, and who put it there; False when it was there before.

    Runs in the caller's transaction.
    """
    person = actor.id if actor.kind == ActorKind.USER else None
    return rows.execute(_LOAD, {"id": parcel_id, "now": now, "person": person}) == 1
