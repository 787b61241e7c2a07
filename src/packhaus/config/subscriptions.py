"""Who reads the journal: each subscriber, the kinds of facts it wants, and its handler."""

from collections.abc import Sequence
from datetime import datetime

from packhaus.journal.services import subscribers
from packhaus.journal.types import Subscriber


def list_subscribers() -> tuple[Subscriber, ...]:
    """Return every subscriber, in the order they are fed."""
    return ()


def drain(*names: str, now: datetime) -> int:
    """Feed the named subscribers (all, when none is named) until nothing is left; return how many entries were read."""
    return subscribers.drain(_choose(names), now=now)


def _choose(names: Sequence[str]) -> list[Subscriber]:
    known = {subscriber.name: subscriber for subscriber in list_subscribers()}
    return [known[name] for name in names or known]
