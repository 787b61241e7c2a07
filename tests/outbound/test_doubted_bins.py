"""Units that are free only where a picker found fewer than the record says wait for a count, and everybody says so."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

import psycopg
import pytest
from django.db.models import F

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.subscriptions import drain
from packhaus.insight.queries.list_backorders import BackorderRow, list_backorders
from packhaus.insight.queries.tower_cards import TowerFigures, get_tower_figures
from packhaus.insight.services.check import list_differences
from packhaus.inventory.errors import CountStale
from packhaus.inventory.models import Balance, SiteStock
from packhaus.inventory.queries.get_sku_stock import get_sku_stock
from packhaus.inventory.services.adjust import Adjustment, adjust_stock
from packhaus.inventory.services.counts.by_hand import Counted, count_balances
from packhaus.inventory.services.receive import ReceiptLine, receive_stock
from packhaus.inventory.services.settings import StockSetting, set_stock_settings
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.orders.types import RefusedOrder
from packhaus.outbound.models import Short
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.resolve_shorts import resolve_shorts
from packhaus.outbound.types import ShortOutcome, ShortReason
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting, Placing, PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import (
    Batching,
    Finding,
    Picking,
    Releasing,
    Sending,
    list_open_tasks,
    make_scan,
)

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def number(stock: PutStock, mug: Sku, leeds: Place, send: Sending, find: Finding) -> str:
    """An order of four that got one: its bin had ten by the record, and six are left there."""
    stock(mug, leeds, 10)
    placed = send(("MUG", 4))
    outcome = find(1, ShortReason.FEWER)
    assert outcome.short == ShortOutcome(written_off=3, from_other_bin=0, from_other_site=0, to_backorder=3)
    return placed.number


def read_row(now: datetime) -> BackorderRow | None:
    found = list_backorders(Scope.operator(), page=PageOf(), now=now).rows
    return found[0] if found else None


def read_figures(now: datetime) -> TowerFigures:
    return get_tower_figures(
        scope=Scope.operator(), site_id=None, merchant_id=None, today=now.date(), now=now
    )


def read_shelf(leeds: Place) -> Balance:
    with transaction(Scope.operator()):
        return Balance.objects.get(location_id=leeds.locations["A-01-01"])


def count_shelf(leeds: Place, units: int, now: datetime) -> int:
    shelf = read_shelf(leeds)
    return count_balances(
        scope=Scope.operator(), counts=[Counted(shelf.id, units, shelf.on_hand)], document_id="c", now=now,
        actor=SYSTEM,
    )  # fmt: skip


def adjust_shelf(mug: Sku, leeds: Place, units: int, reason: str, now: datetime) -> None:
    adjustment = Adjustment(mug.merchant_id, mug.id, leeds.locations["A-01-01"], units, reason)
    adjust_stock(scope=Scope.operator(), adjustments=[adjustment], document_id="a", now=now, actor=SYSTEM)


def test_nothing_counts_as_free_until_the_bin_is_counted(number: str, leeds: Place, now: datetime) -> None:
    row = read_row(now)
    assert row is not None
    assert (row.units, row.free, row.uncounted) == (3, 0, 6)
    assert row.uncounted_location_id == leeds.locations["A-01-01"]
    figures = read_figures(now)
    assert (figures.shorts, figures.backordered_covered, figures.backordered_uncounted) == (1, 0, 3)


def test_a_count_that_finds_them_promises_them_and_closes_the_short(
    number: str, leeds: Place, count: Counting, now: datetime
) -> None:
    assert count_shelf(leeds, 6, now) == 0
    drain(now=now)
    assert count(number) == [{"picked": 1, "promised": 3}]
    assert read_row(now) is None
    assert read_figures(now).shorts == 0


def test_a_count_that_finds_fewer_promises_what_is_there(
    number: str, leeds: Place, count: Counting, now: datetime
) -> None:
    assert count_shelf(leeds, 2, now) == 4
    drain(now=now)
    assert count(number) == [{"picked": 1, "promised": 2, "backordered": 1}]
    row = read_row(now)
    assert row is not None
    assert (row.units, row.free, row.uncounted) == (1, 0, 0)
    with transaction(Scope.operator()):
        assert SiteStock.objects.get().on_hand == 3


def test_a_lead_who_looked_into_it_need_not_count(number: str, count: Counting, now: datetime) -> None:
    with transaction(Scope.operator()):
        short = Short.objects.get()
    resolve_shorts(short_ids=[short.id], now=now, actor=SYSTEM)
    row = read_row(now)
    assert row is not None
    assert (row.free, row.uncounted) == (6, 0)
    drain(now=now)
    assert count(number) == [{"picked": 1, "promised": 3}]


def test_a_new_order_is_not_promised_what_nobody_found(
    number: str,
    mug: Sku,
    leeds: Place,
    stock: PutStock,
    place: Placing,
    place_one: PlacingOne,
    count: Counting,
) -> None:
    """Six are on the record of that bin; only what lies elsewhere is promised."""
    (outcome,) = place(make_draft(("MUG", 1), number="ALONE"))
    assert isinstance(outcome, RefusedOrder)
    stock(mug, leeds, 2, location="A-02-01")
    placed = place_one(make_draft(("MUG", 2), number="ELSEWHERE"))
    assert count(placed.number) == [{"promised": 2}]
    assert isinstance(place(make_draft(("MUG", 1), number="TOO-LATE"))[0], RefusedOrder)


def test_who_waits_is_not_promised_what_nobody_found(
    number: str, mug: Sku, leeds: Place, count: Counting, now: datetime
) -> None:
    line = ReceiptLine(mug.merchant_id, mug.id, 1, leeds.locations["A-02-01"])
    receive_stock(
        scope=Scope.operator(), site_id=leeds.id, lines=[line], document_id="r", now=now, actor=SYSTEM
    )
    drain(now=now)
    assert count(number) == [{"picked": 1, "promised": 1, "backordered": 2}]


def test_what_is_kept_back_on_purpose_is_kept_beside_it(
    number: str, mug: Sku, leeds: Place, now: datetime
) -> None:
    setting = StockSetting(mug.merchant_id, mug.id, leeds.id, safety=2)
    set_stock_settings(scope=Scope.operator(), settings=[setting], now=now, actor=SYSTEM)
    assert read_kept() == (8, 6)
    (site,) = get_sku_stock(Scope.operator(), sku_id=mug.id).sites
    assert (site.safety, site.free, site.uncounted) == (2, 0, 4)
    assert count_shelf(leeds, 6, now) == 0
    drain(now=now)
    assert read_kept() == (2, 0)


def test_units_that_were_picked_there_after_all_are_not_doubted_any_more(
    stock: PutStock, mug: Sku, leeds: Place, place_one: PlacingOne, release: Releasing, batch: Batching, send: Sending,
    find: Finding, pick: Picking, count: Counting, now: datetime,
) -> None:  # fmt: skip
    stock(mug, leeds, 10)
    send(("MUG", 4))
    second = place_one(make_draft(("MUG", 3), number="SECOND"))
    find(1, ShortReason.FEWER)
    assert read_kept() == (6, 6)
    batch(release())
    pick()
    drain(now=now)
    assert count(second.number) == [{"picked": 3}]
    assert read_kept() == (3, 3)


@pytest.mark.parametrize(
    ("units", "counters"), [(-4, {"promised": 2, "backordered": 1}), (1, {"promised": 3})]
)
def test_a_correction_because_it_was_counted_closes_the_short_too(
    number: str, mug: Sku, leeds: Place, count: Counting, units: int, counters: dict[str, int], now: datetime
) -> None:
    adjust_shelf(mug, leeds, units, "count", now)
    drain(now=now)
    assert count(number) == [{"picked": 1, **counters}]
    assert read_figures(now).shorts == 0
    assert read_kept() == (0, 0)


def test_a_correction_for_another_reason_leaves_the_bin_to_be_counted(
    number: str, mug: Sku, leeds: Place, count: Counting, now: datetime
) -> None:
    adjust_shelf(mug, leeds, -1, "damage", now)
    drain(now=now)
    assert count(number) == [{"picked": 1, "backordered": 3}]
    assert read_figures(now).shorts == 1


def test_of_two_shorts_in_one_bin_the_second_still_doubts_it(
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    place_one: PlacingOne,
    release: Releasing,
    batch: Batching,
    now: datetime,
) -> None:
    stock(mug, leeds, 10)
    for name in ("ONE", "TWO"):
        place_one(make_draft(("MUG", 3), number=name))
    batch(release())
    scans = [make_scan(task_id, 0, short_reason=ShortReason.WRONG_ITEM) for task_id, _ in list_open_tasks()]
    confirm_picks(scans=scans, now=now, actor=SYSTEM)
    with transaction(Scope.operator()):
        first, _ = Short.objects.order_by("id")
    assert read_kept() == (10, 10)
    resolve_shorts(short_ids=[first.id], now=now, actor=SYSTEM)
    assert read_kept() == (10, 10)


def test_the_check_names_a_doubt_that_no_short_explains(number: str, check_clean: Callable[[], None]) -> None:
    with transaction(Scope.operator()):
        SiteStock.objects.update(doubted=5)
    (difference,) = list_differences(limit=5)
    assert (difference.check, difference.expected, difference.found) == (
        "open shorts add up to what sites doubt",
        "6",
        "5",
    )
    with transaction(Scope.operator()):
        SiteStock.objects.update(doubted=6)


def test_a_short_that_another_bin_covered_leaves_its_bin_in_doubt_until_it_is_counted(
    stock: PutStock, mug: Sku, leeds: Place, send: Sending, find: Finding, place: Placing, count: Counting,
    now: datetime,
) -> None:  # fmt: skip
    """The order is whole at once; the six that the record still has beside the empty hand are promised to nobody."""
    stock(mug, leeds, 10)
    stock(mug, leeds, 3, location="A-02-01")
    placed = send(("MUG", 4))
    outcome = find(1, ShortReason.FEWER)
    assert outcome.short == ShortOutcome(written_off=3, from_other_bin=3, from_other_site=0, to_backorder=0)
    assert count(placed.number) == [{"picked": 1, "allocated": 3}]
    assert read_figures(now).shorts == 1
    assert read_kept() == (6, 6)
    assert isinstance(place(make_draft(("MUG", 1), number="LATER"))[0], RefusedOrder)
    assert count_shelf(leeds, 5, now) == 1
    drain(now=now)
    assert read_figures(now).shorts == 0
    assert read_kept() == (0, 0)
    assert not isinstance(place(make_draft(("MUG", 5), number="AFTER"))[0], RefusedOrder)


def test_a_short_in_a_bin_that_is_empty_by_the_record_too_closes_at_once(
    stock: PutStock, mug: Sku, leeds: Place, send: Sending, find: Finding, now: datetime
) -> None:
    stock(mug, leeds, 4)
    stock(mug, leeds, 3, location="A-02-01")
    send(("MUG", 4))
    find(1, ShortReason.FEWER)
    assert read_figures(now).shorts == 0
    assert read_kept() == (0, 0)


def list_bins(number: str) -> list[tuple[str, int]]:
    with transaction(Scope.operator()):
        return rows.fetch_tuples(_TAKEN, {"number": number})


_TAKEN = """
SELECT l.code, a.quantity FROM outbound_allocation AS a
JOIN orders_fulfillmentline AS f ON f.id = a.fulfillment_line_id
JOIN orders_fulfillmentorder AS h ON h.id = f.fulfillment_id
JOIN orders_order AS o ON o.id = h.order_id AND o.number = %(number)s
JOIN inventory_balance AS b ON b.id = a.balance_id
JOIN inventory_location AS l ON l.id = b.location_id
ORDER BY l.code
"""


@pytest.mark.parametrize(
    ("elsewhere", "taken"),
    [
        (5, [("A-02-01", 5)]),  # newer stock that nobody doubts covers it
        (
            2,
            [("A-01-01", 3), ("A-02-01", 2)],
        ),  # an earlier promise is kept: the rest comes from the bin in doubt
    ],
)
def test_an_order_that_was_promised_before_is_taken_from_a_doubted_bin_last(
    stock: PutStock, mug: Sku, leeds: Place, send: Sending, find: Finding, place_one: PlacingOne, release: Releasing,
    elsewhere: int, taken: list[tuple[str, int]], now: datetime,
) -> None:  # fmt: skip
    stock(mug, leeds, 10)
    send(("MUG", 4))
    earlier = place_one(make_draft(("MUG", 5), number="EARLIER"))
    find(3, ShortReason.FEWER)
    assert read_kept()[1] == 6
    stock(mug, leeds, elsewhere, location="A-02-01")
    release()
    assert list_bins(earlier.number) == taken


def test_bins_that_were_short_before_doubts_were_kept_are_doubted_by_the_migration(
    number: str, leeds: Place, committed: dict[str, str]
) -> None:
    begin = import_module("packhaus.outbound.migrations.0007_older_doubts").BEGIN
    with transaction(Scope.operator()):
        SiteStock.objects.update(doubted=0, safety=F("safety") - F("doubted"))
        Short.objects.update(doubted=0)
    with psycopg.connect(committed["DATABASE_OWNER_URL"]) as owner:
        applied = "UPDATE django_migrations SET applied = %s WHERE app = 'outbound' AND name = '0005_doubted'"
        owner.execute(applied, ["2020-01-01T00:00:00Z"])
        owner.execute(begin)
        assert read_kept() == (0, 0)  # booked since: what is not doubted any more was picked
        owner.execute(applied, ["2999-01-01T00:00:00Z"])
        for _ in range(2):
            owner.execute(begin)
    assert read_kept() == (6, 6)
    with transaction(Scope.operator()):
        assert Short.objects.get().doubted == 6


def read_kept() -> tuple[int, int]:
    with transaction(Scope.operator()):
        stock = SiteStock.objects.get()
    return stock.safety, stock.doubted


def test_a_count_of_what_was_booked_meanwhile_is_refused_and_changes_nothing(
    number: str, leeds: Place, now: datetime
) -> None:
    shelf = read_shelf(leeds)
    stale = Counted(shelf.id, 1, shelf.on_hand + 1)
    with pytest.raises(CountStale):
        count_balances(scope=Scope.operator(), counts=[stale], document_id="c", now=now, actor=SYSTEM)
    with pytest.raises(Invalid):
        count_balances(scope=Scope.operator(), counts=[], document_id="c", now=now, actor=SYSTEM)
    assert read_shelf(leeds).on_hand == shelf.on_hand
    assert read_figures(now).shorts == 1
