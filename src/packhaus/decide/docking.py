"""Which slots of a site's doors are free: pure arithmetic over a day's hours and what is taken."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple


class Taken(NamedTuple):
    """A door that is taken from an instant until another."""

    door_id: int
    starts_at: datetime
    ends_at: datetime

    def meets(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Tell whether it shares a moment with a span; spans that only touch do not."""
        return self.starts_at < ends_at and starts_at < self.ends_at


class FreeSlot(NamedTuple):
    """A span that can be booked, and at which doors, the first door first."""

    starts_at: datetime
    ends_at: datetime
    door_ids: tuple[int, ...]


def count_slots(*, pallets: int, minutes_per_pallet: int, slot_minutes: int) -> int:
    """Return how many slots it takes to unload so many pallets: one at least."""
    return max(1, -(-pallets * minutes_per_pallet // slot_minutes))


def list_starts(*, opens_at: datetime, closes_at: datetime, slot_minutes: int) -> list[datetime]:
    """Return when the slots of a day begin; one that would end after closing is none."""
    slot = timedelta(minutes=slot_minutes)
    count = max(0, (closes_at - opens_at) // slot)
    return [opens_at + slot * place for place in range(count)]


def list_free_slots(
    *,
    starts: Sequence[datetime],
    slot_minutes: int,
    slots: int,
    door_ids: Sequence[int],
    taken: Sequence[Taken],
    at_once: int | None,
) -> list[FreeSlot]:
    """Return the spans of so many slots in a row that begin at one of these starts and that a door is free for.

    `at_once` is how many trucks the site unloads at the same time; None is as many as it has doors.
    """
    length = timedelta(minutes=slot_minutes)
    free = []
    for place, starts_at in enumerate(starts[: max(0, len(starts) - slots + 1)]):
        ends_at = starts_at + length * slots
        meeting = [one for one in taken if one.meets(starts_at, ends_at)]
        if at_once is not None and _is_full(starts[place : place + slots], length, meeting, at_once):
            continue
        blocked = {one.door_id for one in meeting}
        doors = tuple(door_id for door_id in door_ids if door_id not in blocked)
        if doors:
            free.append(FreeSlot(starts_at, ends_at, doors))
    return free


def _is_full(starts: Sequence[datetime], length: timedelta, taken: Sequence[Taken], at_once: int) -> bool:
    """Tell whether in one of these slots as many trucks stand there as are unloaded at once."""
    return any(
        sum(one.meets(starts_at, starts_at + length) for one in taken) >= at_once for starts_at in starts
    )
