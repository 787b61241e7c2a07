"""Units that are free only where a picker found fewer than the record says wait for a count, and everybody says so."""

from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.config.subscriptions import drain
from packhaus.insight.queries.list_backorders import BackorderRow, list_backorders
from packhaus.insight.queries.tower_cards import TowerFigures, get_tower_figures
from packhaus.inventory.errors import CountStale
from packhaus.inventory.models import Balance, SiteStock
from packhaus.inventory.services.count import Counted, count_balances
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.models import Short
from packhaus.outbound.services.resolve_shorts import resolve_shorts
from packhaus.outbound.types import ShortOutcome, ShortReason
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Counting
from tests.outbound.conftest import Finding, Sending

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
