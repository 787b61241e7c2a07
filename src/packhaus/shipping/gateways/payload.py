"""Orders for labels in the words of the carriers' library. Kilograms and centimetres, as its units say."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from packhaus.kernel.money import Money, get_exponent
from packhaus.shipping.gateways.port import LabelOrder, LabelParcel, Party


def write_order(
    order: LabelOrder, *, options: Mapping[str, Any], parcel_options: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the fields of a shipment request; options of the shipment, and of each parcel."""
    return {
        "service": order.product,
        "shipper": _write_party(order.sender),
        "recipient": _write_party(order.recipient),
        "parcels": [
            {**_write_parcel(parcel, order.reference), "options": dict(own)}
            for parcel, own in zip(order.parcels, parcel_options, strict=True)
        ],
        "payment": _PAID_BY_US,
        "reference": order.reference,
        "order_id": order.reference,
        "label_type": "PDF",
        "options": dict(options),
    }


def as_amount(money: Money) -> float:
    """Return an amount in whole units of its currency, as the library takes them."""
    return float(Decimal(money.amount_minor).scaleb(-get_exponent(money.currency)))


def split_amount(money: Money, count: int) -> list[Money]:
    """Divide an amount among parcels; the first gets what is left over."""
    share, left = divmod(money.amount_minor, count)
    return [Money(share + (left if number == 0 else 0), money.currency) for number in range(count)]


_PAID_BY_US = {"paid_by": "sender"}


def _write_party(party: Party) -> dict[str, Any]:
    lines = [*party.lines, "", ""]
    return {
        "person_name": party.name or party.company,
        "company_name": party.company or None,
        "address_line1": lines[0],
        "address_line2": ", ".join(line for line in lines[1:] if line) or None,
        "city": party.city,
        "postal_code": party.postal_code,
        "state_code": party.region if len(party.region) <= 3 else None,
        "country_code": party.country,
        "phone_number": party.phone or None,
        "email": party.email or None,
        "residential": not party.company,
    }


def _write_parcel(parcel: LabelParcel, reference: str) -> dict[str, Any]:
    return {
        "weight": parcel.weight_grams / 1000,
        "weight_unit": "KG",
        "length": _as_cm(parcel.length_mm),
        "width": _as_cm(parcel.width_mm),
        "height": _as_cm(parcel.height_mm),
        "dimension_unit": "CM",
        "reference_number": reference,
    }


def _as_cm(length_mm: int) -> float:
    """Return whole centimetres, rounded up: a carrier measures no tenths, and charges for what sticks out."""
    return float(-(-length_mm // 10))
