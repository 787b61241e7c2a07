"""Words of the journal: what a fact is, how it is read back, who reads it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened, in the past tense: base of every dataclass in an app's `events.py`.

    Fields hold ids, codes, figures and dates, never a person or free text: the journal outlives whom it is about.
    """

    kind: ClassVar[str]
    aggregate_kind: ClassVar[str]
    merchant_id: UUID | None
    aggregate_id: UUID | int | str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as a subscriber or a timeline sees it; `data` has the fact's other fields as JSON keeps them."""

    transaction: int
    id: int
    recorded_on: date
    recorded_at: datetime
    happened_at: datetime
    kind: str
    merchant_id: UUID | None
    aggregate_kind: str
    aggregate_id: str
    actor_kind: str
    actor_id: str
    cause_id: int | None
    data: Mapping[str, Any]


Handler = Callable[[Sequence[EntryRow], datetime], None]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader with a saved position. `handle(entries, now)` runs in an operator's transaction, at least once."""

    name: str
    kinds: tuple[str, ...]
    handle: Handler


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a subscriber is behind, and who keeps it there."""

    name: str
    entries: int
    seconds: float
    parked: int
    blocking_pid: int | None
    blocking_seconds: float | None
