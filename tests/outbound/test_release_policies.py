"""A site releases again and again as its policies say, and says what it left and why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance, Location
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.network.queries.calendars import SiteCalendar
from packhaus.orders.models import FulfillmentOrder
from packhaus.outbound.errors import PolicyNotFound
from packhaus.outbound.models import Allocation, PickBatch, Wave
from packhaus.outbound.queries.policy_times import find_next_run, is_due
from packhaus.outbound.queries.release_policies import PolicyRow, get_policy, list_policies
from packhaus.outbound.queries.release_runs import list_release_runs
from packhaus.outbound.services.keep_floor_rules import save_floor_rules
from packhaus.outbound.services.policies import (
    PolicyDraft,
    delete_policy,
    run_due_policies,
    run_policy,
    save_policy,
)
from packhaus.outbound.services.release import preview_release
from packhaus.outbound.types import FloorRules, ReleaseRule
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import Placing
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Picking, Releasing

LONDON = ZoneInfo("Europe/London")
# Tuesday to Friday, DHL at 15:00 on Tuesdays and Wednesdays; the 4th is closed. London keeps UTC in November.
CALENDAR = SiteCalendar(
    LONDON,
    "0111100",
    {2: [(time(15), "DHL"), (time(17), "GLS")], 3: [(time(15), "DHL")], 4: [(time(15), "DHL")]},
    frozenset({date(2026, 11, 4)}),
)
TUESDAY = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)

Saving = Callable[..., UUID]


@pytest.fixture
def save(leeds: Place, operator: Scope, now: datetime) -> Saving:
    def save(**wanted: Any) -> UUID:
        draft = PolicyDraft(**{"name": "Day"} | wanted)
        return save_policy(scope=operator, site_id=leeds.id, draft=draft, now=now, actor=SYSTEM)

    return save


@pytest.fixture
def policy(save: Saving, operator: Scope) -> PolicyRow:
    return replace(get_policy(scope=operator, policy_id=save()), saved_at=TUESDAY)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # By hand, or switched off: never by itself.
        ({"mode": "manual"}, None),
        ({"mode": "scheduled", "times": [time(10)], "is_active": False}, None),
        # The next of the day's times; the day after is closed, so Thursday; a time that passed is not now.
        ({"mode": "scheduled", "times": [time(8), time(13)]}, (3, 13, 0)),
        ({"mode": "scheduled", "times": [time(8)]}, (5, 8, 0)),
        # Before each carrier's cut-off, or the first of those it is for.
        ({"mode": "scheduled", "before_cut_off_minutes": 90}, (3, 13, 30)),
        ({"mode": "scheduled", "before_cut_off_minutes": 90, "carrier_codes": ["GLS"]}, (3, 15, 30)),
        ({"mode": "scheduled", "before_cut_off_minutes": 90, "times": [time(11)]}, (3, 11, 0)),
        # It ran for that cut-off already; a run that was missed is due still.
        ({"mode": "scheduled", "before_cut_off_minutes": 90, "ran_at": (3, 13, 30)}, (3, 15, 30)),
        ({"mode": "scheduled", "times": [time(8)], "ran_at": (2, 9, 0), "saved_at": (1, 0, 0)}, (3, 8, 0)),
        # Waveless: at once, then after its minutes; not before it opens, nor after it closes.
        ({"mode": "waveless", "every_minutes": 20}, (3, 9, 0)),
        ({"mode": "waveless", "every_minutes": 20, "ran_at": (3, 8, 50)}, (3, 9, 10)),
        ({"mode": "waveless", "every_minutes": 20, "from_at": time(10)}, (3, 10, 0)),
        ({"mode": "waveless", "every_minutes": 20, "until_at": time(8)}, (5, 0, 0)),
        ({"mode": "waveless", "refill_below_lines": 20}, None),
    ],
)
def test_a_policy_runs_next_as_its_calendar_says(
    policy: PolicyRow, changes: dict[str, Any], expected: tuple[int, int, int] | None
) -> None:
    moments = {
        name: _in_november(*value) for name, value in changes.items() if name in {"ran_at", "saved_at"}
    }
    asked = replace(policy, **changes | moments)
    found = find_next_run(policy=asked, calendar=CALENDAR, now=TUESDAY)
    assert found == (expected and _in_november(*expected))


def _in_november(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(("lines", "at", "expected"), [(19, 9, True), (20, 9, False), (0, 7, False)])
def test_a_floor_is_filled_when_it_runs_low_and_works(
    policy: PolicyRow, lines: int, at: int, *, expected: bool
) -> None:
    asked = replace(policy, mode="waveless", refill_below_lines=20, from_at=time(8))
    now = TUESDAY.replace(hour=at)
    assert is_due(policy=asked, calendar=CALENDAR, open_lines=lines, now=now) is expected


def test_a_run_releases_cuts_walks_and_says_what_it_left(
    save: Saving, stock: PutStock, place: Placing, mug: Sku, lamp: Sku, leeds: Place, operator: Scope, now: datetime,
) -> None:  # fmt: skip
    stock(mug, leeds, 50)
    place(*(make_draft(("MUG", 1), number=str(number)) for number in range(5)))
    id_ = save(max_orders=3, pick_method="discrete")
    run = run_policy(policy_id=id_, now=now, actor=SYSTEM)
    assert (run.orders, run.lines, run.batches, run.left) == (3, 3, 3, {"max_orders": 2})
    with transaction(operator):
        wave = Wave.objects.get(number=run.wave_number)
        assert wave.policy_id == id_
        assert set(PickBatch.objects.values_list("method", flat=True)) == {"discrete"}
        FulfillmentOrder.objects.filter(status="planned").update(is_blocked=True)
    noted = get_policy(scope=operator, policy_id=id_)
    assert (noted.ran_at, noted.released_at, noted.wave_number) == (now, now, run.wave_number)
    later = now + timedelta(hours=1)
    again = run_policy(policy_id=id_, now=later, actor=SYSTEM)
    assert (again.orders, again.left) == (0, {"held": 2})
    noted = get_policy(scope=operator, policy_id=id_)
    assert (noted.ran_at, noted.released_at, noted.wave_number) == (later, now, run.wave_number)
    run_policy(policy_id=id_, now=later + timedelta(hours=1), actor=SYSTEM)  # nothing new: not written again
    kept = list_release_runs(scope=operator, page=PageOf()).rows
    assert [(one.wave_number, one.orders, one.left) for one in kept] == [
        (run.wave_number, 3, {"max_orders": 2}),
        (None, 0, {"held": 2}),
    ]


def test_a_floor_is_filled_up_to_its_level_and_never_over_its_capacity(
    save: Saving,
    stock: PutStock,
    place: Placing,
    mug: Sku,
    leeds: Place,
    operator: Scope,
    now: datetime,
    pick: Picking,
) -> None:
    stock(mug, leeds, 50)
    place(*(make_draft(("MUG", 1), number=str(number)) for number in range(9)))
    id_ = save(mode="waveless", refill_below_lines=4)
    assert run_due_policies(now=now, actor=SYSTEM) == 1
    assert get_policy(scope=operator, policy_id=id_).left == {"max_lines": 5}
    # As much is on the floor as is to be; then somebody works, and it is filled up again.
    assert run_due_policies(now=now, actor=SYSTEM) == 0
    pick()
    rules = FloorRules(max_open_lines=3)
    save_floor_rules(scope=operator, site_id=leeds.id, rules=rules, now=now, actor=SYSTEM)
    assert run_due_policies(now=now, actor=SYSTEM) == 1
    found = get_policy(scope=operator, policy_id=id_)
    assert (found.orders, found.left) == (3, {"floor_full": 2})


def test_a_policy_that_is_off_or_by_hand_does_not_run_by_itself(
    save: Saving, stock: PutStock, place: Placing, mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    stock(mug, leeds, 50)
    place(make_draft(("MUG", 1)))
    save(name="By hand")
    save(name="Off", mode="waveless", every_minutes=1, is_active=False)
    assert run_due_policies(now=now, actor=SYSTEM) == 0
    save(name="On", mode="waveless", every_minutes=1)
    assert run_due_policies(now=now, actor=SYSTEM) == 1


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"name": ""}, "name"),
        ({"mode": "scheduled"}, "times"),
        ({"mode": "waveless"}, "every_minutes"),
        ({"max_orders": 0}, "max_orders"),
        ({"pick_method": "magic"}, "pick_method"),
        ({"from_at": time(9), "until_at": time(8)}, "until_at"),
        ({"name": "Taken"}, "name"),
    ],
)
def test_a_policy_that_cannot_work_is_refused(
    save: Saving, operator: Scope, wanted: dict[str, Any], field: str
) -> None:
    save(name="Taken")
    with pytest.raises(Invalid) as refused:
        save(**wanted)
    assert [problem.path for problem in refused.value.problems] == [field]
    assert [one.name for one in list_policies(scope=operator)] == ["Taken"]


def test_a_policy_that_is_gone_is_not_found(save: Saving, operator: Scope, now: datetime) -> None:
    id_ = save()
    delete_policy(scope=operator, policy_id=id_, now=now, actor=SYSTEM)
    with pytest.raises(PolicyNotFound):
        run_policy(policy_id=id_, now=now, actor=SYSTEM)
    with pytest.raises(PolicyNotFound):
        delete_policy(scope=operator, policy_id=id_, now=now, actor=SYSTEM)


def test_a_wave_of_a_zone_takes_and_picks_what_lies_there_alone(
    stock: PutStock,
    place: Placing,
    release: Releasing,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    operator: Scope,
    now: datetime,
) -> None:
    with transaction(operator):
        for code, zone in (("A-01-01", "A"), ("A-01-02", "A"), ("A-02-01", "B")):
            Location.objects.filter(site_id=leeds.id, code=code).update(zone=zone)
    stock(mug, leeds, 3, location="A-01-01")
    stock(mug, leeds, 20, location="A-02-01")
    stock(lamp, leeds, 9, location="A-01-02")
    place(
        make_draft(("LAMP", 1), ("MUG", 2), number="in A"),
        make_draft(("MUG", 5), number="in B"),
        make_draft(("LAMP", 1), ("MUG", 4), number="in both"),
    )
    preview = preview_release(scope=operator, site_id=leeds.id, rule=ReleaseRule(zones=("A",)), now=now)
    assert preview.totals.order_count == 1
    assert release(zones=("A",)).order_count == 1
    with transaction(operator):
        (taken,) = FulfillmentOrder.objects.exclude(status="planned")
        assert taken.order.external_number == "in A"
        bins = Balance.objects.filter(id__in=Allocation.objects.values("balance_id"))
        places = {leeds.locations[code] for code in ("A-01-01", "A-01-02")}
        assert set(bins.values_list("location_id", flat=True)) == places
    assert release(zones=("A", "B")).order_count == 2


def test_a_preview_of_what_is_bounded_counts_what_a_run_would_take(
    stock: PutStock,
    place: Placing,
    release: Releasing,
    mug: Sku,
    lamp: Sku,
    leeds: Place,
    operator: Scope,
    now: datetime,
) -> None:
    stock(mug, leeds, 50)
    stock(lamp, leeds, 50)
    place(*(make_draft(("MUG", 1), ("LAMP", 1), number=str(number)) for number in range(5)))
    for rule, orders in ((ReleaseRule(max_orders=2), 2), (ReleaseRule(max_lines=5), 3)):
        preview = preview_release(scope=operator, site_id=leeds.id, rule=rule, now=now)
        assert (preview.totals.order_count, preview.totals.line_count) == (orders, 2 * orders)
    assert release(max_lines=5).order_count == 3
