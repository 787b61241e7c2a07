"""Rows S006 to S091 of the collected scenarios that need stock and orders together, with our words for theirs.

Not here on purpose: S033, a package swapped on a reserved line (handling units are not allocated by name); S017, an
event when the last unit goes (channels read availability).
"""

from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, SiteStock
from packhaus.orders.types import PlacedOrder, RefusedOrder
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
