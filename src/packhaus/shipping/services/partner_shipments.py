"""Shipments that a partner has sent: no label, price or carton of ours."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.shipping.errors import TrackingTaken
from packhaus.shipping.states import SEND_FROM_PARTNER
from packhaus.shipping.types import SentParcel, SentShipment

_WRITE = """
WITH shipment AS (
    INSERT INTO shipping_shipment (id, merchant_id, fulfillment_id, order_number, site_id, address_id, service_code,
        carrier_code, status, currency, cod_minor, cod_currency, deliver_by, created_at, dispatched_at)
    SELECT s.id, s.merchant_id, s.fulfillment_id, s.order_number, s.site_id, s.address_id, '', s.carrier, %(status)s,
           s.currency, s.cod, s.cod_currency, s.deliver_by, %(now)s, %(now)s
    FROM unnest(%(ids)s::uuid[], %(merchant_ids)s::uuid[], %(fulfillment_ids)s::uuid[], %(order_numbers)s::text[],
                %(site_ids)s::uuid[], %(address_ids)s::uuid[], %(currencies)s::text[], %(carriers)s::text[],
                %(cods)s::bigint[], %(cod_currencies)s::text[], %(deliver_bys)s::timestamptz[])
         AS s(id, merchant_id, fulfillment_id, order_number, site_id, address_id, currency, carrier, cod, cod_currency,
              deliver_by)
), parcel AS (
    INSERT INTO shipping_parcel (id, merchant_id, shipment_id, number, carton_code, sscc, pallet_sscc, tracking_number,
        tracking_status, length_mm, width_mm, height_mm, weight_grams, label_count)
    SELECT p.id, p.merchant_id, p.shipment_id, p.number, '', '', '', p.tracking, 'pending', 0, 0, 0, 0, 0
    FROM unnest(%(parcel_ids)s::uuid[], %(parcel_merchant_ids)s::uuid[], %(parcel_shipment_ids)s::uuid[],
                %(numbers)s::smallint[], %(tracking)s::text[]) AS p(id, merchant_id, shipment_id, number, tracking)
)
INSERT INTO shipping_parcelitem (merchant_id, parcel_id, line_id, sku_id, quantity)
SELECT i.* FROM unnest(%(item_merchant_ids)s::uuid[], %(item_parcel_ids)s::uuid[], %(item_line_ids)s::bigint[],
                       %(item_sku_ids)s::uuid[], %(item_quantities)s::bigint[]) AS i
"""

_TAKEN = """
SELECT tracking_number FROM shipping_parcel
WHERE tracking_number = ANY(%(numbers)s::text[]) AND tracking_number <> ''
"""


def write_partner_shipments(*, sent: Sequence[SentShipment], now: datetime) -> list[UUID]:
    """Write shipments that have left, in the caller's transaction, and return their ids in the order given. Queries: 2.

    What they cost and weigh is unknown and stays so. Raises: TrackingTaken naming every number that is in use.
    """
    assert sent
    ids = [new_id() for _ in sent]
    parcels = [
        (one, shipment_id, place, new_id(), parcel)
        for one, shipment_id in zip(sent, ids, strict=True)
        for place, parcel in enumerate(one.parcels, start=1)
    ]
    _check_numbers([parcel.tracking_number for *_, parcel in parcels])
    rows.execute(
        _WRITE,
        {
            **_name_shipments(sent, ids),
            **_name_parcels(parcels),
            **_name_items(parcels),
            "status": SEND_FROM_PARTNER.target,
            "now": now,
        },
    )
    return ids


def _check_numbers(numbers: Sequence[str]) -> None:
    twice = {number for number, count in Counter(numbers).items() if count > 1}
    taken = twice | {number for (number,) in rows.fetch_tuples(_TAKEN, {"numbers": list(numbers)})}
    if taken:
        raise TrackingTaken(f"in use already: {', '.join(sorted(taken)[:10])}", numbers=sorted(taken))


_Parcel = tuple[SentShipment, UUID, int, UUID, SentParcel]


def _name_shipments(sent: Sequence[SentShipment], ids: Sequence[UUID]) -> dict[str, list[Any]]:
    names = (
        "ids", "merchant_ids", "fulfillment_ids", "order_numbers", "site_ids", "address_ids", "currencies", "carriers",
        "cods", "cod_currencies", "deliver_bys",
    )  # fmt: skip
    records = [
        (
            id_, one.merchant_id, one.fulfillment_id, one.order_number, one.site_id, one.address_id, one.currency,
            one.carrier_code, one.cod_minor, one.currency if one.is_cod else "",
            one.deliver_by,
        )
        for one, id_ in zip(sent, ids, strict=True)
    ]  # fmt: skip
    return dict(zip(names, rows.as_columns(records, len(names)), strict=True))


def _name_parcels(parcels: Sequence[_Parcel]) -> dict[str, list[Any]]:
    names = ("parcel_ids", "parcel_merchant_ids", "parcel_shipment_ids", "numbers", "tracking")
    records = [
        (parcel_id, one.merchant_id, shipment_id, place, parcel.tracking_number)
        for one, shipment_id, place, parcel_id, parcel in parcels
    ]
    return dict(zip(names, rows.as_columns(records, len(names)), strict=True))


def _name_items(parcels: Sequence[_Parcel]) -> dict[str, list[Any]]:
    names = ("item_merchant_ids", "item_parcel_ids", "item_line_ids", "item_sku_ids", "item_quantities")
    records = [
        (one.merchant_id, parcel_id, item.line_id, item.sku_id, item.quantity)
        for one, _, _, parcel_id, parcel in parcels
        for item in parcel.items
    ]
    return dict(zip(names, rows.as_columns(records, len(names)), strict=True))
