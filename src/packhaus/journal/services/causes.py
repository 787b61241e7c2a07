"""What is recorded while entries are handed to a subscriber was caused by one of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from packhaus.journal.types import EntryRow, Fact

Related = Mapping[object, Collection[object]]
NOTHING_RELATED: Related = MappingProxyType({})

_handed: ContextVar[Mapping[str, int]] = ContextVar("packhaus.journal.handed", default=MappingProxyType({}))


@contextmanager
def because_of(entries: Sequence[EntryRow]) -> Iterator[None]:
    """Give what is recorded inside one of these entries as its cause, the last one of an aggregate."""
    token = _handed.set({entry.aggregate_id: entry.id for entry in entries})
    try:
        yield
    finally:
        _handed.reset(token)


def find_cause(fact: Fact, *, related: Related = NOTHING_RELATED) -> int | None:
    """Return the entry that this fact is a reaction to, or None when it is to none or nobody can tell.

    It is the one about the fact's own aggregate, else about one of those that the caller says it is related to, else
    the only one there is.
    """
    handed = _handed.get()
    if not handed:
        return None
    for aggregate_id in (fact.aggregate_id, *related.get(fact.aggregate_id, ())):
        if str(aggregate_id) in handed:
            return handed[str(aggregate_id)]
    return next(iter(handed.values())) if len(handed) == 1 else None
