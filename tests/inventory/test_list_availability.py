from datetime import datetime, timedelta

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.catalog.services.save import save_skus
from packhaus.catalog.types import SkuDraft
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
    set_stock_settings(scope=operator, settings=[setting])
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
