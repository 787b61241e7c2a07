"""What an offer asks of items besides stock: how heavy and large they are, and how long it takes to get more."""

from collections.abc import Collection
from typing import NamedTuple

from packhaus.kernel import rows


class OfferedItem(NamedTuple):
    """One base unit, zero where it is not measured; `lead_days` None: nobody knows when more comes."""

    weight_grams: int
    volume_mm3: int
    lead_days: int | None


_ITEMS = """
SELECT id::text, weight_grams, length_mm::bigint * width_mm * height_mm, default_lead_days
FROM catalog_sku WHERE id = ANY(%(sku_ids)s::uuid[])
"""


def fetch_offered_items(*, sku_ids: Collection[str]) -> dict[str, OfferedItem]:
    """Return these items by id. Queries: 1."""
    found = rows.fetch_tuples(_ITEMS, {"sku_ids": list(sku_ids)})
    return {id_: OfferedItem(*item) for id_, *item in found}
