"""Everything that a short may change, locked before anything of it is changed: orders, walks, carts, stock, bins.

A short starts at a bin and ends at orders, against the global order. Most of what it will need is known beforehand; who
is promised the units meanwhile is locked when it is met, and only then one of two may have to begin anew.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.inventory.services.holds import lock_carts
from packhaus.kernel import rows
from packhaus.orders.services.demote import lock_with_givers
from packhaus.outbound.locks import lock_batches, lock_bins_of, lock_stock_everywhere, lock_waves
from packhaus.outbound.services.shorts.effects import is_taken_off
from packhaus.outbound.types import PickScan

_STOPS = """
SELECT t.id, f.order_id, f.site_id, t.sku_id, a.balance_id, a.wave_id, t.batch_id, t.quantity - t.picked,
       s.promised + s.held - s.on_hand, s.held
FROM outbound_picktask AS t
JOIN outbound_allocation AS a ON a.id = t.allocation_id
JOIN orders_fulfillmentorder AS f ON f.id = t.fulfillment_id
JOIN inventory_sitestock AS s ON s.sku_id = t.sku_id AND s.site_id = f.site_id AND s.owner_id = t.merchant_id
WHERE t.id = ANY(%(task_ids)s::bigint[])
"""


class _Stop(NamedTuple):
    task_id: int
    order_id: UUID
    site_id: UUID
    sku_id: UUID
    balance_id: int
    wave_id: UUID
    batch_id: UUID
    left: int
    overdraft: int
    held: int


class ShortLocks:
    """The locks of one chunk of scans with shorts among them: `lock_orders`, then the stops, then `lock_stock`."""

    def __init__(self, scans: Sequence[PickScan]) -> None:
        shorts = {scan.task_id: scan for scan in scans if scan.short_reason is not None}
        found = rows.fetch_tuples(_STOPS, {"task_ids": [scan.task_id for scan in scans]})
        self._stops = [_Stop._make(row) for row in found]
        self._shorts = [stop for stop in self._stops if stop.task_id in shorts]
        self._lacks: dict[tuple[UUID, UUID], tuple[int, int]] = {}
        for stop in self._shorts:
            scan = shorts[stop.task_id]
            if scan.short_reason is not None and is_taken_off(scan.short_reason):
                key = (stop.site_id, stop.sku_id)
                lack, _ = self._lacks.get(key, (stop.overdraft, 0))
                self._lacks[key] = (lack + max(0, stop.left - scan.quantity), stop.held)

    def lock_orders(self) -> None:
        """Lock the orders of the scans and those that will have to give, in one go. Queries: 1, and 1 a lack."""
        lock_with_givers(
            order_ids={stop.order_id for stop in self._stops},
            lacks={key: lack - held for key, (lack, held) in self._lacks.items() if lack > held},
        )

    def lock_stock(self) -> None:
        """Lock waves, walks, carts that give, stock at every site, and bins. Queries: 4 or 5."""
        lock_waves(list({stop.wave_id for stop in self._shorts}))
        lock_batches(list({stop.batch_id for stop in self._shorts}))
        carts = [key for key, (lack, held) in self._lacks.items() if lack > 0 and held > 0]
        if carts:
            lock_carts(keys=carts)
        lock_stock_everywhere(sku_ids=list({stop.sku_id for stop in self._shorts}))
        lock_bins_of(
            keys=[(stop.sku_id, stop.site_id) for stop in self._shorts],
            balance_ids=[stop.balance_id for stop in self._stops],
        )
