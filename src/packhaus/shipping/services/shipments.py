"""Make shipments: rate, number and write them with their parcels, many at once."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.shipping.errors import NoService
from packhaus.shipping.queries.connections import find_buyer
from packhaus.shipping.services.choose_services import choose_services
from packhaus.shipping.services.queue_purchases import WantedLabel, queue_purchases
from packhaus.shipping.services.tracking_numbers import build_tracking_number, take_serials
from packhaus.shipping.states import LABEL, RATE
from packhaus.shipping.types import LabelledShipment, Rival, ShipmentDraft, ShipmentRate

_WRITE = """
WITH shipment AS (
    INSERT INTO shipping_shipment (id, merchant_id, fulfillment_id, order_number, site_id, address_id, service_code,
        carrier_code, status, cost_minor, currency, cod_minor, cod_currency, deliver_by, value_minor, value_currency,
        created_at)
    SELECT s.*, %(now)s
    FROM unnest(%(ids)s::uuid[], %(merchant_ids)s::uuid[], %(fulfillment_ids)s::uuid[], %(order_numbers)s::text[],
                %(site_ids)s::uuid[], %(address_ids)s::uuid[], %(services)s::text[], %(carriers)s::text[],
                %(statuses)s::text[], %(costs)s::bigint[], %(currencies)s::text[], %(cods)s::bigint[],
                %(cod_currencies)s::text[], %(deliver_bys)s::timestamptz[], %(values)s::bigint[],
                %(value_currencies)s::text[]) AS s
), choice AS (
    INSERT INTO shipping_servicechoice (shipment_id, version_id, arrives_on, arrive_by, is_late, runner_up,
        runner_up_minor, rivals)
    SELECT c.* FROM unnest(%(choice_ids)s::uuid[], %(version_ids)s::uuid[], %(arrivals)s::date[],
                           %(arrive_bys)s::date[], %(lates)s::boolean[], %(runners_up)s::text[],
                           %(runner_up_costs)s::bigint[], %(rivals)s::jsonb[]) AS c
), parcel AS (
    INSERT INTO shipping_parcel (id, merchant_id, shipment_id, handling_unit_id, number, carton_code, sscc, pallet_sscc,
        tracking_number, tracking_status, length_mm, width_mm, height_mm, weight_grams, cost_minor, label_count)
    SELECT p.id, p.merchant_id, p.shipment_id, p.unit_id, p.number, p.carton, '', p.pallet, p.tracking, 'pending',
           p.length, p.width, p.height, p.weight, p.cost, 0
    FROM unnest(%(parcel_ids)s::uuid[], %(parcel_merchant_ids)s::uuid[], %(parcel_shipment_ids)s::uuid[],
                %(unit_ids)s::uuid[], %(numbers)s::smallint[], %(cartons)s::text[], %(pallets)s::text[],
                %(tracking)s::text[], %(lengths)s::int[], %(widths)s::int[], %(heights)s::int[], %(weights)s::int[],
                %(parcel_costs)s::bigint[])
         AS p(id, merchant_id, shipment_id, unit_id, number, carton, pallet, tracking, length, width, height, weight,
              cost)
)
INSERT INTO shipping_parcelitem (merchant_id, parcel_id, line_id, sku_id, quantity)
SELECT i.* FROM unnest(%(item_merchant_ids)s::uuid[], %(item_parcel_ids)s::uuid[], %(item_line_ids)s::bigint[],
                       %(item_sku_ids)s::uuid[], %(item_quantities)s::bigint[]) AS i
