"""The kinds of floor work: what each is called, where its page is, how much of it waits, and what comes next.

A kind registers itself where its pages are: `register(WorkKind(...))` at the end of its module, which `floor/urls.py`
imports. The Work page then shows its tile, offers its next task among those of the others, and Start leads to it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.access.types import Actor
from packhaus.inventory.queries.whereabouts import Whereabouts
from packhaus.inventory.services.claims import Work
from packhaus.web.parts import Words

USUAL = 100
"""The priority of work that nobody moved up or down; the lower, the earlier."""
UNKNOWN_MM = 10**9
SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for work, where, and when; `near` is the place of the last scan, if one is known."""

    scope: Scope
    site_id: UUID | None
    person_id: UUID
    near: Whereabouts | None
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class NextWork:
    """The next task of one kind. `key` names it for `WorkKind.take`; `is_mine` was begun by this person already.

    `shared` is what several may be at together.
    """

    label: Words
    url: str
    priority: int = USUAL
    distance_mm: int | None = None
    detail: Words = ""
    due_at: datetime | None = None
    is_mine: bool = False
    key: str = ""
    shared: Work | None = None

    @property
    def metres(self) -> int | None:
        """How far it is, in whole metres; None while nobody knows."""
        return None if self.distance_mm is None else round(self.distance_mm / 1000)


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of work. `count`: tasks that wait (None: it has no queue). `next`: what this person would get of it.

    `take` claims a task for a person before its page opens; it raises a refusal when somebody else was quicker, and
    Start tries the next one. A kind without it claims on its own page. `position` orders the tiles.
    """

    name: str
    label: Words
    url_name: str
    icon: str
    count: Callable[[Asked], int | None]
    next: Callable[[Asked], NextWork | None]
    take: Callable[[NextWork, UUID, datetime, Actor], None] | None = None
    position: int = 500


_KINDS: dict[str, WorkKind] = {}


def register(kind: WorkKind) -> None:
    """Add a kind; two of one name are a bug."""
    assert _KINDS.get(kind.name, kind).url_name == kind.url_name, kind.name
    _KINDS[kind.name] = kind


def list_kinds(allowed: Collection[str] | None = None) -> list[WorkKind]:
    """Return the kinds that a person may do, in the order of their tiles; None allows all."""
    chosen = [kind for kind in _KINDS.values() if allowed is None or kind.name in allowed]
    return sorted(chosen, key=lambda kind: (kind.position, kind.name))


def rank_offers(asked: Asked, kinds: Collection[WorkKind]) -> list[tuple[WorkKind, NextWork]]:
    """Return the next task of each kind, the one to do first on top.

    What the person has begun comes first; then what is due within the hour, by its time; then by priority, and among
    equals the nearest.
    """
    offers = [(kind, found) for kind in kinds if (found := kind.next(asked)) is not None]
    return sorted(offers, key=lambda offer: (*rank_work(offer[1], now=asked.now), offer[0].position))


def rank_work(work: NextWork, *, now: datetime) -> tuple[bool, bool, float, int, int]:
    """Return what work is sorted by; the least is done first."""
    due = work.due_at
    is_soon = due is not None and due - now <= SOON
    seconds = (due - now).total_seconds() if due is not None and is_soon else 0.0
    far = UNKNOWN_MM if work.distance_mm is None else work.distance_mm
    return (not work.is_mine, not is_soon, seconds, work.priority, far)


def measure_mm(near: Whereabouts | None, x_mm: int, y_mm: int) -> int | None:
    """Return how far it is to walk along aisles, or None while nobody knows where the person is."""
    return None if near is None else abs(near.x_mm - x_mm) + abs(near.y_mm - y_mm)
