"""How much an item may owe at a site where nobody set a limit of its own: what the merchant's terms say."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from packhaus.access.queries.merchants import list_merchants
from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory import locks
from packhaus.inventory.events import StockSettingSaved
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.terms.queries.get_terms import get_terms

AT_A_TIME = 5_000

# What is owed already is a truth, and no limit is below it.
_FOLLOW = f"""
WITH locked AS MATERIALIZED (
    SELECT s.id FROM inventory_sitestock AS s
    WHERE s.merchant_id = %(merchant_id)s AND NOT s.has_own_limit
      AND s.backorder_limit <> greatest(%(limit)s, s.backordered)
    {locks.SITE_STOCK_IN_ORDER} LIMIT %(at_most)s
)
UPDATE inventory_sitestock AS s SET backorder_limit = greatest(%(limit)s, s.backordered)
FROM locked WHERE s.id = locked.id
"""  # noqa: S608 - made of constants


def follow_terms(*, merchant_ids: Collection[UUID] | None = None, now: datetime) -> int:
    """Give every item without a limit of its own the one of its merchant's terms; return how many rows changed.

    None: of every merchant. Locks: site_stock of what changes, ascending. Queries: 2 a merchant and AT_A_TIME rows.
    """
    scope = Scope.operator()
    with transaction(scope):
        found = [row.id for row in list_merchants(scope) if merchant_ids is None or row.id in merchant_ids]
    return sum(_follow(scope, merchant_id, now) for merchant_id in found)


def _follow(scope: Scope, merchant_id: UUID, now: datetime) -> int:
    total = 0
    while True:
        changed = _follow_some(scope, merchant_id, now)
        total += changed
        if changed < AT_A_TIME:
            return total


@again_when_busy
def _follow_some(scope: Scope, merchant_id: UUID, now: datetime) -> int:
    with transaction(scope):
        limit = get_terms(scope, merchant_id=merchant_id, at=now).backorder_limit
        return rows.execute(_FOLLOW, {"merchant_id": merchant_id, "limit": limit, "at_most": AT_A_TIME})


_RETURN = """
UPDATE inventory_sitestock AS s SET has_own_limit = false, backorder_limit = greatest(%(limit)s, s.backordered)
WHERE s.merchant_id = %(merchant_id)s AND s.sku_id = %(sku_id)s AND s.site_id = %(site_id)s AND s.has_own_limit
"""


@again_when_busy
def return_to_terms(
    *, scope: Scope, merchant_id: UUID, sku_id: UUID, site_id: UUID, now: datetime, actor: Actor
) -> int:
    """Let an item at a site owe what its merchant's terms say, now and later; return what that is.

    Without a limit of its own nothing changes. Locks: its site_stock. Emits: StockSettingSaved. Queries: 2 and terms.
    """
    with transaction(scope):
        limit = get_terms(scope, merchant_id=merchant_id, at=now).backorder_limit
        key = {"merchant_id": merchant_id, "sku_id": sku_id, "site_id": site_id}
        if rows.execute(_RETURN, {**key, "limit": limit}):
            fact = StockSettingSaved(
                merchant_id=merchant_id,
                aggregate_id=sku_id,
                site_id=str(site_id),
                safety=None,
                backorder_limit=None,
                follows_terms=True,
            )
            record([fact], happened_at=now, actor=actor)
        return limit
