"""How much is kept back, how much may be owed, and what partners say they have."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router

from packhaus.api.answers import answer_nothing
from packhaus.api.keys import ApiRequest, choose_merchant, writes_stock
from packhaus.api.lookups import get_site_id, read_sites, read_skus
from packhaus.api.problems import declare
from packhaus.api.schemas.stock import SiteCode
from packhaus.api.schemas.stock_settings import FeedIn, SettingsIn
from packhaus.inventory.services.settings import FeedRow, StockSetting, apply_stock_feed, set_stock_settings
from packhaus.kernel.errors import Conflict
from packhaus.network.queries.list_sites import forget_sites, list_sites

router = Router(tags=["stock"])
Site = Annotated[SiteCode, Path()]


class NotAFeedSite(Conflict):
    """The site counts its own stock: what it has is known from movements."""

    code = "not_a_feed_site"


@router.put(
    "/stock/settings",
    response={204: None, **declare(404)},
    auth=writes_stock,
    operation_id="set_stock_settings",
)
def set_settings(request: ApiRequest, payload: SettingsIn) -> HttpResponse:
    """Set safety stock and backorder limits of items at sites; what is left out stays."""
    key = request.auth
    merchant_id = choose_merchant(key, payload.merchant)
    skus = read_skus(key, merchant_id, "settings", [one.sku for one in payload.settings])
    sites = read_sites("settings", [one.site for one in payload.settings])
    wanted = {
        (one.sku, one.site): StockSetting(
            merchant_id, skus[one.sku], sites[one.site], one.safety, one.backorder_limit
        )
        for one in payload.settings
    }
    set_stock_settings(scope=key.scope, settings=list(wanted.values()), now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/sites/{code}/feed",
    response={204: None, **declare(404, 409)},
    auth=writes_stock,
    operation_id="apply_stock_feed",
)
def feed(request: ApiRequest, code: Site, payload: FeedIn) -> HttpResponse:
    """Take what a partner's site says it has; promises above its figures wait for stock again."""
    key = request.auth
    site_id = _get_feed_site(code)
    merchant_id = choose_merchant(key, payload.merchant)
    skus = read_skus(key, merchant_id, "lines", [line.sku for line in payload.lines])
    told = {line.sku: FeedRow(merchant_id, skus[line.sku], line.quantity) for line in payload.lines}
    now = timezone.now()
    apply_stock_feed(
        scope=key.scope,
        site_id=site_id,
        feed=list(told.values()),
        seen_at=min(now, payload.seen_at or now),
        now=now,
        actor=key.actor,
    )
    return answer_nothing()


def _get_feed_site(code: str) -> UUID:
    site_id = get_site_id(code)
    forget_sites()
    policy = next(site.stock_policy for site in list_sites() if site.id == site_id)
    if policy != "feed":
        raise NotAFeedSite("the site does not tell its stock by a feed", site=code, stock_policy=policy)
    return site_id
