"""Lots are made when they are first seen."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from packhaus.kernel import rows

_ENSURE = """
INSERT INTO inventory_lot AS l (merchant_id, sku_id, code, expires_on)
SELECT * FROM unnest(%(merchant_ids)s::uuid[], %(sku_ids)s::uuid[], %(codes)s::text[], %(expires_ons)s::date[])
ON CONFLICT (merchant_id, sku_id, code) DO UPDATE SET expires_on = coalesce(l.expires_on, excluded.expires_on)
RETURNING sku_id, code, id
"""


def ensure_lots(lots: Mapping[tuple[UUID, UUID, str], date | None]) -> dict[tuple[UUID, str], int]:
    """Return the ids of lots by (SKU, code), given (merchant, SKU, code) and expiry. Queries: 1, or 0 without lots."""
    if not lots:
        return {}
    found = rows.fetch_tuples(
        _ENSURE,
        {
            "merchant_ids": [merchant_id for merchant_id, _, _ in lots],
            "sku_ids": [sku_id for _, sku_id, _ in lots],
            "codes": [code for _, _, code in lots],
            "expires_ons": list(lots.values()),
        },
    )
    return {(sku_id, code): id_ for sku_id, code, id_ in found}
