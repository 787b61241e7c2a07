"""Facts of care: ids and codes, never a word of the shopper."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFact(Fact):
    """Something that happened to a shopper's note about an order."""

    aggregate_kind: ClassVar[str] = "order"
    note_id: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSent(NoteFact):
    """A shopper wrote about an order."""

    kind: ClassVar[str] = "note_sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTaken(NoteFact):
    """Somebody looks after a note."""

    kind: ClassVar[str] = "note_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAnswered(NoteFact):
    """A note was answered; the shopper is mailed."""

    kind: ClassVar[str] = "note_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteClosed(NoteFact):
    """A note was closed without an answer."""

    kind: ClassVar[str] = "note_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReopened(NoteFact):
    """A note that was done is open again."""

    kind: ClassVar[str] = "note_reopened"
