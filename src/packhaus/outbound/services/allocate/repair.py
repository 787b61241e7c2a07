"""Pass 3: a line that two bins share although one of the same date could cover it is put together."""

from collections import Counter as Count
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from packhaus.decide.allocation import Allocation, Repair, Supply, unsplit_lines
from packhaus.kernel import rows
from packhaus.outbound.services.allocate.bins import ELIGIBLE, IS_DOUBTED
from packhaus.outbound.types import AllocatedRow, LineToAllocate

# Bins of these SKUs that are full may belong to others; only those with units free or ours can take part.
_BINS = f"""
SELECT b.id, b.sku_id, b.on_hand - b.allocated, b.received_on, b.expires_on, {IS_DOUBTED}
{ELIGIBLE} AND (b.on_hand > b.allocated OR b.id = ANY(%(balance_ids)s::bigint[]))
ORDER BY b.id FOR NO KEY UPDATE OF b
"""

_REWRITE = """
WITH changed AS (
    DELETE FROM outbound_allocation WHERE id = ANY(%(gone)s::bigint[])
), moved AS (
    UPDATE inventory_balance AS b SET allocated = b.allocated + d.units
    FROM unnest(%(balance_ids)s::bigint[], %(deltas)s::bigint[]) AS d(id, units) WHERE b.id = d.id
)
INSERT INTO outbound_allocation (merchant_id, wave_id, fulfillment_line_id, line_id, sku_id, balance_id, quantity,
    picked)
SELECT n.merchant_id, %(wave_id)s, n.fulfillment_line_id, n.line_id, n.sku_id, n.balance_id, n.quantity, 0
FROM unnest(%(merchant_ids)s::uuid[], %(lines)s::bigint[], %(line_ids)s::bigint[], %(line_sku_ids)s::uuid[],
            %(to_balance_ids)s::bigint[], %(quantities)s::bigint[])
     AS n(merchant_id, fulfillment_line_id, line_id, sku_id, balance_id, quantity)
"""


def repair_splits(
    *,
    wave_id: UUID,
    site_id: UUID,
    lines: Mapping[int, LineToAllocate],
    allocated: Sequence[AllocatedRow],
    avoided: Sequence[int] = (),
) -> list[AllocatedRow]:
    """Return the allocations with avoidable splits gone. Queries: 0 without a split line, else 2."""
    parts = Count(row.fulfillment_line_id for row in allocated)
    split_skus = {lines[line].sku_id for line, count in parts.items() if count > 1}
    if not split_skus:
        return list(allocated)
    concerned = [row for row in allocated if lines[row.fulfillment_line_id].sku_id in split_skus]
    found = rows.fetch_tuples(
        _BINS,
        {
            "sku_ids": list(split_skus),
            "site_id": site_id,
            "balance_ids": list({row.balance_id for row in concerned}),
            "avoided": list(avoided),
        },
    )
    repair = unsplit_lines(
        allocations=[Allocation(*row[:3]) for row in concerned],
        supplies=[Supply(*row[:5])._replace(is_doubted=row[5]) for row in found],
    )
    if repair.changed:
        gone = [row.id for row in concerned if row.fulfillment_line_id in repair.changed]
        _rewrite(wave_id, lines, repair, gone)
    kept = [row for row in allocated if row.fulfillment_line_id not in repair.changed]
    return kept + list(_list_new(repair))


def _list_new(repair: Repair) -> Iterable[AllocatedRow]:
    return (AllocatedRow(*row) for changed in repair.changed.values() for row in changed)


def _rewrite(wave_id: UUID, lines: Mapping[int, LineToAllocate], repair: Repair, gone: Sequence[int]) -> None:
    new = list(_list_new(repair))
    owners = [lines[row.fulfillment_line_id] for row in new]
    rows.execute(
        _REWRITE,
        {
            "wave_id": wave_id,
            "gone": list(gone),
            "balance_ids": list(repair.deltas),
            "deltas": list(repair.deltas.values()),
            "merchant_ids": [line.merchant_id for line in owners],
            "lines": [row.fulfillment_line_id for row in new],
            "line_ids": [line.line_id for line in owners],
            "line_sku_ids": [line.sku_id for line in owners],
            "to_balance_ids": [row.balance_id for row in new],
            "quantities": [row.quantity for row in new],
        },
    )
