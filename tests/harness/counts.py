"""People who count bins of Leeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.decide.counting import Verdict
from packhaus.inventory.models import Balance, Count
from packhaus.inventory.services.counts.approve import approve_counts
from packhaus.inventory.services.counts.claim import claim_count
from packhaus.inventory.services.counts.finish import finish_count
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.services.counts.record import record_count
from packhaus.inventory.services.move import move_stock
from packhaus.inventory.types import CountEntry, CountWant
from tests.harness.cast import Place

BIN = "A-01-01"


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of bins: the associate counts them first, the lead again."""

    leeds: Place
    associate: User
    lead: User
    now: datetime

    def plan(self, location: str = BIN, *, sku_id: UUID | None = None) -> UUID:
        want = CountWant(self.leeds.locations[location], sku_id=sku_id)
        return plan_counts(scope=Scope.operator(), wants=[want], now=self.now, actor=SYSTEM)[0]

    def claim(self, count_id: UUID, person: User | None = None) -> None:
        person_id = (person or self.associate).id
        claim_count(scope=Scope.operator(), count_id=count_id, person_id=person_id, now=self.now)

    def note(self, entries: Sequence[CountEntry], person: User | None = None) -> int:
        person_id = (person or self.associate).id
        scope = Scope.operator()
        return record_count(scope=scope, entries=entries, device="gun", person_id=person_id, now=self.now)

    def finish(self, count_id: UUID, person: User | None = None, *, client_id: str = "") -> Verdict:
        return finish_count(
            scope=Scope.operator(), count_id=count_id, person_id=(person or self.associate).id, now=self.now,
            actor=SYSTEM, device="gun", client_id=client_id,
        )  # fmt: skip

    def walk(self, count_id: UUID, *found: tuple[Sku, int], person: User | None = None) -> Verdict:
        """Let somebody count what is said, and finish; nothing said is an empty bin."""
        self.claim(count_id, person)
        if found:
            self.note([CountEntry(count_id, units, sku.id) for sku, units in found], person)
        return self.finish(count_id, person)

    def walk_twice(self, *found: tuple[Sku, int]) -> UUID:
        """Let both find the same, not what the record says; a lead is to decide."""
        count_id = self.plan()
        assert self.walk(count_id, *found) == Verdict.RECOUNT
        assert self.walk(count_id, *found, person=self.lead) == Verdict.DECIDE
        return count_id

    def approve(self, count_id: UUID) -> dict[UUID, int]:
        return approve_counts(
            scope=Scope.operator(), count_ids=[count_id], reason="lost", now=self.now, actor=SYSTEM
        )

    def move_away(self, units: int) -> None:
        """Move units of the only balance to the reserve."""
        with transaction(Scope.operator()):
            shelf = Balance.objects.get()
        move_stock(
            scope=Scope.operator(), balance_id=shelf.id, quantity=units,
            to_location_id=self.leeds.locations["R-01-01"], now=self.now, actor=SYSTEM,
        )  # fmt: skip

    def read(self, count_id: UUID) -> Count:
        with transaction(Scope.operator()):
            return Count.objects.get(id=count_id)

    def read_units(self, location: str = BIN) -> int:
        with transaction(Scope.operator()):
            found = Balance.objects.filter(location_id=self.leeds.locations[location])
            return sum(found.values_list("on_hand", flat=True))


@pytest.fixture
def counts(leeds: Place, associate: User, lead: User, now: datetime) -> Counts:
    return Counts(leeds, associate, lead, now)
