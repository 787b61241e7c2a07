"""What stands on parcels' labels."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, transaction
from packhaus.decide.cartonize import PalletType
from packhaus.kernel import rows
from packhaus.kernel.money import Money
from packhaus.parties.formats import format_address
from packhaus.parties.queries.label_addresses import LabelAddress, list_label_addresses
from packhaus.parties.types import AddressDraft, ContactDraft
from packhaus.shipping.documents.label import Label
from packhaus.shipping.queries.countries import name_country

_LABELS = """
SELECT p.id, p.number, p.tracking_number, p.weight_grams, s.order_number, s.created_at, s.cod_minor, s.cod_currency,
       c.parcels,
       m.name, n.name, n.street, n.postal_code, n.city, n.country, n.timezone, v.name, r.name,
       s.address_id
FROM shipping_parcel AS p
JOIN shipping_shipment AS s ON s.id = p.shipment_id
JOIN (
    SELECT shipment_id, count(*) AS parcels FROM shipping_parcel
    WHERE shipment_id IN (SELECT shipment_id FROM shipping_parcel WHERE id = ANY(%(ids)s::uuid[])) GROUP BY 1
) AS c ON c.shipment_id = s.id
JOIN network_site AS n ON n.id = s.site_id
JOIN access_merchant AS m ON m.id = s.merchant_id
JOIN shipping_service AS v ON v.code = s.service_code
JOIN shipping_carrier AS r ON r.id = v.carrier_id
WHERE p.id = ANY(%(ids)s::uuid[]) AND s.status NOT IN ('voided', 'rated')
"""

_PALLETS = """
SELECT pallet_sscc, array_agg(id ORDER BY number), sum(weight_grams)::bigint FROM shipping_parcel
WHERE pallet_sscc IN (SELECT pallet_sscc FROM shipping_parcel WHERE id = ANY(%(ids)s::uuid[]) AND pallet_sscc <> '')
GROUP BY 1 ORDER BY 1
"""

_PARCELS_OF = """
SELECT id FROM shipping_parcel WHERE shipment_id = ANY(%(ids)s::uuid[]) ORDER BY shipment_id, number
"""


class _Row(NamedTuple):
    id: UUID
    number: int
    tracking_number: str
    weight_grams: int
    order_number: str
    created_at: datetime
    cod_minor: int
    cod_currency: str
    parcel_count: int
    merchant_name: str
    site_name: str
    site_street: str
    site_postal_code: str
    site_city: str
    site_country: str
    timezone: str
    service_name: str
    carrier_name: str
    address_id: UUID


def list_labels(*, scope: Scope, parcel_ids: Sequence[UUID]) -> list[Label]:
    """Return the labels of parcels that are not voided, in the order asked; unknown ones are absent. Queries: 2.

    Cash is collected with the first parcel of a shipment.
    """
    with transaction(scope):
        found = {row[0]: _Row._make(row) for row in rows.fetch_tuples(_LABELS, {"ids": list(parcel_ids)})}
        recipients = list_label_addresses(
            wanted={(row.address_id, row.site_country) for row in found.values()}
        )
    labelled = [found[id_] for id_ in parcel_ids if id_ in found]
    return [_as_label(row, recipients[row.address_id, row.site_country]) for row in labelled]


def list_pallet_labels(*, scope: Scope, parcel_ids: Sequence[UUID]) -> list[Label]:
    """Return a label for each pallet that some of these parcels stand on, by SSCC. Queries: 3, or 1 without pallets.

    It says what its first parcel's label says, with the pallet's own number and weight.
    """
    with transaction(scope):
        pallets = rows.fetch_tuples(_PALLETS, {"ids": list(parcel_ids)})
    if not pallets:
        return []
    labels = list_labels(scope=scope, parcel_ids=[own[0] for _, own, _ in pallets])
    return [
        replace(
            label,
            tracking_number=sscc,
            sscc=sscc,
            weight_grams=weight + PalletType().tare_grams,
            parcel_number=number,
            parcel_count=len(pallets),
            cash_on_delivery=None,
        )
        for number, (label, (sscc, _, weight)) in enumerate(zip(labels, pallets, strict=True), start=1)
    ]


def list_parcel_ids(*, scope: Scope, shipment_ids: Sequence[UUID]) -> list[UUID]:
    """Return the parcels of shipments by number. Queries: 1."""
    with transaction(scope):
        return [id_ for (id_,) in rows.fetch_tuples(_PARCELS_OF, {"ids": list(shipment_ids)})]


def _as_label(row: _Row, recipient: LabelAddress) -> Label:
    site = AddressDraft((row.site_street,), row.site_city, row.site_country, row.site_postal_code)
    sender = ContactDraft(row.merchant_name, company=row.site_name)
    return Label(
        language=recipient.language,
        sender_lines=tuple(format_address(sender, site, from_country=row.site_country)),
        recipient_lines=recipient.lines,
        recipient_phone=recipient.phone,
        country_code=recipient.country,
        country_name=name_country(country=recipient.country, language=recipient.language),
        routing=recipient.routing,
        carrier_name=row.carrier_name,
        service_name=row.service_name,
        tracking_number=row.tracking_number,
        reference=row.order_number,
        parcel_number=row.number,
        parcel_count=row.parcel_count,
        weight_grams=row.weight_grams,
        shipped_on=row.created_at.astimezone(ZoneInfo(row.timezone)).date(),
        cash_on_delivery=_find_cash(row),
    )


def _find_cash(row: _Row) -> Money | None:
    return Money(row.cod_minor, row.cod_currency) if row.cod_minor and row.number == 1 else None
