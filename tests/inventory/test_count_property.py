"""However stock moves between counting and approving, the record ends up at what lies there."""

from datetime import datetime
from uuid import UUID

import pytest
from django.db import transaction as django_transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Balance
from packhaus.inventory.services.counts.approve import approve_counts
from packhaus.inventory.services.counts.claim import claim_count
from packhaus.inventory.services.counts.finish import finish_count
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.services.counts.record import record_count
from packhaus.inventory.services.ledger import record_movements
from packhaus.inventory.types import CountEntry, CountWant, Move
from tests.harness.cast import Place
from tests.harness.stock import assert_clean, put_stock

BIN, OTHER = "A-01-01", "A-01-02"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    recorded=st.integers(1, 20),
    really=st.integers(0, 25),
    moves=st.lists(st.tuples(st.sampled_from(["out", "in", "recount"]), st.integers(1, 8)), max_size=8),
)
@pytest.mark.usefixtures("db")
def test_the_record_is_what_lies_there(
    mug: Sku, leeds: Place, associate: User, lead: User, now: datetime, recorded: int, really: int,
    moves: list[tuple[str, int]],
) -> None:  # fmt: skip
    """Moves take both, the shelf and the record, as far as both have something to give."""
    with django_transaction.atomic():
        _play(mug, leeds, [associate.id, lead.id], now, (recorded, really), moves)
        django_transaction.set_rollback(True)


def _play(
    mug: Sku, leeds: Place, people: list[UUID], now: datetime, begin: tuple[int, int], moves: list[tuple[str, int]]
) -> None:  # fmt: skip
    scope = Scope.operator()
    (record, shelf), counted = begin, 0
    put_stock(mug, leeds, record)
    put_stock(mug, leeds, 50, location=OTHER)
    want = CountWant(leeds.locations[BIN])
    [count_id] = plan_counts(scope=scope, wants=[want], now=now, actor=SYSTEM)
    verdict = _count(count_id, people[0], mug, shelf, now)
    for kind, units in moves:
        if kind == "recount" and verdict == "recount":
            verdict, counted = _count(count_id, people[1], mug, shelf, now), 1
        elif kind == "out" and (taken := min(units, record, shelf)):
            _move(mug, leeds, taken, BIN, OTHER, now)
            record, shelf = record - taken, shelf - taken
        elif kind == "in":
            _move(mug, leeds, units, OTHER, BIN, now)
            record, shelf = record + units, shelf + units
        if verdict == "post":
            break
    if verdict == "recount" and not counted:
        verdict = _count(count_id, people[1], mug, shelf, now)
    if verdict == "decide":
        approve_counts(scope=scope, count_ids=[count_id], reason="lost", now=now, actor=SYSTEM)
    with transaction(scope):
        assert Balance.objects.get(location_id=leeds.locations[BIN]).on_hand == shelf
    assert_clean()


def _count(count_id: UUID, person_id: UUID, mug: Sku, units: int, now: datetime) -> str:
    scope = Scope.operator()
    claim_count(scope=scope, count_id=count_id, person_id=person_id, now=now)
    entry = CountEntry(count_id, units, mug.id)
    record_count(scope=scope, entries=[entry], device="gun", person_id=person_id, now=now)
    return finish_count(scope=scope, count_id=count_id, person_id=person_id, now=now, actor=SYSTEM)


def _move(mug: Sku, leeds: Place, units: int, source: str, target: str, now: datetime) -> None:
    move = Move(
        merchant_id=mug.merchant_id, site_id=leeds.id, sku_id=mug.id, owner_id=mug.merchant_id, quantity=units,
        from_location_id=leeds.locations[source], to_location_id=leeds.locations[target],
    )  # fmt: skip
    with transaction(Scope.operator()):
        record_movements(
            moves=[move], reason="move", document_kind="test", document_id="T", happened_at=now, actor=SYSTEM
        )
