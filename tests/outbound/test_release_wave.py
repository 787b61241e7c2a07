from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance
from packhaus.orders.models import FulfillmentOrder, Order
from packhaus.outbound.models import Allocation, Wave
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.types import ReleaseRule
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, PlacingOne
from tests.orders.drafts import make_draft


def test_a_wave_turns_promises_into_bins(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    now: datetime,
    count: Counting,
    operator: Scope,
) -> None:
    stock(mug, leeds, 10)
    stock(lamp, leeds, 2, location="A-01-02")
    placed = place_one(make_draft(("MUG", 4), ("LAMP", 2)))
    wave = release_wave(site_id=leeds.id, rule=ReleaseRule(), now=now, actor=SYSTEM)
    assert (wave.order_count, wave.line_count, wave.unit_count, wave.shorts) == (1, 2, 6, ())
    assert count(placed.number) == [{"allocated": 4}, {"allocated": 2}]
    with transaction(operator):
        assert Wave.objects.get().unit_count == 6
        assert FulfillmentOrder.objects.get().status == "released"
        assert Order.objects.get().stage == "in_progress"
        bins = dict(Balance.objects.values_list("location_id", "allocated"))
        assert bins == {leeds.locations["A-01-01"]: 4, leeds.locations["A-01-02"]: 2}
        assert Allocation.objects.count() == 2
