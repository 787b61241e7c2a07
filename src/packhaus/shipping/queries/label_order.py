"""What a carrier is told of a shipment whose labels are bought."""

from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.money import Money
from packhaus.shipping.gateways.port import LabelOrder, LabelParcel, Party

_ORDER = """
SELECT u.reference, u.product, m.name, n.name, n.street, n.city, n.postal_code, n.country,
       c.name, c.company, a.lines, a.city, a.postal_code, a.region, a.country, c.phone, c.email,
       s.cod_minor, s.cod_currency, s.id
FROM shipping_labelpurchase AS u
JOIN shipping_shipment AS s ON s.id = u.shipment_id
JOIN network_site AS n ON n.id = s.site_id
JOIN access_merchant AS m ON m.id = s.merchant_id
JOIN parties_address AS a ON a.id = s.address_id
JOIN parties_contact AS c ON c.id = a.contact_id
WHERE u.id = %(id)s::uuid
"""
_PARCELS = """
SELECT number, weight_grams, length_mm, width_mm, height_mm FROM shipping_parcel
WHERE shipment_id = %(id)s::uuid ORDER BY number
"""


class _Row(NamedTuple):
    reference: str
    product: str
    merchant: str
    site: str
    street: str
    site_city: str
    site_postal_code: str
    site_country: str
    name: str
    company: str
    lines: list[str]
    city: str
    postal_code: str
    region: str
    country: str
    phone: str
    email: str
    cod_minor: int
    cod_currency: str
    shipment_id: UUID


def get_label_order(*, purchase_id: UUID) -> LabelOrder:
    """Return the order for labels of a purchase, in the caller's transaction. Queries: 2."""
    [row] = map(_Row._make, rows.fetch_tuples(_ORDER, {"id": purchase_id}))
    sender = Party(
        row.site, row.merchant, (row.street,), row.site_city, row.site_postal_code, "", row.site_country
    )
    recipient = Party(
        row.name, row.company, tuple(row.lines), row.city, row.postal_code, row.region, row.country, row.phone,
        row.email,
    )  # fmt: skip
    parcels = rows.fetch_tuples(_PARCELS, {"id": row.shipment_id})
    cash = Money(row.cod_minor, row.cod_currency) if row.cod_minor else None
    return LabelOrder(
        row.reference, row.product, sender, recipient, tuple(LabelParcel(*parcel) for parcel in parcels), cash
    )
