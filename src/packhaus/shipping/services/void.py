"""Labels that are not used: voided, or bought again with another service."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.states import apply_transition
from packhaus.shipping.locks import lock_shipment
from packhaus.shipping.services.shipments import create_shipments
from packhaus.shipping.states import VOID
from packhaus.shipping.types import LabelledShipment, ParcelDraft, ParcelItemDraft, ShipmentDraft

_PARCELS = """
SELECT p.id, p.handling_unit_id, p.carton_code, p.length_mm, p.width_mm, p.height_mm, p.weight_grams, p.pallet_sscc,
       i.line_id, i.sku_id, i.quantity
FROM shipping_parcel AS p JOIN shipping_parcelitem AS i ON i.parcel_id = p.id
WHERE p.shipment_id = %(id)s ORDER BY p.number, i.id
"""


def void_shipments(*, shipment_ids: Sequence[UUID]) -> None:
    """Void shipments that have not left, all or none, in the caller's transaction. Queries: 1.

    Raises: IllegalTransition naming every one that has left.
    """
    apply_transition(VOID, table="shipping_shipment", ids=shipment_ids)


def relabel_shipment(
    *,
    scope: Scope,
    shipment_id: UUID,
    service_code: str = "",
    weights: dict[int, int] | None = None,
    now: datetime,
) -> LabelledShipment:
    """Void a shipment and buy its labels again: another service, or weights (grams by the parcel's number) that differ.

    The cartons stay as they are. Locks: the shipment.
    Raises: ShipmentNotFound; IllegalTransition when it has left; NoService, and the old labels stay good.
    """
    with transaction(scope, savepoint=True):
        header = lock_shipment(shipment_id)
        parcels = _list_parcels(shipment_id, weights or {})
        void_shipments(shipment_ids=[shipment_id])
        draft = ShipmentDraft(
            merchant_id=header.merchant_id,
            fulfillment_id=header.fulfillment_id,
            order_number=header.order_number,
            site_id=header.site_id,
            address_id=header.address_id,
            country=header.country,
            currency=header.cod_currency or header.currency,
            wanted_service=service_code,
            parcels=parcels,
            is_cod=bool(header.cod_currency),
            cod_minor=header.cod_minor,
        )
        return create_shipments(drafts=[draft], now=now)[0]


def _list_parcels(shipment_id: UUID, weights: dict[int, int]) -> tuple[ParcelDraft, ...]:
    items: defaultdict[UUID, list[ParcelItemDraft]] = defaultdict(list)
    heads: dict[UUID, tuple[UUID, str, int, int, int, int, str]] = {}
    for id_, *head, line_id, sku_id, quantity in rows.fetch_tuples(_PARCELS, {"id": shipment_id}):
        heads[id_] = (head[0], head[1], head[2], head[3], head[4], head[5], head[6])
        items[id_].append(ParcelItemDraft(line_id, sku_id, quantity))
    return tuple(
        ParcelDraft(*head[:5], weights.get(number, head[5]), tuple(items[id_]), head[6])
        for number, (id_, head) in enumerate(heads.items(), start=1)
    )
