"""Places in the order in which goods ask them: the same item first, then empty ones, then what has room; near first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from packhaus.decide.putaway.room import Room, open_room
from packhaus.decide.putaway.types import Bin

Wanted = tuple[tuple[str, ...], frozenset[str]]
"""Kinds of places and zones; no zone is every zone."""


class Pools:
    """The places of a site; rooms fill as a plan goes on."""

    def __init__(self, bins: Iterable[Bin]) -> None:
        """Sort the places by their rank once."""
        self.rooms = [open_room(one) for one in sorted(bins, key=lambda one: (one.rank, one.id))]
        self._of_sku: defaultdict[UUID, list[Room]] = defaultdict(list)
        self._pools: dict[Wanted, list[Room]] = {}
        self._first_empty: dict[Wanted, int] = {}
        for room in self.rooms:
            for sku_id in {content.sku_id for content in room.contents}:
                self._of_sku[sku_id].append(room)

    def list_same(self, wanted: Wanted, sku_ids: Iterable[UUID]) -> Sequence[Room]:
        """Return the places where one of the items lies already."""
        return [room for sku_id in sku_ids for room in self._of_sku[sku_id] if is_wanted(room.bin, wanted)]

    def list_empty(self, wanted: Wanted) -> Iterator[Room]:
        """Yield the places where nothing lies; those that were filled in the beginning are not looked at again."""
        pool = self.list_all(wanted)
        first = self._first_empty.get(wanted, 0)
        while first < len(pool) and pool[first].contents:
            first += 1
        self._first_empty[wanted] = first
        yield from (room for room in pool[first:] if not room.contents)

    def list_shared(self, wanted: Wanted) -> Iterator[Room]:
        """Yield the places where something lies."""
        yield from (room for room in self.list_all(wanted) if room.contents)

    def list_all(self, wanted: Wanted) -> list[Room]:
        """Return every place of some kinds and zones."""
        if wanted not in self._pools:
            self._pools[wanted] = [room for room in self.rooms if is_wanted(room.bin, wanted)]
        return self._pools[wanted]

    def note(self, room: Room, sku_ids: Iterable[UUID]) -> None:
        """Remember that these items lie in a place from now on."""
        for sku_id in sku_ids:
            if all(known is not room for known in self._of_sku[sku_id]):
                self._of_sku[sku_id].append(room)


def is_wanted(place: Bin, wanted: Wanted) -> bool:
    """Tell whether a place is of one of the kinds, and in one of the zones."""
    kinds, zones = wanted
    return place.kind in kinds and (not zones or place.zone in zones)
