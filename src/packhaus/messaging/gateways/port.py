"""What every provider of texts can do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from packhaus.messaging.types import Outcome, Text


@dataclass(frozen=True, slots=True)
class Gateway:
    """A provider's account as it is asked: `templates` by kind and language, `callback` where it reports to."""

    id: UUID
    provider: str
    channel: str
    sender: str
    templates: Mapping[str, str]
    credentials: Mapping[str, str] = field(repr=False)
    callback: str = ""

    def find_template(self, text: Text) -> str:
        """Return the name of the approved template of a text; empty when there is none."""
        return self.templates.get(f"{text.kind}.{text.language}", "")


class Carrier(Protocol):
    """Takes one text, once, and says what became of it."""

    def carry(self, text: Text) -> Outcome:
        """Hand a text over, outside any transaction."""
        ...

    def look_up(self, text: Text) -> str | None:
        """Return the provider's number of a text of which nobody knows.

        Empty: it never came. None: the provider can not be asked.
        """
        ...


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider that can be chosen: what signs in at it, which channels it carries, whether an answer is needed."""

    code: str
    name: str
    channels: Sequence[str]
    credentials: Sequence[str]
    make: Callable[[Gateway], Carrier]
