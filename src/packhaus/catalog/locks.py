"""Every row lock of the catalog."""

from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound

_TAGS = "SELECT merchant_id, code, tags FROM catalog_sku WHERE id = %(id)s::uuid FOR NO KEY UPDATE"


class LockedTags(NamedTuple):
    """An item's tags, as nobody else changes them until commit."""

    merchant_id: UUID
    code: str
    tags: list[str]


def lock_tags(sku_id: UUID) -> LockedTags:
    """Lock one item and return its tags. Queries: 1. Raises: NotFound."""
    found = rows.fetch_tuples(_TAGS, {"id": sku_id})
    if not found:
        raise NotFound("SKU not found")
    return LockedTags._make(found[0])
