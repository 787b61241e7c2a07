"""The cartons that an order may be packed in."""

from packhaus.outbound.services.pack.read import PackHeader
from packhaus.shipping.queries.carton_types import CartonTypeRow, list_carton_types


def list_allowed_types(header: PackHeader) -> tuple[CartonTypeRow, ...]:
    """Return the cartons that the merchant's rule names for this order, or all where none of those is in use.

    Queries: as `list_carton_types`.
    """
    types = list_carton_types(merchant_id=header.merchant_id)
    return tuple(row for row in types if row.code in header.carton_codes) or types
