"""What a site keeps back of a SKU, and how much it may owe; a partner's feed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.errors import StockPromised
from packhaus.inventory.events import StockFreed, StockSettingSaved
from packhaus.inventory.services.lose import book_loss, give_way_at_site
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.network.queries.sourcing import forget_sourcing_sites
from packhaus.terms.queries.agreed_limit import write_agreed_limit


class StockSetting(NamedTuple):
    """One SKU at one site; None leaves a value as it is."""

    merchant_id: UUID
    sku_id: UUID
    site_id: UUID
    safety: int | None = None
    backorder_limit: int | None = None


class FeedRow(NamedTuple):
    """What a partner says it has."""

    merchant_id: UUID
    sku_id: UUID
    quantity: int


_SET = f"""
INSERT INTO inventory_sitestock AS s (merchant_id, site_id, sku_id, owner_id, policy, on_hand, promised, held,
    backordered, backorder_limit, has_own_limit, safety, inbound)
SELECT u.merchant_id, u.site_id, u.sku_id, u.merchant_id, n.stock_policy, 0, 0, 0, 0,
    coalesce(u.backorder_limit, {write_agreed_limit(merchant="u.merchant_id")}), %(sets_limit)s,
    coalesce(u.safety, 0), 0
FROM unnest(%(merchant_ids)s::uuid[], %(sku_ids)s::uuid[], %(site_ids)s::uuid[], %(safeties)s::bigint[],
            %(limits)s::bigint[]) AS u(merchant_id, sku_id, site_id, safety, backorder_limit)
JOIN network_site AS n ON n.id = u.site_id
ORDER BY u.sku_id, u.site_id
ON CONFLICT (sku_id, site_id, owner_id) DO UPDATE
SET safety = CASE WHEN %(sets_safety)s THEN excluded.safety + s.doubted ELSE s.safety END,
    backorder_limit = CASE WHEN NOT %(sets_limit)s THEN s.backorder_limit
                           ELSE greatest(excluded.backorder_limit, s.backordered) END,
    has_own_limit = s.has_own_limit OR excluded.has_own_limit
"""  # noqa: S608 - made of constants

# What was promised after the figures below were read shows here, under the row's lock: that row is left alone.
_FEED = f"""
INSERT INTO inventory_sitestock AS s (merchant_id, site_id, sku_id, owner_id, policy, on_hand, promised, held,
    backordered, backorder_limit, safety, inbound)
SELECT u.merchant_id, n.id, u.sku_id, u.merchant_id, 'feed', greatest(u.quantity - n.feed_trust_margin, 0), 0, 0, 0,
    {write_agreed_limit(merchant="u.merchant_id")}, 0, 0
FROM unnest(%(merchant_ids)s::uuid[], %(sku_ids)s::uuid[], %(quantities)s::bigint[])
    AS u(merchant_id, sku_id, quantity)
JOIN network_site AS n ON n.id = %(site_id)s
ORDER BY u.sku_id
ON CONFLICT (sku_id, site_id, owner_id) DO UPDATE SET policy = 'feed', on_hand = excluded.on_hand
WHERE s.promised + s.held <= excluded.on_hand
"""  # noqa: S608 - made of constants

_SEEN = (
    "UPDATE network_site SET feed_seen_at = %(seen_at)s WHERE id = %(site_id)s RETURNING feed_trust_margin"
)

_BELOW = """
SELECT s.sku_id, s.merchant_id, s.on_hand - greatest(u.quantity - n.feed_trust_margin, 0)
FROM unnest(%(sku_ids)s::uuid[], %(quantities)s::bigint[]) AS u(sku_id, quantity)
JOIN network_site AS n ON n.id = %(site_id)s
JOIN inventory_sitestock AS s ON s.sku_id = u.sku_id AND s.site_id = n.id AND s.owner_id = s.merchant_id
WHERE s.promised + s.held > greatest(u.quantity - n.feed_trust_margin, 0)
ORDER BY s.sku_id
"""


def set_stock_settings(
    *, scope: Scope, settings: Sequence[StockSetting], now: datetime, actor: Actor
) -> None:
    """Set safety stock and backorder limits; rows that are not there are made. Emits: StockSettingSaved.

    Safety above what is free stops promising and takes nothing back. A limit below what is owed becomes what is owed;
    one that is set here no longer follows the merchant's terms. Queries: 1 a kind of setting, and 1.
    """
    with transaction(scope):
        _set(settings, now)
        facts = [
            StockSettingSaved(
                merchant_id=setting.merchant_id,
                aggregate_id=setting.sku_id,
                site_id=str(setting.site_id),
                safety=setting.safety,
                backorder_limit=setting.backorder_limit,
            )
            for setting in settings
        ]
        record(facts, happened_at=now, actor=actor)


def _set(settings: Sequence[StockSetting], now: datetime) -> None:
    for sets_safety in (True, False):
        chosen = [
            setting
            for setting in settings
            if (setting.safety if sets_safety else setting.backorder_limit) is not None
        ]
        if chosen:
            columns = rows.as_columns(chosen, 5)
            names = ("merchant_ids", "sku_ids", "site_ids", "safeties", "limits")
            parameters: dict[str, Any] = dict(zip(names, columns, strict=True))
            parameters |= {"sets_safety": sets_safety, "sets_limit": not sets_safety, "agreed_at": now}
            rows.execute(_SET, parameters)


def apply_stock_feed(
    *, scope: Scope, site_id: UUID, feed: Sequence[FeedRow], seen_at: datetime, now: datetime, actor: Actor
) -> None:
    """Take a partner's figures, less the margin we trust them by; promises above them are demoted, not refused.

    Locks: orders, site_stock. Emits: StockFreed per SKU that is there. Raises: ResourceBusy.
    """
    parameters = {
        "site_id": site_id,
        "merchant_ids": [row.merchant_id for row in feed],
        "sku_ids": [row.sku_id for row in feed],
        "quantities": [row.quantity for row in feed],
        "agreed_at": now,
    }

    def book() -> None:
        for sku_id, owner_id, units in rows.fetch_tuples(_BELOW, parameters):
            give_way_at_site(
                site_id=site_id, sku_id=sku_id, owner_id=owner_id, units=units, now=now, actor=actor
            )
        if rows.execute(_FEED, parameters) != len(feed):
            raise StockPromised("the site has promised more than its feed says", site_id=site_id)
        rows.execute(_SEEN, {"site_id": site_id, "seen_at": seen_at})
        record(
            [
                StockFreed(
                    merchant_id=row.merchant_id,
                    aggregate_id=row.sku_id,
                    site_id=str(site_id),
                    units=row.quantity,
                )
                for row in feed
                if row.quantity > 0
            ],
            happened_at=now,
            actor=actor,
        )

    book_loss(scope=scope, book=book)
    forget_sourcing_sites()
