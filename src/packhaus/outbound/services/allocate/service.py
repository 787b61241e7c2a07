"""Turn promised units of many lines into exact bins and lots."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from packhaus.outbound.services.allocate.repair import repair_splits
from packhaus.outbound.services.allocate.restricted import allocate_restricted_lines
from packhaus.outbound.services.allocate.running_sums import allocate_open_lines
from packhaus.outbound.types import AllocatedRow, AllocationOutcome, LineToAllocate, UnallocatedLine


def allocate_lines(
    *, wave_id: UUID, site_id: UUID, lines: Sequence[LineToAllocate], avoided: Sequence[int] = ()
) -> AllocationOutcome:
    """Write which bins cover which lines, in the order given; what no bin covers is named and stays promised.

    Restricted lines go first. Writes allocations and the bins' `allocated`; the caller moves the lines' counters and
    holds the orders' locks. Runs in the caller's transaction; `avoided` are locations not to be taken from.
    Locks: bins of these SKUs with free units, ascending, until commit.
    Queries: 1; 2 more with restricted lines; 2 more with splits.
    """
    assert all(line.quantity > 0 for line in lines)
    restricted = [line for line in lines if line.restriction is not None]
    plain = [line for line in lines if line.restriction is None]
    allocated: list[AllocatedRow] = []
    blockers: dict[int, str] = {}
    if restricted:
        sku_ids = list({line.sku_id for line in lines})
        plan = allocate_restricted_lines(
            wave_id=wave_id, site_id=site_id, lines=restricted, sku_ids=sku_ids, avoided=avoided
        )
        allocated += [AllocatedRow(*row) for row in plan.allocations]
        blockers = {short.line: short.blocker.value for short in plan.shorts}
    if plain:
        found = allocate_open_lines(wave_id=wave_id, site_id=site_id, lines=plain, avoided=avoided)
        by_line = {line.fulfillment_line_id: line for line in plain}
        allocated += repair_splits(
            wave_id=wave_id, site_id=site_id, lines=by_line, allocated=found, avoided=avoided
        )
    return AllocationOutcome(allocated, _list_shorts(lines, allocated, blockers))


def _list_shorts(
    lines: Sequence[LineToAllocate], allocated: Sequence[AllocatedRow], blockers: dict[int, str]
) -> list[UnallocatedLine]:
    covered: defaultdict[int, int] = defaultdict(int)
    for row in allocated:
        covered[row.fulfillment_line_id] += row.quantity
    return [
        UnallocatedLine(
            line.fulfillment_line_id,
            line.sku_id,
            line.quantity - covered[line.fulfillment_line_id],
            blockers.get(line.fulfillment_line_id, "stock"),
        )
        for line in lines
        if covered[line.fulfillment_line_id] < line.quantity
    ]
