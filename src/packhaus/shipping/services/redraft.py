"""A shipment as the draft of another one: the cartons stay as they are, the service is chosen anew."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, time
from uuid import UUID

from packhaus.kernel import rows
from packhaus.shipping.locks import ShipmentHeader
from packhaus.shipping.types import ParcelDraft, ParcelItemDraft, ShipmentDraft

# The same day at almost every site.
_NOON = time(12, tzinfo=UTC)

_PARCELS = """
SELECT p.id, p.handling_unit_id, p.carton_code, p.length_mm, p.width_mm, p.height_mm, p.weight_grams, p.pallet_sscc,
       i.line_id, i.sku_id, i.quantity
FROM shipping_parcel AS p JOIN shipping_parcelitem AS i ON i.parcel_id = p.id
WHERE p.shipment_id = %(id)s ORDER BY p.number, i.id
"""


_KNOWN = """
SELECT (SELECT s.deliver_by FROM shipping_shipment AS s WHERE s.id = %(id)s::uuid),
       (SELECT c.arrive_by FROM shipping_servicechoice AS c WHERE c.shipment_id = %(id)s::uuid),
       EXISTS (SELECT FROM shipping_parcel AS p JOIN shipping_parcelitem AS i ON i.parcel_id = p.id
               JOIN catalog_sku AS k ON k.id = i.sku_id
               WHERE p.shipment_id = %(id)s::uuid AND k.hazard <> '')
"""


def redraft(
    *,
    shipment_id: UUID,
    header: ShipmentHeader,
    service_code: str = "",
    weights: Mapping[int, int] | None = None,
) -> ShipmentDraft:
    """Return the draft of a shipment with another service, or weights (grams by the parcel's number) that differ.

    Without a service the cheapest that keeps the date is chosen. Queries: 2, in the caller's transaction.
    """
    [(deliver_by, arrive_by, is_dangerous)] = rows.fetch_tuples(_KNOWN, {"id": shipment_id})
    return ShipmentDraft(
        merchant_id=header.merchant_id,
        fulfillment_id=header.fulfillment_id,
        order_number=header.order_number,
        site_id=header.site_id,
        address_id=header.address_id,
        country=header.country,
        currency=header.cod_currency or header.value_currency or header.currency,
        wanted_service=service_code,
        parcels=_list_parcels(shipment_id, weights or {}),
        is_cod=bool(header.cod_currency),
        cod_minor=header.cod_minor,
        deliver_by=deliver_by or (datetime.combine(arrive_by, _NOON) if arrive_by else None),
        value_minor=header.value_minor,
        is_dangerous=is_dangerous,
    )


def _list_parcels(shipment_id: UUID, weights: Mapping[int, int]) -> tuple[ParcelDraft, ...]:
    items: defaultdict[UUID, list[ParcelItemDraft]] = defaultdict(list)
    heads: dict[UUID, tuple[UUID, str, int, int, int, int, str]] = {}
    for id_, *head, line_id, sku_id, quantity in rows.fetch_tuples(_PARCELS, {"id": shipment_id}):
        heads[id_] = (head[0], head[1], head[2], head[3], head[4], head[5], head[6])
        items[id_].append(ParcelItemDraft(line_id, sku_id, quantity))
    return tuple(
        ParcelDraft(*head[:5], weights.get(number, head[5]), tuple(items[id_]), head[6])
        for number, (id_, head) in enumerate(heads.items(), start=1)
    )
