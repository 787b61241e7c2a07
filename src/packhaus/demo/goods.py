"""Goods that come in, and goods that turn out to be more or fewer than the record says."""

from collections.abc import Sequence
from datetime import datetime

from packhaus.access.types import SYSTEM
from packhaus.demo.queries import list_bins
from packhaus.demo.source.days import MERCHANT
from packhaus.demo.source.facilities import list_sites
from packhaus.demo.source.types import DemoAdjustment
from packhaus.demo.world import OPERATOR, World
from packhaus.inventory.services.adjust import Adjustment, adjust_stock
from packhaus.inventory.services.settings import StockSetting, set_stock_settings

RECEIPT_LINES = 2_000
# How much of an article each site of ours may owe: more than anybody in the file orders.
BACKORDER_LIMIT = 100_000
_REASONS = {
    "damaged": "damage",
    "found": "found",
    "lost": "loss",
    "channel": "correction",
    "unexplained": "count",
}


def allow_backorders(*, world: World, now: datetime) -> None:
    """Let the sites that we run owe what they do not have, whatever the article."""
    settings = [
        StockSetting(
            world.merchants[merchant], sku_id, world.sites[site.code], backorder_limit=BACKORDER_LIMIT
        )
        for site in list_sites()
        if site.run_by == "own"
        for merchant, sku_id in world.goods
    ]
    set_stock_settings(scope=OPERATOR, settings=settings, now=now, actor=SYSTEM)


def correct_stock(*, world: World, adjustments: Sequence[DemoAdjustment], now: datetime) -> int:
    """Book the file's corrections where the goods lie, and return the units that the record could not give.

    A find goes to the article's first bin; a loss is taken from its bins in turn, as far as they have units.
    """
    bins = list_bins(sku_ids={world.skus[MERCHANT, adjustment.code] for adjustment in adjustments})
    beyond = 0
    for adjustment in adjustments:
        sku_id = world.skus[MERCHANT, adjustment.code]
        parts, missing = _spread(adjustment.quantity, bins.get(sku_id, []))
        beyond += missing
        if parts:
            adjust_stock(
                scope=OPERATOR,
                adjustments=[
                    Adjustment(world.merchants[MERCHANT], sku_id, location_id, units, _REASONS[adjustment.reason])
                    for location_id, units in parts
                ],
                document_id=f"{adjustment.external_number}-{adjustment.row}", now=now, actor=SYSTEM,
            )  # fmt: skip
    return beyond


def _spread(quantity: int, bins: list[list[int]]) -> tuple[list[tuple[int, int]], int]:
    """Say which bins get or lose how many; `bins` are [location, units] and follow. Second: units nobody has."""
    if quantity > 0:
        if not bins:
            return [], quantity
        bins[0][1] += quantity
        return [(bins[0][0], quantity)], 0
    parts, left = [], -quantity
    for place in bins:
        units = min(left, place[1])
        if units:
            parts.append((place[0], -units))
            place[1] -= units
            left -= units
    return parts, left
