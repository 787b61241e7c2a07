"""How much of each SKU can be sold, and how much of it is on its way between sites."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.queries.list_stock import StockFilter, StockRow, list_stock
from packhaus.kernel.keyset import Page, PageOf
from packhaus.transfers.queries.on_the_way import list_on_the_way


def list_stock_levels(
    scope: Scope, *, wanted: StockFilter, page: PageOf, sort: str = "code"
) -> Page[StockRow]:
    """Return SKUs that have a stock row, summed over sites or at one. Units: base units. Queries: 3."""
    with transaction(scope):
        found = list_stock(scope, wanted=wanted, page=page, sort=sort)
        moving = list_on_the_way(
            scope=scope, sku_ids=[row.sku_id for row in found.rows], site_id=wanted.site_id
        )
    units: Counter[UUID] = Counter()
    for one in moving:
        units[one.sku_id] += one.units
    return replace(found, rows=[replace(row, in_transit=units[row.sku_id]) for row in found.rows])
