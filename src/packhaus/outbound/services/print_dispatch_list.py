"""Print the dispatch list of a manifest."""

from datetime import datetime
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.money import Money
from packhaus.outbound.documents.dispatch_list import (
    DispatchList,
    DispatchListParcel,
    render_dispatch_list,
)
from packhaus.outbound.queries.dock import ManifestParcel, get_manifest, list_manifest_parcels
from packhaus.shipping.errors import ManifestNotFound


def print_dispatch_list(*, scope: Scope, number: str, language: str, now: datetime) -> bytes:
    """Render what a carrier takes as a PDF to be signed. Queries: 2.

    Raises: ManifestNotFound, also when nothing is on it.
    """
    with transaction(scope):
        manifest = get_manifest(scope=scope, number=number)
        parcels = list_manifest_parcels(scope=scope, manifest_id=manifest.id)
    if not parcels:
        raise ManifestNotFound("nothing is on this manifest", number=number)
    town = f"{manifest.site_postal_code} {manifest.site_city}".strip()
    return render_dispatch_list(
        dispatch_list=DispatchList(
            language=language,
            manifest_number=manifest.number,
            carrier_name=manifest.carrier_name,
            site_name=manifest.site_name,
            site_lines=tuple(line for line in (manifest.site_street, town) if line),
            closed_at=(manifest.closed_at or now).astimezone(ZoneInfo(manifest.zone)),
            parcels=tuple(_build_parcel(parcel) for parcel in parcels),
            seal_number=manifest.seal,
        )
    )


def _build_parcel(parcel: ManifestParcel) -> DispatchListParcel:
    return DispatchListParcel(
        tracking_number=parcel.tracking_number,
        order_number=parcel.order_number,
        service_name=parcel.service_name,
        destination=f"{parcel.country} {parcel.postal_code}".strip(),
        weight_grams=parcel.weight_grams,
        cash_on_delivery=Money(parcel.cod_minor, parcel.cod_currency) if parcel.cod_minor else None,
    )
