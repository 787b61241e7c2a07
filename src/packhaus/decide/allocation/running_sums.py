"""Pass 2 in Python: the reference that the one SQL statement is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from packhaus.decide.allocation.types import Allocation, Supply, rank_supply
from packhaus.decide.keys import Key


def allocate_running_sums(
    *, demands: Iterable[tuple[Key, Key, int]], supplies: Sequence[Supply]
) -> list[Allocation]:
    """Allocate (line, SKU, quantity) rows, in the order given, first expired first out, then first in first out.

    Demand and supply are laid on one line of units per SKU; where the interval of a line and that of a bin
    overlap, the overlap is the allocation. What lies beyond the supply stays open.
    O(demands + supplies log supplies).
    """
    bins: dict[Key, list[Supply]] = {}
    for supply in sorted(supplies, key=rank_supply):
        if supply.free > 0:
            bins.setdefault(supply.sku, []).append(supply)
    place = dict.fromkeys(bins, 0)
    left = {sku: rows[0].free for sku, rows in bins.items()}
    allocations: list[Allocation] = []
    for line, sku, quantity in demands:
        rows = bins.get(sku, ())
        still = quantity
        while still and rows and place[sku] < len(rows):
            units = min(still, left[sku])
            allocations.append(Allocation(line, rows[place[sku]].balance, units))
            still -= units
            left[sku] -= units
            if not left[sku]:
                place[sku] += 1
                left[sku] = rows[place[sku]].free if place[sku] < len(rows) else 0
    return allocations
