"""Pass 3: a line that was split over bins although one bin of the same date could cover it is put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from packhaus.decide.allocation.types import Allocation, Supply
from packhaus.decide.keys import Key

DateClass: TypeAlias = tuple[Key, date | None, date, bool]
"""(SKU, expires on, received on, is doubted): bins between which units may change places without breaking FEFO or FIFO,
or sending anybody to a bin in doubt."""

ROUNDS = 3
"""Swaps open room for plain moves and the other way round; few lines are left after the second round."""


class Repair(NamedTuple):
    """What changes: the new rows of the changed lines, and what each bin's allocated units go up or down by."""

    changed: dict[Key, list[Allocation]]
    deltas: dict[int, int]


class Shelving:
    """Who has how many units where, in both directions, and which lines still stand in several bins of one date."""

    __slots__ = ("before", "bins", "contents", "date_of", "left", "parts", "splits")

    def __init__(self, allocations: Iterable[Allocation], supplies: Iterable[Supply]) -> None:
        self.parts: dict[Key, dict[int, int]] = {}
        self.contents: dict[int, dict[Key, int]] = {}
        for line, balance, units in allocations:
            parts = self.parts.setdefault(line, {})
            parts[balance] = parts.get(balance, 0) + units
            self.contents.setdefault(balance, {})[line] = parts[balance]
        self.bins: dict[DateClass, list[int]] = {}
        self.date_of: dict[int, DateClass] = {}
        self.left: dict[int, int] = {}
        for supply in supplies:
            key = (supply.sku, supply.expires_on, supply.received_on, supply.is_doubted)
            self.date_of[supply.balance] = key
            self.left[supply.balance] = supply.free
            self.bins.setdefault(key, []).append(supply.balance)
        splits = [line for line, parts in self.parts.items() if len(parts) > 1 and self._has_one_date(parts)]
        self.splits = sorted(splits, key=lambda line: -sum(self.parts[line].values()))
        self.before: dict[Key, dict[int, int]] = {}

    def list_splits(self) -> list[Key]:
        """List lines that stand in several bins of one date, the biggest first: they find room the hardest."""
        self.splits = [line for line in self.splits if len(self.parts[line]) > 1]
        return self.splits

    def _has_one_date(self, parts: dict[int, int]) -> bool:
        return len({self.date_of[balance] for balance in parts}) == 1

    def move(self, line: Key, target: int) -> None:
        """Move all of a line into one bin; may overdraw `left` between the two halves of a swap."""
        parts = self.parts[line]
        self.before.setdefault(line, parts)
        for balance, units in parts.items():
            self.left[balance] += units
            del self.contents[balance][line]
        total = sum(parts.values())
        self.left[target] -= total
        self.contents.setdefault(target, {})[line] = total
        self.parts[line] = {target: total}


def unsplit_lines(
    *, allocations: Sequence[Allocation], supplies: Sequence[Supply], pinned: frozenset[Key] = frozenset()
) -> Repair:
    """Put split lines together in one bin of the same date, by moving into free units or by swapping with others.

    `supplies` are the eligible bins with what is free *after* these allocations. Lines in `pinned` (restricted
    ones) stay where they are. Every line keeps its units, no bin gives more than it has, no line becomes split,
    and no unit changes its date, so FEFO and FIFO hold. Afterwards no split line fits the free units of one bin.
    Cost: O(allocations + split lines x bins of their date x lines in those bins).
    """
    shelving = Shelving(allocations, supplies)
    for _ in range(ROUNDS):
        while _move_into_free(shelving, pinned):
            pass
        if not _swap(shelving, pinned):
            break
    while _move_into_free(shelving, pinned):
        pass
    changed = {
        line: [Allocation(line, balance, units) for balance, units in shelving.parts[line].items()]
        for line, parts in shelving.before.items()
        if shelving.parts[line] != parts
    }
    deltas = {row.balance: row.free - shelving.left[row.balance] for row in supplies}
    return Repair(changed, {balance: delta for balance, delta in deltas.items() if delta})


def count_avoidable_splits(*, allocations: Sequence[Allocation], supplies: Sequence[Supply]) -> int:
    """Count split lines that the free units of one bin of their date (and their own there) would cover."""
    shelving = Shelving(allocations, supplies)
    return sum(_find_roomy(shelving, line) is not None for line in shelving.list_splits())


def _move_into_free(shelving: Shelving, pinned: frozenset[Key]) -> int:
    moved = 0
    for line in shelving.list_splits():
        target = None if line in pinned else _find_roomy(shelving, line)
        if target is not None:
            shelving.move(line, target)
            moved += 1
    return moved


def _find_roomy(shelving: Shelving, line: Key) -> int | None:
    """Find the bin of the line's date that covers it with the least room to spare."""
    parts = shelving.parts[line]
    total = sum(parts.values())
    rooms = (
        (shelving.left[balance] + parts.get(balance, 0), balance)
        for balance in shelving.bins[shelving.date_of[next(iter(parts))]]
    )
    best = min((room for room in rooms if room[0] >= total), default=None)
    return None if best is None else best[1]


def _swap(shelving: Shelving, pinned: frozenset[Key]) -> int:
    return sum(line not in pinned and _swap_line(shelving, line, pinned) for line in shelving.list_splits())


def _swap_line(shelving: Shelving, line: Key, pinned: frozenset[Key]) -> bool:
    """Move other whole lines from one of the line's bins into another of them, so that the line fits the first."""
    parts = dict(shelving.parts[line])
    total = sum(parts.values())
    for target in sorted(parts, key=lambda balance: -parts[balance]):
        need = total - parts[target] - shelving.left[target]
        for vacated, units in parts.items():
            room = shelving.left[vacated] + units
            if vacated == target or room < need:
                continue
            leaving = _choose_leaving(shelving, target, (need, room), pinned | {line})
            if leaving is not None:
                shelving.move(line, target)
                for other in leaving:
                    shelving.move(other, vacated)
                return True
    return False


def _choose_leaving(
    shelving: Shelving, balance: int, window: tuple[int, int], staying: frozenset[Key]
) -> tuple[Key, ...] | None:
    """Choose whole lines of a bin whose units sum to something in the window: subset sums up to its upper end."""
    least, most = window
    reached: dict[int, tuple[Key, ...]] = {0: ()}
    for line, units in shelving.contents.get(balance, {}).items():
        if line in staying or units > most or len(shelving.parts[line]) > 1:
            continue
        for total, lines in list(reached.items()):
            if total + units <= most and total + units not in reached:
                reached[total + units] = (*lines, line)
                if total + units >= least:
                    return reached[total + units]
        if len(reached) > SUMS:
            return None
    return None


SUMS = 256
"""Sums kept per bin: lines are few units, so the window closes long before; this only bounds odd cases."""
