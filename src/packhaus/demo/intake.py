"""Orders come in as files, through the import service, whenever the day's clock says so."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.channels.services.import_orders import import_orders
from packhaus.demo.order_file import write_order_file
from packhaus.demo.source.types import DemoOrder
from packhaus.demo.world import World


class OrderFile(NamedTuple):
    """What one merchant's shop hands over."""

    merchant_id: UUID
    path: Path


class Intake:
    """Hands over the orders placed since the last time, one file per merchant."""

    def __init__(self, world: World, orders: Iterable[DemoOrder], folder: Path) -> None:
        self._world, self._folder = world, folder
        self._waiting = sorted(orders, key=lambda order: order.placed_at)
        self.rejected = 0

    def write_files(self, now: datetime) -> list[OrderFile]:
        """Write what was placed by now, as the shops would."""
        due = [order for order in self._waiting if order.placed_at <= now]
        self._waiting = self._waiting[len(due) :]
        files: list[OrderFile] = []
        for merchant, merchant_id in self._world.merchants.items():
            orders = [order for order in due if order.merchant_code == merchant]
            if orders:
                path = self._folder / f"{merchant}-{now:%Y-%m-%d-%H%M}.csv"
                files.append(OrderFile(merchant_id, write_order_file(orders, path)))
        return files

    def take(self, files: Iterable[OrderFile], now: datetime) -> None:
        """Import files in their order."""
        for merchant_id, path in files:
            summary = import_orders(
                scope=Scope.merchant(merchant_id), merchant_id=merchant_id, path=path, now=now, actor=SYSTEM
            )
            self.rejected += summary.rejected
