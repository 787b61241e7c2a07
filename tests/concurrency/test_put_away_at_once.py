"""Two people never get the same task, and two tasks never fill one bin beyond what it holds."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.models import PutAwayTask
from packhaus.inbound.services.announce import announce_asns
from packhaus.inbound.services.put_away.claim import claim_put_away
from packhaus.inbound.services.put_away.confirm import confirm_put_away
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.types import AsnDraft, AsnLineDraft, Entry, PutAwayEntry
from packhaus.insight.services.check import list_differences
from packhaus.inventory.models import Balance, Location
from packhaus.kernel.ids import new_id
from tests.concurrency.threads import list_refusals, run_at_once
from tests.harness.cast import Place

ROOM = 4


@pytest.fixture
def asn_ids(
    committed: dict[str, str], acme: Merchant, leeds: Place, mug: Sku, now: datetime, operator: Scope
) -> list[UUID]:
    """Four deliveries for a house whose bins hold four mugs each."""
    with transaction(operator):
        Location.objects.filter(kind__in=["pick_face", "reserve"]).update(max_weight_grams=ROOM * 350)
    drafts = [AsnDraft(f"ASN-{n}", leeds.id, date(2026, 11, 5), (AsnLineDraft("MUG", 10),)) for n in range(4)]
    told = announce_asns(scope=operator, merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)
    return [one.id for one in told]


def list_tasks() -> list[PutAwayTask]:
    with transaction(Scope.operator()):
        return list(PutAwayTask.objects.filter(status__in=["open", "claimed"]).order_by("id"))


def test_deliveries_that_come_at_once_never_overfill_a_bin(
    asn_ids: list[UUID], mug: Sku, now: datetime
) -> None:
    def book(asn_id: UUID, client_id: str) -> object:
        entries = [Entry(client_id, 3, "MUG")]
        return receive_against(scope=Scope.operator(), asn_id=asn_id, entries=entries, now=now, actor=SYSTEM)

    jobs = [partial(book, asn_id, f"{n}") for asn_id in asn_ids for n in range(2)]
    assert list_refusals(run_at_once(*jobs)) == []
    kept: Counter[int | None] = Counter()
    for task in list_tasks():
        kept[task.to_location_id] += task.quantity
    assert kept.pop(None) == 4 * 6 - 4 * ROOM
    assert set(kept.values()) == {ROOM}
    assert list_differences(limit=5) == []


def test_a_task_is_one_persons_and_done_once(asn_ids: list[UUID], mug: Sku, now: datetime) -> None:
    receive_against(
        scope=Scope.operator(), asn_id=asn_ids[0], entries=[Entry("1", ROOM, "MUG")], now=now, actor=SYSTEM
    )
    [task] = list_tasks()
    people = [new_id() for _ in range(4)]
    claims: list[Callable[[], None]] = [
        partial(claim_put_away, scope=Scope.operator(), task_id=task.id, person_id=person, now=now)
        for person in people
    ]
    assert list_refusals(run_at_once(*claims)) == ["put_away_task_taken"] * 3

    def confirm(client_id: str) -> bool:
        entries = [PutAwayEntry(task.id, client_id)]
        return confirm_put_away(scope=Scope.operator(), entries=entries, device="d", now=now, actor=SYSTEM)[
            0
        ].is_new

    assert task.to_location_id is not None
    answers = run_at_once(*[partial(confirm, client_id) for client_id in ("a", "a", "b", "b")])
    assert answers.count(True) == 1
    with transaction(Scope.operator()):
        shelved = Balance.objects.get(sku_id=mug.id, location_id=task.to_location_id)
    assert shelved.on_hand == ROOM
    assert list_differences(limit=5) == []
