"""Load a truck: each parcel is scanned; what does not belong there stays."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.outbound.errors import ParcelNotPacked, WrongTruck
from packhaus.outbound.queries.loading import DockParcel, find_dock_parcels
from packhaus.shipping.services.loading import mark_loaded, mark_taken_off


def load_parcel(
    *, site_id: UUID, carrier_code: str, code: str, now: datetime, actor: Actor
) -> tuple[list[DockParcel], int]:
    """Load a parcel, or every parcel of a pallet, and return them with how many were not on the truck before.

    Loading says nothing to anybody: what is loaded leaves when the manifest is closed. Twice is once. Queries: 1 and
    one a parcel. Raises: ParcelNotPacked for an unknown code; WrongTruck naming carrier, order and why (carrier, site,
    stopped, gone); nothing is loaded, and what is stopped is off the truck again.
    """
    with transaction(Scope.operator()):
        parcels = find_dock_parcels(scope=Scope.operator(), code=code)
        if not parcels:
            raise ParcelNotPacked("no parcel has this code", code=code)
        stopped = [parcel.id for parcel in parcels if parcel.is_stopped and parcel.loaded_at]
        if stopped:
            mark_taken_off(parcel_ids=stopped)
        refusal = _find_refusal(parcels, site_id, carrier_code)
        if refusal is None:
            return parcels, sum(mark_loaded(parcel_id=parcel.id, now=now, actor=actor) for parcel in parcels)
    raise refusal


def _find_refusal(parcels: Sequence[DockParcel], site_id: UUID, carrier_code: str) -> WrongTruck | None:
    for parcel in parcels:
        reason = _find_reason(parcel, site_id, carrier_code)
        if reason:
            return WrongTruck(
                f"{parcel.tracking_number} does not go with {carrier_code}: {reason}",
                reason=reason,
                carrier=parcel.carrier_code,
                order=parcel.order_number,
                tracking=parcel.tracking_number,
                plate=parcel.plate,
                was_loaded=parcel.loaded_at is not None,
            )
    return None


def _find_reason(parcel: DockParcel, site_id: UUID, carrier_code: str) -> str:
    if parcel.is_stopped:
        return "stopped"
    if parcel.status == "dispatched":
        return "gone"
    if parcel.site_id != site_id:
        return "site"
    return "" if parcel.carrier_code == carrier_code else "carrier"
