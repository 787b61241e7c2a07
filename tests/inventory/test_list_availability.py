from datetime import datetime, timedelta

import orjson
import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.catalog.services.save import save_skus
from packhaus.catalog.types import SkuDraft
from packhaus.inventory.models import SiteStock
from packhaus.inventory.queries.get_availability import get_availability_json
from packhaus.inventory.queries.list_availability import (
    Availability,
    get_availability,
    list_availability,
)
from packhaus.inventory.services.settings import FeedRow, StockSetting, apply_stock_feed, set_stock_settings
from packhaus.network.models import Site
from tests.harness.cast import Place
from tests.harness.stock import PutStock


@pytest.fixture
def kit(acme: Merchant, operator: Scope, mug: Sku, lamp: Sku, now: datetime) -> str:
    inner = SkuDraft("PAIR", "Pair", kind="kit", components=(("MUG", 2),))
    outer = SkuDraft("SET", "Set", kind="kit", components=(("PAIR", 2), ("LAMP", 1)))
    save_skus(scope=operator, merchant_id=acme.id, drafts=[inner, outer], now=now, actor=SYSTEM)
    return "SET"


def get(scope: Scope, sku: Sku, now: datetime, *places: Place) -> Availability:
    (found,) = get_availability(scope, sku_ids=[sku.id], site_ids=[place.id for place in places], now=now)
    return found


def test_stock_is_summed_over_the_sites_asked_for(
    stock: PutStock, mug: Sku, leeds: Place, berlin: Place, acme_scope: Scope, now: datetime
) -> None:
    stock(mug, leeds, 10)
    stock(mug, berlin, 5)
    assert get(acme_scope, mug, now).free == 15
    assert get(acme_scope, mug, now, berlin).free == 5


def test_safety_at_one_site_takes_nothing_from_another(
    stock: PutStock, mug: Sku, leeds: Place, berlin: Place, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 10)
    stock(mug, berlin, 5)
    setting = StockSetting(mug.merchant_id, mug.id, leeds.id, safety=12)
    set_stock_settings(scope=operator, settings=[setting], now=now, actor=SYSTEM)
    found = get(operator, mug, now)
    assert (found.on_hand, found.safety, found.free) == (15, 12, 5)


def test_the_order_asked_is_kept_nothing_counts_as_zero_and_the_unknown_is_absent(
    stock: PutStock, mug: Sku, lamp: Sku, leeds: Place, acme: Merchant, acme_scope: Scope, now: datetime
) -> None:
    stock(mug, leeds, 3)
    found = list_availability(acme_scope, merchant_id=acme.id, codes=["LAMP", "NOPE", "MUG"], now=now)
    assert [(one.code, one.free) for one in found] == [("LAMP", 0), ("MUG", 3)]


def test_a_kit_is_what_its_scarcest_part_makes_site_by_site(
    stock: PutStock,
    kit: str,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    berlin: Place,
    acme: Merchant,
    acme_scope: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 11)  # two sets of four mugs
    stock(lamp, leeds, 9)
    stock(mug, berlin, 100)  # no lamp there, no set
    (found,) = list_availability(acme_scope, merchant_id=acme.id, codes=[kit], now=now)
    assert found.free == 2


def test_a_feed_counts_apart_and_only_while_it_is_fresh(
    mug: Sku, berlin: Place, operator: Scope, now: datetime, check_clean: object
) -> None:
    with transaction(operator):
        Site.objects.filter(id=berlin.id).update(run_by="partner", stock_policy="feed", feed_trust_margin=2)
    feed = [FeedRow(mug.merchant_id, mug.id, 10)]
    apply_stock_feed(scope=operator, site_id=berlin.id, feed=feed, seen_at=now, now=now, actor=SYSTEM)
    fresh, old = get(operator, mug, now), get(operator, mug, now + timedelta(days=2))
    assert (fresh.free, fresh.free_at_partners, old.free_at_partners) == (0, 8, 0)


def test_a_stranger_gets_nothing(
    stock: PutStock, mug: Sku, leeds: Place, beta_scope: Scope, now: datetime
) -> None:
    stock(mug, leeds, 3)
    assert get_availability(beta_scope, sku_ids=[mug.id], now=now) == []


def test_the_api_counts_what_the_query_counts(
    stock: PutStock,
    kit: str,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    berlin: Place,
    acme: Merchant,
    operator: Scope,
    acme_scope: Scope,
    now: datetime,
) -> None:
    """A stale feed and a closed site count nowhere, kits included."""
    stock(mug, leeds, 11)
    stock(lamp, leeds, 9)
    with transaction(operator):
        Site.objects.filter(id=berlin.id).update(run_by="partner", stock_policy="feed", feed_trust_margin=0)
    feed = [FeedRow(acme.id, mug.id, 8), FeedRow(acme.id, lamp.id, 1)]
    apply_stock_feed(scope=operator, site_id=berlin.id, feed=feed, seen_at=now, now=now, actor=SYSTEM)

    def read(at: datetime) -> list[tuple[int, int]]:
        codes = ["MUG", kit]
        asked = list_availability(acme_scope, merchant_id=acme.id, codes=codes, now=at)
        told = orjson.loads(get_availability_json(scope=acme_scope, merchant_id=acme.id, codes=codes, now=at))
        figures = [(one.free, one.free_at_partners) for one in asked]
        assert [(one["available"], one["available_at_partners"]) for one in told] == figures
        return figures

    assert read(now) == [(11, 8), (2, 1)]
    assert read(now + timedelta(days=2)) == [(11, 0), (2, 0)]
    with transaction(operator):
        Site.objects.filter(id=leeds.id).update(is_active=False)
    assert read(now) == [(0, 8), (0, 1)]


def test_a_partner_that_always_has_a_part_does_not_limit_a_kit(
    kit: str,
    mug: Sku,
    lamp: Sku,
    berlin: Place,
    acme: Merchant,
    operator: Scope,
    now: datetime,
    stock: PutStock,
) -> None:
    stock(mug, berlin, 9)
    stock(lamp, berlin, 1)
    with transaction(operator):
        SiteStock.objects.filter(sku_id=lamp.id).update(policy="unlimited")
    (found,) = list_availability(operator, merchant_id=acme.id, codes=[kit], now=now)
    assert (found.free, found.is_unlimited) == (2, False)
    with transaction(operator):
        SiteStock.objects.filter(sku_id=mug.id).update(policy="unlimited")
    (found,) = list_availability(operator, merchant_id=acme.id, codes=[kit], now=now)
    assert (found.free, found.is_unlimited) == (0, True)
