"""Onto the truck: parcels are scanned as they are loaded."""

from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows

_LOAD = "UPDATE shipping_parcel SET loaded_at = %(now)s WHERE id = %(id)s AND loaded_at IS NULL"


def mark_loaded(*, parcel_id: UUID, now: datetime) -> bool:
    """Say that a parcel is on the truck; False when it was there before. Runs in the caller's transaction."""
    return rows.execute(_LOAD, {"id": parcel_id, "now": now}) == 1
