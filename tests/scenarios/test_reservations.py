"""Rows S006 to S091 of the collected scenarios that need stock and orders together, with our words for theirs.

Not here on purpose: S033, a package swapped on a reserved line (handling units are not allocated by name). S029 and
S030, other serials or lots written on a line that is done: what was moved is countered by another movement, never
edited. S066 and S068 (put-away), S096 and S099 (returns), S103 (planning) belong to parts that are not built yet.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, SiteStock
from packhaus.inventory.queries.list_availability import get_availability
from packhaus.kernel import rows
from packhaus.network.models import CutOff, Site
from packhaus.network.queries.calendars import forget_calendars
from packhaus.network.queries.sourcing import forget_sourcing_sites
from packhaus.orders.services.holds import lift_hold, place_hold
from packhaus.orders.types import PlacedOrder, RefusedOrder
from packhaus.outbound.services.release import preview_release, release_wave
from packhaus.outbound.types import ReleaseRule
from tests.harness.cast import Place
from tests.invariants.floor import Floor


def read_stock(sku: Sku, place: Place) -> SiteStock:
    with transaction(Scope.operator()):
        return SiteStock.objects.get(sku_id=sku.id, site_id=place.id)


def test_s006_units_held_in_carts_at_both_sites_are_not_promised_and_nothing_is_written(
    floor: Floor, mug: Sku, leeds: Place, berlin: Place
) -> None:
    """7 on hand, 3 held: an order of 5 is refused whole."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=4)
    floor.receive(sku=0, site=1, location="A-01-01", quantity=3)
    floor.hold_cart(sku=0, site=0, quantity=2)
    floor.hold_cart(sku=0, site=1, quantity=1)
    assert isinstance(floor.place(wants=[(0, 5)], policy=2), RefusedOrder)
    assert (read_stock(mug, leeds).promised, read_stock(mug, berlin).promised) == (0, 0)


def test_s009_and_s010_cancelled_units_are_free_again_and_the_shelf_keeps_them(
    floor: Floor, mug: Sku, leeds: Place
) -> None:
    """80 promised, 50 cancelled: 30 promised and all on hand; then the rest of the line: 0."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=100)
    floor.place(wants=[(0, 80)])
    floor.cancel(order=0, line=0, quantity=50)
    assert (read_stock(mug, leeds).promised, read_stock(mug, leeds).on_hand) == (30, 100)
    floor.cancel(order=0)
    assert (read_stock(mug, leeds).promised, read_stock(mug, leeds).on_hand) == (0, 100)


def test_s010_every_site_of_a_cancelled_line_has_its_units_back(
    floor: Floor, mug: Sku, leeds: Place, berlin: Place
) -> None:
    floor.receive(sku=0, site=0, location="A-01-01", quantity=4)
    floor.receive(sku=0, site=1, location="A-01-01", quantity=4)
    floor.place(wants=[(0, 7)])
    assert read_stock(mug, leeds).promised + read_stock(mug, berlin).promised == 7
    floor.cancel(order=0)
    assert (read_stock(mug, leeds).promised, read_stock(mug, berlin).promised) == (0, 0)


def test_s020_a_cart_that_holds_nothing_gives_nothing_back(floor: Floor, mug: Sku, leeds: Place) -> None:
    """Giving the same cart back twice is refused; held never falls below zero."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=4)
    floor.hold_cart(sku=0, site=0, quantity=2)
    floor.release_cart(cart=0)
    assert not floor.attempt("release_cart", cart=0)
    assert read_stock(mug, leeds).held == 0


def test_s031_an_allocated_unit_is_not_taken_by_somebody_who_waits(
    floor: Floor, mug: Sku, leeds: Place
) -> None:
    """On purpose not theirs: there the waiting order may take the unit and the first falls back."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=1)
    floor.place(wants=[(0, 1)])
    floor.place(wants=[(0, 1)], priority=10)
    floor.release(site=0)
    floor.promise()
    stock = read_stock(mug, leeds)
    assert (stock.promised, stock.backordered) == (1, 1)
    assert not floor.attempt("release", site=0)


def test_s032_an_allocation_follows_when_its_bin_is_counted_empty(
    floor: Floor, mug: Sku, leeds: Place
) -> None:
    """One unit in each of two bins, one allocated in the first: the first is empty, the second is allocated."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=1)
    floor.receive(sku=0, site=0, location="A-01-02", quantity=1)
    floor.place(wants=[(0, 1)])
    floor.release(site=0)
    with transaction(Scope.operator()):
        before = Balance.objects.get(allocated=1)
    taken = "A-01-01" if before.location_id == leeds.locations["A-01-01"] else "A-01-02"
    floor.adjust(sku=0, site=0, location=taken, quantity=-1)
    with transaction(Scope.operator()):
        found = sorted(Balance.objects.values_list("on_hand", "allocated"))
    assert found == [(0, 0), (1, 1)]


def test_s086_what_one_site_has_goes_from_there_and_the_rest_is_owed_by_the_other(
    floor: Floor, mug: Sku, leeds: Place, berlin: Place
) -> None:
    """Leeds may owe and has none, Berlin has 2: of 5, 2 come from Berlin and 3 are owed."""
    floor.receive(sku=0, site=1, location="A-01-01", quantity=2)
    placed = floor.place(wants=[(0, 5)])
    assert isinstance(placed, PlacedOrder)
    assert (read_stock(mug, berlin).promised, read_stock(mug, leeds).backordered) == (2, 3)


