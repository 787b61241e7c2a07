"""A fact for tests, and subscribers that remember what they were given."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.journal.services import record
from packhaus.journal.types import EntryRow, Fact, Subscriber

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRung(Fact):
    kind: ClassVar[str] = "bell_rung"
    aggregate_kind: ClassVar[str] = "bell"
    number: int


def ring(*numbers: int, bell: str = "north") -> None:
    with transaction(Scope.operator()):
        record(
            [BellRung(merchant_id=None, aggregate_id=bell, number=number) for number in numbers],
            happened_at=NOW,
            actor=SYSTEM,
        )


@dataclass
class Ear:
    """Remembers numbers; breaks on those it can't stand."""

    hates: set[int] = field(default_factory=set)
    heard: list[int] = field(default_factory=list)

    def handle(self, entries: Sequence[EntryRow], now: datetime) -> None:  # noqa: ARG002 - a handler's shape
        numbers = [entry.data["number"] for entry in entries]
        if self.hates & set(numbers):
            raise ValueError(numbers)
        self.heard += numbers

    def subscribe(self, name: str = "ear") -> Subscriber:
        return Subscriber(name, ("bell_rung",), self.handle)
