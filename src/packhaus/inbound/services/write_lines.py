"""Lines of announced deliveries, many at once."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from packhaus.catalog.queries.tracked import TrackedSku
from packhaus.inbound.types import AsnLineDraft
from packhaus.kernel import rows

_LINES = """
INSERT INTO inbound_asnline (merchant_id, asn_id, position, sku_id, lot_code, expires_on, unit_code, unit_kind,
    expected, order_number)
SELECT %(merchant_id)s, l.* FROM unnest(%(asn_ids)s::uuid[], %(positions)s::int[], %(sku_ids)s::uuid[],
    %(lot_codes)s::text[], %(expires_ons)s::date[], %(unit_codes)s::text[], %(unit_kinds)s::text[],
    %(quantities)s::bigint[], %(order_numbers)s::text[]) AS l
"""


class NewLine(NamedTuple):
    """A line and where it stands; `order_number` is that of the whole."""

    asn_id: UUID
    position: int
    draft: AsnLineDraft
    order_number: str


def write_lines(*, merchant_id: UUID, lines: Iterable[NewLine], skus: Mapping[str, TrackedSku]) -> None:
    """Write lines of a merchant's announced deliveries, in the caller's transaction. Queries: 1."""
    columns = rows.as_columns(
        [
            (
                line.asn_id, line.position, skus[line.draft.sku_code].id, line.draft.lot_code, line.draft.expires_on,
                line.draft.unit_code, (line.draft.unit_kind or "carton") if line.draft.unit_code else "",
                line.draft.quantity, line.draft.order_number or line.order_number,
            )
            for line in lines
        ],
        9,
    )  # fmt: skip
    names = (
        "asn_ids", "positions", "sku_ids", "lot_codes", "expires_ons", "unit_codes", "unit_kinds", "quantities",
        "order_numbers",
    )  # fmt: skip
    rows.execute(_LINES, {**dict(zip(names, columns, strict=True)), "merchant_id": merchant_id})


def sum_units(
    *, site_id: UUID, lines: Iterable[AsnLineDraft], skus: Mapping[str, TrackedSku]
) -> dict[tuple[UUID, UUID], int]:
    """Return what lines say that comes to a site, by (site, SKU)."""
    units: dict[tuple[UUID, UUID], int] = {}
    for line in lines:
        key = (site_id, skus[line.sku_code].id)
        units[key] = units.get(key, 0) + line.quantity
    return units
