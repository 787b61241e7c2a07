"""Every row lock of the catalog."""

from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound

_TAGS = "SELECT merchant_id, code, tags FROM catalog_sku WHERE id = %(id)s::uuid FOR NO KEY UPDATE"


# The database has no row that stands for all rules of a merchant: its options stand for them.
_VAS = (
    "SELECT code, id FROM catalog_vasoption WHERE merchant_id = %(merchant_id)s ORDER BY id FOR NO KEY UPDATE"
)


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


def lock_vas_options(merchant_id: UUID) -> dict[str, UUID]:
    """Lock a merchant's value-added services and return their ids by code. Queries: 1."""
    return dict(rows.fetch_tuples(_VAS, {"merchant_id": merchant_id}))
