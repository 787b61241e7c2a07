"""A cause that needs a decision, as the tower shows it, and what can be done with all of it."""

from dataclasses import dataclass

from packhaus.web.parts import Words


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done at once with a whole group: an action of the list behind it, for all that match there."""

    url: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A cause, what follows from it, where it is looked into, and what can be done with all of it."""

    what: Words
    consequence: Words
    url: str
    verb: Words
    level: str = "today"
    deed: Deed | None = None
