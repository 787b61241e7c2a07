"""Counts of bins of Leeds."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.decide.counting import Verdict
from packhaus.inventory.models import Balance, Count
from packhaus.inventory.queries.count_programme import ProgrammeRow
from packhaus.inventory.services.counts.claim import (
    claim_count,
)
from packhaus.inventory.services.counts.finish import finish_count
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.services.counts.programme import save_programme
from packhaus.inventory.services.counts.record import record_count
from packhaus.inventory.types import CountEntry, CountWant
from tests.harness.cast import Place

Walking = Callable[..., Verdict]


@pytest.fixture
def plan(leeds: Place, operator: Scope, now: datetime) -> Callable[..., UUID]:
    def plan(location: str = "A-01-01", **changes: object) -> UUID:
        want = CountWant(leeds.locations[location], **changes)  # type: ignore[arg-type]
        return plan_counts(scope=operator, wants=[want], now=now, actor=SYSTEM)[0]

    return plan


@pytest.fixture
def walk(operator: Scope, now: datetime) -> Walking:
    """Let somebody count what is said, and finish; nothing said is an empty bin."""

    def walk(
        count_id: UUID, person: User, *found: tuple[Sku, int], meanwhile: Callable[[], object] | None = None
    ) -> Verdict:
        claim_count(scope=operator, count_id=count_id, person_id=person.id, now=now)
        entries = [CountEntry(count_id, units, sku.id) for sku, units in found]
        if entries:
            record_count(scope=operator, entries=entries, device="gun", person_id=person.id, now=now)
        if meanwhile:
            meanwhile()
        return finish_count(scope=operator, count_id=count_id, person_id=person.id, now=now, actor=SYSTEM)

    return walk


def read_count(count_id: UUID) -> Count:
    with transaction(Scope.operator()):
        return Count.objects.get(id=count_id)


def read_units(leeds: Place, location: str = "A-01-01") -> int:
    with transaction(Scope.operator()):
        found = Balance.objects.filter(location_id=leeds.locations[location])
        return sum(found.values_list("on_hand", flat=True))


def tolerate(leeds: Place, now: datetime, units: int, percent: int) -> None:
    row = ProgrammeRow(tolerance_units=units, tolerance_percent=percent)
    save_programme(scope=Scope.operator(), site_id=leeds.id, programme=row, now=now, actor=SYSTEM)
