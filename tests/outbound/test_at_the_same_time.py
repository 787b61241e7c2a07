"""Real transactions of several threads on the same bins; afterwards everything adds up."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import TypeVar
from uuid import UUID

import pytest
from django.db import connections
from django.db import transaction as django_transaction

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance
from packhaus.kernel import rows
from packhaus.kernel.errors import DomainError
from packhaus.orders.models import FulfillmentOrder
from packhaus.orders.services.place import place_orders
from packhaus.outbound.errors import NothingToRelease
from packhaus.outbound.models import Scan
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.types import ReleaseRule, WaveOutcome
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Releasing, list_open_tasks, make_scan

Answer = TypeVar("Answer")
Batching = Callable[[WaveOutcome], list[UUID]]


def run_at_once(jobs: Sequence[Callable[[], Answer]]) -> list[Answer | DomainError]:
    """Start all jobs at the same moment, each on its own connection; refusals are answers too."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], Answer]) -> Answer | DomainError:
        try:
            start.wait()
            return job()
        except DomainError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.fixture
def orders(
    committed: dict[str, str], acme: Merchant, stock: PutStock, mug: Sku, leeds: Place, now: datetime
) -> None:
    """Forty orders of three mugs, and mugs in four bins."""
    for location in ("A-01-01", "A-01-02", "A-02-01", "R-01-01"):
        stock(mug, leeds, 30, location=location)
    drafts = [make_draft(("MUG", 3), number=f"O-{number}") for number in range(40)]
    place_orders(scope=Scope.merchant(acme.id), merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)


def test_two_waves_at_once_share_the_orders_and_never_a_unit(
    orders: None, leeds: Place, now: datetime, operator: Scope
) -> None:
    def release() -> WaveOutcome:
        return release_wave(site_id=leeds.id, rule=ReleaseRule(max_orders=40), now=now, actor=SYSTEM)

    answers = run_at_once([release, release])
    waves = [answer for answer in answers if isinstance(answer, WaveOutcome)]
    assert all(isinstance(answer, WaveOutcome | NothingToRelease) for answer in answers)
    assert sum(wave.order_count for wave in waves) == 40
    with transaction(operator):
        assert set(FulfillmentOrder.objects.values_list("status", flat=True)) == {"released"}
        assert sum(Balance.objects.values_list("allocated", flat=True)) == 120


def test_the_same_scan_from_two_requests_at_once_takes_effect_once(
    orders: None, now: datetime, operator: Scope, release: Releasing, batch: Batching
) -> None:
    batch(release())
    scans = [make_scan(task_id, units) for task_id, units in list_open_tasks()[:5]]

    def confirm() -> list[bool]:
        return [outcome.is_repeat for outcome in confirm_picks(scans=scans, now=now, actor=SYSTEM)]

    answers = run_at_once([confirm, confirm])
    assert sorted(map(str, answers)) == [str([False] * 5), str([True] * 5)]
    with transaction(operator):
        assert Scan.objects.count() == 5
        picked = rows.fetch_value("SELECT sum(picked)::bigint FROM orders_fulfillmentline")
    assert picked == sum(scan.quantity for scan in scans)


def test_pickers_of_different_orders_do_not_wait_for_each_other_for_ever(
    orders: None, now: datetime, operator: Scope, release: Releasing, batch: Batching
) -> None:
    batch(release())
    tasks = list_open_tasks()
    shares = [tasks[number::4] for number in range(4)]
    jobs = [
        lambda share=share: confirm_picks(
            scans=[make_scan(task_id, units) for task_id, units in share], now=now, actor=SYSTEM
        )
        for share in shares
    ]
    answers = run_at_once(jobs)
    assert not [answer for answer in answers if isinstance(answer, DomainError)]
    with transaction(operator):
        assert set(FulfillmentOrder.objects.values_list("status", flat=True)) == {"picked"}


def test_a_release_that_is_cut_off_leaves_nothing_behind(
    place_one: PlacingOne, stock: PutStock, mug: Sku, leeds: Place, operator: Scope, release: Releasing
) -> None:
    stock(mug, leeds, 10)
    place_one(make_draft(("MUG", 4)))

    with django_transaction.atomic():
        release()
        django_transaction.set_rollback(True)  # as a kill looks to the database
    with transaction(operator):
        assert FulfillmentOrder.objects.get().status == "planned"
        assert Balance.objects.get().allocated == 0
