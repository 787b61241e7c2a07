"""What shipping is told of a packed order."""

from packhaus.outbound.services.pack.read import PackWork
from packhaus.shipping.types import ParcelDraft, ShipmentDraft


def draft_shipment(work: PackWork, parcels: tuple[ParcelDraft, ...], *, cod_minor: int = 0) -> ShipmentDraft:
    """Return the shipment of these parcels; `cod_minor` is collected with them, in the order's currency."""
    header = work.header
    return ShipmentDraft(
        merchant_id=header.merchant_id,
        fulfillment_id=header.id,
        order_number=header.order_number,
        site_id=header.site_id,
        address_id=header.address_id,
        country=header.country,
        currency=header.currency,
        wanted_service=header.service_code,
        parcels=parcels,
        is_cod=header.is_cod,
        cod_minor=cod_minor,
        deliver_by=header.deliver_by,
        value_minor=header.total_minor,
        is_dangerous=any(line.hazard for line in work.lines),
    )
