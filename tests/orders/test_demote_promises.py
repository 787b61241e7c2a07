from dataclasses import replace
from datetime import datetime, timedelta

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import SiteStock
from packhaus.journal.models import Entry
from packhaus.orders.services.demote import demote_promises
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import make_draft


def test_the_least_urgent_and_youngest_promises_give_first(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    operator: Scope,
    now: datetime,
    count: Counting,
) -> None:
    stock(mug, leeds, 12)
    first = make_draft(("MUG", 4), number="OLD")
    old = place_one(first)
    young = place_one(replace(first, external_number="YOUNG", placed_at=now + timedelta(hours=1)))
    idle = place_one(replace(first, external_number="IDLE", placed_at=now - timedelta(days=1), priority=90))
    with transaction(operator):
        demoted = demote_promises(site_id=leeds.id, sku_id=mug.id, units=6, now=now, actor=SYSTEM)
    assert demoted == 6
    assert count(idle.number) == [{"backordered": 4}]
    assert count(young.number) == [{"backordered": 2, "promised": 2}]
    assert count(old.number) == [{"promised": 4}]
    with transaction(operator):
        site_stock = SiteStock.objects.get()
        named = Entry.objects.filter(kind="promise_demoted").values_list("aggregate_id", flat=True)
        assert set(named) == {str(idle.id), str(young.id)}
    # No backorders were allowed here: the truth raises the limit instead of being refused.
    assert (site_stock.promised, site_stock.backordered, site_stock.backorder_limit) == (6, 6, 6)


def test_demoting_more_than_is_promised_takes_what_there_is(
    place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 12)
    place_one(make_draft(("MUG", 4)))
    with transaction(operator):
        assert demote_promises(site_id=leeds.id, sku_id=mug.id, units=9, now=now, actor=SYSTEM) == 4
        assert demote_promises(site_id=leeds.id, sku_id=mug.id, units=9, now=now, actor=SYSTEM) == 0
