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


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionChanged(Fact):
    """What somebody allows on a channel has changed; never which address."""

    kind: ClassVar[str] = "permission_changed"
    aggregate_kind: ClassVar[str] = "permission"
    channel: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySaved(Fact):
    """Who carries a channel was saved, of a merchant or of everybody who has none of its own."""

    kind: ClassVar[str] = "gateway_saved"
    aggregate_kind: ClassVar[str] = "gateway"
    channel: str
    provider: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSaved(Fact):
    """The channels of a merchant's shoppers of a country were chosen; none: the rule was taken away."""

    kind: ClassVar[str] = "route_saved"
    aggregate_kind: ClassVar[str] = "route"
    country: str
    channels: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingFact(Fact):
    """Something that was done to the words of one kind of message, in one language, over one channel."""

    aggregate_kind: ClassVar[str] = "wording"
    notice: str
    language: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingDrafted(WordingFact):
    """A draft of a merchant's own words was saved."""

    kind: ClassVar[str] = "wording_drafted"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingDiscarded(WordingFact):
    """A draft of a merchant's own words was thrown away."""

    kind: ClassVar[str] = "wording_discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingPublished(WordingFact):
    """Messages that are written from now on say this version; standard: our own words again."""

    kind: ClassVar[str] = "wording_published"
    version: int
    is_standard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageBrandChanged(Fact):
    """How a merchant's messages look, or who answers them, was changed."""

    kind: ClassVar[str] = "message_brand_changed"
    aggregate_kind: ClassVar[str] = "merchant"
