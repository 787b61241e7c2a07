"""People count at the same moment: each gets a bin of her own, and picks go on."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.insight.services.check import list_differences
from packhaus.inventory.models import Balance, Count, CountTask
from packhaus.inventory.services.counts.approve import approve_counts
from packhaus.inventory.services.counts.claim import claim_count, claim_next_count
from packhaus.inventory.services.counts.finish import finish_count
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.services.counts.record import record_count
from packhaus.inventory.services.move import move_stock
from packhaus.inventory.types import CountEntry, CountWant
from packhaus.kernel.ids import new_id
from tests.concurrency.threads import list_refusals, run_at_once
from tests.harness.cast import Place
from tests.harness.stock import put_stock

BINS = ("A-01-01", "A-01-02", "A-02-01", "R-01-01")


def test_nobody_gets_the_bin_of_somebody_else(
    committed: dict[str, str], leeds: Place, operator: Scope, now: datetime
) -> None:
    wants = [CountWant(leeds.locations[code]) for code in BINS]
    plan_counts(scope=operator, wants=wants, now=now, actor=SYSTEM)
    people = [uuid4() for _ in range(6)]
    jobs: list[Callable[[], UUID | None]] = [
        partial(claim_next_count, scope=operator, site_id=leeds.id, person_id=person, now=now)
        for person in people
    ]
    answers = run_at_once(*jobs)
    assert list_refusals(answers) == []
    got = [one for one in answers if one is not None]
    assert len(got) == len(set(got)) <= len(BINS)
    with transaction(operator):
        claimed = CountTask.objects.filter(status="claimed").values_list("claimed_by", flat=True)
        assert len(set(claimed)) == len(claimed) == len(got)
    assert list_differences(limit=5) == []


def test_one_count_asked_for_by_several_is_one_persons(
    committed: dict[str, str], leeds: Place, operator: Scope, now: datetime
) -> None:
    want = CountWant(leeds.locations["A-01-01"])
    planned = run_at_once(
        *[partial(plan_counts, scope=operator, wants=[want], now=now, actor=SYSTEM) for _ in range(4)]
    )
    [count_id] = [id_ for ids in planned if isinstance(ids, list) for id_ in ids]
    answers = run_at_once(
        *[
            partial(claim_count, scope=operator, count_id=count_id, person_id=uuid4(), now=now)
            for _ in range(4)
        ]
    )
    assert list_refusals(answers) == ["count_taken"] * 3


def test_counting_while_units_are_moved_and_counts_are_approved(
    committed: dict[str, str], mug: Sku, leeds: Place, operator: Scope, now: datetime
) -> None:
    """The shelf lacks 2 of 40 all the time; whatever came first, two are booked, once."""
    put_stock(mug, leeds, 40)
    [count_id] = plan_counts(
        scope=operator, wants=[CountWant(leeds.locations["A-01-01"])], now=now, actor=SYSTEM
    )
    for person in (uuid4(), uuid4()):
        claim_count(scope=operator, count_id=count_id, person_id=person, now=now)
        entry = CountEntry(count_id, 38, mug.id, client_id=new_id().hex)
        record_count(scope=operator, entries=[entry], device="gun", person_id=person, now=now)
        finish_count(scope=operator, count_id=count_id, person_id=person, now=now, actor=SYSTEM)
    with transaction(operator):
        shelf = Balance.objects.get()

    def move() -> None:
        move_stock(
            scope=operator, balance_id=shelf.id, quantity=3, to_location_id=leeds.locations["R-01-01"],
            now=now, actor=SYSTEM,
        )  # fmt: skip

    def approve() -> object:
        return approve_counts(scope=operator, count_ids=[count_id], reason="lost", now=now, actor=SYSTEM)

    jobs: list[Callable[[], object]] = [move, approve, move, approve, move]
    answers = run_at_once(*jobs)
    assert list_refusals(answers) == ["illegal_transition"]
    with transaction(operator):
        assert Balance.objects.get(id=shelf.id).on_hand == 40 - 2 - 9
        assert Count.objects.get().status == "approved"
    assert list_differences(limit=5) == []
