from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.decide.projection import Verdict
from packhaus.insight.queries.tower import Tower, forget_towers, get_tower
from packhaus.kernel import rows
from packhaus.network.models import CutOff
from packhaus.network.queries.calendars import forget_calendars
from packhaus.orders.models import FulfillmentOrder
from packhaus.orders.services.holds import place_hold
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import PlacedOrder
from tests.harness.cast import Place
from tests.harness.stock import put_stock
from tests.orders.drafts import make_draft


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    forget_towers()


@pytest.fixture
def order_ids(acme: Merchant, acme_scope: Scope, mug: Sku, leeds: Place, now: datetime) -> list[UUID]:
    """Three orders of ACME for today's 15:00, one unit short of one."""
    with transaction(Scope.operator()):
        CutOff.objects.create(site=leeds.site, carrier_code="", weekday=2, at=time(15))
    forget_calendars()
    put_stock(mug, leeds, 5, backorder_limit=10)
    drafts = [make_draft(("MUG", 2), number=f"T-{n}") for n in range(3)]
    placed = place_orders(scope=acme_scope, merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)
    return [order.id for order in placed if isinstance(order, PlacedOrder)]


def set_status(order_id: UUID, status: str, at: datetime) -> None:
    # The tower only reads; walking an order through outbound would test that instead.
    with transaction(Scope.operator()):
        rows.execute(
            "UPDATE orders_fulfillmentorder SET status = %(status)s, packed_at = %(at)s, dispatched_at = %(at)s "
            "WHERE order_id = %(id)s::uuid",
            {"status": status, "at": at, "id": order_id},
        )
        if status == "dispatched":
            rows.execute(
                "UPDATE orders_order SET stage = 'shipped' WHERE id = %(id)s::uuid", {"id": order_id}
            )


def read(now: datetime) -> Tower:
    return get_tower(scope=Scope.operator(), now=now)


def test_a_departure_counts_its_orders_by_stage(order_ids: list[UUID], now: datetime) -> None:
    set_status(order_ids[0], "packed", now)
    (departure,) = read(now).departures
    counts = departure.counts
    assert (counts.to_release, counts.packed, counts.left) == (2, 1, 3)
    assert counts.cut_off_at == now.replace(hour=15)
    assert departure.projection.verdict == Verdict.ON_TRACK


def test_what_has_left_stays_in_the_count_of_the_day(order_ids: list[UUID], now: datetime) -> None:
    for order_id in order_ids:
        set_status(order_id, "dispatched", now)
    tower = read(now)
    assert [departure.projection.verdict for departure in tower.departures] == [Verdict.DONE]
    assert (tower.due, tower.gone, tower.gone_in_time) == (3, 3, 3)


def test_a_missed_cut_off_is_late_and_the_next_day_keeps_it_on_top(
    order_ids: list[UUID], now: datetime
) -> None:
    tower = read(now + timedelta(hours=7))
    assert tower.departures[0].projection.verdict == Verdict.LATE
    assert tower.late == 3
    forget_towers()
    tomorrow = read(now + timedelta(days=1))
    assert tomorrow.departures[0].counts.cut_off_at is None
    assert tomorrow.oldest_late_at == now.replace(hour=15)


def test_cards_count_holds_and_backorders(acme_scope: Scope, order_ids: list[UUID], now: datetime) -> None:
    place_hold(scope=acme_scope, order_ids=[order_ids[0]], reason="fraud", now=now, actor=SYSTEM)
    figures = read(now).figures
    assert (figures.holds, figures.holds_currency, figures.holds_total_minor) == (1, "GBP", 500)
    assert (figures.backordered_units, figures.backordered_skus) == (1, 1)


def test_a_hold_over_four_hours_needs_a_decision(
    acme_scope: Scope, order_ids: list[UUID], now: datetime
) -> None:
    place_hold(scope=acme_scope, order_ids=[order_ids[0]], reason="fraud", now=now, actor=SYSTEM)
    assert read(now).problems == []
    forget_towers()
    (problem,) = read(now + timedelta(hours=5)).problems
    assert (problem.kind, problem.reason) == ("hold", "fraud")
    with transaction(acme_scope):
        FulfillmentOrder.objects.filter(order_id=order_ids[0]).update(status="picked")
    forget_towers()
    (held,) = read(now).problems
    assert (held.kind, held.reason, held.count) == ("held", "fraud", 1)


def test_another_merchant_has_a_tower_of_its_own(
    order_ids: list[UUID], beta: Merchant, now: datetime
) -> None:
    tower = get_tower(scope=Scope.operator(), merchant_id=beta.id, now=now)
    assert tower.departures == []
    assert tower.figures.backordered_units == 0


def test_placed_lines_are_in_the_flow_of_their_hour(order_ids: list[UUID], now: datetime) -> None:
    flow = {hour.starts_at: hour.placed for hour in read(now).flow}
    assert flow[now] == 3
    assert sum(flow.values()) == 3


def test_waiting_work_is_told_by_age(order_ids: list[UUID], now: datetime) -> None:
    (waiting,) = read(now + timedelta(minutes=40)).waiting
    assert (waiting.stage, waiting.under_hour) == ("release", 3)


def test_the_tower_costs_the_same_for_one_site_and_for_two(
    order_ids: list[UUID], leeds: Place, berlin: Place, now: datetime
) -> None:
    costs = []
    for site_id in (leeds.id, None):
        forget_towers()
        with CaptureQueriesContext(connection) as captured:
            get_tower(scope=Scope.operator(), site_id=site_id, now=now)
        costs.append(len([query for query in captured if "SAVEPOINT" not in query["sql"]]))
    assert costs == [12, 12]


def test_who_asks_within_five_seconds_shares_the_answer(order_ids: list[UUID], now: datetime) -> None:
    first = read(now)
    with CaptureQueriesContext(connection) as captured:
        assert read(now + timedelta(seconds=1)) is first
    assert len(captured) == 0
