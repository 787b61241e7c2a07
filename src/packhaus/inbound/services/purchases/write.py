"""Lines of purchase orders, many at once."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from packhaus.inbound.services.purchases.check import OrderedItems
from packhaus.inbound.types import PurchaseDraft, PurchaseLineDraft
from packhaus.kernel import rows

_LINES = """
INSERT INTO inbound_purchaseline (merchant_id, order_id, position, sku_id, units, pack_code, pack_units, expected_on)
SELECT %(merchant_id)s, l.* FROM unnest(%(order_ids)s::uuid[], %(positions)s::int[], %(sku_ids)s::uuid[],
    %(units)s::bigint[], %(pack_codes)s::text[], %(pack_units)s::bigint[], %(expected_ons)s::date[]) AS l
"""


class NewPurchaseLine(NamedTuple):
    """A line and where it stands."""

    order_id: UUID
    position: int
    draft: PurchaseLineDraft


def write_purchase_lines(*, merchant_id: UUID, lines: Iterable[NewPurchaseLine], items: OrderedItems) -> None:
    """Write lines of a merchant's purchase orders, in the caller's transaction. Queries: 1."""
    columns = rows.as_columns(
        [
            (
                line.order_id, line.position, items.skus[line.draft.sku_code].id,
                line.draft.quantity * items.count_in_pack(line.draft), line.draft.packaging,
                items.count_in_pack(line.draft), line.draft.expected_on,
            )
            for line in lines
        ],
        7,
    )  # fmt: skip
    names = ("order_ids", "positions", "sku_ids", "units", "pack_codes", "pack_units", "expected_ons")
    rows.execute(_LINES, {**dict(zip(names, columns, strict=True)), "merchant_id": merchant_id})


def count_units(draft: PurchaseDraft, items: OrderedItems) -> int:
    """Return the base units that a draft orders."""
    return sum(line.quantity * items.count_in_pack(line) for line in draft.lines)
