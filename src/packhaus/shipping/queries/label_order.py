"""What a carrier is told of a shipment whose labels are bought."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.kernel import rows
from packhaus.kernel.money import Money, get_exponent
from packhaus.parties.formats import find_region
from packhaus.shipping.gateways.port import LabelOrder, LabelParcel, Party
from packhaus.terms.queries.get_terms import get_terms

_ORDER = """
SELECT u.reference, u.product, m.name, n.name, n.street, n.city, n.postal_code, n.country,
       c.name, c.company, a.lines, a.city, a.postal_code, a.region, a.country, c.phone, c.email,
       s.cod_minor, s.cod_currency, s.id, s.merchant_id, s.created_at, s.value_minor, s.value_currency,
       v.takes_signature
FROM shipping_labelpurchase AS u
JOIN shipping_shipment AS s ON s.id = u.shipment_id
JOIN shipping_service AS v ON v.code = u.service_code
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
    merchant_id: UUID
    created_at: datetime
    value_minor: int
    value_currency: str
    takes_signature: bool


def get_label_order(*, purchase_id: UUID) -> LabelOrder:
    """Return the order for labels of a purchase, in the caller's transaction. Queries: 2, and 1 for the terms."""
    [row] = map(_Row._make, rows.fetch_tuples(_ORDER, {"id": purchase_id}))
    region = find_region(country=row.site_country, postal_code=row.site_postal_code)
    sender = Party(
        row.site, row.merchant, (row.street,), row.site_city, row.site_postal_code, region, row.site_country
    )
    recipient = Party(
        row.name, row.company, tuple(row.lines), row.city, row.postal_code, row.region, row.country, row.phone,
        row.email,
    )  # fmt: skip
    parcels = rows.fetch_tuples(_PARCELS, {"id": row.shipment_id})
    insured, is_signed = _find_protection(row)
    return LabelOrder(
        row.reference,
        row.product,
        sender,
        recipient,
        tuple(LabelParcel(*parcel) for parcel in parcels),
        Money(row.cod_minor, row.cod_currency) if row.cod_minor else None,
        insured,
        is_signed,
    )


def _find_protection(row: _Row) -> tuple[Money | None, bool]:
    """Return what the merchant's terms, as they were when it was packed, want it insured for, and if it is signed."""
    if not (row.value_minor and row.value_currency):
        return None, False
    terms = get_terms(Scope.operator(), merchant_id=row.merchant_id, at=row.created_at)
    unit = 10 ** get_exponent(row.value_currency)
    is_insured = 0 < terms.insured_above * unit < row.value_minor
    is_signed = 0 < terms.signed_above * unit < row.value_minor
    return (
        Money(row.value_minor, row.value_currency) if is_insured else None,
        is_signed and row.takes_signature,
    )
