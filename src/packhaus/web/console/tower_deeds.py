"""A cause that needs a decision, as the tower shows it, and what can be done with all of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from packhaus.insight.queries.tower_cards import OpenProblem
from packhaus.web.formats import format_duration
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


def name_subjects(problem: OpenProblem) -> str:
    """Name the first of what a problem is about, and that there are more."""
    counted = problem.count if problem.kind in {"hold", "dispute", "label"} else problem.orders
    return ", ".join(problem.subjects) + ("…" if counted > len(problem.subjects) else "")


def tell_oldest(problem: OpenProblem, now: datetime) -> str:
    """Name what a problem is about, and how long the oldest of it waits."""
    age = format_duration(int((now - problem.since).total_seconds()))
    return _("%(names)s. The oldest waits for %(age)s.") % {"names": name_subjects(problem), "age": age}
