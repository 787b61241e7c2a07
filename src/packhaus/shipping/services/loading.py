"""Onto the truck: parcels are scanned as they are loaded."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.types import Actor, ActorKind
from packhaus.kernel import rows

_LOAD = """
UPDATE shipping_parcel SET loaded_at = %(now)s, loaded_by = %(person)s::uuid WHERE id = %(id)s AND loaded_at IS NULL
"""

_TAKE_OFF = "UPDATE shipping_parcel SET loaded_at = NULL, loaded_by = NULL WHERE id = ANY(%(ids)s::uuid[])"


def mark_loaded(*, parcel_id: UUID, now: datetime, actor: Actor) -> bool:
    """Say that a parcel is on the truck, and who put it there; False when it was there before.

    Runs in the caller's transaction.
    """
    person = actor.id if actor.kind == ActorKind.USER else None
    return rows.execute(_LOAD, {"id": parcel_id, "now": now, "person": person}) == 1


def mark_taken_off(*, parcel_ids: Sequence[UUID]) -> None:
    """Say that parcels are not on the truck any more. Queries: 1. Runs in the caller's transaction."""
    rows.execute(_TAKE_OFF, {"ids": list(parcel_ids)})