"""


class _Numbered(NamedTuple):
    draft: ShipmentDraft
    rate: ShipmentRate
    id: UUID
    parcel_ids: list[UUID]
    tracking: list[str]
    connection_id: UUID | None


def create_shipments(*, drafts: Sequence[ShipmentDraft], now: datetime) -> list[LabelledShipment]:
    """Rate, label and write shipments in the caller's transaction; one per draft, in the order given.

    Where the carrier sells the labels of a service, they are bought after the commit and the shipment stays rated.
    Queries: 1, as `choose_services`, one when numbers have to be fetched, and 2 where labels are bought.
    Raises: NoService naming every draft that nobody takes, and which rule excluded each service; nothing is written.
    """
    assert drafts
    rated = choose_services(drafts=drafts, now=now)
    refused = {
        draft.order_number: rate
        for draft, rate in zip(drafts, rated, strict=True)
        if not isinstance(rate, ShipmentRate)
    }
    if refused:
        raise NoService(f"no service takes {', '.join(list(refused)[:10])}", excluded=refused)
    numbered = _number(drafts, [rate for rate in rated if isinstance(rate, ShipmentRate)])
    columns = {**_shipments(numbered), **_choices(numbered), **_parcels(numbered), **_items(numbered)}
    rows.execute(_WRITE, {**columns, "now": now})
    wanted = [
        WantedLabel(one.draft.merchant_id, one.id, one.connection_id, one.rate.service)
        for one in numbered
        if one.connection_id
    ]
    if wanted:
        queue_purchases(wanted=wanted, now=now)
    return [_as_labelled(one) for one in numbered]


def _number(drafts: Sequence[ShipmentDraft], rates: Sequence[ShipmentRate]) -> list[_Numbered]:
    """Give shipments their ids, and those with labels of our own their tracking numbers."""
    buyers = [
        find_buyer(service=rate.service, merchant_id=draft.merchant_id)
        for draft, rate in zip(drafts, rates, strict=True)
    ]
    own = [draft for draft, buyer in zip(drafts, buyers, strict=True) if not buyer]
    serials = iter(take_serials(sum(len(draft.parcels) for draft in own)) if own else ())
    return [
        _Numbered(
            draft,
            rate,
            new_id(),
            [new_id() for _ in draft.parcels],
            [
                ""
                if buyer
                else build_tracking_number(prefix=rate.service.tracking_prefix, serial=next(serials))
                for _ in draft.parcels
            ],
            buyer,
        )
        for draft, rate, buyer in zip(drafts, rates, buyers, strict=True)
    ]


def _as_labelled(one: _Numbered) -> LabelledShipment:
    service = one.rate.service
    return LabelledShipment(
        one.id, one.draft.fulfillment_id, service.carrier_code, service.code, sum(one.rate.costs_minor),
        service.currency, tuple(one.parcel_ids), tuple(filter(None, one.tracking)),
    )  # fmt: skip


def _shipments(numbered: Sequence[_Numbered]) -> dict[str, list[Any]]:
    names = (
        "ids", "merchant_ids", "fulfillment_ids", "order_numbers", "site_ids", "address_ids", "services", "carriers",
        "statuses", "costs", "currencies", "cods", "cod_currencies", "deliver_bys", "values", "value_currencies",
    )  # fmt: skip
    records = [
        (
            one.id, one.draft.merchant_id, one.draft.fulfillment_id, one.draft.order_number, one.draft.site_id,
            one.draft.address_id, one.rate.service.code, one.rate.service.carrier_code,
            RATE.target if one.connection_id else LABEL.target,
            sum(one.rate.costs_minor), one.rate.service.currency, one.draft.cod_minor,
            one.draft.currency if one.draft.is_cod else "", one.draft.deliver_by, one.draft.value_minor,
            one.draft.currency,
        )
        for one in numbered
    ]  # fmt: skip
    return dict(zip(names, rows.as_columns(records, len(names)), strict=True))


def _choices(numbered: Sequence[_Numbered]) -> dict[str, list[Any]]:
    names = (
        "choice_ids", "version_ids", "arrivals", "arrive_bys", "lates", "runners_up", "runner_up_costs", "rivals",
    )  # fmt: skip
    records = [
        (
            one.id, reasons.version_id, reasons.arrives_on, reasons.arrive_by, reasons.is_late, reasons.runner_up,
            reasons.runner_up_minor, json.dumps([_write_rival(rival) for rival in reasons.rivals]),
        )
        for one in numbered
        if (reasons := one.rate.reasons).rivals or reasons.version_id or reasons.arrives_on
    ]  # fmt: skip
    return dict(zip(names, rows.as_columns(records, len(names)), strict=True))


def _write_rival(rival: Rival) -> list[Any]:
    return [*rival[:-1], rival.arrives_on and rival.arrives_on.isoformat()]


def _parcels(numbered: Sequence[_Numbered]) -> dict[str, list[Any]]:
    names = (
        "parcel_ids", "parcel_merchant_ids", "parcel_shipment_ids", "unit_ids", "numbers", "cartons", "pallets",
        "tracking", "lengths", "widths", "heights", "weights", "parcel_costs",
    )  # fmt: skip
    records = [
        (
            one.parcel_ids[index], one.draft.merchant_id, one.id, parcel.handling_unit_id, index + 1,
            parcel.carton_code, parcel.pallet_sscc, one.tracking[index], parcel.length_mm,
            parcel.width_mm, parcel.height_mm, parcel.weight_grams, one.rate.costs_minor[index],
        )
        for one in numbered
        for index, parcel in enumerate(one.draft.parcels)
    ]  # fmt: skip
    return dict(zip(names, rows.as_columns(records, len(names)), strict=True))


def _items(numbered: Sequence[_Numbered]) -> dict[str, list[Any]]:
    names = ("item_merchant_ids", "item_parcel_ids", "item_line_ids", "item_sku_ids", "item_quantities")
    records = [
        (one.draft.merchant_id, one.parcel_ids[index], item.line_id, item.sku_id, item.quantity)
        for one in numbered
        for index, parcel in enumerate(one.draft.parcels)
        for item in parcel.items
    ]
    return dict(zip(names, rows.as_columns(records, len(names)), strict=True))
