"""Facts of messaging that a person caused."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageResent(Fact):
    """Somebody asked to send a message again that had failed, or of which nobody knew."""

    kind: ClassVar[str] = "message_resent"
    aggregate_kind: ClassVar[str] = "message"
    topic_id: str
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageConfirmed(Fact):
    """Somebody found out that a message of which nobody knew had arrived."""

    kind: ClassVar[str] = "message_confirmed"
    aggregate_kind: ClassVar[str] = "message"
    topic_id: str
