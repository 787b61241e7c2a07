"""Places in the order in which goods ask them: the same item first, then empty ones, then what has room; near first."""

from collections import defaultdict, deque
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
        self._empty: dict[Wanted, list[deque[Room]]] = {}
        for room in self.rooms:
            for sku_id in {content.sku_id for content in room.contents}:
                self._of_sku[sku_id].append(room)

    def list_same(self, wanted: Wanted, sku_ids: Iterable[UUID]) -> Sequence[Room]:
        """Return the places where one of the items lies already."""
        return [room for sku_id in sku_ids for room in self._of_sku[sku_id] if is_wanted(room.bin, wanted)]

    def list_empty(self, wanted: Wanted) -> list[Room]:
        """Return of the places where nothing lies the nearest of each make: what fits one fits all of its make."""
        if wanted not in self._empty:
            makes: defaultdict[tuple[object, ...], deque[Room]] = defaultdict(deque)
            for room in self.list_all(wanted):
                makes[_name_make(room)].append(room)
            self._empty[wanted] = list(makes.values())
        nearest = []
        for rooms in self._empty[wanted]:
            while rooms and rooms[0].contents:
                rooms.popleft()
            if rooms:
                nearest.append(rooms[0])
        return sorted(nearest, key=lambda room: (room.bin.rank, room.bin.id))

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


def _name_make(room: Room) -> tuple[object, ...]:
    """Return everything by which an empty place can refuse goods."""
    place = room.bin
    return (
        place.zone, place.is_blocked, place.is_reported, place.mixing, place.max_volume_mm3, place.max_weight_grams,
        place.max_pallets, room.volume_mm3, room.weight_grams, room.pallets,
    )  # fmt: skip


def is_wanted(place: Bin, wanted: Wanted) -> bool:
    """Tell whether a place is of one of the kinds, and in one of the zones."""
    kinds, zones = wanted
    return place.kind in kinds and (not zones or place.zone in zones)