def test_s091_an_order_is_split_over_sites_line_by_line(
    floor: Floor, mug: Sku, lamp: Sku, leeds: Place, berlin: Place
) -> None:
    """8 mugs (5 and 3) and 4 lamps (0 and 6): whole, from both. Theirs had half units."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=5)
    floor.receive(sku=0, site=1, location="A-01-01", quantity=3)
    floor.receive(sku=1, site=1, location="A-01-02", quantity=6)
    placed = floor.place(wants=[(0, 8), (1, 4)], policy=2)
    assert isinstance(placed, PlacedOrder)
    assert (read_stock(mug, leeds).promised, read_stock(mug, berlin).promised) == (5, 3)
    assert read_stock(lamp, berlin).promised == 4


def test_s007_sites_that_are_partly_promised_give_what_they_have_free(
    floor: Floor, mug: Sku, leeds: Place, berlin: Place
) -> None:
    """Leeds has more on hand, Berlin more free: of 3 wanted, 2 come from Berlin and 1 from Leeds."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=9)
    floor.place(wants=[(0, 8)])
    floor.receive(sku=0, site=1, location="A-01-01", quantity=5)
    floor.hold_cart(sku=0, site=1, quantity=3)
    before = read_stock(mug, leeds).promised
    placed = floor.place(wants=[(0, 3)], policy=2)
    assert isinstance(placed, PlacedOrder)
    assert (read_stock(mug, leeds).promised - before, read_stock(mug, berlin).promised) == (1, 2)


def test_s017_that_the_last_unit_goes_is_read_from_availability_and_told_by_the_order_once(
    floor: Floor, mug: Sku, leeds: Place, acme: Merchant, now: datetime
) -> None:
    """On purpose not theirs: an event for channels would be missed by one that is down; availability never is.

    Availability is above zero until the last unit is taken and zero from then on; each order is one fact.
    """
    floor.receive(sku=0, site=0, location="A-01-01", quantity=2)

    def read() -> int:
        (found,) = get_availability(Scope.merchant(acme.id), sku_ids=[mug.id], now=now)
        return found.free

    def count_facts() -> int:
        sql = "SELECT count(*) FROM journal_entry WHERE kind = 'order_placed'"
        with transaction(Scope.operator()):
            return int(rows.fetch_value(sql))

    floor.place(wants=[(0, 1)])
    assert (read(), count_facts()) == (1, 1)
    floor.place(wants=[(0, 1)])
    assert (read(), count_facts()) == (0, 2)
    floor.place(wants=[(0, 1)], policy=2)
    assert (read(), count_facts()) == (0, 2)


@pytest.mark.parametrize(
    ("minutes", "late"),
    # The cut-off is 16:00 at the site; the office in London reads 09:00 by then.
    [(-1, 0), (0, 0), (1, 1)],
)
def test_s077_an_order_is_late_only_after_the_cut_off_in_the_sites_own_time(
    floor: Floor, mug: Sku, leeds: Place, operator: Scope, minutes: int, late: int
) -> None:
    with transaction(operator):
        Site.objects.filter(id=leeds.id).update(timezone="Asia/Jakarta")
        for weekday in range(1, 8):
            CutOff.objects.create(site_id=leeds.id, carrier_code="ALBION", weekday=weekday, at=time(16))
    forget_calendars()
    forget_sourcing_sites()
    noon = floor.now.replace(hour=5)  # 12:00 in Jakarta
    replace(floor, now=noon).receive(sku=0, site=0, location="A-01-01", quantity=1)
    replace(floor, now=noon).place(wants=[(0, 1)])
    looked_at = noon.replace(hour=9) + timedelta(minutes=minutes)
    preview = preview_release(scope=operator, site_id=leeds.id, rule=ReleaseRule(), now=looked_at)
    assert preview.totals.first_ship_by == noon.replace(hour=9)
    assert (preview.totals.order_count, preview.totals.late_count) == (1, late)
    forget_calendars()


def test_s081_settling_a_payment_allocates_nothing_again(floor: Floor, mug: Sku, leeds: Place) -> None:
    """Authorised and allocated, then settled: what is kept for the order stays as it was."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=5)
    placed = floor.place(wants=[(0, 3)])
    assert isinstance(placed, PlacedOrder)
    floor.release(site=0)
    named = {"scope": Scope.operator(), "order_ids": [placed.id], "now": floor.now, "actor": SYSTEM}
    place_hold(reason="payment", **named)  # type: ignore[arg-type]
    for _ in range(2):
        lift_hold(reason="payment", **named)  # type: ignore[arg-type]
    with transaction(Scope.operator()):
        assert Balance.objects.get().allocated == 3
    stock = read_stock(mug, leeds)
    assert (stock.promised, stock.on_hand) == (3, 5)


def test_s038_expired_units_are_not_sent_and_said_to_be_missing(
    floor: Floor, mug: Sku, leeds: Place, operator: Scope
) -> None:
    """A good lot of 4 and an expired one of 4. On purpose not theirs: nobody can confirm expired goods out."""
    floor.receive(sku=0, site=0, location="A-01-01", quantity=4)
    floor.receive(sku=0, site=0, location="A-01-02", quantity=4)
    with transaction(operator):
        Sku.objects.filter(id=mug.id).update(minimum_shelf_life_days=1)
        good, bad = (leeds.locations[code] for code in ("A-01-01", "A-01-02"))
        Balance.objects.filter(location_id=good).update(expires_on=floor.now.date() + timedelta(days=90))
        Balance.objects.filter(location_id=bad).update(expires_on=floor.now.date() - timedelta(days=1))
    floor.place(wants=[(0, 8)])
    wave = release_wave(site_id=leeds.id, rule=ReleaseRule(), now=floor.now, actor=SYSTEM)
    assert (wave.unit_count, [short.missing for short in wave.shorts]) == (4, [4])
    with transaction(operator):
        assert dict(Balance.objects.values_list("location_id", "allocated")) == {good: 4, bad: 0}
    assert not floor.attempt("release", site=0), "expired-only does not go either"
